import { secp256k1 } from "@noble/curves/secp256k1.js";
import { recoverSigner } from "./batches.js";
import { fromHex, type Hex, toHex, word } from "./bytes.js";
import type { Rank } from "./derivation.js";
import { accountOf, type Domain, fieldsOf, hashStruct, member, TYPES, typedDataDigest, typeHash } from "./eip712.js";

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
 * const digest = grantDigest({ chainId: 1, verifyingContract: registry }, grant);
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

/**
 * Signs a grant with the settler's key of a dossier (`settlerKey`).
 * @param domain Of the settlement registry.
 * @returns 65 bytes r, s, v.
 *
 * @example
 * ```ts
 * import { settlementTag, settlerKey, signGrant } from "clairevoie/protocol";
 * const tag = settlementTag(dossier, invoice);
 * const domain = { chainId: 1, verifyingContract: registry };
 * const signature = signGrant(settlerKey(secret), domain, { insurer: party, tag, rank: 1, round: 0 });
 * ```
 */
export function signGrant(privateKey: Uint8Array, domain: Domain, grant: Omit<Grant, "settler">): Hex {
  const settler = accountOf(secp256k1.getPublicKey(privateKey, false));
  const digest = grantDigest(domain, { ...grant, settler });
  const options = { prehash: false, format: "recovered" } as const;
  const [recovery = 0, ...halves] = secp256k1.sign(fromHex(digest, 32), privateKey, options);
  return toHex(Uint8Array.of(...halves, 27 + recovery));
}

/** A grant as the settlement registry takes it: the two halves of its signature by ERC-2098. */
export interface GrantCall extends Omit<Grant, "insurer"> {
  readonly r: Hex;
  /** s, with the recovery bit on top. */
  readonly vs: Hex;
}

/**
 * What `SettlementRegistry.settle` and `move` take of a grant. The insurer is the party of the key that calls.
 * @param signature 65 bytes r, s, v, with s in the lower half.
 *
 * @example
 * ```ts
 * import { grantCall } from "clairevoie/protocol";
 * const { r, vs } = grantCall({ settler, tag, rank: 1, round: 0 }, signature);
 * ```
 */
export function grantCall({ settler, tag, rank, round }: Omit<Grant, "insurer">, signature: Hex): GrantCall {
  const bytes = fromHex(signature, 65, "signature");
  const vs = bytes.slice(32, 64);
  vs[0] = (vs[0] as number) | (bytes[64] === 28 ? 0x80 : 0);
  return { settler, tag, rank, round, r: toHex(bytes.subarray(0, 32)), vs: toHex(vs) };
}
