import { setTimeout as pause } from "node:timers/promises";
import { toHex } from "../../protocol/bytes.js";
import type { Hex } from "../../protocol/index.js";
import { InputError } from "../../protocol/index.js";
import { ChainError } from "../errors.js";
import { BLOCKS_AT_ONCE } from "../events.js";
import type { Asks } from "../json-rpc.js";
import { lags } from "../logs.js";
import { networkOf } from "../networks.js";
import { hashedHeader, readHeader } from "../proving/header.js";
import { asRefusal } from "../refusals.js";
import type { Suite } from "../suite.js";
import { type IndexedBlock, type IndexedEvent, readIndexedEvents, type Sources, sourcesOf } from "./indexed-events.js";
import { readHeaders, readProvenEvents, unproven } from "./proven.js";
import { type Checkpoint, IndexStore } from "./store.js";

/** What an index is held to that believes no node. */
export interface IndexProof {
  /** Any node that has all blocks from the deployment on, with their receipts. */
  readonly node: Asks;
  /** The newest block that is read, by a hash that you trust. */
  readonly blockHash: Hex;
}

/** What is indexed, and where to. */
export interface IndexOptions {
  /** The SQLite file; made where there is none. */
  readonly file: string;
  /** Block of the deployment, or one before: what happened earlier would be missing. */
  readonly since: number;
  /**
   * Believe no node: read up to this block, and hold all that is read to its hash. An index is read so from its first block on,
   * or never. Without it, the node of the suite is believed: one that omits logs is not found out.
   */
  readonly proof?: IndexProof;
  /** Told after each range of blocks, with the block read and the newest one. */
  readonly onProgress?: (block: number, head: number) => void;
}

/** What a run of `updateIndex` did. */
export interface Indexed {
  /** Newest block read; null when none has the network's confirmations yet. */
  readonly block: number | null;
  /** Events that were added now, and that there are. */
  readonly added: number;
  readonly rows: number;
  /** Blocks that had been read were replaced. */
  readonly reorganised: boolean;
}

const TRIES = 5;
/** Before the second try, and as much more before each other: ethers believes an answer for a quarter of a second. */
const PAUSE_MS = 300;
/** How many of the newest blocks that were read are read again. */
const READ_AGAIN = 128;
/** Headers in memory at once, of an index with proofs. */
const PROVEN_AT_ONCE = 1_000;
/** Events in memory at once, more or less: past that, fewer blocks are read at once. */
const MANY_EVENTS = 20_000;

/**
 * Reads on, to the newest block that has the network's confirmations. A run that was killed goes on where it stopped; what a
 * reorganisation replaced is removed and read again.
 * @throws {ChainError} when the node does not answer, contradicts itself, or its chain does not come to rest.
 * @throws {InputError} when the file is no index, or that of another deployment.
 *
 * @example
 * ```ts
 * import { updateIndex } from "clairevoie/local-index";
 * const { rows } = await updateIndex(suite, { file: "clairevoie.index", since: deployment.block });
 * ```
 */
export async function updateIndex(suite: Suite, options: IndexOptions): Promise<Indexed> {
  const { file, since, proof, onProgress } = options;
  const store = IndexStore.open(file, suite.reference, since, proof !== undefined);
  try {
    if (store.since > since) {
      throw new InputError(file, "index-begun-elsewhere", { found: store.since, given: since });
    }
    return await (proof ? readProven(suite, store, proof, onProgress) : readOn(suite, store, onProgress));
  } catch (error) {
    throw asRefusal(error, "reading-chain");
  } finally {
    store.close();
  }
}

async function readOn(suite: Suite, store: IndexStore, onProgress: IndexOptions["onProgress"]): Promise<Indexed> {
  const head = (await suite.provider.getBlockNumber()) - (networkOf(suite.reference.chainId).confirmations - 1);
  const hashAt = async (block: number) => (await blockAt(suite, block))?.hash;
  const sources = await sourcesOf(suite);
  let [span, tries, added] = [BLOCKS_AT_ONCE, 0, 0];
  let reorganised = await dropReplaced(store, hashAt);
  await dropIncomplete(suite, sources, store);
  for (;;) {
    const last = store.checkpoints(1)[0];
    const from = last ? last.block + 1 : store.since;
    if (from > head) return { block: last?.block ?? null, added, rows: last?.count ?? 0, reorganised };
    const outcome = await readRange(suite, sources, store, last, from, Math.min(head, from + span - 1));
    if (outcome.kind === "read") {
      added += outcome.events;
      tries = 0;
      span = outcome.events > MANY_EVENTS ? Math.ceil(span / 2) : Math.min(BLOCKS_AT_ONCE, span * 2);
      onProgress?.(Math.min(head, outcome.to), head);
    } else if (outcome.kind === "refused") {
      if (span === 1) throw outcome.error;
      span = Math.ceil(span / 2);
    } else {
      if (++tries === TRIES) {
        throw new ChainError("unreachable", "reorganised-again");
      }
      await pause(PAUSE_MS * tries);
      reorganised = (await dropReplaced(store, hashAt)) || reorganised;
    }
  }
}

