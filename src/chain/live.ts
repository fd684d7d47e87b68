import type { BlockTag } from "ethers";
import {
  batchDigest,
  type ChainFacts,
  ClairevoieError,
  type Hex,
  hashStatement,
  PARTY_ROLES,
  type Receipt,
  rootOf,
  type SettlementFact,
  type Standing,
  settlementMarker,
  WITHDRAWAL_REASONS,
  type WithdrawalFact,
  ZERO,
} from "../protocol/index.js";
import { asChainError, ChainError } from "./errors.js";
import type { Suite } from "./suite.js";

const KEY_STATUSES = ["unknown", "not-yet", "valid", "revoked", "compromised"] as const;

/** Asks once for each key of a set, all at the same time: ethers sends them to the node as one batch. */
class Answers<Q, A> {
  readonly #ask: (question: Q) => Promise<A>;
  readonly #answers = new Map<string, A>();

  constructor(ask: (question: Q) => Promise<A>) {
    this.#ask = ask;
  }

  async gather(questions: readonly (readonly [string, Q])[]): Promise<void> {
    const open = [...new Map(questions).entries()].filter(([key]) => !this.#answers.has(key));
    const answers = await Promise.all(open.map(async ([key, question]) => [key, await this.#ask(question)] as const));
    for (const [key, answer] of answers) this.#answers.set(key, answer);
  }

  of(key: string): A {
    if (!this.#answers.has(key)) throw new ClairevoieError("a fact of the chain is asked that was not gathered");
    return this.#answers.get(key) as A;
  }
}

/**
 * Reads from a node what `assess` must know for these receipts, all at one block.
 * Three rounds of calls, however many receipts: anchors; keys and settlements; withdrawals.
 * @param blockTag `latest`, `safe`, `finalized` or a number.
 * @throws {ChainError} when the node does not answer, or the contracts are not there.
 */
export async function gatherFacts(
  suite: Suite,
  receipts: readonly Receipt[],
  blockTag: BlockTag = "latest",
): Promise<ChainFacts> {
  try {
    return await gather(suite, receipts, blockTag);
  } catch (error) {
    throw asChainError(error, suite.parties.interface, "reading the chain");
  }
}

async function gather(suite: Suite, receipts: readonly Receipt[], blockTag: BlockTag): Promise<ChainFacts> {
  const block = await suite.provider.getBlock(blockTag);
  if (!block) throw new ChainError("unreachable", `the node has no block ${String(blockTag)}; is it synchronised?`);
  const at = { blockTag: block.number };
  const domain = { chainId: suite.reference.chainId, verifyingContract: suite.reference.partyRegistry };

  const anchors = new Answers(async (root: Hex) => Number(await suite.anchors.anchoredAt(root, at)));
  const endorsements = new Answers(async ([account, digest]: readonly [Hex, Hex]) =>
    Number(await suite.anchors.endorsedAt(account, digest, at)),
  );
  const standings = new Answers(async ([key, time]: readonly [Hex, number]) => readStanding(suite, key, time, at));
  const settlements = new Answers(async (marker: Hex) => readSettlement(suite, marker, at));
  const withdrawals = new Answers(async ([party, statement]: readonly [Hex, Hex]) =>
    readWithdrawal(suite, party, statement, at),
  );

  const read = receipts.map((receipt) => {
    const digest = batchDigest(domain, receipt.batch);
    return { receipt, digest, endorsed: receipt.signature === "0x", root: rootOf(digest, receipt.anchorProof) };
  });
  await Promise.all([
    anchors.gather(read.filter(({ endorsed }) => !endorsed).map(({ root }) => [root, root])),
    endorsements.gather(
      read
        .filter(({ endorsed }) => endorsed)
        .map(({ receipt, digest }) => [pair(receipt.batch.key, digest), [receipt.batch.key, digest]]),
    ),
    settlements.gather(
      receipts.map(({ statement }) => settlementMarker(statement.dossier)).map((marker) => [marker, marker]),
    ),
  ]);

  const timed = read.map(({ receipt, digest, endorsed, root }) => ({
    receipt,
    time: endorsed ? endorsements.of(pair(receipt.batch.key, digest)) : anchors.of(root),
  }));
  await standings.gather(
    timed
      .filter(({ time }) => time !== 0)
      .map(({ receipt, time }) => [pair(receipt.batch.key, time), [receipt.batch.key, time]]),
  );
  await withdrawals.gather(
    timed
      .filter(({ time }) => time !== 0)
      .flatMap(({ receipt: { statement, batch }, time }) => {
        const { party } = standings.of(pair(batch.key, time));
        const questions = [hashStatement(statement), statement.supersedes as Hex].filter((hash) => hash !== ZERO);
        return questions.map((hash) => [pair(party, hash), [party, hash]] as const);
      }),
  );

  return {
    chain: suite.reference,
    block: { number: block.number, time: block.timestamp },
    anchoredAt: (root) => anchors.of(root),
    endorsedAt: (account, digest) => endorsements.of(pair(account, digest)),
    standing: (key, time) => standings.of(pair(key, time)),
    withdrawal: (party, statement) => withdrawals.of(pair(party, statement)),
    settlement: (marker) => settlements.of(marker),
  };
}

type At = { readonly blockTag: number };

function pair(a: string, b: string | number): string {
  return `${a}/${b}`;
}

async function readStanding(suite: Suite, key: Hex, time: number, at: At): Promise<Standing> {
  const { party, role, status, suspended } = await suite.parties.standing(key, time, at);
  return {
    party: party as Hex,
    role: PARTY_ROLES[Number(role) - 1] ?? "none",
    status: KEY_STATUSES[Number(status)] ?? "unknown",
    suspended,
  };
}

async function readWithdrawal(suite: Suite, party: Hex, statement: Hex, at: At): Promise<WithdrawalFact | null> {
  const { time, reason } = await suite.withdrawals.withdrawalOf(party, statement, at);
  return time === 0n ? null : { time: Number(time), reason: WITHDRAWAL_REASONS[Number(reason)] ?? "none" };
}

async function readSettlement(suite: Suite, marker: Hex, at: At): Promise<SettlementFact | null> {
  const tag = await suite.settlements.tagOf(marker, at);
  if (tag === ZERO) return null; // So it is for most: no rank is asked for then.
  const [first, second] = await Promise.all([
    suite.settlements.settledBy(marker, 1, at),
    suite.settlements.settledBy(marker, 2, at),
  ]);
  const rank = async ({ key, time }: { key: string; time: bigint }) =>
    time === 0n ? undefined : { party: (await suite.parties.keyOf(key, at)).party as Hex, time: Number(time) };
  const [one, two] = await Promise.all([rank(first), rank(second)]);
  return { tag: tag as Hex, ranks: { ...(one && { 1: one }), ...(two && { 2: two }) } };
}
