import { toHex } from "../../protocol/bytes.js";
import { type ChainFacts, type Hex, InputError } from "../../protocol/index.js";
import { askingAt } from "../live.js";
import { asRefusal } from "../refusals.js";
import type { Suite } from "../suite.js";
import { factsOf } from "./facts.js";
import { EVENT_KINDS, type IndexedEvent } from "./indexed-events.js";
import { chained, IndexStore } from "./store.js";

/**
 * What is wrong with an index. `rows-changed`: the events up to a checkpoint are not those that were read. `gap`: an event without one that
 * must come before it. `replaced`: the node has another block. `contradicted`: the contracts answer otherwise.
 */
export type IndexProblem = {
  readonly kind: "rows-changed" | "gap" | "replaced" | "contradicted";
  readonly block: number;
};

/** What a check of an index found. */
export interface IndexCheck {
  readonly rows: number;
  readonly checkpoints: number;
  /** Facts that were compared with the contracts. */
  readonly compared: number;
  readonly problems: readonly IndexProblem[];
}

/** With what an index is compared. */
export interface CheckOptions {
  readonly file: string;
  /** The node that is asked; without one, only what the file says of itself is checked. */
  readonly suite?: Suite;
  /** About how many facts are asked of the contracts. */
  readonly sample?: number;
}

/**
 * Checks an index: that its events are those that were read, in whole and in order, that none lacks the one that must come before
 * it, and, with a node, that its blocks are those of the chain, and that the contracts say the same of a sample of its facts.
 * A node that withheld logs from the start is found by the sample only where it contradicts what is there: build from a node that you trust.
 * @throws {InputError} when the file is no index, or has read nothing yet.
 * @throws {ChainError} when the node does not answer.
 *
 * @example
 * ```ts
 * import { checkIndex } from "clairevoie/local-index";
 * const { problems } = await checkIndex({ file: "clairevoie.index", suite, sample: 100 });
 * ```
 */
export async function checkIndex({ file, suite, sample = 100 }: CheckOptions): Promise<IndexCheck> {
  const store = IndexStore.read(file);
  try {
    const facts = factsOf(store);
    if (!facts) throw new InputError(file, "index-empty");
    const { rows, sampled, problems } = walk(store, sample);
    problems.push(...gaps(store));
    const checkpoints = store.checkpoints();
    if (suite) {
      for (const { block, hash } of spread(checkpoints, sample)) {
        if ((await suite.provider.getBlock(block))?.hash !== hash) problems.push({ kind: "replaced", block });
      }
      for (const event of sampled) {
        if (!(await isConfirmed(suite, facts, event))) problems.push({ kind: "contradicted", block: event.block });
      }
    }
    return { rows, checkpoints: checkpoints.length, compared: suite ? sampled.length : 0, problems };
  } catch (error) {
    throw asRefusal(error, "reading-chain");
  } finally {
    store.close();
  }
}

/** Some of them, from all along. */
function spread<T>(all: readonly T[], most: number): readonly T[] {
  const step = Math.max(1, Math.ceil(all.length / Math.max(1, most)));
  return all.filter((_, i) => i % step === 0);
}

/** Computes the digest of all events again, one by one, and takes a sample on the way. */
function walk(store: IndexStore, sample: number) {
  const checkpoints = [...store.checkpoints()].reverse();
  const problems: IndexProblem[] = [];
  const sampled: IndexedEvent[] = [];
  const step = Math.max(1, Math.ceil((checkpoints.at(-1)?.count ?? 0) / Math.max(1, sample)));
  let [rows, digest, next]: [number, Uint8Array, number] = [0, new Uint8Array(32), 0];
  const closeUpTo = (block: number) => {
    for (let point = checkpoints[next]; point && point.block < block; point = checkpoints[++next]) {
      if (point.count === rows && Buffer.compare(point.digest, digest) === 0) continue;
      problems.push({ kind: "rows-changed", block: point.block });
    }
  };
  for (const found of store.each("select * from rows order by block, log")) {
    const event = found as unknown as IndexedEvent;
    closeUpTo(event.block);
    digest = chained(digest, event);
    if (rows % step === 0 && sampled.length < sample) sampled.push(event);
    rows++;
  }
  const last = checkpoints.at(-1)?.block ?? 0;
  closeUpTo(Number.MAX_SAFE_INTEGER);
  const beyond = store.all("select 1 from rows where block > ? limit 1", last).length > 0;
  if (beyond) problems.push({ kind: "rows-changed", block: last });
  return { rows, sampled, problems: problems.slice(0, 1) };
}

