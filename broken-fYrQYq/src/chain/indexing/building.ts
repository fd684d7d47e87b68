import type { Hex } from "../../protocol/index.js";
import { InputError } from "../../protocol/index.js";
import { asChainError, ChainError } from "../errors.js";
import { BLOCKS_AT_ONCE } from "../events.js";
import { networkOf } from "../networks.js";
import type { Suite } from "../suite.js";
import { type RowBlock, readRows } from "./rows.js";
import { type Checkpoint, IndexStore } from "./store.js";

/** What is indexed, and where to. */
export interface IndexOptions {
  /** The SQLite file; made where there is none. */
  readonly file: string;
  /** Block of the deployment, or one before: what happened earlier would be missing. */
  readonly since: number;
  /** Told after each range of blocks, with the block read and the newest one. */
  readonly onProgress?: (block: number, head: number) => void;
}

/** What a run of `updateIndex` did. */
export interface Indexed {
  /** Newest block read; null when none has the network's confirmations yet. */
  readonly block: number | null;
  /** Rows that were added now, and that there are. */
  readonly added: number;
  readonly rows: number;
  /** Blocks that had been read were replaced. */
  readonly reorganised: boolean;
}

const TRIES = 5;
/** Rows in memory at once, more or less: past that, fewer blocks are read at once. */
const MANY_ROWS = 20_000;

/**
 * Reads on, to the newest block that has the network's confirmations. A run that was killed goes on where it stopped; what a
 * reorganisation replaced is removed and read again.
 * @throws {ChainError} when the node does not answer, contradicts itself, or its chain does not come to rest.
 * @throws {InputError} when the file is no index, or that of another deployment.
 *
 * @example
 * ```ts
 * import { updateIndex } from "clairevoie/index";
 * const { rows } = await updateIndex(suite, { file: "clairevoie.index", since: deployment.block });
 * ```
 */
export async function updateIndex(suite: Suite, { file, since, onProgress }: IndexOptions): Promise<Indexed> {
  const store = IndexStore.open(file, suite.reference, since);
  try {
    if (store.since > since) {
      throw new InputError(file, `was begun at block ${store.since}, not ${since}; build a new one`);
    }
    return await readOn(suite, store, onProgress);
  } catch (error) {
    throw asChainError(error, null, "reading the chain");
  } finally {
    store.close();
  }
}

async function readOn(suite: Suite, store: IndexStore, onProgress: IndexOptions["onProgress"]): Promise<Indexed> {
  const head = (await suite.provider.getBlockNumber()) - (networkOf(suite.reference.chainId).confirmations - 1);
  let [span, tries, added] = [BLOCKS_AT_ONCE, 0, 0];
  let reorganised = await dropReplaced(suite, store);
  for (;;) {
    const last = store.checkpoints(1)[0];
    const from = last ? last.block + 1 : store.since;
    if (from > head) return { block: last?.block ?? null, added, rows: last?.count ?? 0, reorganised };
    const outcome = await readRange(suite, store, last, from, Math.min(head, from + span - 1));
    if (outcome.kind === "read") {
      added += outcome.rows;
      tries = 0;
      span = outcome.rows > MANY_ROWS ? Math.ceil(span / 2) : Math.min(BLOCKS_AT_ONCE, span * 2);
      onProgress?.(Math.min(head, outcome.to), head);
    } else if (outcome.kind === "refused") {
      if (span === 1) throw outcome.error;
      span = Math.ceil(span / 2);
    } else {
      if (++tries === TRIES) {
        throw new ChainError("unreachable", "the chain is reorganised again and again while it is read; try later");
      }
      reorganised = (await dropReplaced(suite, store)) || reorganised;
    }
  }
}

type Range =
  | { readonly kind: "read"; readonly rows: number; readonly to: number }
  | { readonly kind: "refused"; readonly error: ChainError }
  | { readonly kind: "changed" };

async function readRange(
  suite: Suite,
  store: IndexStore,
  last: Checkpoint | undefined,
  from: number,
  to: number,
): Promise<Range> {
  const [first, end] = await Promise.all([suite.provider.getBlock(from), blockAt(suite, to)]);
  // The blocks of this range follow the last one that was read.
  if (!first || !end || (last && first.parentHash !== last.hash)) return { kind: "changed" };
  const reading = await readRows(suite, from, to);
  if (reading.kind !== "read") return reading;
  if ((await blockAt(suite, to))?.hash !== end.hash) return { kind: "changed" };
  store.append(reading.rows, reading.blocks, end);
  return { kind: "read", rows: reading.rows.length, to };
}

/** Removes what was read of blocks that the node no longer has. */
async function dropReplaced(suite: Suite, store: IndexStore): Promise<boolean> {
  let isDropped = false;
  for (const { block, hash } of store.checkpoints()) {
    if ((await blockAt(suite, block))?.hash === hash) {
      if (isDropped) store.cut(block);
      return isDropped;
    }
    isDropped = true;
  }
  if (isDropped) store.cut(store.since - 1);
  return isDropped;
}

async function blockAt({ provider }: Suite, number: number): Promise<RowBlock | null> {
  const block = await provider.getBlock(number);
  return block?.hash ? { number, hash: block.hash as Hex, time: block.timestamp } : null;
}
