/** The protocol: what is stated, how it is hashed, signed and judged. Pure; runs in a browser. */
export type { Asker, AskingInsurer } from "./asker.js";
export {
  ASPECTS,
  type AspectName,
  type Billing,
  type BillingLine,
  billingLineSchema,
  billingSchema,
  type Code,
  classSchema,
  codeSchema,
  type EquipmentClass,
  type Frame,
  frameSchema,
  ITEMS,
  type Item,
  isStatedAt,
  type Lens,
  lensSchema,
  type Maker,
  makerSchema,
  type Order,
  ofEye,
  ofPayer,
  orderSchema,
  type Payer,
  payerSchema,
  type Reference,
  ROWS,
  type Row,
  referenceSchema,
  rowOf,
  STAGES,
  type Stage,
} from "./aspects.js";
export { assess, OUTCOMES, type Outcome, type Verdict } from "./assess.js";
export { BATCH_TYPES, type Batch, batchDigest, batchSchema, recoverSigner } from "./batches.js";
export { type Hex, ZERO } from "./bytes.js";
export {
  CERTIFICATE_FORMAT,
  type Certificate,
  certificateSchema,
  certificateText,
  chainReferenceSchema,
  type Evidence,
  evidenceOf,
  fingerprintOf,
  type GrantShown,
  type MakerOpenings,
  type Openings,
  openingsSchema,
  parseCertificate,
} from "./certificate.js";
export { CLAIM_FORMAT, type Claim, claimSchema, parseClaim } from "./claim.js";
export {
  ALIAS_FORMAT,
  ALIAS_TYPES,
  type Alias,
  type AliasFacts,
  type AliasTable,
  type AliasTableContent,
  aliasTableDigest,
  aliasTableSchema,
  checkAliasTable,
  ownCodeOf,
  parseAliasTable,
} from "./codes/aliases.js";
export {
  BAND_NAMES,
  type BandName,
  bandMask,
  type CodeGiven,
  codeOfLens,
  extrasAt,
  groupedCode,
  MOST_MASK,
  powerBand,
} from "./codes/codes.js";
export { canonicalCode } from "./codes/spelling.js";
export { CODE_TABLES } from "./codes/table.js";
export { type AspectValues, commit } from "./commitments.js";
export { assessReceipts, type Conformity } from "./conformity.js";
export { type CryptoBackend, type ExaminingBackend, PLAIN } from "./crypto-backend.js";
export { type ProofDemands, proofDemands } from "./demands.js";
export {
  claimSecret,
  codeSalt,
  codeSecret,
  DOSSIER_SECRET_BYTES,
  type DossierOpening,
  dossierId,
  dossierSeed,
  drawDossierSecret,
  EYES,
  type Eye,
  eyeSalt,
  eyeSecret,
  FIELD_ORDER,
  hashDossier,
  insurerSalt,
  insurerSecret,
  payerSalt,
  payerSecret,
  prescriptionSalt,
  type Rank,
  settlerAddress,
  settlerKey,
  stockNullifier,
  TICKET_SECRET_BYTES,
} from "./derivation.js";
export type { Domain } from "./eip712.js";
export {
  ClairevoieError,
  type ErrorArguments,
  type ErrorCode,
  type ErrorValues,
  hasCode,
  InputError,
} from "./errors.js";
export type {
  ChainFacts,
  ChainReference,
  KeyStatus,
  LinkFacts,
  MakerFact,
  SettlementFact,
  Standing,
  StockUseFact,
  WithdrawalFact,
} from "./facts.js";
export {
  FINDINGS,
  type Finding,
  type FindingCode,
  findingCode,
  type Message,
  type Place,
  SEVERITIES,
  type Severity,
} from "./findings.js";
export { GRANT_TYPES, type Grant, type GrantCall, grantCall, grantDigest, signGrant } from "./grants.js";
export type { Coordinates, Obligation, VerificationKey } from "./groth16.js";
export {
  amcSchema,
  canonicalIdentifier,
  ediCodeSchema,
  fileReferenceSchema,
  frameReferenceSchema,
  groupedCodeSchema,
  makerIdentifierSchema,
  makerName,
  orderReferenceSchema,
  PARTY_ROLES,
  type PartyRole,
  partyId,
  passesLuhn,
  priorAuthorisationSchema,
  siretSchema,
  treatmentSchema,
} from "./identifiers.js";
export {
  type CardFacts,
  checkInsurerCard,
  INSURER_CARD_FORMAT,
  INSURER_CARD_TYPES,
  type InsurerCard,
  type InsurerCardContent,
  insurerCardDigest,
  insurerCardSchema,
  insurerOfCard,
  parseInsurerCard,
} from "./insurer-card.js";
export { LONGEST_JSON } from "./json.js";
export type { Pending } from "./pending.js";
export { DEFAULT_POLICY, type Policy, policy, policySchema, reasonBits } from "./policy.js";
export {
  canonicalPrescription,
  encodePrescription,
  type Hundredths,
  hundredths,
  LENS_TYPES,
  type LensType,
  type Prescription,
  prescriptionSchema,
} from "./prescription.js";
export {
  type Previous,
  type Proofs,
  previousSchema,
  proofsSchema,
} from "./proofs.js";
export { MOST_RECEIPTS, type Receipt, receiptSchema, uniqueReceipts } from "./receipts.js";
export type { ExaminedReceipt } from "./rules/examined-receipt.js";
export type { AspectCommitments, Merged } from "./rules/merging.js";
export { address, bytes24, bytes32, chainId, read, signature } from "./schema.js";
export { normalizeSignature } from "./signatures.js";
export {
  CORRECTION_REASONS,
  type Correction,
  type CorrectionReason,
  hashStatement,
  makeStatement,
  type Statement,
  settlementSplit,
  settlementTag,
  statementSchema,
  WITHDRAWAL_REASONS,
  type WithdrawalReason,
} from "./statements.js";
export {
  drawUnitSecret,
  type StockOpening,
  type StockUse,
  stockMarker,
  stockTag,
  stockUnit,
  stockUseOf,
} from "./stock.js";
export {
  type ClaimTicket,
  claimTicket,
  type OrderTicket,
  orderTicket,
  orderTicketSchema,
  readClaimTicket,
  readOrderTicket,
  readStockTicket,
  type StockTicket,
  stockTicket,
} from "./tickets.js";
export { LONGEST_PROOF, makeTree, proofOf, rootOf, type Tree } from "./tree.js";
