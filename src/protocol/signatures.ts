import { secp256k1 } from "@noble/curves/secp256k1.js";
import { recoverSigner } from "./batches.js";
import type { Hex } from "./bytes.js";
import { InputError } from "./errors.js";

const { ORDER } = secp256k1.Point.Fn;
const TOP_BIT = 1n << 255n;

/** r and s in 64 bytes, with or without one byte of recovery behind. */
const SIGNATURE = /^0x(?<r>[0-9a-f]{64})(?<s>[0-9a-f]{64})(?:[0-9a-f]{2})?$/i;

/**
 * The signature of an account over a digest, as the protocol has it: r, s, v in 65 bytes, s in the lower half, v 27 or 28.
 * Hardware wallets and key services give others of the same meaning: v of 0 or 1, s in the upper half, r and s alone, or the
 * compact form of EIP-2098. The account is known, so that what they say of v is not needed.
 * @param given What the signer gave.
 * @throws {InputError} when it is no signature of that account over the digest. Then nothing must be sent or paid for.
 *
 * @example
 * ```ts
 * import { normalizeSignature } from "clairevoie/protocol";
 * const normalized = normalizeSignature(digest, signature, batch.key);
 * ```
 */
export function normalizeSignature(digest: Hex, given: string, account: string): Hex {
  const signature = normalizedSignature(digest, given, account);
  if (signature === null) throw new InputError("signature", "signer-of-another-key", { account });
  return signature;
}

/**
 * As `normalizeSignature`, or null when it is no signature of that account: a smart account's own (ERC-1271) is none of its key.
 * @internal
 */
export function normalizedSignature(digest: Hex, given: string, account: string): Hex | null {
  const { r = "", s = "" } = SIGNATURE.exec(given)?.groups ?? {};
  const stated = s === "" ? 0n : BigInt(`0x${s}`);
  const signer = account.toLowerCase();
  // As it stands, and as EIP-2098 has it, with v in the top bit of s.
  for (const scalar of new Set([stated, stated & ~TOP_BIT])) {
    const low = scalar > ORDER >> 1n ? ORDER - scalar : scalar;
    for (const v of ["1b", "1c"]) {
      const signature: Hex = `0x${r.toLowerCase()}${low.toString(16).padStart(64, "0")}${v}`;
      if (r !== "" && low > 0n && recoverSigner(digest, signature) === signer) return signature;
    }
  }
  return null;
}
