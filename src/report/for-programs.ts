import type { Verdict } from "../protocol/index.js";
import type { Report } from "./report.js";
import type { Summary } from "./summary.js";
import type { Timeline } from "./timeline.js";
import { iso } from "./times.js";

/** A verdict as programs get it: its findings, and with them the three lines and the timeline. */
export type VerdictForPrograms = Verdict &
  Pick<Report, "fingerprint" | "asOf"> & {
    readonly untilIso?: string;
    readonly summary: Summary;
    readonly timeline: Timeline;
  };

/**
 * What `clairevoie verify --json` prints of a report, and `clairevoie serve` answers.
 *
 * @example
 * ```ts
 * import { DEFAULT_POLICY } from "clairevoie/protocol";
 * import { report, verdictForPrograms } from "clairevoie/report";
 * const { outcome, summary } = verdictForPrograms(report(certificate, claim, facts, DEFAULT_POLICY));
 * ```
 */
export function verdictForPrograms({ verdict, summary, timeline, fingerprint, asOf }: Report): VerdictForPrograms {
  const { until } = verdict;
  return {
    ...verdict,
    ...(until !== undefined && { untilIso: iso(until) }),
    summary,
    timeline,
    fingerprint,
    ...(asOf && { asOf }),
  };
}
