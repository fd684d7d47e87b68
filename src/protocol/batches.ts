import { secp256k1 } from "@noble/curves/secp256k1.js";
import * as z from "zod";
import { fromHex, type Hex, toBigInt, word } from "./bytes.js";
import { accountOf, type Domain, fieldsOf, hashStruct, member, TYPES, typedDataDigest, typeHash } from "./eip712.js";
import { address, bytes32, seconds } from "./schema.js";

export const batchSchema = z
  .strictObject({
    key: address.meta({ description: "The signing account, lower case" }),
    root: bytes32.meta({ description: "Root of the tree of statement hashes" }),
    issuedAt: seconds.meta({ description: "When it was signed, unix seconds" }),
  })
  .meta({ title: "Batch", description: "A tree of statement hashes, as a key signs it (EIP-712)" });
/** A tree of statement hashes, as a key signs it. */
export type Batch = z.infer<typeof batchSchema>;

const BATCH_TYPE = typeHash(TYPES.Batch);

/** The types of a batch for `signTypedData` of any wallet. */
export const BATCH_TYPES = { Batch: fieldsOf(TYPES.Batch) };

/**
 * What the key signs, and the leaf of the anchored tree.
 *
 * @example
 * ```ts
 * import { batchDigest } from "clairevoie/protocol";
 * const digest = batchDigest({ chainId: 1, verifyingContract: registry }, batch);
 * ```
 */
export function batchDigest(domain: Domain, batch: Batch): Hex {
  const structHash = hashStruct(BATCH_TYPE, word(BigInt(batch.key)), member(batch.root), word(batch.issuedAt));
  return typedDataDigest(domain, structHash);
}

const HALF_ORDER = secp256k1.Point.Fn.ORDER >> 1n;

/**
 * The account whose key made a signature (r, s, v; 65 bytes; low s as EIP-2 asks), or null when there is none.
 *
 * @example
 * ```ts
 * import { recoverSigner } from "clairevoie/protocol";
 * const signer = recoverSigner(digest, signature); // null when there is none
 * ```
 */
export function recoverSigner(digest: Hex, signature: Hex): Hex | null {
  const bytes = fromHex(signature);
  const v = bytes[64];
  if (bytes.length !== 65 || (v !== 27 && v !== 28) || toBigInt(bytes.subarray(32, 64)) > HALF_ORDER) return null;
  try {
    const point = secp256k1.Signature.fromBytes(bytes.subarray(0, 64), "compact")
      .addRecoveryBit(v - 27)
      .recoverPublicKey(fromHex(digest, 32));
    return accountOf(point.toBytes(false));
  } catch {
    return null; // r or s out of range, or r not on the curve.
  }
}

/**
 * Whether `batch.key` signed the batch.
 * @internal
 */
export function isSignedByKey(digest: Hex, batch: Batch, signature: Hex): boolean {
  return recoverSigner(digest, signature) === batch.key;
}