/** For what cannot happen by itself: the kinds that it needs before it, and of whom. */
const NEEDS = [
  [[EVENT_KINDS.KeyRevoked], EVENT_KINDS.KeyAdded, "subject"],
  [
    [
      EVENT_KINDS.KeyAdded,
      EVENT_KINDS.AccountCompromised,
      EVENT_KINDS.NameEnrolled,
      EVENT_KINDS.LinkBegan,
      EVENT_KINDS.LinkEnded,
      EVENT_KINDS.Marked,
    ],
    EVENT_KINDS.PartyEnrolled,
    "object",
  ],
  [
    [EVENT_KINDS.PartySuspended, EVENT_KINDS.PartyReinstated, EVENT_KINDS.Withdrawn, EVENT_KINDS.Used],
    EVENT_KINDS.PartyEnrolled,
    "subject",
  ],
  [[EVENT_KINDS.Released, EVENT_KINDS.Moved], EVENT_KINDS.Marked, "subject"],
] as const;

function gaps(store: IndexStore): IndexProblem[] {
  const lacking = NEEDS.flatMap(([kinds, needed, of]) =>
    store.all(
      `select min(block) as block from rows where kind in (${kinds.join(", ")}) and not exists
       (select 1 from rows before where before.subject = rows.${of} and before.kind = ${needed}
        and (before.block, before.log) < (rows.block, rows.log))`,
    ),
  );
  const unknown = store.all("select min(block) as block from rows where block not in (select number from blocks)");
  return [...lacking, ...unknown]
    .filter(({ block }) => block !== null)
    .map(({ block }) => ({ kind: "gap", block: Number(block) }));
}

/** Whether the contracts say of what an event is about what the index says. */
async function isConfirmed(suite: Suite, facts: ChainFacts, event: IndexedEvent): Promise<boolean> {
  const live = askingAt(suite, facts.block.number);
  const [subject, object] = [toHex(event.subject), toHex(event.object)];
  const same = async <A>(own: A, theirs: Promise<A>) => JSON.stringify(own) === JSON.stringify(await theirs);
  switch (event.kind) {
    case EVENT_KINDS.Anchored:
      return same(facts.anchoredAt(subject), live.anchoredAt(subject));
    case EVENT_KINDS.Endorsed:
      return same(facts.endorsedAt(subject, object), live.endorsedAt(subject, object));
    case EVENT_KINDS.KeyAdded:
    case EVENT_KINDS.KeyRevoked:
      return same(facts.standing(subject, facts.block.time), live.standing(subject, facts.block.time));
    case EVENT_KINDS.AccountCompromised:
      return suite.parties.isCompromised(object, subject, event.value, { blockTag: facts.block.number });
    case EVENT_KINDS.NameEnrolled:
      return same(facts.maker(subject), live.maker(subject));
    case EVENT_KINDS.LinkBegan:
    case EVENT_KINDS.LinkEnded:
      return same(facts.links(subject, object, facts.block.time), live.links(subject, object, facts.block.time));
    case EVENT_KINDS.Withdrawn:
      return same(facts.withdrawal(subject, object), live.withdrawal(subject, object));
    case EVENT_KINDS.Marked:
    case EVENT_KINDS.Released:
    case EVENT_KINDS.Moved:
      return same(facts.settlement(subject), live.settlement(subject));
    case EVENT_KINDS.Used:
      return same(facts.stockUse(subject, object), live.stockUse(subject, object));
    default: {
      // Of a party, the contract is asked for what it is now.
      const { role, controller } = await suite.parties.partyOf(subject, { blockTag: facts.block.number });
      return event.kind !== EVENT_KINDS.PartyEnrolled || (Number(role) === event.value && controller !== NOBODY);
    }
  }
}

const NOBODY: Hex = `0x${"00".repeat(20)}`;
