import { aspectNumber, ofEye } from "./aspects.js";
import { type Hex, toBigInt, toHex, word, ZERO } from "./bytes.js";
import type { Eye } from "./derivation.js";
import { hashStruct, member, TYPES, typeHash } from "./eip712.js";
import { type VerificationKey, verifyGroth16 } from "./groth16.js";

/** The keys of one setup. Who made the keys of a development setup can forge: they are for tests. */
export interface PredicateKeys {
  /** What a certificate calls them. */
  readonly id: string;
  readonly isDevelopment: boolean;
  readonly band: VerificationKey;
  readonly renewal: VerificationKey;
}

const BINDING_TYPE = typeHash(TYPES.ProofBinding);

/**
 * What ties a proof to a dossier: the first 31 bytes of `hashStruct` of `ProofBinding(bytes32 dossier)`, for they must be
 * an element of the scalar field.
 *
 * @example
 * ```ts
 * import { proofBinding } from "clairevoie/zk";
 * proofBinding(certificate.receipts[0]!.statement.dossier);
 * ```
 */
export function proofBinding(dossier: Hex): Hex {
  return toHex(word(toBigInt(hashStruct(BINDING_TYPE, member(dossier)).slice(0, 31))));
}

/** That the power of the lens of an eye, whose prescription is in this commitment, is in one of some bands. */
export interface BandStatement {
  readonly dossier: Hex;
  readonly eye: Eye;
  readonly commitment: Hex;
  /** Bit n for band n: 0 to 6 of unifocal lenses, 7 to 13 of others. */
  readonly mask: number;
}

/** The commitments to the prescriptions of an equipment: both eyes, or one. */
export interface EyeCommitments {
  readonly right?: Hex | undefined;
  readonly left?: Hex | undefined;
}

/** That a criterion of early renewal holds between two equipments, of which `dossier` is the new one. */
export interface RenewalStatement {
  readonly dossier: Hex;
  readonly before: EyeCommitments;
  readonly after: EyeCommitments;
}

/**
 * What the circuit of bands makes public, in its order.
 * @internal
 */
export function bandInputs({ dossier, eye, commitment, mask }: BandStatement): bigint[] {
  return [
    BigInt(commitment),
    BigInt(aspectNumber(ofEye("prescription", eye))),
    BigInt(mask),
    BigInt(proofBinding(dossier)),
  ];
}

/**
 * What the circuit of renewals makes public, in its order. An eye that is not in both prescriptions is not compared.
 * @internal
 */
export function renewalInputs({ dossier, before, after }: RenewalStatement): bigint[] {
  const compared = (eye: Eye) => before[eye] !== undefined && after[eye] !== undefined;
  const of = (commitments: EyeCommitments) =>
    (["right", "left"] as const).map((eye) => BigInt((compared(eye) && commitments[eye]) || ZERO));
  return [...of(before), ...of(after), BigInt(proofBinding(dossier))];
}

/**
 * Whether a proof shows that the power of the lens in a commitment is in one of the bands of a mask. Some 20 ms.
 * @param proof 256 bytes; see docs/zero-knowledge.md.
 *
 * @example
 * ```ts
 * import { DEVELOPMENT_KEYS, verifyBand } from "clairevoie/zk";
 * const commitment = certificate.receipts[0]!.statement.aspects.prescriptionRight!;
 * const { mask, proof } = certificate.proofs!.bandRight!;
 * verifyBand(DEVELOPMENT_KEYS, { dossier, eye: "right", commitment, mask }, proof);
 * ```
 */
export function verifyBand(keys: PredicateKeys, statement: BandStatement, proof: Hex): boolean {
  return verifyGroth16(keys.band, bandInputs(statement), proof);
}

/**
 * Whether a proof shows that a criterion of early renewal holds between two prescriptions. Some 20 ms.
 * @param proof 256 bytes; see docs/zero-knowledge.md.
 *
 * @example
 * ```ts
 * import { DEVELOPMENT_KEYS, verifyRenewal } from "clairevoie/zk";
 * const before = { right: claim.previous!.prescriptionRight! };
 * const after = { right: certificate.receipts[0]!.statement.aspects.prescriptionRight! };
 * verifyRenewal(DEVELOPMENT_KEYS, { dossier, before, after }, certificate.proofs!.renewal!.proof);
 * ```
 */
export function verifyRenewal(keys: PredicateKeys, statement: RenewalStatement, proof: Hex): boolean {
  return verifyGroth16(keys.renewal, renewalInputs(statement), proof);
}
