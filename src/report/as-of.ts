import type { ReportCatalogue } from "./catalogues.js";
import { inBoth } from "./causes.js";
import type { Report } from "./report.js";
import { inParisAndUtc } from "./times.js";

const DAY = 86_400;
/** How far the clock may be behind the chain, seconds. */
const CLOCK_TOLERANCE = 120;

/**
 * A report by evidence: it says as of when, asks for no payment, and once its block is a day old speaks of the past.
 * @param now Unix seconds, by the reader's clock.
 * @param settlements Whether what was settled was looked at.
 *
 * @example
 * ```ts
 * import { DEFAULT_POLICY } from "clairevoie/protocol";
 * import { report, reportAsOf, reportPage } from "clairevoie/report";
 * const told = report(certificate, claim, facts, DEFAULT_POLICY);
 * const page = reportPage(reportAsOf(told, Date.now() / 1000), "fr");
 * ```
 */
export function reportAsOf(report: Report, now: number, settlements = true): Report {
  const { verdict, summary } = report;
  const { ask } = inBoth(({ report: { asOf } }) => ({ ask: asOf.ask }));
  return {
    ...report,
    // By a clock that is behind the chain nothing is recent.
    asOf: { isPast: now - verdict.block.time > DAY || verdict.block.time - now > CLOCK_TOLERANCE, settlements },
    summary: verdict.conform ? { ...summary, ask } : summary,
  };
}

/**
 * As of when a report by evidence holds; nothing of one that asked the chain.
 *
 * @example
 * ```ts
 * import { CATALOGUES } from "clairevoie/language";
 * import { DEFAULT_POLICY } from "clairevoie/protocol";
 * import { asOfLine, report, reportAsOf } from "clairevoie/report";
 * const told = reportAsOf(report(certificate, claim, facts, DEFAULT_POLICY), Date.now() / 1000);
 * const line = asOfLine(told, CATALOGUES.fr);
 * ```
 */
export function asOfLine({ asOf, verdict: { block } }: Report, catalogue: ReportCatalogue): string | undefined {
  if (!asOf) return undefined;
  const { line, unsettled } = catalogue.report.asOf;
  const said = line({ block: block.number, when: inParisAndUtc(block.time, catalogue) });
  return asOf.settlements ? `${said}.` : `${said}. ${unsettled}.`;
}

/**
 * The outcome in words: what it is, or once its evidence is old, what it was.
 *
 * @example
 * ```ts
 * import { CATALOGUES } from "clairevoie/language";
 * import { DEFAULT_POLICY } from "clairevoie/protocol";
 * import { outcomeText, report, reportAsOf } from "clairevoie/report";
 * const told = reportAsOf(report(certificate, claim, facts, DEFAULT_POLICY), Date.now() / 1000);
 * const words = outcomeText(told, CATALOGUES.fr); // "conforme", or "était conforme le 3 mars 2026, 10:05 (09:05 UTC)"
 * ```
 */
export function outcomeText({ asOf, verdict: { outcome, block } }: Report, catalogue: ReportCatalogue): string {
  const { report } = catalogue;
  return asOf?.isPast
    ? report.asOf.outcomes[outcome]({ when: inParisAndUtc(block.time, catalogue) })
    : report.outcomes[outcome];
}
