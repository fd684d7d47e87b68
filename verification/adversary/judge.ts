import {
  type AskingInsurer,
  assess,
  type Certificate,
  type ChainFacts,
  type Claim,
  DEFAULT_POLICY,
  type FindingCode,
  type Policy,
  type Receipt,
  type Severity,
  type Verdict,
} from "../../src/protocol/index.js";
import { numbered } from "../agreement/numbered.js";
import { judgeCertificate } from "../oracle/claim.js";
import { BACKEND, realSignature } from "./ledger.js";

/** One verdict in so many is compared with the oracle's. */
const ORACLE_EVERY = 97;
let judged = 0;

/** What is asked of an insurer's program. */
export interface Asked {
  readonly certificate: Certificate;
  readonly claim: Claim;
  readonly facts: ChainFacts;
  readonly policy?: Policy;
  readonly insurer?: AskingInsurer;
}

/** Asked by hand for the chain's own verdict, on a sample (`on-chain.ts`). */
let onSample: ((asked: Asked, verdict: Verdict) => void) | undefined;

/** Hands every sampled question to someone else too. */
export function watchSample(take: typeof onSample): void {
  onSample = take;
}

let ignored: ReadonlySet<FindingCode> = new Set();

/** From now on verdicts are without these findings: what the search then finds is what they are for. */
export function ignore(...codes: readonly FindingCode[]): void {
  ignored = new Set(codes);
}

/** What would be thought if some findings were not made. */
function without(verdict: Verdict): Verdict {
  const findings = verdict.findings.filter(({ code }) => !ignored.has(code));
  const is = (severity: Severity) => findings.some((one) => one.severity === severity);
  const outcome = is("blocking")
    ? "not-conforming"
    : is("pending")
      ? "pending"
      : is("not-verifiable")
        ? "not-verifiable"
        : findings.some(({ code }) => code === "justified")
          ? "justified"
          : "conforming";
  const until = Math.max(0, ...findings.map((one) => one.until ?? 0));
  const conform = outcome === "conforming" || outcome === "justified";
  const { until: _, ...others } = verdict;
  return { ...others, findings, outcome, conform, ...(outcome === "pending" && { until }) };
}

/** What the SDK thinks; of one in many the oracle is asked too, and must think the same. */
export function judge(asked: Asked): Verdict {
  const { certificate, claim, facts, policy = DEFAULT_POLICY, insurer = {} } = asked;
  const verdict = assess(certificate, claim, facts, policy, insurer, BACKEND);
  if (judged++ % ORACLE_EVERY === 0) {
    const signed = withSignatures(certificate);
    const text = JSON.stringify(judgeCertificate(signed, claim, facts, policy, insurer));
    if (text !== JSON.stringify(numbered(verdict.findings))) throw new Disagreement(verdict, text);
    onSample?.({ ...asked, certificate: signed }, verdict);
  }
  return ignored.size > 0 ? without(verdict) : verdict;
}

function withSignatures(certificate: Certificate): Certificate {
  const { receipts, grant, stock } = certificate;
  const signed = (receipt: Receipt): Receipt => ({ ...receipt, signature: realSignature(receipt.signature) });
  const { right, left } = stock ?? {};
  return {
    ...certificate,
    receipts: receipts.map(signed),
    ...(grant && { grant: { ...grant, signature: realSignature(grant.signature) } }),
    ...(stock && {
      stock: {
        ...(right && { right: { ...right, receipt: signed(right.receipt) } }),
        ...(left && { left: { ...left, receipt: signed(left.receipt) } }),
      },
    }),
  };
}

/** Two implementations think differently of one certificate. */
class Disagreement extends Error {
  constructor({ findings }: Verdict, text: string) {
    super(`the SDK finds ${JSON.stringify(numbered(findings))} and the oracle ${text}`);
  }
}

/** Whether an insurer pays: nothing blocks and nothing is pending. Who pays what is not verifiable takes it on itself. */
export function isPayable({ outcome }: Verdict): boolean {
  return outcome === "conforming" || outcome === "justified" || outcome === "not-verifiable";
}

/** Eyes whose maker was named and takes no part. */
export function unverifiable({ findings }: Verdict): readonly ("right" | "left")[] {
  return findings
    .filter(({ code }) => code === "maker-not-enrolled")
    .map(({ aspect }) => (aspect === "makerRight" ? "right" : "left"));
}
