import { type Hex, STAGES } from "../protocol/index.js";
import type { AspectComparison } from "./comparison.js";
import type { Report } from "./report.js";
import type { TimelineEntry } from "./timeline.js";

/** Two statements that follow each other in the dossier, and whether they agree on all that both state. */
export interface Link {
  readonly from: Hex;
  readonly to: Hex;
  readonly isAgreed: boolean;
}

/**
 * The statements that count, each with those of the next stage at which something counts.
 * @internal
 */
export function linksOf({ timeline: { entries, comparison } }: Report): readonly Link[] {
  const counting = STAGES.map((stage) => entries.filter((entry) => entry.counts && entry.stage === stage)).filter(
    (some) => some.length > 0,
  );
  return counting.slice(1).flatMap((later, i) =>
    later.flatMap((to) =>
      (counting[i] ?? []).map((from) => ({
        from: from.statement,
        to: to.statement,
        isAgreed: agree(from, to, comparison),
      })),
    ),
  );
}

function agree(a: TimelineEntry, b: TimelineEntry, comparison: readonly AspectComparison[]): boolean {
  return comparison.every(({ aspect, stages, isSubstituted }) => {
    const isStated = [a, b].every(({ aspects }) => aspects.some((one) => one.aspect === aspect));
    const value = (entry: TimelineEntry) => stages.find(({ stage }) => stage === entry.stage)?.value;
    return !isStated || isSubstituted || value(a) === value(b);
  });
}
