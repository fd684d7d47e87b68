import type { AspectName } from "../protocol/index.js";
import type { ReportCatalogue } from "./catalogues.js";
import type { Seen, Timeline, TimelineEntry } from "./timeline.js";
import { inParis } from "./times.js";

/**
 * Whether a statement counts, what it replaces and what became of it, in a few words.
 * @internal
 */
export function statusOf(entry: TimelineEntry, { entries }: Timeline, catalogue: ReportCatalogue): string {
  const { names, report } = catalogue;
  const { status } = report;
  const parts = [entry.counts ? status.counts : status.doesNotCount];
  if (entry.supersedes) {
    const { statement } = entry.supersedes;
    const reason = names.reasons[entry.supersedes.reason];
    const former = entries.find((other) => other.statement === statement);
    parts.push(former ? status.replaces({ number: former.number, reason }) : status.replacesUnseen({ reason }));
  }
  if (entry.withdrawn) {
    const { time, reason, isVoid } = entry.withdrawn;
    parts.push(
      (isVoid ? status.voidWithdrawal : status.withdrawn)({
        when: inParis(time, catalogue),
        reason: names.reasons[reason],
      }),
    );
  }
  const next = entries.find(({ supersedes }) => supersedes?.statement === entry.statement);
  if (next) parts.push(status.replacedBy({ number: next.number }));
  return parts.join(", ");
}

/** The order in which what was seen is told: what is at odds first. */
const SEEN: readonly Seen[] = ["mismatched", "opened", "equal", "hidden"];

/**
 * The aspects of a statement by what the insurer sees of them.
 * @internal
 */
export function seenIn({ aspects }: TimelineEntry): readonly (readonly [seen: Seen, aspects: readonly AspectName[]])[] {
  return SEEN.flatMap((seen) => {
    const of = aspects.filter((one) => one.seen === seen).map(({ aspect }) => aspect);
    return of.length === 0 ? [] : [[seen, of] as const];
  });
}
