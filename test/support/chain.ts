import { HDNodeWallet, type Signer } from "ethers";
import { network } from "hardhat";
import { type Deployment, parseDeployment, type Suite, suiteOf } from "../../src/chain/index.js";
import { Controller, Council, type Identity } from "../../src/parties/index.js";
import { type Hex, type PartyRole, partyId } from "../../src/protocol/index.js";
import {
  AccessManager__factory,
  AnchorRegistry__factory,
  ConformityVerifier__factory,
  PartyRegistry__factory,
  SettlementRegistry__factory,
  WithdrawalRegistry__factory,
} from "../../typechain-types/index.js";

const DAY = 86_400;

/** An in-process chain with the suite on it, and the means to move its clock. */
export interface TestChain {
  readonly deployment: Deployment;
  readonly suite: Suite;
  readonly council: Council;
  readonly funder: Signer;
  advance(seconds: number): Promise<void>;
  /** A funded account of its own. */
  account(): Promise<Signer>;
}

/** A party with one valid key. */
export interface TestParty {
  readonly identity: Identity;
  readonly party: Hex;
  readonly signer: Signer;
  readonly controller: Controller;
}

/** Deploys the suite on a fresh chain. The council is the deployer, without delays. */
export async function aChain(): Promise<TestChain> {
  const { ethers, networkHelpers } = await network.create("local");
  const [deployer] = await ethers.getSigners();
  if (!deployer) throw new Error("the simulated chain has no account");
  const who = await deployer.getAddress();
  const manager = await new AccessManager__factory(deployer).deploy(who);
  const parties = await new PartyRegistry__factory(deployer).deploy(manager, 30 * DAY);
  const anchors = await new AnchorRegistry__factory(deployer).deploy();
  const withdrawals = await new WithdrawalRegistry__factory(deployer).deploy(parties);
  const settlements = await new SettlementRegistry__factory(deployer).deploy(parties);
  const verifier = await new ConformityVerifier__factory(deployer).deploy(parties, anchors, withdrawals, settlements);
  const described = async (contract: { getAddress(): Promise<string> }) => {
    const address = await contract.getAddress();
    return { address, codeHash: ethers.keccak256(await ethers.provider.getCode(address)) };
  };
  const deployment = parseDeployment({
    format: "clairevoie-deployment/1",
    chainId: 31337,
    network: "local",
    block: 1,
    contracts: {
      accessManager: await described(manager),
      partyRegistry: await described(parties),
      anchorRegistry: await described(anchors),
      withdrawalRegistry: await described(withdrawals),
      settlementRegistry: await described(settlements),
      conformityVerifier: await described(verifier),
    },
    parameters: {
      lookBackSeconds: 30 * DAY,
      lensEnrolDelaySeconds: 0,
      admin: who,
      enroller: who,
      lensEnroller: who,
      guard: who,
    },
  });
  let accounts = 0;
  return {
    deployment,
    suite: suiteOf(deployment, deployer),
    council: await Council.connect({ deployment, signer: deployer }),
    funder: deployer,
    advance: (seconds) => networkHelpers.time.increase(seconds).then(() => undefined),
    account: async () => {
      const wallet = HDNodeWallet.fromPhrase(
        "test test test test test test test test test test test junk",
        undefined,
        `m/44'/60'/1'/0/${accounts++}`,
      ).connect(ethers.provider);
      await (await deployer.sendTransaction({ to: wallet.address, value: 10n ** 19n })).wait();
      return wallet;
    },
  };
}

let salts = 1;

/** Enrols a party whose key is also its controller. */
export async function aParty(chain: TestChain, role: PartyRole, identifier: string): Promise<TestParty> {
  const identity: Identity = { salt: `0x${(salts++).toString(16).padStart(64, "0")}`, identifier };
  const party = partyId(identity.salt, role, identifier);
  const signer = await chain.account();
  const address = await signer.getAddress();
  if (role === "lens-maker") await chain.council.enrolLensMaker(party, address);
  else await chain.council.enrol(party, role, address);
  const controller = await Controller.connect({ deployment: chain.deployment, signer, party });
  await controller.addKey(address);
  return { identity, party, signer, controller };
}
