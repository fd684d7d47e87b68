import { readFileSync } from "node:fs";
import { concat, getCreateAddress, Interface, keccak256, toBeHex } from "ethers";
import { network } from "hardhat";
import solc from "solc";
import { roleNumber } from "../../src/protocol/identifiers.js";
import {
  type Asker,
  assessReceipts,
  type ChainFacts,
  type Evidence,
  type Hex,
  type Policy,
  WITHDRAWAL_REASONS,
  ZERO,
} from "../../src/protocol/index.js";
import { ConformityVerifier__factory } from "../../typechain-types/factories/contracts/ConformityVerifier__factory.js";
import { IAnchorRegistry__factory } from "../../typechain-types/factories/contracts/interfaces/IAnchorRegistry__factory.js";
import { ILinkRegistry__factory } from "../../typechain-types/factories/contracts/interfaces/ILinkRegistry__factory.js";
import { IPartyRegistry__factory } from "../../typechain-types/factories/contracts/interfaces/IPartyRegistry__factory.js";
import { ISettlementRegistry__factory } from "../../typechain-types/factories/contracts/interfaces/ISettlementRegistry__factory.js";
import { IStockRegistry__factory } from "../../typechain-types/factories/contracts/interfaces/IStockRegistry__factory.js";
import { IWithdrawalRegistry__factory } from "../../typechain-types/factories/contracts/interfaces/IWithdrawalRegistry__factory.js";
import { grantDigest } from "../oracle/hashes.js";
import type { Found } from "../oracle/receipts.js";
import { asAsker, asDossier, asPolicy, foundBy } from "./arguments.js";
import { recoveringOnce } from "./verdicts.js";

const PROBE: Hex = `0x${"99".repeat(20)}`;
const PROOFS: Hex = `0x${"66".repeat(20)}`;
/** The account that a void withdrawal is said to come from. */
const THIEF: Hex = `0x${"de".repeat(20)}`;
const STATUSES = ["unknown", "not-yet", "valid", "revoked", "compromised"];

const [PARTIES, LINKS, ANCHORS, WITHDRAWALS, SETTLEMENTS, STOCK] = [
  IPartyRegistry__factory.createInterface(),
  ILinkRegistry__factory.createInterface(),
  IAnchorRegistry__factory.createInterface(),
  IWithdrawalRegistry__factory.createInterface(),
  ISettlementRegistry__factory.createInterface(),
  IStockRegistry__factory.createInterface(),
];
const INTERFACES: readonly Interface[] = [PARTIES, LINKS, ANCHORS, WITHDRAWALS, SETTLEMENTS, STOCK];
const NOWHERE = "0x0000000000000000000000000000000000000000";

/** What each registry answers to a question, from facts. */
const ANSWERS: Readonly<Record<string, (facts: ChainFacts, given: readonly string[]) => unknown[]>> = {
  anchoredAt: (facts, [root]) => [facts.anchoredAt(root as Hex)],
  endorsedAt: (facts, [account, digest]) => [facts.endorsedAt(account as Hex, digest as Hex)],
  standing: (facts, [key, time]) => {
    const { party, role, status, suspended } = facts.standing(key as Hex, Number(time));
    return [[party, role === "none" ? 0 : roleNumber(role), STATUSES.indexOf(status), suspended]];
  },
  withdrawalOf: (facts, [party, statement]) => {
    const known = facts.withdrawal(party as Hex, statement as Hex);
    if (!known) return [[0, 0, NOWHERE]];
    return [[known.time, WITHDRAWAL_REASONS.indexOf(known.reason), known.isVoid ? THIEF : known.account]];
  },
  isCompromised: (_, [, account]) => [account === THIEF],
  settlementOf: (facts, [settler]) => {
    const { tag, round, ranks } = facts.settlement(settler as Hex);
    return [[tag, round, ranks[1] ?? ZERO, ranks[2] ?? ZERO]];
  },
  grantDigest: ({ chain }, [given]) => {
    const [insurer, tag, rank, settler, round] = (given as string).split(",") as [Hex, Hex, string, Hex, string];
    return [grantDigest(chain, { insurer, tag, rank: Number(rank), settler, round: Number(round) })];
  },
  useOf: (facts, [party, marker]) => {
    const known = facts.stockUse(party as Hex, marker as Hex);
    return [known ? [known.tag, known.time] : [ZERO, 0]];
  },
  makerOf: (facts, [name]) => {
    const known = facts.maker(name as Hex);
    return [known ? [known.party, known.enrolledAt, known.statesFrom, 1] : [ZERO, 0, 0, 0]];
  },
  isSuspendedAt: (facts, [party, time]) => [facts.isSuspended(party as Hex, Number(time))],
  linksAt: (facts, [a, b, time]) => {
    const { sameEnterprise, takeover, affiliation } = facts.links(a as Hex, b as Hex, Number(time));
    return [[sameEnterprise, takeover, affiliation]];
  },
};

