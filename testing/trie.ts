import { encodeRlp, keccak256, type RlpStructuredDataish, stripZerosLeft } from "ethers";

type TrieEntry = readonly [nibbles: string, value: string];

/** Hex-prefix encoding of a path (Yellow Paper, appendix C). */
function hexPrefix(nibbles: string, isLeaf: boolean): string {
  const flag = (isLeaf ? 2 : 0) + (nibbles.length % 2);
  return `0x${flag}${nibbles.length % 2 === 0 ? "0" : ""}${nibbles}`;
}

function nodeOf(entries: readonly TrieEntry[], depth: number): RlpStructuredDataish {
  const [first] = entries;
  if (!first) return "0x";
  const [path, value] = first;
  if (entries.length === 1) return [hexPrefix(path.slice(depth), true), value];
  let shared = depth;
  while (entries.every(([other]) => other[shared] === path[shared])) shared++;
  if (shared > depth) return [hexPrefix(path.slice(depth, shared), false), referenceTo(nodeOf(entries, shared))];
  const children = [..."0123456789abcdef"].map((nibble) =>
    referenceTo(
      nodeOf(
        entries.filter(([other]) => other[depth] === nibble),
        depth + 1,
      ),
    ),
  );
  return [...children, "0x"];
}

/** A node below 32 bytes stands in its parent; another by its hash. */
function referenceTo(node: RlpStructuredDataish): RlpStructuredDataish {
  const encoded = encodeRlp(node);
  return node === "0x" || (encoded.length - 2) / 2 < 32 ? node : keccak256(encoded);
}

/** The root of a contract's storage trie, from its slots (Yellow Paper, appendix D). Zero is absence. */
export function storageRoot(slots: ReadonlyMap<string, string>): string {
  const entries = [...slots]
    .filter(([, value]) => BigInt(value) !== 0n)
    .map(([slot, value]): TrieEntry => [keccak256(slot).slice(2), encodeRlp(stripZerosLeft(value))]);
  return keccak256(encodeRlp(nodeOf(entries, 0)));
}
