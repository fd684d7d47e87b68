import type { Severity, Verdict } from "../../protocol/index.js";
import {
  actor,
  type ExplainedFinding,
  inParisAndUtc,
  namesOf,
  outcomeText,
  type Report,
  SYMBOLS,
  seenIn,
  shortId,
  statusOf,
  type TimelineEntry,
} from "../../report/index.js";
import type { Session } from "../session.js";
import { nameOf } from "./names.js";
import type { Colour } from "./terminal.js";

/**
 * One verdict, for a person: what is wrong, who stated what and what to ask, in its first three lines.
 * @param inFull Whether the findings and the timeline follow even where nothing is wrong: it is the only one.
 */
export function tellVerdict(session: Session, name: string, report: Report, inFull: boolean): void {
  const { paint, language } = session;
  const { verdict, summary, findings, timeline } = report;
  const outcome = outcomeOf(session, report);
  const head = session.catalogue.about({ subject: paint("bold", name), sentence: outcome });
  const say = (text: string) => session.say(text);
  if (verdict.conform && !inFull) {
    say(head);
    for (const finding of findings) say(findingLine(session, finding));
    return;
  }
  say(`${head}. ${summary.what[language]}`);
  say(`  ${paint("bold", session.texts.verdict.who)} ${summary.who[language]}`);
  say(`  ${paint("bold", session.texts.verdict.ask)} ${summary.ask[language]}`);
  for (const finding of findings) say(findingLine(session, finding));
  if (!inFull) return;
  say(paint("bold", session.texts.verdict.timeline));
  for (const entry of timeline.entries) for (const line of entryLines(session, entry, report)) say(line);
  for (const { rank, party, isAsker } of timeline.settlements) {
    const who = isAsker ? session.texts.verdict.you : `${session.texts.verdict.insurer} ${shortId(party)}`;
    session.say(session.texts.verdict.paid({ rank, who }));
  }
  say(session.texts.verdict.fingerprint({ fingerprint: report.fingerprint }));
}

const COLOURS: Readonly<Record<Verdict["outcome"], Colour>> = {
  conforming: "green",
  justified: "green",
  "not-verifiable": "cyan",
  pending: "yellow",
  "not-conforming": "red",
};

/** The verdict in a word, with its symbol; and until when it is pending. */
function outcomeOf({ paint, catalogue }: Session, report: Report): string {
  const { outcome, until } = report.verdict;
  const word = `${SYMBOLS[outcome]} ${outcomeText(report, catalogue)}`;
  const when = until === undefined ? "" : ` ${catalogue.report.until({ when: inParisAndUtc(until, catalogue) })}`;
  return paint(COLOURS[outcome], `${word}${when}`);
}

function entryLines(session: Session, entry: TimelineEntry, { timeline, store }: Report): string[] {
  const { paint, catalogue } = session;
  const { names, report, about } = catalogue;
  const at =
    entry.anchoredAt === undefined
      ? session.texts.verdict.notAnchored({ says: inParisAndUtc(entry.signedAt, catalogue) })
      : inParisAndUtc(entry.anchoredAt, catalogue);
  const number = String(entry.number).padStart(4);
  const stage = entry.stage ? names.stages[entry.stage] : names.statement;
  const who = actor(entry, store, catalogue, true);
  const status = statusOf(entry, timeline, catalogue);
  const seen = seenIn(entry).map(([one, aspects]) =>
    about({ subject: report.seen[one], sentence: namesOf(aspects, catalogue) }),
  );
  return [
    `${number}  ${at}  ${paint("bold", stage)}, ${who}: ${entry.counts ? status : paint("yellow", status)}`,
    `      ${paint("dim", seen.join("; "))}`,
  ];
}

const SEVERITY_COLOURS: Readonly<Record<Severity, Colour>> = {
  blocking: "red",
  pending: "yellow",
  "not-verifiable": "cyan",
  review: "yellow",
  info: "dim",
};

function findingLine(
  { paint, catalogue }: Session,
  { code, severity, stage, aspect, until }: ExplainedFinding,
): string {
  const colour = SEVERITY_COLOURS[severity];
  const awaited = until === undefined ? "" : ` ${catalogue.report.until({ when: inParisAndUtc(until, catalogue) })}`;
  const place = [stage, aspect]
    .map((part) => part && nameOf(part, catalogue))
    .filter(Boolean)
    .join(", ");
  return `  ${paint(colour, code.padEnd(26))} ${catalogue.findings[code]}${place ? ` (${place})` : ""}${awaited}`;
}