/** A registry's answer to calldata, and the facts that it rests on. */
function answered(facts: ChainFacts, question: string): string {
  for (const known of INTERFACES) {
    const call = known.parseTransaction({ data: question });
    const answer = call && ANSWERS[call.name];
    if (!answer) continue;
    const given = call.args.map((one: unknown) => String(one).toLowerCase());
    return known.encodeFunctionResult(call.name, answer(facts, given));
  }
  throw new Error(`the verifier asks what no registry answers: ${question}`);
}

const FACT_OF = {
  anchoredAt: "anchoredAt",
  endorsedAt: "endorsedAt",
  standing: "standing",
  withdrawalOf: "withdrawal",
  settlementOf: "settlement",
  useOf: "stockUse",
  makerOf: "maker",
  isSuspendedAt: "isSuspended",
  linksAt: "links",
} as const;

/** What the SDK asks of facts, by the name of the fact. */
function asksOf(evidence: Evidence, facts: ChainFacts, policy: Policy, asker: Asker) {
  const asked: Record<string, unknown[][]> = {};
  const recorded = Object.fromEntries(
    Object.values(FACT_OF).map((name) => [
      name,
      (...args: never[]) => {
        asked[name] = [...(asked[name] ?? []), args];
        return (facts[name] as (...given: never[]) => unknown)(...args);
      },
    ]),
  );
  assessReceipts(evidence, { ...facts, ...recorded }, policy, asker, BACKEND);
  return asked;
}
const BACKEND = recoveringOnce();

interface Compiled {
  readonly abi: ConstructorParameters<typeof Interface>[0];
  readonly evm: { readonly deployedBytecode: { readonly object: string } };
}

/** Compiled here: it is part of no suite. */
function compiled(): { readonly probe: Compiled; readonly registry: Compiled } {
  const content = readFileSync(new URL("./Probe.sol", import.meta.url), "utf8");
  const outputSelection = { "*": { "*": ["abi", "evm.deployedBytecode.object"] } };
  const input = { language: "Solidity", sources: { "Probe.sol": { content } }, settings: { outputSelection } };
  const output = JSON.parse(solc.compile(JSON.stringify(input)));
  const { Probe: probe, Registry: registry } = output.contracts["Probe.sol"];
  return { probe, registry };
}

/** The Solidity verifier, asked about facts that no chain holds. */
export interface ProbedVerifier {
  /** Its findings, as the oracle writes them. */
  assess(evidence: Evidence, facts: ChainFacts, policy: Policy, asker: Asker): Promise<readonly Found[]>;
  close(): Promise<void>;
}

