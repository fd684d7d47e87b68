import { type AskingInsurer, askerOf } from "./asker.js";
import type { Hex } from "./bytes.js";
import { type Certificate, evidenceOf } from "./certificate.js";
import type { Claim } from "./claim.js";
import { assessReceipts, type Conformity } from "./conformity.js";
import { type CryptoBackend, type ExaminingBackend, PLAIN } from "./crypto-backend.js";
import { orderedAt, proofDemands } from "./demands.js";
import { hashDossier } from "./derivation.js";
import type { ChainFacts } from "./facts.js";
import type { Finding, Severity } from "./findings.js";
import { mapPending, type Pending, unconditional } from "./pending.js";
import type { Policy } from "./policy.js";
import { judgeChain } from "./rules/chain.js";
import { judgeClaim } from "./rules/claim.js";
import { invoiceOf, isCounted } from "./rules/examined-receipt.js";
import { judgeOutsideMakers } from "./rules/outside-makers.js";
import { judgeProofs } from "./rules/proofs.js";

/** What an insurer learns of a certificate. */
export interface Verdict {
  readonly outcome: Outcome;
  /** It conforms, with or without a justification: its share may be paid. */
  readonly conform: boolean;
  readonly findings: readonly Finding[];
  readonly dossier: Hex;
  /** Hash of the invoice that counts, when one does. */
  readonly invoice?: Hex;
  /** What was accepted, so that a verdict that is kept says by what rules it was given. */
  readonly policy: Policy;
  /** The block at which the facts of the chain hold. */
  readonly block: { readonly number: number; readonly time: number };
  /** Of a pending verdict: when the last of what it waits for is due, unix seconds. */
  readonly until?: number;
}

/**
 * What a verdict comes to, the best first: it conforms; it conforms with a lawful correction; nobody who takes part confirms all
 * of it; something may still come; it does not conform.
 */
export const OUTCOMES = ["conforming", "justified", "not-verifiable", "pending", "not-conforming"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What findings come to, and until when it may change. */
function outcomeOf(findings: readonly Finding[]): Pick<Verdict, "outcome" | "until"> {
  const has = (severity: Severity) => findings.some((one) => one.severity === severity);
  if (has("blocking")) return { outcome: "not-conforming" };
  if (has("pending")) return { outcome: "pending", until: Math.max(...findings.map(({ until = 0 }) => until)) };
  if (has("not-verifiable")) return { outcome: "not-verifiable" };
  return { outcome: findings.some(({ code }) => code === "justified") ? "justified" : "conforming" };
}

/**
 * A verdict with what was read on the way to it.
 * @internal
 */
export interface Judgement {
  readonly verdict: Verdict;
  /** Absent when the certificate is of another chain: nothing of it was read. */
  readonly conformity?: Conformity;
}

/**
 * Judges a certificate against the claim that the insurer holds. Pure: the same input gives the same verdict, for ever.
 * @param certificate Read by `parseCertificate`.
 * @param claim Read by `parseClaim`.
 * @param facts What the chain says, from a view that the insurer trusts.
 * @param insurer Who asks, where it says so.
 * @param backend What hashes, recovers signatures and verifies proofs; the answers are the same.
 *
 * @example
 * ```ts
 * import { assess, DEFAULT_POLICY } from "clairevoie/protocol";
 * const { conform, findings } = assess(certificate, claim, facts, DEFAULT_POLICY);
 * ```
 */
export function assess(
  certificate: Certificate,
  claim: Claim,
  facts: ChainFacts,
  policy: Policy,
  insurer: AskingInsurer = {},
  backend: CryptoBackend = PLAIN,
): Verdict {
  return judge(certificate, claim, facts, policy, insurer, backend).verdict;
}

/**
 * Judges as `assess` does, and keeps what was read, so that a report need not read it again.
 * @internal
 */
export function judge(
  certificate: Certificate,
  claim: Claim,
  facts: ChainFacts,
  policy: Policy,
  insurer: AskingInsurer = {},
  backend: CryptoBackend = PLAIN,
): Judgement {
  const { obligations, conclude } = examine(certificate, claim, facts, policy, insurer, backend);
  return conclude(obligations.length === 0 ? [] : backend.verifyProofs(obligations));
}

/**
 * Judges as `assess` does, all but the proofs, so that those of many certificates can be verified together.
 * @internal
 */
export function examine(
  certificate: Certificate,
  claim: Claim,
  facts: ChainFacts,
  policy: Policy,
  insurer: AskingInsurer = {},
  backend: ExaminingBackend = PLAIN,
): Pending<Judgement> {
  const dossier = hashDossier(certificate.dossier);
  const close = (findings: readonly Finding[], invoice?: Hex): Verdict => {
    const { outcome, until } = outcomeOf(findings);
    return {
      outcome,
      conform: outcome === "conforming" || outcome === "justified",
      findings,
      dossier,
      ...(invoice && { invoice }),
      policy,
      block: facts.block,
      ...(until !== undefined && { until }),
    };
  };

  const foreign = judgeChain(certificate, facts.chain);
  if (foreign.length > 0) return unconditional({ verdict: close(foreign) });

  const asker = askerOf(certificate, claim, insurer);
  const conformity = assessReceipts(evidenceOf(certificate), facts, policy, asker, backend);
  const invoice = invoiceOf(conformity.receipts);
  const { merged } = conformity;
  // Why no invoice counts is a finding already.
  if (!invoice || !merged.invoice) return unconditional({ verdict: close(conformity.findings), conformity });

  const claimed = [
    ...judgeClaim(certificate, claim, invoice, merged.invoice, policy, insurer, backend),
    ...judgeOutsideMakers(certificate, claim, conformity, policy),
  ];
  const proven = judgeProofs({
    proofs: certificate.proofs,
    chainId: certificate.chain.chainId,
    dossier,
    invoice: merged.invoice,
    shipment: merged.shipment,
    stocked: conformity.receipts.flatMap((one) => (one.opening && isCounted(one) ? [one.opening.eye] : [])),
    demands: proofDemands(claim, policy, orderedAt(certificate.receipts)),
  });
  return mapPending(proven, (shown) => ({
    verdict: close([...conformity.findings, ...claimed, ...shown], invoice.hash),
    conformity,
  }));
}
