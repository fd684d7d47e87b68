import {
  type AskingInsurer,
  assess,
  type Certificate,
  type ChainFacts,
  type Claim,
  DEFAULT_POLICY,
  type Policy,
  type Verdict,
} from "../../src/protocol/index.js";
import { numbered } from "../agreement/numbered.js";
import { judgeCertificate } from "../oracle/claim.js";
import { BACKEND } from "./ledger.js";

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

/** What the SDK thinks; of one in many the oracle is asked too, and must think the same. */
export function judge(asked: Asked): Verdict {
  const { certificate, claim, facts, policy = DEFAULT_POLICY, insurer = {} } = asked;
  const verdict = assess(certificate, claim, facts, policy, insurer, BACKEND);
  if (judged++ % ORACLE_EVERY === 0) {
    const text = JSON.stringify(judgeCertificate(certificate, claim, facts, policy, insurer));
    if (text !== JSON.stringify(numbered(verdict.findings))) throw new Disagreement(verdict, text);
    onSample?.(asked, verdict);
  }
  return verdict;
}

/** Two implementations think differently of one certificate. */
export class Disagreement extends Error {
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