/**
 * Reads on, to the trusted block. Each header names the one before it, so that all blocks that lead to the trusted one are the
 * chain's. What does not lead there is removed again, and until it does the index answers nothing.
 */
async function readProven(
  suite: Suite,
  store: IndexStore,
  { node, blockHash }: IndexProof,
  onProgress: IndexOptions["onProgress"],
): Promise<Indexed> {
  const trusted = readHeader(await node.ask("eth_getBlockByHash", [blockHash, false]), blockHash);
  const sources = await sourcesOf(suite);
  const reorganised = await dropReplaced(store, async (block) => {
    return hashedHeader(await node.ask("eth_getBlockByNumber", [`0x${block.toString(16)}`, false]))?.hash;
  });
  let added = 0;
  for (;;) {
    const last = store.checkpoints(1)[0];
    const from = last ? last.block + 1 : store.since;
    if (from > trusted.number) {
      if (last?.block === trusted.number && last.hash !== blockHash) throw astray(store, trusted.number);
      if (last?.hash === blockHash) store.prove(blockHash);
      return { block: last?.block ?? null, added, rows: last?.count ?? 0, reorganised };
    }
    const headers = await readHeaders(node, from, Math.min(trusted.number, from + PROVEN_AT_ONCE - 1));
    const [first, end] = [headers[0], headers.at(-1)];
    if (!first || !end || (last && first.parentHash !== last.hash)) throw astray(store, from);
    const { events, blocks } = await readProvenEvents(node, sources, headers);
    store.append(events, blocks, { number: end.number, hash: end.hash, time: end.timestamp });
    added += events.length;
    onProgress?.(end.number, trusted.number);
  }
}

/** What was read does not lead to the trusted block: what no trusted hash ever vouched for goes. */
function astray(store: IndexStore, block: number): ChainError {
  const vouched = store.checkpoints().find(({ hash }) => hash === store.provenHash);
  store.cut(vouched?.block ?? store.since - 1);
  return unproven(block, "astray");
}

type RangeOutcome =
  | { readonly kind: "read"; readonly events: number; readonly to: number }
  | { readonly kind: "refused"; readonly error: ChainError }
  | { readonly kind: "changed" };

async function readRange(
  suite: Suite,
  sources: Sources,
  store: IndexStore,
  last: Checkpoint | undefined,
  from: number,
  to: number,
): Promise<RangeOutcome> {
  const [first, end] = await Promise.all([suite.provider.getBlock(from), blockAt(suite, to)]);
  // The blocks of this range follow the last one that was read.
  if (!first || !end || (last && first.parentHash !== last.hash)) return { kind: "changed" };
  const range = await readIndexedEvents(suite, sources, from, to);
  if (range.kind !== "read") return range;
  if ((await blockAt(suite, to))?.hash !== end.hash) return { kind: "changed" };
  store.append(range.events, range.blocks, end);
  return { kind: "read", events: range.events.length, to };
}

/**
 * Reads the newest blocks again: a node behind whose address one lags may have left out logs of them, unseen. Where some were
 * left out, all that was read since goes, and is read again.
 */
async function dropIncomplete(suite: Suite, sources: Sources, store: IndexStore): Promise<void> {
  const last = store.checkpoints(1)[0];
  if (!last) return;
  const from = Math.max(store.since, last.block - READ_AGAIN + 1);
  const again = await readIndexedEvents(suite, sources, from, last.block);
  if (again.kind !== "read") return;
  const kept = store.all("select block, log from rows where block >= ? order by block, log", from);
  const isSame = (event: IndexedEvent, i: number) =>
    kept[i]?.["block"] === event.block && kept[i]?.["log"] === event.log;
  if (again.events.length === kept.length && again.events.every(isSame)) return;
  store.cut(store.checkpoints().find(({ block }) => block < from)?.block ?? store.since - 1);
}

/**
 * Removes what was read of blocks in whose place the node has others. Where it has none it may lag: then the blocks that are kept
 * with their events tell.
 */
async function dropReplaced(
  store: IndexStore,
  hashAt: (block: number) => Promise<string | undefined>,
): Promise<boolean> {
  let [isDropped, missing, matching]: [boolean, number | undefined, number] = [false, undefined, store.since - 1];
  for (const { block, hash } of store.checkpoints()) {
    const found = await hashAt(block);
    if (found === hash) {
      matching = block;
      break;
    }
    if (found === undefined) missing ??= block;
    else isDropped = true;
  }
  if (missing !== undefined && !isDropped) {
    const [next] = store.all("select number, hash from blocks where number > ? order by number limit 1", matching);
    const found = next && (await hashAt(Number(next["number"])));
    if (found === undefined || found === toHex(next?.["hash"] as Uint8Array)) throw lags(missing);
    isDropped = true;
  }
  if (isDropped) store.cut(matching);
  return isDropped;
}

async function blockAt({ provider }: Suite, number: number): Promise<IndexedBlock | null> {
  const block = await provider.getBlock(number);
  return block?.hash ? { number, hash: block.hash as Hex, time: block.timestamp } : null;
}
