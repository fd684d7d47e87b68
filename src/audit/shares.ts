import { fromHex } from "../protocol/bytes.js";
import type { Hex, Rank } from "../protocol/index.js";

/** A share as it is known by here: 15 bytes of the dossier's id, and the rank. Nobody finds two dossiers that begin alike. */
export const SHARE_BYTES = 16;

/** Writes what a share is known by; zeros where a line has none. */
export function writeShare(into: Uint8Array, at: number, dossier: Hex, rank: Rank | undefined): void {
  if (rank === undefined) return;
  into.set(fromHex(dossier).subarray(0, SHARE_BYTES - 1), at);
  into[at + SHARE_BYTES - 1] = rank;
}
