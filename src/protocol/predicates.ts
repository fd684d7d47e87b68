import { aspectNumber, ofEye } from "./aspects.js";
import { type Hex, toBigInt, toHex, word, ZERO } from "./bytes.js";
import type { Eye } from "./derivation.js";
import { hashStruct, member, TYPES, typeHash } from "./eip712.js";
import { type VerificationKey, verifyGroth16 } from "./groth16.js";
import { categoryNumber, type ProvenCategory } from "./proofs.js";

/** The keys of one setup. Who made the keys of a development setup can forge: they are for tests. */
export interface PredicateKeys {
  /** What a certificate calls them. */
  readonly id: string;
  readonly isDevelopment: boolean;
  readonly category: VerificationKey;
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

/** That the lens of an eye, whose prescription is in this commitment, falls under a category. */
export interface CategoryStatement {
  readonly dossier: Hex;
  readonly eye: Eye;
  readonly commitment: Hex;
  readonly category: ProvenCategory;
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
 * What the circuit of categories makes public, in its order.
 * @internal
 */
export function categoryInputs({ dossier, eye, commitment, category }: CategoryStatement): bigint[] {
  return [
    BigInt(commitment),
    BigInt(aspectNumber(ofEye("prescription", eye))),
    BigInt(categoryNumber(category)),
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
 * Whether a proof shows that the lens in a commitment falls under a category. Some 20 ms.
 * @param proof 256 bytes; see docs/zero-knowledge.md.
 *
 * @example
 * ```ts
 * import { DEVELOPMENT_KEYS, verifyCategory } from "clairevoie/zk";
 * const commitment = certificate.receipts[0]!.statement.aspects[9]!;
 * const { proof } = certificate.proofs!.categoryRight!;
 * verifyCategory(DEVELOPMENT_KEYS, { dossier, eye: "right", commitment, category: "c" }, proof);
 * ```
 */
export function verifyCategory(keys: PredicateKeys, statement: CategoryStatement, proof: Hex): boolean {
  return verifyGroth16(keys.category, categoryInputs(statement), proof);
}

/**
 * Whether a proof shows that a criterion of early renewal holds between two prescriptions. Some 20 ms.
 * @param proof 256 bytes; see docs/zero-knowledge.md.
 *
 * @example
 * ```ts
 * import { DEVELOPMENT_KEYS, verifyRenewal } from "clairevoie/zk";
 * const before = { right: claim.previous!.prescriptionRight! };
 * const after = { right: certificate.receipts[0]!.statement.aspects[9]! };
 * verifyRenewal(DEVELOPMENT_KEYS, { dossier, before, after }, certificate.proofs!.renewal!.proof);
 * ```
 */
export function verifyRenewal(keys: PredicateKeys, statement: RenewalStatement, proof: Hex): boolean {
  return verifyGroth16(keys.renewal, renewalInputs(statement), proof);
}
