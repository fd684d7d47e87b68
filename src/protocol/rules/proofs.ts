import { ofEye } from "../aspects.js";
import { type Hex, ZERO } from "../bytes.js";
import type { ProofDemands } from "../demands.js";
import { EYES, type Eye } from "../derivation.js";
import { type Finding, type FindingCode, finding, type Place } from "../findings.js";
import type { Obligation } from "../groth16.js";
import { DEVELOPMENT_KEYS } from "../keys/development.js";
import type { Pending } from "../pending.js";
import { bandInputs, type PredicateKeys, renewalInputs } from "../predicates.js";
import type { Proofs } from "../proofs.js";
import type { AspectCommitments } from "./merging.js";

/** Every set of keys that this software knows. Those of a ceremony are added here. */
const KEYS: readonly PredicateKeys[] = [DEVELOPMENT_KEYS];

/** Chains that nobody else sees: those of Hardhat and anvil, and of geth's developer mode. */
const LOCAL_CHAINS: readonly number[] = [31337, 1337];

/** What the judgement of proofs stands on. */
export interface ProvenDossier {
  readonly proofs: Proofs | undefined;
  readonly chainId: number;
  readonly dossier: Hex;
  readonly invoice: AspectCommitments;
  /** What the lens makers stated: a prescription is believed because who made the lens committed to it. */
  readonly shipment: AspectCommitments | undefined;
  /** Eyes whose lens is one of stock that counts: its maker stated its code, and nothing is proven of it. */
  readonly stocked: readonly Eye[];
  readonly demands: ProofDemands;
}

/** What one part of the pass finds: whatever its proof turns out to be, or depending on it. */
type Part = readonly Finding[] | Awaited;

interface Awaited {
  readonly obligation: Obligation;
  readonly found: (isProven: boolean) => readonly Finding[];
}

/**
 * What proofs show, and fail to show, of what is billed, exactly as `ConformityVerifier.assess` finds after the findings of the
 * receipts. Findings in this order: the keys, the right and the left lens, the renewal. Nothing is verified here: the
 * proofs that must be are collected, so that those of many dossiers can be verified together.
 * @internal
 */
export function judgeProofs(proven: ProvenDossier): Pending<Finding[]> {
  const keys = KEYS.find(({ id }) => id === proven.proofs?.keys);
  const parts: readonly Part[] = [
    judgeKeys(proven, keys),
    ...EYES.map((eye) => judgeBand(proven, keys, eye)),
    judgeRenewal(proven, keys),
  ];
  return {
    obligations: parts.flatMap((part) => ("obligation" in part ? [part.obligation] : [])),
    conclude(holds) {
      let next = 0;
      return parts.flatMap((part) => ("obligation" in part ? part.found(holds[next++] === true) : part));
    },
  };
}

/** Proofs of development keys count where a policy accepts them; where it does not say, on a local chain. */
function judgeKeys({ proofs, chainId, demands }: ProvenDossier, keys: PredicateKeys | undefined): Part {
  if (!keys?.isDevelopment || !(proofs?.bandRight || proofs?.bandLeft || proofs?.renewal)) return [];
  const isAccepted = demands.acceptDevelopmentKeys ?? LOCAL_CHAINS.includes(chainId);
  const found = finding("development-keys", { stage: "invoice" });
  return [isAccepted ? { ...found, severity: "info" } : found];
}

function judgeBand(
  { proofs, dossier, invoice, shipment, stocked, demands }: ProvenDossier,
  keys: PredicateKeys | undefined,
  eye: Eye,
): Part {
  if (stocked.includes(eye)) return [];
  const aspect = ofEye("prescription", eye);
  const shown = proofs?.[ofEye("band", eye)];
  const billed = demands.masks[eye];
  const isAsked = demands.requireBand && invoice[ofEye("code", eye)] !== ZERO;
  const found = (code: FindingCode) => [finding(code, { stage: "shipment", aspect })];
  if (isAsked && !(shown && billed !== undefined)) return found("band-not-proven");
  if (!shown) return [];
  const commitment = shipment?.[aspect] ?? ZERO;
  if (!keys || commitment === ZERO) return found("proof-does-not-verify");
  const { mask, proof } = shown;
  return {
    obligation: [keys.band, bandInputs({ dossier, eye, commitment, mask }), proof],
    found(isProven) {
      if (!isProven) return found("proof-does-not-verify");
      // A wider mask proves less than the code says, a narrower one tells more.
      return billed !== undefined && billed !== mask ? found("band-wrong") : [];
    },
  };
}

function judgeRenewal({ proofs, dossier, shipment, demands }: ProvenDossier, keys: PredicateKeys | undefined): Part {
  const shown = proofs?.renewal;
  const { previous } = demands;
  const place: Place = { stage: "shipment" };
  if (!shown || !(previous.right || previous.left)) {
    return demands.requireRenewal ? [finding("renewal-not-proven", place)] : [];
  }
  if (!keys) return [finding("proof-does-not-verify", place)];
  const stated = (eye: Eye): Hex | undefined => {
    const commitment = shipment?.[ofEye("prescription", eye)];
    return commitment === ZERO ? undefined : commitment;
  };
  const after = { right: stated("right"), left: stated("left") };
  return {
    obligation: [keys.renewal, renewalInputs({ dossier, before: previous, after }), shown.proof],
    found: (isProven) => (isProven ? [] : [finding("proof-does-not-verify", place)]),
  };
}
