import { recoverSigner } from "./batches.js";
import { type Hex, word } from "./bytes.js";
import type { Rank } from "./derivation.js";
import { type Domain, fieldsOf, hashStruct, member, TYPES, typedDataDigest, typeHash } from "./eip712.js";

/** What the settler of a dossier signs to let one insurer settle one share of one invoice. */
export interface Grant {
  /** Party id. */
  readonly insurer: Hex;
  readonly tag: Hex;
  readonly rank: Rank;
  readonly settler: Hex;
  readonly round: number;
}

const GRANT_TYPE = typeHash(TYPES.Grant);

/** The types of a grant for `signTypedData` of any wallet. */
export const GRANT_TYPES = { Grant: fieldsOf(TYPES.Grant) };

/**
 * What the settler's key signs.
 * @param domain Of the settlement registry.
 *
 * @example
 * ```ts
 * import { grantDigest } from "clairevoie/protocol";
 * const digest = grantDigest({ chainId: 1, verifyingContract: settlementRegistry }, grant);
 * ```
 */
export function grantDigest(domain: Domain, { insurer, tag, rank, settler, round }: Grant): Hex {
  const members = [member(insurer), member(tag), word(rank), word(BigInt(settler)), word(round)];
  return typedDataDigest(domain, hashStruct(GRANT_TYPE, ...members));
}

/**
 * Whether the settler that a grant names signed it.
 * @internal
 */
export function isGranted(domain: Domain, grant: Grant, signature: Hex): boolean {
  return recoverSigner(grantDigest(domain, grant), signature) === grant.settler;
}