/** Makes a chain of its own with the verifier on it, and nothing behind the registries' addresses but facts. */
export async function probeVerifier(chain: ChainFacts["chain"]): Promise<ProbedVerifier> {
  const connection = await network.connect({
    override: { hardfork: "cancun", initialDate: new Date(1000), chainId: chain.chainId, blockGasLimit: 2_000_000_000 },
  });
  const { provider } = connection;
  const send = (method: string, ...params: unknown[]) => provider.request({ method, params }) as Promise<string>;
  const { probe, registry } = compiled();
  const probing = new Interface(probe.abi);
  const { partyRegistry, anchorRegistry, withdrawalRegistry, settlementRegistry, stockRegistry } = chain;
  const links: Hex = `0x${"77".repeat(20)}`;
  const registries = [partyRegistry, anchorRegistry, withdrawalRegistry, settlementRegistry, stockRegistry, links];
  for (const address of [...registries, PROOFS]) {
    await send("hardhat_setCode", address, `0x${registry.evm.deployedBytecode.object}`);
  }
  await send("hardhat_setCode", PROBE, `0x${probe.evm.deployedBytecode.object}`);
  const verifier = ConformityVerifier__factory.createInterface();
  const suite = {
    parties: partyRegistry,
    links,
    anchors: anchorRegistry,
    withdrawals: withdrawalRegistry,
    settlements: settlementRegistry,
    stock: stockRegistry as Hex,
    bands: PROOFS,
    renewals: PROOFS,
  };
  const [from = ""] = (await provider.request({ method: "eth_accounts" })) as string[];
  const nonce = Number(await send("eth_getTransactionCount", from, "latest"));
  await send("eth_sendTransaction", {
    from,
    data: concat([ConformityVerifier__factory.bytecode, verifier.encodeDeploy([suite])]),
    gas: toBeHex(30_000_000),
  });
  const to = getCreateAddress({ from, nonce });
  let last = Promise.resolve<unknown>(undefined);

  async function asked(evidence: Evidence, facts: ChainFacts, policy: Policy, asker: Asker): Promise<readonly Found[]> {
    const question = verifier.encodeFunctionData("assess", [
      asDossier(evidence) as never,
      asPolicy(policy) as never,
      asAsker(asker),
    ]);
    const given = new Map<string, { question: string; answer: string }>();
    const tell = (registry: string, question: string) => {
      const key = keccak256(concat([registry, question]));
      given.set(key, { question: key, answer: answered(facts, question) });
    };
    const asks = asksOf(evidence, facts, policy, asker);
    // What the SDK asks of the facts the verifier asks of the registries: told beforehand, it is not asked for one by one.
    for (const [name, registry, known] of [
      ["anchoredAt", anchorRegistry, ANCHORS],
      ["endorsedAt", anchorRegistry, ANCHORS],
      ["standing", partyRegistry, PARTIES],
      ["withdrawalOf", withdrawalRegistry, WITHDRAWALS],
      ["settlementOf", settlementRegistry, SETTLEMENTS],
      ["useOf", stockRegistry as Hex, STOCK],
      ["makerOf", partyRegistry, PARTIES],
      ["isSuspendedAt", partyRegistry, PARTIES],
      ["linksAt", links, LINKS],
    ] as const) {
      const questions = asks[FACT_OF[name]] ?? [];
      for (const args of questions) tell(registry, (known as Interface).encodeFunctionData(name, args));
    }
    for (let again = 0; again < 500; again++) {
      await send("evm_setNextBlockTimestamp", toBeHex(facts.block.time));
      const data = probing.encodeFunctionData("ask", [[...given.values()], to, question]);
      const result = await send("eth_call", { from, to: PROBE, data, gas: toBeHex(1_900_000_000) }, "pending");
      const [isAnswered, answer] = probing.decodeFunctionResult("ask", result);
      if (isAnswered) return foundBy(answer as string);
      const failure = probing.parseError(answer as string);
      if (failure?.name !== "Unanswered") throw new Error(`the verifier reverts: ${answer}`);
      const [registryAsked, missing] = failure.args as unknown as [string, string];
      tell(registryAsked, missing);
    }
    throw new Error("the verifier asks too much");
  }

  return {
    /** One question at a time: the time of the next block is set for each. */
    assess(...question) {
      const next = last.then(() => asked(...question));
      last = next.catch(() => undefined);
      return next;
    },
    close: () => connection.close(),
  };
}
