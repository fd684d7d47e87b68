import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { InputError } from "./errors.js";

/** Lower-case hexadecimal with its `0x`. */
export type Hex = `0x${string}`;

/** 32 bytes of zero: "nothing stated". */
export const ZERO: Hex = `0x${"00".repeat(32)}`;

/**
 * Lower-case `0x` form of bytes.
 * @internal
 */
export function toHex(bytes: Uint8Array): Hex {
  return `0x${bytesToHex(bytes)}`;
}

/**
 * Bytes of a lower-case `0x` string.
 * @throws {InputError} when it is not lower-case hexadecimal of `length` bytes. The value is not repeated: it may be secret.
 * @internal
 */
export function fromHex(hex: string, length?: number, field = "hex"): Uint8Array {
  if (!/^0x(?:[0-9a-f]{2})*$/.test(hex)) throw new InputError(field, "not-lower-case-hex");
  if (length !== undefined && hex.length !== 2 + 2 * length) {
    throw new InputError(field, "wrong-length-in-bytes", { bytes: length });
  }
  return hexToBytes(hex.slice(2));
}

/**
 * An unsigned integer as 32 bytes, most significant first, as the ABI has it.
 * @internal
 */
export function word(value: bigint | number): Uint8Array {
  return hexToBytes(BigInt(value).toString(16).padStart(64, "0"));
}

/**
 * The integer that bytes spell, most significant first.
 * @internal
 */
export function toBigInt(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(toHex(bytes));
}
