import { encodeRlp, type RlpStructuredDataish, toBeArray } from "ethers";
import * as z from "zod";
import { fromHex, type Hex, toHex } from "../../protocol/bytes.js";
import { keccak } from "../../protocol/eip712.js";

const hex = z
  .string()
  .regex(/^0x(?:[0-9a-f]{2})*$/i)
  .transform((text) => text.toLowerCase() as Hex);
const sized = (bytes: number) => hex.refine((text) => text.length === 2 + 2 * bytes);
const quantity = z
  .string()
  .regex(/^0x[0-9a-f]{1,64}$/i)
  .transform((text) => toHex(toBeArray(BigInt(text))));
const logSchema = z.object({ address: sized(20), topics: z.array(sized(32)).max(4), data: hex });
const receiptSchema = z.object({
  type: quantity.optional(),
  status: quantity,
  cumulativeGasUsed: quantity,
  logsBloom: sized(256),
  logs: z.array(logSchema),
});
const receiptsSchema = z.array(receiptSchema);

/** A log, as the receipt of its transaction has it. */
export type ProvenLog = z.infer<typeof logSchema>;

/**
 * All logs of a block, in their order, or null when these receipts are not all those whose root its header has.
 * @internal
 */
export function logsOf(receipts: unknown, receiptsRoot: Hex): readonly ProvenLog[] | null {
  const read = receiptsSchema.safeParse(receipts);
  if (!read.success) return null;
  const entries = read.data.map(
    (receipt, i): TrieEntry => [toHex(rlp(toBeArray(i))).slice(2), toHex(encoded(receipt))],
  );
  const root = toHex(keccak(rlp(nodeOf(entries, 0))));
  return root === receiptsRoot ? read.data.flatMap(({ logs }) => logs) : null;
}

const rlp = (value: RlpStructuredDataish) => fromHex(encodeRlp(value));

/** A receipt as its block holds it (Yellow Paper, 4.3.1), with the type of its transaction in front (EIP-2718). */
function encoded({
  type = "0x",
  status,
  cumulativeGasUsed,
  logsBloom,
  logs,
}: z.infer<typeof receiptSchema>): Uint8Array {
  const said = logs.map(({ address, topics, data }) => [address, topics, data]);
  const body = rlp([status, cumulativeGasUsed, logsBloom, said]);
  return type === "0x" ? body : Uint8Array.of(...fromHex(type), ...body);
}

type TrieEntry = readonly [nibbles: string, value: Hex];

/** The node of a trie that holds these entries (Yellow Paper, appendix D). No key begins another: all are RLP. */
function nodeOf(entries: readonly TrieEntry[], depth: number): RlpStructuredDataish {
  const [first] = entries;
  if (!first) return "0x";
  const [path, value] = first;
  if (entries.length === 1) return [hexPrefix(path.slice(depth), true), value];
  let shared = depth;
  while (entries.every(([other]) => other[shared] === path[shared])) shared++;
  if (shared > depth) return [hexPrefix(path.slice(depth, shared), false), reference(nodeOf(entries, shared))];
  const children = [..."0123456789abcdef"].map((nibble) =>
    reference(
      nodeOf(
        entries.filter(([other]) => other[depth] === nibble),
        depth + 1,
      ),
    ),
  );
  return [...children, "0x"];
}

/** A node stands in its parent when it is short, else by its hash. */
function reference(node: RlpStructuredDataish): RlpStructuredDataish {
  if (node === "0x") return node;
  const bytes = rlp(node);
  return bytes.length < 32 ? node : toHex(keccak(bytes));
}

/** A part of a path (hex-prefix encoding: Yellow Paper, appendix C). */
function hexPrefix(nibbles: string, isLeaf: boolean): string {
  const isOdd = nibbles.length % 2 === 1;
  return `0x${(isLeaf ? 2 : 0) + (isOdd ? 1 : 0)}${isOdd ? "" : "0"}${nibbles}`;
}

/**
 * Whether a block whose header has this bloom may hold a log of one of these addresses with one of its first topics. Where it
 * says no there is none (Yellow Paper, 4.3.1).
 * @internal
 */
export function mayHold(bloom: Hex, wanted: ReadonlyMap<string, readonly string[]>): boolean {
  const bytes = fromHex(bloom);
  return [...wanted].some(([address, topics]) => isIn(bytes, address) && topics.some((topic) => isIn(bytes, topic)));
}

const bitsKnown = new Map<string, readonly number[]>();

function bitsOf(item: string): readonly number[] {
  const known = bitsKnown.get(item);
  if (known) return known;
  const hash = keccak(fromHex(item));
  const bits = [0, 2, 4].map((i) => (((hash[i] ?? 0) << 8) | (hash[i + 1] ?? 0)) & 2047);
  bitsKnown.set(item, bits);
  return bits;
}

function isIn(bloom: Uint8Array, item: string): boolean {
  return bitsOf(item).every((bit) => ((bloom[255 - (bit >> 3)] ?? 0) >> (bit & 7)) & 1);
}
