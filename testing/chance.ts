import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";

/** Chance that can be replayed: the same seed draws the same dossiers. Never for secrets outside the demonstration. */
export interface Chance {
  /** A number in [0, 1). */
  next(): number;
  /** A whole number in [least, most]. */
  whole(least: number, most: number): number;
  /** One of several. */
  pick<T>(choices: readonly T[]): T;
  /** 32 bytes. */
  bytes(label: string): Uint8Array;
}

/** mulberry32: short, and good enough to draw a population. */
export function chance(seed: string): Chance {
  let state = new DataView(sha256(utf8ToBytes(seed)).buffer).getUint32(0);
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    whole: (least, most) => least + Math.floor(next() * (most - least + 1)),
    pick: (choices) => {
      const choice = choices[Math.floor(next() * choices.length)];
      if (choice === undefined) throw new Error("nothing to choose from");
      return choice;
    },
    bytes: (label) => sha256(utf8ToBytes(`${seed}/${label}`)),
  };
}
