import { HDNodeWallet, type Signer } from "ethers";
import { network } from "hardhat";
import {
  type Deployment,
  deploySuite,
  parametersFor,
  planDeployment,
  type Suite,
  suiteOf,
} from "../../src/chain/index.js";
import { Controller, Council, type Identity } from "../../src/parties/index.js";
import { type Hex, type PartyRole, partyId } from "../../src/protocol/index.js";

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
  const plan = await planDeployment(deployer, "local", (who) => parametersFor(who, { lensEnrolDelaySeconds: 0 }));
  const deployment = await deploySuite(deployer, plan);
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
