import type { ProvenFindingStructOutput } from "../../typechain-types/contracts/interfaces/IProofAssessor.js";
import { askerOf } from "../protocol/asker.js";
import { orderedAt } from "../protocol/demands.js";
import { finding } from "../protocol/findings.js";
import {
  ASPECTS,
  type Asker,
  type AskingInsurer,
  type Certificate,
  type Claim,
  evidenceOf,
  FINDINGS,
  type Finding,
  type FindingCode,
  findingCode,
  type Hex,
  type Policy,
  type ProofDemands,
  type Proofs,
  proofDemands,
  type Receipt,
  reasonBits,
  type Severity,
  STAGES,
  type StockOpening,
  ZERO,
} from "../protocol/index.js";
import { judgeChain } from "../protocol/rules/chain.js";
import { eyeNumber } from "../protocol/stock.js";
import { asChainError, ChainError } from "./errors.js";
import type { Suite } from "./suite.js";

/** What a certificate proves, and what that is held to. */
export interface Proven {
  readonly proofs: Proofs | undefined;
  readonly demands: ProofDemands;
}

/**
 * The chain's own verdict on receipts: one `eth_call` to `ConformityVerifier.assess`. It must say what `assessReceipts` says.
 * @param proven Asks `ProofAssessor.assess` instead, which adds what it finds of the proofs.
 * @throws {ChainError} when the node does not answer, or knows findings that this version does not.
 *
 * @example
 * ```ts
 * import { assessOnChain, connect } from "clairevoie/chain";
 * const findings = await assessOnChain(await connect({ rpc, deployment }), receipts, policy, { rank: 1 });
 * ```
 */
export async function assessOnChain(
  suite: Suite,
  receipts: readonly Receipt[],
  policy: Policy,
  asker: Asker = {},
  openings: readonly StockOpening[] = [],
  proven?: Proven,
): Promise<Finding[]> {
  const { verifier, proofs } = suite;
  if (proven && !proofs) {
    throw new ChainError("wrong-chain", "deployment-without-assessor");
  }
  const { judged, units, accepted, from } = asArguments(receipts, openings, policy, asker);
  try {
    if (proven && proofs) {
      const [shown, asked] = [asProofs(proven.proofs), asDemands(proven.demands)];
      return named(await proofs.assess(judged, units, accepted, from, shown, asked));
    }
    // A suite that was deployed before stock lenses answers for dossiers without.
    if (units.length === 0) return named(await verifier.assess(judged, accepted, from));
    return named(await verifier.assessWithStock(judged, units, accepted, from));
  } catch (error) {
    // What refuses is the verifier of receipts, whichever is asked: the other hands its refusal on.
    throw asChainError(error, verifier.interface, "asking-verdict");
  }
}

/**
 * The chain's own verdict on a certificate with its proofs: one `eth_call` to `ProofAssessor.assess`. Of a claim it is told
 * nothing but what proofs are held to (`proofDemands`) and a hash of how the shares were told; whether the claim opens is for
 * `assess` alone. The findings are those of `assess` that need no value.
 * @throws {ChainError} when the node does not answer, knows findings that this version does not, or has no such contract.
 *
 * @example
 * ```ts
 * import { assessCertificateOnChain, connect } from "clairevoie/chain";
 * const suite = await connect({ rpc, deployment });
 * const findings = await assessCertificateOnChain(suite, certificate, claim, policy);
 * ```
 */
export async function assessCertificateOnChain(
  suite: Suite,
  certificate: Certificate,
  claim: Claim,
  policy: Policy,
  insurer: AskingInsurer = {},
): Promise<Finding[]> {
  const foreign = judgeChain(certificate, suite.reference);
  if (foreign.length > 0) return foreign;
  const { receipts, openings } = evidenceOf(certificate);
  const asker = askerOf(certificate, claim, insurer);
  const demands = proofDemands(claim, policy, orderedAt(receipts));
  // A suite that was deployed before the judge of proofs answers for certificates without.
  const isPlain = !certificate.proofs && !demands.requireBand && !demands.requireRenewal;
  const proven = isPlain ? undefined : { proofs: certificate.proofs, demands };
  return assessOnChain(suite, receipts, policy, asker, openings, proven);
}

