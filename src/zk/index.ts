/** Proofs of power bands and of early renewal, verified; the rules that they prove. Making proofs is for `circuits`. */
export type { Coordinates, VerificationKey } from "../protocol/groth16.js";
export { DEVELOPMENT_KEYS } from "../protocol/keys/development.js";
export {
  type BandStatement,
  type EyeCommitments,
  type PredicateKeys,
  proofBinding,
  type RenewalStatement,
  verifyBand,
  verifyRenewal,
} from "../protocol/predicates.js";
export { type Eyes, equipmentCategory, lensCategory, renewalCriteria } from "./rules/decide.js";
export type { EquipmentCategory, LensCategory } from "./rules/equipment.js";
export type { RenewalCriterion } from "./rules/renewal.js";
export { makeProofVerifier, type ProofVerifier } from "./verifier.js";
