import { fromHex, type Hex, toHex, word } from "../../protocol/bytes.js";
import { keccak, typeHash } from "../../protocol/eip712.js";

/** Bytes of the index under which a masked leaf stands. */
export const INDEX_BYTES = 16;

const LABEL = typeHash("clairevoie-evidence/1 leaf");
const BLOCK_BYTES = 32;

/** Which leaf is meant: nobody finds or reads it who does not know what to ask. */
export interface LeafName {
  /** Hash of the block: the masks of two files have nothing in common. */
  readonly block: Hex;
  readonly address: string;
  readonly slot: bigint;
  /** A slot that leads to it, where that one is harder to guess; else the slot itself. */
  readonly under: bigint;
}

/** Bytes that follow from the name of a leaf, in blocks of 32. */
function stream({ block, address, slot, under }: LeafName): (count: number) => Uint8Array {
  const seed = keccak(LABEL, fromHex(block), fromHex(address.toLowerCase()), word(slot), word(under));
  return (count) => keccak(seed, word(count));
}

/** Under which index the leaf stands. */
export function indexOf(name: LeafName): Hex {
  return toHex(stream(name)(0).subarray(0, INDEX_BYTES));
}

/** Masks a leaf, or takes the mask off. */
export function masked(name: LeafName, leaf: Hex): Hex {
  const block = stream(name);
  const bytes = fromHex(leaf);
  for (let from = 0; from < bytes.length; from += BLOCK_BYTES) {
    const mask = block(1 + from / BLOCK_BYTES);
    for (let i = from; i < Math.min(from + BLOCK_BYTES, bytes.length); i++) {
      bytes[i] = (bytes[i] ?? 0) ^ (mask[i - from] ?? 0);
    }
  }
  return toHex(bytes);
}
