import { existsSync, readFileSync } from "node:fs";
import { Contract, type Provider, ZeroAddress } from "ethers";
import { constructorArguments } from "../src/chain/deploying.js";
import { contractsOf } from "../src/chain/deployment.js";
import { FACTORIES } from "../src/chain/factories.js";
import { type Deployment, NETWORKS, parseDeployment, ROLES } from "../src/chain/index.js";
import { IAccessManager__factory } from "../typechain-types/index.js";

const USAGE = `npx tsx scripts/explorers.ts FILE [--submit]

Says what an explorer needs to show the source of each contract of a deployment file: its source, its address and its
constructor's arguments as the explorer's form asks for them. --submit sends them, with ETHERSCAN_API_KEY. Node and key come from
the environment or from Hardhat's keystore, as for deploying.`;

/** Who deployed: the first that the manager made an admin. The file does not name it, and the constructor was given it. */
async function deployerOf({ contracts, block }: Deployment, provider: Provider): Promise<string> {
  const manager = new Contract(contracts.accessManager.address, IAccessManager__factory.abi, provider);
  const filter = manager.filters["RoleGranted"]?.(ROLES.admin);
  const [first] = filter ? await manager.queryFilter(filter, block, block + 1_000) : [];
  if (first && "args" in first) return String(first.args["account"] ?? ZeroAddress);
  throw new Error("the node knows of no first admin within 1,000 blocks of the deployment's first");
}

function readDeployment(file: string): Deployment {
  try {
    return parseDeployment(readFileSync(file, "utf8"));
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : "cannot be read"}`);
  }
}

const sourceOf = (contract: string) =>
  contract === "AccessManager"
    ? "@openzeppelin/contracts/access/manager/AccessManager.sol:AccessManager"
    : `contracts/${contract}.sol:${contract}`;

async function main(args: readonly string[]): Promise<void> {
  const [file, option] = args;
  if (!file || file.startsWith("-") || (option !== undefined && option !== "--submit")) {
    console.log(USAGE);
    process.exitCode = args.includes("--help") ? 0 : 2;
    return;
  }
  if (!existsSync(file)) throw new Error(`${file}: does not exist; name the file that deploying wrote`);
  const deployment = readDeployment(file);
  // Hardhat reads its network before it is imported.
  process.env["HARDHAT_NETWORK"] = NETWORKS.get(deployment.chainId)?.name.replace(/^local$/, "localhost") ?? "";
  const { default: hre } = await import("hardhat");
  const { verifyContract } = await import("@nomicfoundation/hardhat-verify/verify");
  const { ethers } = await hre.network.create();
  const addresses = Object.fromEntries(contractsOf(deployment).map(([name, { address }]) => [name, address]));
  const deployer = await deployerOf(deployment, ethers.provider as unknown as Provider);
  const made = constructorArguments(
    addresses as Parameters<typeof constructorArguments>[0],
    deployer,
    deployment.parameters,
  );
  let failed = 0;
  for (const [name, { address }] of contractsOf(deployment)) {
    const contract = sourceOf(`${name[0]?.toUpperCase()}${name.slice(1)}`);
    const constructorArgs = [...made[name]];
    const encoded = new FACTORIES[name]().interface.encodeDeploy(constructorArgs).slice(2);
    console.log(`${contract}\n  address    ${address}\n  arguments  ${encoded || "-"}`);
    if (option !== "--submit") continue;
    try {
      await verifyContract({ address, contract, constructorArgs, provider: "etherscan" }, hre);
    } catch (error) {
      failed++;
      console.error(`  ${error instanceof Error ? error.message.split("\n")[0] : "unknown failure"}`);
    }
  }
  if (failed > 0) {
    console.error(`explorers: ${failed} contracts are not shown yet; run it again`);
    process.exitCode = 3;
  }
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(`explorers: ${error instanceof Error ? error.message.split("\n")[0] : "unknown failure"}`);
  process.exitCode = 2;
}
process.exit();
