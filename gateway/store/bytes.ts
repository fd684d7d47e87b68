import { Buffer } from "node:buffer";
import type { Hex } from "../../src/protocol/index.js";

export const bytesOf = (hex: Hex): Uint8Array => Buffer.from(hex.slice(2), "hex");
export const hexOf = (bytes: Uint8Array): Hex =>
  `0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex")}`;

/** Hashes one after another. */
export const joined = (hashes: readonly Hex[]): Uint8Array => Buffer.concat(hashes.map(bytesOf));

/** The hashes that were joined. */
export function split(bytes: Uint8Array): Hex[] {
  return Array.from({ length: bytes.length / 32 }, (_, i) => hexOf(bytes.subarray(32 * i, 32 * i + 32)));
}
