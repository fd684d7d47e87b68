import { type Hex, toHex, word } from "../../protocol/bytes.js";
import { keccak } from "../../protocol/eip712.js";

/** The contracts whose storage holds facts. */
export type ProvenContract =
  | "partyRegistry"
  | "anchorRegistry"
  | "withdrawalRegistry"
  | "settlementRegistry"
  | "stockRegistry"
  | "linkRegistry";

/** The slot of each variable that is read, as the compiler lays them out. A test holds this to its own output. */
export const VARIABLES = {
  anchorRegistry: { anchoredAt: 0, endorsedAt: 1 },
  partyRegistry: { _parties: 3, _keys: 4, _suspensions: 5, _accounts: 6, _makers: 7 },
  linkRegistry: { _links: 1 },
  withdrawalRegistry: { _withdrawals: 2 },
  settlementRegistry: { _marks: 3, _parties: 5 },
  stockRegistry: { _uses: 2 },
} as const;

/** Where a member lies in its struct: slot, first byte from the right, bytes. */
type StorageField = readonly [slot: number, offset: number, bytes: number];

/** The members that are read. The same test holds them to the compiler's output. */
export const MEMBERS = {
  Party: { role: [0, 0, 1] },
  Key: { party: [0, 0, 32], validFrom: [1, 0, 6], revokedAt: [1, 6, 6], compromisedFrom: [1, 12, 6] },
  Checkpoint208: { _key: [0, 0, 6], _value: [0, 6, 26] },
  Account: { compromisedFrom: [0, 6, 6] },
  Maker: { party: [0, 0, 32], enrolledAt: [1, 0, 6], statesFrom: [1, 6, 6], makes: [1, 12, 1] },
  Withdrawal: { time: [0, 0, 6], reason: [0, 6, 1], account: [0, 7, 20] },
  Marks: { tag: [0, 0, 20], round: [0, 20, 4], first: [0, 24, 4], second: [0, 28, 4] },
  StockUsed: { tag: [0, 0, 32], time: [1, 0, 6] },
} as const satisfies Readonly<Record<string, Readonly<Record<string, StorageField>>>>;

/** The slot of a value in a mapping, or in mappings of mappings (Solidity, layout in storage). Keys are words. */
export function inMapping(slot: bigint | number, ...keys: readonly (bigint | string)[]): bigint {
  return keys.reduce<bigint>((at, key) => BigInt(toHex(keccak(word(BigInt(key)), word(at)))), BigInt(slot));
}

/** The slot of an element, of one slot each, in the array whose length is at `slot`. */
export function inArray(slot: bigint, index: number): bigint {
  return BigInt(toHex(keccak(word(slot)))) + BigInt(index);
}

/** The member of a struct, from the words of its slots. */
export function member(words: readonly bigint[], [slot, offset, bytes]: StorageField): bigint {
  return ((words[slot] ?? 0n) >> BigInt(8 * offset)) & ((1n << BigInt(8 * bytes)) - 1n);
}

/** A slot as `eth_getProof` takes it. */
export function slotHex(slot: bigint): Hex {
  return toHex(word(slot));
}