/**
 * Whether `assessCertificateOnChain` makes this finding too: it is of receipts or of proofs, and needs no value of the claim.
 *
 * @example
 * ```ts
 * import { isJudgedOnChain } from "clairevoie/chain";
 * import { assess } from "clairevoie/protocol";
 * const { findings } = assess(certificate, claim, facts, policy);
 * const there = findings.filter(({ code }) => isJudgedOnChain(code));
 * ```
 */
export function isJudgedOnChain(code: FindingCode): boolean {
  const { number } = FINDINGS[code];
  return number <= FINDINGS["wrong-chain"].number || (number >= FIRST_OF_PROOFS && number <= LAST_OF_PROOFS);
}

const FIRST_OF_PROOFS = FINDINGS["band-not-proven"].number;
const LAST_OF_PROOFS = FINDINGS["development-keys"].number;

/** Findings as the SDK names them. */
function named(answered: readonly Answered[]): Finding[] {
  return answered.map(({ code, severity, stage, aspect, subject }) => {
    const name = findingCode(Number(code));
    if (!name) throw new ChainError("wrong-chain", "unknown-finding", { finding: String(code) });
    const [stageName, aspectName] = [STAGES[Number(stage)], ASPECTS[Number(aspect)]];
    const found = finding(name, {
      ...(stageName && { stage: stageName }),
      ...(aspectName && { aspect: aspectName }),
      ...(subject !== ZERO && { subject: subject as Hex }),
    });
    return { ...found, severity: SEVERITIES[Number(severity)] ?? found.severity };
  });
}

type Answered = Pick<ProvenFindingStructOutput, "code" | "severity" | "stage" | "aspect" | "subject">;

/** As the contracts number them. */
const SEVERITIES: readonly Severity[] = ["info", "review", "blocking"];

function asArguments(receipts: readonly Receipt[], openings: readonly StockOpening[], policy: Policy, asker: Asker) {
  return {
    judged: receipts.map((receipt) => ({
      ...receipt,
      statement: { ...receipt.statement, aspects: asTuple(receipt.statement.aspects) },
    })),
    units: openings.map((opening) => ({ ...opening, eye: eyeNumber(opening.eye) })),
    accepted: {
      lagSeconds: policy.lagSeconds,
      toleranceSeconds: policy.toleranceSeconds,
      quoteSeconds: policy.quoteSeconds,
      finalitySeconds: policy.finalitySeconds,
      reasons: reasonBits(policy),
      acceptOwnSettlement: policy.acceptOwnSettlement,
    },
    from: { insurer: asker.insurer ?? ZERO, rank: asker.rank ?? 0, split: asker.split ?? ZERO },
  };
}

function asProofs(proofs: Proofs | undefined) {
  const shown = (of: Proofs["bandRight"]) => ({ category: of?.mask ?? 0, proof: of?.proof ?? "0x" });
  return {
    keys: proofs?.keys ?? "",
    categoryRight: shown(proofs?.bandRight),
    categoryLeft: shown(proofs?.bandLeft),
    renewal: proofs?.renewal?.proof ?? "0x",
  };
}

function asDemands({ requireBand, requireRenewal, masks, previous, acceptDevelopmentKeys }: ProofDemands) {
  const billed: [number, number] = [masks.right ?? 0, masks.left ?? 0];
  const before: [Hex, Hex] = [previous.right ?? ZERO, previous.left ?? ZERO];
  return {
    requireCategory: requireBand,
    requireRenewal,
    categories: billed,
    previous: before,
    developmentKeys: acceptDevelopmentKeys === undefined ? 0 : acceptDevelopmentKeys ? 1 : 2,
  };
}

type Thirteen = [Hex, Hex, Hex, Hex, Hex, Hex, Hex, Hex, Hex, Hex, Hex, Hex, Hex];

function asTuple(aspects: readonly Hex[]): Thirteen {
  return [...aspects] as Thirteen;
}
