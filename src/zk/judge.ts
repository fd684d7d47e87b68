import { type AspectName, ofEye } from "../protocol/aspects.js";
import { type Hex, ZERO } from "../protocol/bytes.js";
import type { ProofDemands } from "../protocol/demands.js";
import { EYES, type Eye } from "../protocol/derivation.js";
import { type Finding, finding, type Place } from "../protocol/findings.js";
import type { Proofs } from "../protocol/proofs.js";
import { verifyGroth16 } from "./groth16.js";
import { DEVELOPMENT_KEYS } from "./keys/development.js";
import { categoryInputs, type PredicateKeys, renewalInputs } from "./predicates.js";

/** Every set of keys that this software knows. Those of a ceremony are added here. */
const KEYS: readonly PredicateKeys[] = [DEVELOPMENT_KEYS];

/** Chains that nobody else sees: those of Hardhat and anvil, and of geth's developer mode. */
const LOCAL_CHAINS: readonly number[] = [31337, 1337];

type Verify = typeof verifyGroth16;

/** What was stated at a stage, by aspect; zero where nothing is. */
type Row = Readonly<Record<AspectName, Hex>>;

/** What the judgement of proofs stands on. */
export interface Judged {
  readonly proofs: Proofs | undefined;
  readonly chainId: number;
  readonly dossier: Hex;
  readonly invoice: Row;
  /** What the lens makers stated: a prescription is believed because who made the lens committed to it. */
  readonly shipment: Row | undefined;
  readonly demands: ProofDemands;
}

/**
 * What proofs show, and fail to show, of what is billed, exactly as `ProofAssessor.assess` says after the findings of the
 * receipts. Findings in this order: the keys, the right and the left lens, the renewal.
 * @param verify What computes pairings.
 * @internal
 */
export function judgeProofs(judged: Judged, verify: Verify = verifyGroth16): Finding[] {
  const { proofs, demands } = judged;
  const keys = KEYS.find(({ id }) => id === proofs?.keys);
  const findings: Finding[] = [];
  if (keys?.development && (proofs?.categoryRight || proofs?.categoryLeft || proofs?.renewal)) {
    const accepted = demands.acceptDevelopmentKeys ?? LOCAL_CHAINS.includes(judged.chainId);
    const found = finding("development-keys", { stage: "invoice" });
    findings.push(accepted ? { ...found, severity: "info" } : found);
  }
  const categories = EYES.flatMap((eye) => judgeCategory(judged, keys, eye, verify));
  return [...findings, ...categories, ...judgeRenewal(judged, keys, verify)];
}

function judgeCategory(
  { proofs, dossier, invoice, shipment, demands }: Judged,
  keys: PredicateKeys | undefined,
  eye: Eye,
  verify: Verify,
): Finding[] {
  const aspect = ofEye("prescription", eye);
  const place: Place = { stage: "shipment", aspect };
  const shown = proofs?.[ofEye("category", eye)];
  const billed = demands.categories[eye];
  const isLens = invoice[ofEye("code", eye)] !== ZERO;
  if (demands.category && isLens && !(shown && billed)) return [finding("category-not-proven", place)];
  if (!shown) return [];
  const commitment = shipment?.[aspect] ?? ZERO;
  const statement = { dossier, eye, commitment, category: shown.category };
  if (!keys || commitment === ZERO || !verify(keys.category, categoryInputs(statement), shown.proof)) {
    return [finding("proof-does-not-verify", place)];
  }
  return billed && billed !== shown.category ? [finding("category-wrong", place)] : [];
}

function judgeRenewal(
  { proofs, dossier, shipment, demands }: Judged,
  keys: PredicateKeys | undefined,
  verify: Verify,
): Finding[] {
  const shown = proofs?.renewal;
  const { previous } = demands;
  if (!shown || !(previous.right || previous.left)) {
    return demands.renewal ? [finding("renewal-not-proven", { stage: "shipment" })] : [];
  }
  const stated = (eye: Eye): Hex | undefined => {
    const commitment = shipment?.[ofEye("prescription", eye)];
    return commitment === ZERO ? undefined : commitment;
  };
  const after = { right: stated("right"), left: stated("left") };
  const inputs = renewalInputs({ dossier, before: previous, after });
  const holds = keys !== undefined && verify(keys.renewal, inputs, shown.proof);
  return holds ? [] : [finding("proof-does-not-verify", { stage: "shipment" })];
}
