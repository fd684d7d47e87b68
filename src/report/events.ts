import { capital } from "../language/wording.js";
import type { Hex, Stage } from "../protocol/index.js";
import { actor, isOfMaker, type Store } from "./actors.js";
import type { ReportCatalogue } from "./catalogues.js";
import { shortId, spacedSiret } from "./ids.js";
import { isBefore } from "./order.js";
import type { Report } from "./report.js";
import type { TimelineEntry } from "./timeline.js";
import { inParis } from "./times.js";

/** One author, on a horizontal of the drawing. */
export interface Lane {
  readonly id: string;
  readonly name: string;
  readonly about: string;
}

/** What the drawing shows at one point of a lane. */
export type Drawn = {
  readonly lane: number;
  readonly tone: "good" | "bad" | "wait" | "open" | "plain" | "paid";
  /** It does not count. */
  readonly isOut: boolean;
  readonly sign: string;
  readonly label: string;
  readonly below?: string;
  /** Unix seconds; none of what is missing, and of payments. */
  readonly time?: number;
  /** The same in words, for anyone who does not see it. */
  readonly spoken: string;
} & (
  | { readonly kind: "statement"; readonly statement: Hex; readonly supersedes?: Hex }
  | { readonly kind: "withdrawal" | "settlement" | "absence" }
);

/** More authors than a dossier can have share the last lane. */
const MOST_LANES = 6;
/** How what is missing looks: too late, still awaited, or of a maker that does not take part. */
const ABSENCES = {
  blocking: { tone: "bad", below: "missing" },
  pending: { tone: "wait", below: "awaited" },
  "not-verifiable": { tone: "open", below: "outside" },
} as const;
const INSURERS = "insurers";
const NOBODY = "nobody";

const authorOf = ({ signer: { party, key } }: TimelineEntry): string => party ?? key;

/**
 * The authors of a dossier: opticians, lens makers, others, then the insurers that paid.
 * @internal
 */
export function lanesOf({ timeline, store }: Report, catalogue: ReportCatalogue): readonly Lane[] {
  const { entries, missing, settlements } = timeline;
  const { names, report } = catalogue;
  const texts = report.drawing;
  const rank = (entry: TimelineEntry) =>
    entry.signer.party === store.party ? 0 : isOfMaker(entry.stage) || entry.signer.role === "lens-maker" ? 2 : 1;
  const authors = entries.toSorted((a, b) => rank(a) - rank(b)).map((entry) => laneOf(entry, store, catalogue));
  const lanes = [...new Map(authors.map((lane) => [lane.id, lane])).values()].slice(0, MOST_LANES);
  const shipment = missing.find(({ stage }) => stage === "shipment");
  if (shipment) {
    const about = shipment.severity === "blocking" ? texts.noLensMaker : texts[ABSENCES[shipment.severity].below];
    lanes.push({ id: NOBODY, name: capital(names.roles["lens-maker"]), about });
  }
  if (settlements.length > 0) {
    lanes.push({ id: INSURERS, name: texts.insurers, about: texts.payments });
  }
  return lanes;
}

function laneOf(entry: TimelineEntry, store: Store, { names, report }: ReportCatalogue): Lane {
  const { party, role, key } = entry.signer;
  const id = authorOf(entry);
  if (party === store.party) {
    return { id, name: report.drawing.store, about: spacedSiret(store.siret).slice(0, 11) };
  }
  const pretended = isOfMaker(entry.stage) ? "lens-maker" : "optician";
  const name = capital(names.roles[role ?? pretended]);
  return { id, name: party ? name : `${name}\u00a0?`, about: shortId(party ?? key) };
}

interface Timed {
  readonly at: number;
  readonly drawn: Drawn;
}

/**
 * All that is drawn, in the order of time; what is missing stands where it should have come.
 * @internal
 */
