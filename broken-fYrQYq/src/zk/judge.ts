import { type AspectName, ofEye } from "../protocol/aspects.js";
import { type Hex, ZERO } from "../protocol/bytes.js";
import type { Certificate } from "../protocol/certificate.js";
import type { Claim } from "../protocol/claim.js";
import { EYES, type Eye } from "../protocol/derivation.js";
import { type Finding, finding, type Place } from "../protocol/findings.js";
import type { Policy } from "../protocol/policy.js";
import { DEVELOPMENT_KEYS } from "./keys/development.js";
import { type EyeCommitments, type PredicateKeys, verifyCategory, verifyRenewal } from "./predicates.js";

/** Every set of keys that this software knows. Those of a ceremony are added here. */
const KEYS: readonly PredicateKeys[] = [DEVELOPMENT_KEYS];

/** Chains that nobody else sees: those of Hardhat and anvil, and of geth's developer mode. */
const LOCAL_CHAINS: readonly number[] = [31337, 1337];

/** What was stated at a stage, by aspect; zero where nothing is. */
type Row = Readonly<Record<AspectName, Hex>>;

/** What the judgement of proofs stands on. */
export interface Judged {
  readonly certificate: Certificate;
  readonly claim: Claim;
  readonly dossier: Hex;
  readonly invoice: Row;
  /** What the lens makers stated: a prescription is believed because who made the lens committed to it. */
  readonly shipment: Row | undefined;
  readonly policy: Policy;
}

/**
 * What a certificate's proofs show, and fail to show, of what is billed. Findings in this order: the keys, the right and the
 * left lens, the renewal.
 * @internal
 */
export function judgeProofs(judged: Judged): Finding[] {
  const { certificate, policy } = judged;
  const { proofs } = certificate;
  const keys = KEYS.find(({ id }) => id === proofs?.keys);
  const findings: Finding[] = [];
  if (keys?.development && (proofs?.categoryRight || proofs?.categoryLeft || proofs?.renewal)) {
    const accepted = policy.acceptDevelopmentKeys ?? LOCAL_CHAINS.includes(certificate.chain.chainId);
    const found = finding("development-keys", { stage: "invoice" });
    findings.push(accepted ? { ...found, severity: "info" } : found);
  }
  return [...findings, ...EYES.flatMap((eye) => judgeCategory(judged, keys, eye)), ...judgeRenewal(judged, keys)];
}

function judgeCategory(
  { certificate, claim, dossier, invoice, shipment, policy }: Judged,
  keys: PredicateKeys | undefined,
  eye: Eye,
): Finding[] {
  const aspect = ofEye("prescription", eye);
  const place: Place = { stage: "shipment", aspect };
  const shown = certificate.proofs?.[ofEye("category", eye)];
  const line = claim.lines.find(({ item }) => item === (eye === "right" ? "rightLens" : "leftLens"));
  const billed = policy.categories?.find(({ code }) => code === line?.code)?.category;
  const isLens = invoice[ofEye("code", eye)] !== ZERO;
  if (!shown || (isLens && !billed)) {
    const isMissing = policy.require.includes("category") && isLens;
    if (isMissing) return [finding("category-not-proven", place)];
    if (!shown) return [];
  }
  const commitment = shipment?.[aspect] ?? ZERO;
  const statement = { dossier, eye, commitment, category: shown.category };
  if (!keys || commitment === ZERO || !verifyCategory(keys, statement, shown.proof)) {
    return [finding("proof-does-not-verify", place)];
  }
  return billed && billed !== shown.category ? [finding("category-wrong", place)] : [];
}

function judgeRenewal(
  { certificate, claim, dossier, shipment, policy }: Judged,
  keys: PredicateKeys | undefined,
): Finding[] {
  const shown = certificate.proofs?.renewal;
  const { previous } = claim;
  if (!shown || !previous) {
    return policy.require.includes("renewal") ? [finding("renewal-not-proven", { stage: "shipment" })] : [];
  }
  const stated = (eye: Eye): Hex | undefined => {
    const commitment = shipment?.[ofEye("prescription", eye)];
    return commitment === ZERO ? undefined : commitment;
  };
  const before: EyeCommitments = { right: previous.prescriptionRight, left: previous.prescriptionLeft };
  const after: EyeCommitments = { right: stated("right"), left: stated("left") };
  const holds = keys !== undefined && verifyRenewal(keys, { dossier, before, after }, shown.proof);
  return holds ? [] : [finding("proof-does-not-verify", { stage: "shipment" })];
}
