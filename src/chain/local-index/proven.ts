import type { ErrorValues, Hex } from "../../protocol/index.js";
import { ChainError } from "../errors.js";
import type { Asks } from "../json-rpc.js";
import { hashedHeader, type TrustedHeader } from "../proving/header.js";
import { logsOf, mayHold, type ProvenLog } from "../proving/receipts.js";
import { type IndexedBlock, type IndexedEvent, indexedEventOf, type Sources } from "./indexed-events.js";

/** Headers that are asked for at once. */
const AT_ONCE = 100;

type Header = TrustedHeader & { readonly hash: Hex };

/**
 * The headers of a range of blocks, each of which the next one names: who trusts the hash of the last has them all.
 * @throws {ChainError} when one is no header, or does not follow the one before it.
 */
export async function readHeaders(node: Asks, from: number, to: number): Promise<readonly Header[]> {
  const headers: Header[] = [];
  for (let first = from; first <= to; first += AT_ONCE) {
    const numbers = Array.from({ length: Math.min(AT_ONCE, to - first + 1) }, (_, i) => first + i);
    const blocks = await Promise.all(
      numbers.map((number) => node.ask("eth_getBlockByNumber", [`0x${number.toString(16)}`, false])),
    );
    for (const [i, block] of blocks.entries()) {
      const header = hashedHeader(block);
      const before = headers.at(-1);
      const number = numbers[i] as number;
      if (header?.number !== number || (before && header.parentHash !== before.hash)) {
        throw unproven(number, "unlinked");
      }
      headers.push(header);
    }
  }
  return headers;
}

/**
 * All events of some blocks. Where a header's bloom says that a block has none, there are none; of the others all receipts are
 * read, and held to the header's root, so that no log can be left out, changed or added.
 * @throws {ChainError} when the receipts of a block are not those of its header.
 */
export async function readProvenEvents(
  node: Asks,
  sources: Sources,
  headers: readonly Header[],
): Promise<{ readonly events: readonly IndexedEvent[]; readonly blocks: readonly IndexedBlock[] }> {
  const events: IndexedEvent[] = [];
  const blocks: IndexedBlock[] = [];
  for (const { hash, number, timestamp, logsBloom, receiptsRoot } of headers) {
    if (!mayHold(logsBloom, sources.topics)) continue;
    const logs = logsOf(await receiptsOf(node, hash), receiptsRoot);
    if (!logs) throw unproven(number, "other-receipts");
    const found = logs.flatMap((log: ProvenLog, i) => indexedEventOf(sources, log, number, i) ?? []);
    events.push(...found);
    if (found.length > 0) blocks.push({ number, hash, time: timestamp });
  }
  return { events, blocks };
}

/** The receipts of a block, at once where the node can, else one by one. */
async function receiptsOf(node: Asks, hash: Hex): Promise<unknown> {
  const whole = await node.ask("eth_getBlockReceipts", [hash]).catch(() => null);
  if (Array.isArray(whole)) return whole;
  const block = (await node.ask("eth_getBlockByHash", [hash, false])) as { readonly transactions?: unknown } | null;
  const transactions = Array.isArray(block?.transactions) ? block.transactions : [];
  return Promise.all(transactions.map((transaction) => node.ask("eth_getTransactionReceipt", [transaction])));
}

/** What a node says of a block does not follow from the hash that is trusted. */
export function unproven(block: number, because: ErrorValues<"block-not-proven">["because"]): ChainError {
  return new ChainError("contradicted", "block-not-proven", { block, because });
}