export function drawnEvents(report: Report, lanes: readonly Lane[], catalogue: ReportCatalogue): readonly Drawn[] {
  const { timeline } = report;
  const texts = catalogue.report.drawing;
  const laneNumber = (id: string) => {
    const found = lanes.findIndex((lane) => lane.id === id);
    return found < 0 ? Math.min(lanes.length, MOST_LANES) - 1 : found;
  };
  const events: Timed[] = timeline.entries.flatMap((entry) => {
    const lane = laneNumber(authorOf(entry));
    return [statementOf(entry, lane, report, catalogue), ...withdrawalOf(entry, lane, catalogue)];
  });
  for (const { rank, party, isAsker } of timeline.settlements) {
    const label = texts.sharePaid({ rank });
    const below = isAsker ? texts.byYou : shortId(party);
    const spoken = `${label} ${isAsker ? below : `(${below})`}`;
    const drawn = {
      lane: laneNumber(INSURERS),
      tone: "paid",
      isOut: false,
      sign: "€",
      label,
      below,
      spoken,
    } as const;
    // The chain does not say when: it stands at the end.
    events.push({ at: Number.POSITIVE_INFINITY, drawn: { kind: "settlement", ...drawn } });
  }
  const all = events.sort((a, b) => a.at - b.at).map(({ drawn }) => drawn);
  const stageOf = (drawn: Drawn): Stage | undefined =>
    drawn.kind === "statement"
      ? timeline.entries.find((entry) => entry.statement === drawn.statement)?.stage
      : undefined;
  for (const { stage, severity } of timeline.missing) {
    const next = all.findIndex((drawn) => {
      const other = stageOf(drawn);
      return other !== undefined && isBefore(stage, other);
    });
    const lane = stage === "shipment" ? laneNumber(NOBODY) : 0;
    const label = catalogue.names.stages[stage];
    const { tone } = ABSENCES[severity];
    const below = texts[ABSENCES[severity].below];
    const spoken = catalogue.about({ subject: label, sentence: below });
    const drawn = { kind: "absence", lane, tone, isOut: true, sign: "?", label, below, spoken } as const;
    all.splice(next < 0 ? all.length : next, 0, drawn);
  }
  return all;
}

function statementOf(
  entry: TimelineEntry,
  lane: number,
  { store, timeline }: Report,
  catalogue: ReportCatalogue,
): Timed {
  const { names, report } = catalogue;
  const texts = report.drawing;
  const { number, stage, counts, supersedes, anchoredAt, signedAt, statement } = entry;
  const { worst } = entry;
  const isBlocked = worst === "blocking";
  const former = timeline.entries.find((other) => other.statement === supersedes?.statement);
  const replaces = texts.replaces({ number: String(former?.number ?? "?") });
  const below = isBlocked && !counts ? texts.notCounted : supersedes ? replaces : undefined;
  const at = anchoredAt ?? signedAt;
  const label = stage ? names.stages[stage] : names.statement;
  const by = actor(entry, store, catalogue);
  return {
    at,
    drawn: {
      kind: "statement",
      statement,
      ...(supersedes && { supersedes: supersedes.statement }),
      lane,
      tone: isBlocked ? "bad" : worst === "pending" ? "wait" : counts ? "good" : "plain",
      isOut: !counts,
      sign: String(number),
      label,
      ...(below && { below }),
      time: at,
      spoken: `${number} ${label}, ${by}, ${inParis(at, catalogue)}${below ? `, ${below}` : ""}`,
    },
  };
}

function withdrawalOf(entry: TimelineEntry, lane: number, catalogue: ReportCatalogue): readonly Timed[] {
  if (!entry.withdrawn) return [];
  const { time, reason } = entry.withdrawn;
  const label = catalogue.report.drawing.withdrawn({ number: entry.number });
  const below = catalogue.names.reasons[reason];
  const spoken = `${label} (${below}), ${inParis(time, catalogue)}`;
  const drawn = { lane, tone: "plain", isOut: true, sign: "×", label, below, time, spoken } as const;
  return [{ at: time, drawn: { kind: "withdrawal", ...drawn } }];
}
