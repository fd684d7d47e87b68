import { HDNodeWallet, type Signer } from "ethers";
import { network } from "hardhat";
import {
  type Deployment,
  deploySuite,
  parametersFor,
  planDeployment,
  type Suite,
  suiteOf,
} from "../src/chain/index.js";
import { Controller, Council, type Identity } from "../src/parties/index.js";
import { type Hex, type PartyRole, partyId, ZERO } from "../src/protocol/index.js";

/** An in-process chain with the suite on it, and the means to move its clock. */
export interface TestChain {
  readonly deployment: Deployment;
  readonly suite: Suite;
  readonly council: Council;
  readonly funder: Signer;
  advance(seconds: number): Promise<void>;
  /** A funded account of its own. */
  account(): Promise<Signer>;
  /** Ends the chain: who makes many lets go of each. */
  close(): Promise<void>;
}

/** A party with one valid key. */
export interface TestParty {
  readonly identity: Identity;
  readonly party: Hex;
  readonly signer: Signer;
  readonly controller: Controller;
}

/** What sends a transaction, or mines: a block, each time. */
const MINES = ["eth_sendTransaction", "eth_sendRawTransaction", "evm_mine"];

/** Makes each block come a second after the last one, or as long as `advance` says, however slow the machine is. */
function steadyClock(
  provider: { request(call: { method: string; params?: unknown }): Promise<unknown> },
  from: number,
) {
  const request = provider.request.bind(provider);
  let [time, mined] = [from, Promise.resolve<unknown>(undefined)];
  const mine = async (call: { method: string; params?: unknown }) => {
    await request({ method: "evm_setNextBlockTimestamp", params: [++time] });
    return request(call);
  };
  provider.request = async (call) => {
    if (call.method === "evm_revert") {
      const isReverted = await request(call);
      const block = await request({ method: "eth_getBlockByNumber", params: ["latest", false] });
      time = Number((block as { timestamp: string }).timestamp);
      return isReverted;
    }
    if (!MINES.includes(call.method)) return request(call);
    const answer = mined.then(() => mine(call));
    mined = answer.catch(() => undefined);
    return answer;
  };
  return async (seconds: number) => {
    time += seconds - 1;
    await provider.request({ method: "evm_mine", params: [] });
  };
}

/**
 * Deploys the suite on a fresh chain. The council is the deployer, without delays.
 * @param from Where given, the chain begins at this time (unix seconds), and its clock does not follow the machine's: what
 * happens on it happens at the same times again.
 */
export async function aChain({ from, chainId = 31337 }: { from?: number; chainId?: number } = {}): Promise<TestChain> {
  const start = from === undefined ? {} : { initialDate: new Date(from * 1000).toISOString() };
  const connection = await network.create({ network: "local", override: { chainId, ...start } });
  const { ethers, networkHelpers } = connection;
  const advance = from === undefined ? undefined : steadyClock(connection.provider as never, from);
  const [deployer] = await ethers.getSigners();
  if (!deployer) throw new Error("the simulated chain has no account");
  const plan = await planDeployment(deployer, "local", (who) =>
    parametersFor(who, { makerDelaySeconds: 0, guardDelaySeconds: 0 }),
  );
  const deployment = await deploySuite(deployer, plan);
  let accounts = 0;
  return {
    deployment,
    suite: suiteOf(deployment, deployer),
    council: await Council.connect({ deployment, signer: deployer }),
    funder: deployer,
    advance: advance ?? ((seconds) => networkHelpers.time.increase(seconds).then(() => undefined)),
    account: async () => {
      const wallet = HDNodeWallet.fromPhrase(
        "test test test test test test test test test test test junk",
        undefined,
        `m/44'/60'/1'/0/${accounts++}`,
      ).connect(ethers.provider);
      await (await deployer.sendTransaction({ to: wallet.address, value: 10n ** 19n })).wait();
      return wallet;
    },
    close: () => connection.close(),
  };
}

/** Enrols a lens maker on a chain without delays: it states every delivery from now on. */
export async function aLensMaker(council: Council, identifier: string, controller: string): Promise<void> {
  await council.enrolLensMaker({ identifiers: [identifier], controller });
}

let salts = 1;

/** Enrols a party whose key is also its controller. */
export async function aParty(chain: TestChain, role: PartyRole, identifier: string): Promise<TestParty> {
  const salt = role === "lens-maker" ? ZERO : (`0x${(salts++).toString(16).padStart(64, "0")}` as const);
  const identity: Identity = { salt, identifier };
  const party = partyId(identity.salt, role, identifier);
  const signer = await chain.account();
  const address = await signer.getAddress();
  if (role === "lens-maker") await aLensMaker(chain.council, identifier, address);
  else await chain.council.enrol(party, role, address);
  const controller = await Controller.connect({ deployment: chain.deployment, signer, party });
  await controller.addKey(address);
  return { identity, party, signer, controller };
}
