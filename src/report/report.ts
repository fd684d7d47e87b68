import { type Judgement, judge } from "../protocol/assess.js";
import {
  type AskingInsurer,
  type Certificate,
  type ChainFacts,
  type Claim,
  type CryptoBackend,
  fingerprintOf,
  PLAIN,
  type Policy,
  type Verdict,
} from "../protocol/index.js";
import { type Store, storeOf } from "./actors.js";
import { type ExplainedFinding, explain, inBoth, likeIt } from "./causes.js";
import { ordered } from "./order.js";
import { type Summary, summarise } from "./summary.js";
import { type Timeline, timeline } from "./timeline.js";

/** A verdict for people: in three lines, in the order of time, and finding by finding. */
export interface Report {
  readonly verdict: Verdict;
  readonly summary: Summary;
  readonly timeline: Timeline;
  /** By severity, and then by what explains the others; `verdict.findings` are in the order of the protocol. */
  readonly findings: readonly ExplainedFinding[];
  /** The store of the claim: who it is on chain, if the certificate tells the truth. */
  readonly store: Store;
  readonly claim: Claim;
  /** What the store's program told of the same certificate (`fingerprintOf`). */
  readonly fingerprint: string;
  /** Of a report by evidence (`reportAsOf`): whether it speaks of the past, and whether settlements were looked at. */
  readonly asOf?: { readonly isPast: boolean; readonly settlements: boolean };
}

/**
 * Judges a certificate as `assess` does, and tells it to a person. Pure. There is no salt in it, and no value but the claim's.
 * @param facts What the chain says, from a view that the insurer trusts.
 * @param insurer Who asks, where it says so.
 * @param backend What hashes, recovers signatures and verifies proofs; the answers are the same.
 *
 * @example
 * ```ts
 * import { DEFAULT_POLICY } from "clairevoie/protocol";
 * import { report } from "clairevoie/report";
 * const { summary, timeline } = report(certificate, claim, facts, DEFAULT_POLICY);
 * console.log(summary.what.fr, timeline.entries.length);
 * ```
 */
export function report(
  certificate: Certificate,
  claim: Claim,
  facts: ChainFacts,
  policy: Policy,
  insurer: AskingInsurer = {},
  backend: CryptoBackend = PLAIN,
): Report {
  return reportOf(judge(certificate, claim, facts, policy, insurer, backend), certificate, claim, facts, insurer);
}

/**
 * Tells a judgement to a person.
 * @param judgement What judging this certificate against this claim came to.
 * @internal
 */
export function reportOf(
  judgement: Judgement,
  certificate: Certificate,
  claim: Claim,
  facts: ChainFacts,
  insurer: AskingInsurer,
): Report {
  const { verdict } = judgement;
  const told = timeline(certificate, claim, facts, judgement, insurer.party);
  const store = storeOf(certificate, claim);
  return {
    verdict,
    summary: inBoth((catalogue) => summarise(verdict, told, claim, store, catalogue)),
    timeline: told,
    findings: ordered(verdict.findings).map((finding) => {
      const alike = likeIt(finding, verdict.findings);
      return { ...finding, ...inBoth((catalogue) => explain(finding, alike, told, catalogue)) };
    }),
    store,
    claim,
    fingerprint: fingerprintOf(certificate),
  };
}
