import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { keccak256, type Provider, type Signer } from "ethers";
import type { NetworkConnection } from "hardhat/types/network";
import { clairevoie } from "./modules/clairevoie.js";
import {
  ChainError,
  DEPLOYMENT_FORMAT,
  type Deployment,
  type Parameters,
  parseDeployment,
  ROLES,
} from "../src/chain/index.js";
import { AccessManager__factory } from "../typechain-types/index.js";

const JOURNAL = "ignition/deployments";

/**
 * Deploys the suite with Ignition, whose journal makes an interrupted deployment go on where it stopped. A chain in this
 * process has no journal: it vanishes with the process.
 */
export async function deployWithIgnition(connection: NetworkConnection, parameters: Parameters): Promise<Deployment> {
  const { ethers, ignition, networkConfig, networkName } = connection;
  const provider: Provider = ethers.provider as unknown as Provider;
  const chainId = Number((await provider.getNetwork()).chainId);
  const [deployer] = await ethers.getSigners();
  if (!deployer) throw new ChainError("refused", "deployer-needed");
  const lasting = networkConfig.type === "http";
  // The genesis tells a development chain that was started anew from the one whose journal is kept.
  const deploymentId = `chain-${chainId}-${(await provider.getBlock(0))?.hash?.slice(2, 10) ?? "unknown"}`;
  const block = lasting ? await firstBlock(provider, deploymentId) : 0;
  const { admin: _, adminDelaySeconds: __, ...council } = parameters;
  const contracts = await ignition.deploy(clairevoie, {
    parameters: { Clairevoie: council },
    ...(lasting && { deploymentId }),
    displayUi: false,
  });
  await handOver(await contracts.accessManager.getAddress(), parameters, deployer);
  const described = async (name: keyof typeof contracts) => {
    const address = await contracts[name].getAddress();
    return { address, codeHash: keccak256(await provider.getCode(address)) };
  };
  return parseDeployment({
    format: DEPLOYMENT_FORMAT,
    chainId,
    network: networkName,
    block,
    contracts: {
      accessManager: await described("accessManager"),
      partyRegistry: await described("partyRegistry"),
      linkRegistry: await described("linkRegistry"),
      anchorRegistry: await described("anchorRegistry"),
      withdrawalRegistry: await described("withdrawalRegistry"),
      settlementRegistry: await described("settlementRegistry"),
      stockRegistry: await described("stockRegistry"),
      bandVerifier: await described("bandVerifier"),
      renewalVerifier: await described("renewalVerifier"),
      conformityVerifier: await described("conformityVerifier"),
    },
    parameters,
  });
}

/** Hands the administration over, last: until then an interrupted deployment can be finished by running it again. */
async function handOver(
  accessManager: string,
  { admin, adminDelaySeconds }: Parameters,
  deployer: Signer,
): Promise<void> {
  const manager = AccessManager__factory.connect(accessManager, deployer);
  const from = await deployer.getAddress();
  if (admin === from) return;
  if (!(await manager.hasRole(ROLES.admin, admin)).isMember)
    await (await manager.grantRole(ROLES.admin, admin, adminDelaySeconds)).wait();
  if ((await manager.hasRole(ROLES.admin, from)).isMember) await (await manager.renounceRole(ROLES.admin, from)).wait();
}

/** The block before which nothing of this deployment is; kept beside the journal, for a resumed deployment to find. */
async function firstBlock(provider: Provider, deploymentId: string): Promise<number> {
  const file = path.join(JOURNAL, `${deploymentId}.start.json`);
  if (existsSync(file)) return Number(JSON.parse(readFileSync(file, "utf8")).block);
  const block = await provider.getBlockNumber();
  mkdirSync(JOURNAL, { recursive: true });
  writeFileSync(file, JSON.stringify({ block }));
  return block;
}
