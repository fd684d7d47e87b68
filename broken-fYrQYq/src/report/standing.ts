import type { AspectName } from "../protocol/index.js";
import type { Seen, Timeline, TimelineEntry } from "./timeline.js";
import { inParis } from "./times.js";
import { type ReportLanguage, reasonName } from "./words.js";

/**
 * Whether a statement counts, what it replaces and what became of it, in a few words.
 * @internal
 */
export function standingOf(entry: TimelineEntry, { entries }: Timeline, language: ReportLanguage): string {
  const french = language === "fr";
  const parts = [entry.counts ? (french ? "compte" : "counts") : french ? "ne compte pas" : "does not count"];
  if (entry.supersedes) {
    const { statement, reason } = entry.supersedes;
    const former = entries.find((other) => other.statement === statement);
    const what = former
      ? `${french ? "le n°" : "no."}\u00a0${former.number}`
      : french
        ? "une déclaration non présentée"
        : "a statement not shown";
    parts.push(`${french ? "remplace" : "replaces"} ${what} (${reasonName(reason, language)})`);
  }
  if (entry.withdrawn) {
    const { time, reason } = entry.withdrawn;
    const when = inParis(time, language);
    const why = reasonName(reason, language);
    parts.push(french ? `retrait le ${when} (${why})` : `withdrawn on ${when} (${why})`);
  }
  const next = entries.find(({ supersedes }) => supersedes?.statement === entry.statement);
  if (next) parts.push(french ? `remplacée par le n°\u00a0${next.number}` : `replaced by no.\u00a0${next.number}`);
  return parts.join(", ");
}

/** The order in which what was seen is told: what is at odds first. */
export const SEEN: readonly Seen[] = ["mismatched", "opened", "equal", "hidden"];

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

const SEEN_NAMES: Readonly<Record<Seen, { readonly en: string; readonly fr: string }>> = {
  opened: { en: "opened by your claim", fr: "ouvert par votre demande" },
  equal: { en: "equal, value hidden", fr: "égal, valeur cachée" },
  mismatched: { en: "differs", fr: "diffère" },
  hidden: { en: "hidden", fr: "caché" },
};

/**
 * What the insurer sees of an aspect, in words.
 * @internal
 */
export function seenName(seen: Seen, language: ReportLanguage): string {
  return SEEN_NAMES[seen][language];
}
