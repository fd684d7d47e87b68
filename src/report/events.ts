import { CATALOGUES } from "../language/index.js";
import { FINDINGS, type Hex, STAGES, type Stage } from "../protocol/index.js";
import { actor, type Store } from "./actors.js";
import type { Report } from "./report.js";
import type { TimelineEntry } from "./timeline.js";
import { inParis } from "./times.js";
import { type ReportLanguage, reasonName, shortId, spacedSiret, stageNameIn } from "./words.js";

/** A line of the drawing: one author. */
export interface Lane {
  readonly id: string;
  readonly name: string;
  readonly about: string;
}

/** What the drawing shows at one place of a lane. */
export type Drawn = {
  readonly lane: number;
  readonly tone: "good" | "bad" | "plain" | "paid";
  /** It does not count. */
  readonly isOut: boolean;
  readonly sign: string;
  readonly label: string;
  readonly below?: string;
  /** Unix seconds; none of what is missing. */
  readonly time?: number;
  /** The same in words, for who does not see it. */
  readonly spoken: string;
} & (
  | { readonly kind: "statement"; readonly statement: Hex; readonly supersedes?: Hex }
  | { readonly kind: "withdrawal" | "settlement" | "absence" }
);

/** More authors than a dossier can have share the last lane. */
const MOST_LANES = 6;
const INSURERS = "insurers";
const NOBODY = "nobody";
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const authorOf = ({ signer: { party, key } }: TimelineEntry): string => party ?? key;

/**
 * The authors of a dossier: opticians, lens makers, others, then the insurers that paid.
 * @internal
 */
export function lanesOf({ timeline, store }: Report, language: ReportLanguage): readonly Lane[] {
  const french = language === "fr";
  const { entries, missing, settlements } = timeline;
  const rank = (entry: TimelineEntry) =>
    entry.signer.party === store.party ? 0 : entry.stage === "shipment" || entry.signer.role === "lens-maker" ? 2 : 1;
  const authors = entries.toSorted((a, b) => rank(a) - rank(b)).map((entry) => laneOf(entry, store, language));
  const lanes = [...new Map(authors.map((lane) => [lane.id, lane])).values()].slice(0, MOST_LANES);
  if (missing.includes("shipment")) {
    const about = french ? "aucun" : "none";
    lanes.push({ id: NOBODY, name: capital(CATALOGUES[language].names.roles["lens-maker"]), about });
  }
  if (settlements.length > 0) {
    lanes.push({ id: INSURERS, name: french ? "Organismes" : "Insurers", about: french ? "règlements" : "payments" });
  }
  return lanes;
}

function laneOf(entry: TimelineEntry, store: Store, language: ReportLanguage): Lane {
  const french = language === "fr";
  const { party, role, key } = entry.signer;
  const id = authorOf(entry);
  if (party === store.party) {
    return { id, name: french ? "Magasin" : "Store", about: spacedSiret(store.siret).slice(0, 11) };
  }
  const pretended = entry.stage === "shipment" ? "lens-maker" : "optician";
  const name = capital(CATALOGUES[language].names.roles[role ?? pretended]);
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
export function drawnEvents(report: Report, lanes: readonly Lane[], language: ReportLanguage): readonly Drawn[] {
  const french = language === "fr";
  const { timeline } = report;
  const laneNumber = (id: string) => {
    const found = lanes.findIndex((lane) => lane.id === id);
    return found < 0 ? Math.min(lanes.length, MOST_LANES) - 1 : found;
  };
  const events: Timed[] = timeline.entries.flatMap((entry) => {
    const lane = laneNumber(authorOf(entry));
    return [statementOf(entry, lane, report, language), ...withdrawalOf(entry, lane, language)];
  });
  for (const { rank, time, party, isAsker } of timeline.settlements) {
    const label = french ? `part ${rank} réglée` : `share ${rank} paid`;
    const below = isAsker ? (french ? "par vous" : "by you") : shortId(party);
    const spoken = `${label} ${isAsker ? below : `(${below})`}, ${inParis(time, language)}`;
    const drawn = {
      lane: laneNumber(INSURERS),
      tone: "paid",
      isOut: false,
      sign: "€",
      label,
      below,
      time,
      spoken,
    } as const;
    events.push({ at: time, drawn: { kind: "settlement", ...drawn } });
  }
  const all = events.sort((a, b) => a.at - b.at).map(({ drawn }) => drawn);
  const stageOf = (drawn: Drawn): Stage | undefined =>
    drawn.kind === "statement"
      ? timeline.entries.find((entry) => entry.statement === drawn.statement)?.stage
      : undefined;
  for (const stage of timeline.missing) {
    const next = all.findIndex((drawn) => {
      const other = stageOf(drawn);
      return other !== undefined && STAGES.indexOf(other) > STAGES.indexOf(stage);
    });
    const lane = stage === "shipment" ? laneNumber(NOBODY) : 0;
    const label = stageNameIn(stage, language);
    const below = french ? "manque" : "missing";
    const spoken = `${label}${french ? " : " : ": "}${below}`;
    const drawn = { kind: "absence", lane, tone: "bad", isOut: true, sign: "?", label, below, spoken } as const;
    all.splice(next < 0 ? all.length : next, 0, drawn);
  }
  return all;
}

function statementOf(entry: TimelineEntry, lane: number, { store, timeline }: Report, language: ReportLanguage): Timed {
  const french = language === "fr";
  const { number, stage, counts, supersedes, anchoredAt, signedAt, statement } = entry;
  const isBlocked = entry.findings.some((code) => FINDINGS[code].severity === "blocking");
  const former = timeline.entries.find((other) => other.statement === supersedes?.statement);
  const replaces = `${french ? "remplace" : "replaces"} ${former ? former.number : "?"}`;
  const below = isBlocked && !counts ? (french ? "non compté" : "not counted") : supersedes ? replaces : undefined;
  const at = anchoredAt ?? signedAt;
  const label = stageNameIn(stage, language);
  const by = actor(entry, store, language);
  return {
    at,
    drawn: {
      kind: "statement",
      statement,
      ...(supersedes && { supersedes: supersedes.statement }),
      lane,
      tone: isBlocked ? "bad" : counts ? "good" : "plain",
      isOut: !counts,
      sign: String(number),
      label,
      ...(below && { below }),
      time: at,
      spoken: `${number} ${label}, ${by}, ${inParis(at, language)}${below ? `, ${below}` : ""}`,
    },
  };
}

function withdrawalOf(entry: TimelineEntry, lane: number, language: ReportLanguage): readonly Timed[] {
  if (!entry.withdrawn) return [];
  const french = language === "fr";
  const { time, reason } = entry.withdrawn;
  const label = `${french ? "retrait" : "withdrawn"} ${entry.number}`;
  const below = reasonName(reason, language);
  const spoken = `${label} (${below}), ${inParis(time, language)}`;
  const drawn = { lane, tone: "plain", isOut: true, sign: "×", label, below, time, spoken } as const;
  return [{ at: time, drawn: { kind: "withdrawal", ...drawn } }];
}
