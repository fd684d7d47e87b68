import { capital } from "../language/wording.js";
import {
  type Claim,
  EYES,
  type Finding,
  type FindingCode,
  type Message,
  ofEye,
  type Verdict,
} from "../protocol/index.js";
import { actor, type Store } from "./actors.js";
import { kindOf, namesOf } from "./aspect-kinds.js";
import type { ReportCatalogue } from "./catalogues.js";
import { explain, likeIt } from "./causes.js";
import { shortId, spacedSiret } from "./ids.js";
import { ordered } from "./order.js";
import type { Timeline, TimelineEntry } from "./timeline.js";
import { inParis } from "./times.js";

/** A verdict in three lines: what is wrong, who stated what and when, what to ask. */
export interface Summary {
  readonly what: Message;
  readonly who: Message;
  readonly ask: Message;
}

/** The same in one language. */
type Summarised = { readonly [K in keyof Summary]: string };

/**
 * The three lines that a person reads first: of several findings, the one that explains the others.
 * @internal
 */
export function summarise(
  verdict: Verdict,
  timeline: Timeline,
  claim: Claim,
  store: Store | undefined,
  catalogue: ReportCatalogue,
): Summarised {
  const [first] = ordered(verdict.findings);
  if (!first || verdict.conform) return conforming(verdict, timeline, claim, store, catalogue);
  const alike = likeIt(first, verdict.findings);
  const { cause, ask } = explain(first, alike, timeline, catalogue);
  const others = verdict.findings.filter((one) => !alike.includes(one));
  return {
    what: [cause, ...alsoFound(first, others, catalogue)].join(" "),
    who: witnesses(first, verdict, timeline, claim, store, catalogue),
    ask,
  };
}

function alsoFound(first: Finding, others: readonly Finding[], catalogue: ReportCatalogue): readonly string[] {
  const { summary } = catalogue.report;
  const differing = others.filter(({ code }) => code === first.code).flatMap(({ aspect }) => (aspect ? [aspect] : []));
  const count = others.filter(({ severity, code }) => severity === first.severity && code !== first.code).length;
  return [
    ...(differing.length > 0 ? [summary.alsoConcerns({ aspects: namesOf(differing, catalogue) })] : []),
    ...(count > 0 ? [summary.otherFindings({ count })] : []),
  ];
}

/** The statements that a finding rests on: its own, and those it is held against. */
function concerned(first: Finding, { findings }: Verdict, { entries, comparison }: Timeline): readonly TimelineEntry[] {
  const subjects = new Set(findings.filter(({ code }) => code === first.code).map(({ subject }) => subject));
  const own = entries.filter(({ statement }) => subjects.has(statement));
  const counting = entries.filter((entry) => entry.counts);
  switch (first.code) {
    case "aspect-mismatch":
    case "missing-aspect": {
      const stages = comparison.find(({ aspect }) => aspect === first.aspect)?.stages ?? [];
      return counting.filter(({ stage }) => stages.some((one) => one.stage === stage) || stage === "invoice");
    }
    case "ambiguous-statement":
      return counting.filter(({ stage }) => stage === first.stage);
    case "same-party":
      return entries.filter((entry) => own.includes(entry) || entry.stage === "order");
    case "out-of-order":
    case "store-mismatch":
      return counting;
    case "missing-statement":
    case "maker-not-enrolled":
    case "maker-statement-missing":
    case "maker-suspended":
    case "maker-not-opened":
    case "wrong-chain":
      return entries;
    case "superseded-without-justification":
      return entries.filter(
        (entry) => own.includes(entry) || own.some(({ supersedes }) => supersedes?.statement === entry.statement),
      );
    default:
      return own.length > 0 ? own : counting.filter(({ stage }) => stage === first.stage);
  }
}

/** What the claim says where it is the claim that is at odds. */
function claimed({ code, aspect }: Finding, claim: Claim, { report }: ReportCatalogue): string | undefined {
  const { claim: sentences, euros } = report;
  const total = euros({ cents: claim.totalCents });
  const siret = spacedSiret(claim.siret);
  const kind = aspect && kindOf(aspect);
  if (code === "store-not-claimant") return sentences.from({ siret });
  if (code === "shares-exceed-total") return sentences.shares({ shares: euros({ cents: claim.sharesCents }), total });
  if (code === "payers-disagree") return sentences.payers(claim);
  if (code === "code-billing-disagree" || code === "frame-billing-disagree") {
    const billed = kind === "frame" ? "frame" : aspect === "codeLeft" ? "leftLens" : "rightLens";
    const line = claim.lines.find(({ item }) => item === billed);
    if (!line) return sentences.billsNone();
    return sentences.bills({ code: line.code, grade: line.class, price: euros({ cents: line.priceCents }) });
  }
  if (code !== "claim-does-not-open") return undefined;
  if (kind === "payer") {
    const { rank, priorAuthorisation } = claim;
    return sentences.asks({ share: euros({ cents: claim.shareCents }), rank, authorisation: priorAuthorisation });
  }
  if (kind === "billing") return sentences.billsInAll({ total });
  if (kind === "reference") return sentences.file({ file: claim.fileReference, siret });
  return sentences.otherwise();
}

function witnesses(
  first: Finding,
  verdict: Verdict,
  timeline: Timeline,
  claim: Claim,
  store: Store | undefined,
  catalogue: ReportCatalogue,
): string {
  const { summary } = catalogue.report;
  const entries = concerned(first, verdict, timeline);
  const parts = [testimony(entries, store, catalogue, IN_DOUBT.includes(first.code))].filter((part) => part !== "");
  if (first.code === "missing-statement") parts.push(absence(timeline, catalogue));
  const makers = makersOf(first, verdict, timeline);
  if (makers.length > 0) parts.push(summary.makerNamed({ makers: catalogue.report.list({ parts: makers }) }));
  if (first.code === "already-settled" || first.code === "other-invoice-settled") {
    for (const { party, rank, isAsker } of timeline.settlements) {
      const payer = isAsker ? summary.you : summary.insurer({ id: shortId(party) });
      parts.push(summary.paid({ rank, payer }));
    }
  }
  const ofClaim = claimed(first, claim, catalogue);
  return sentence(ofClaim === undefined ? parts : [...parts, ofClaim], catalogue);
}

/** Where it is in doubt that who is named as author is the author. */
const IN_DOUBT: readonly FindingCode[] = ["bad-inclusion", "bad-signature", "key-not-valid"];

/** The makers that the order names, where a finding is about one. */
function makersOf(first: Finding, { findings }: Verdict, { makers }: Timeline): readonly string[] {
  const eyes = EYES.filter((eye) =>
    likeIt(first, findings).some(({ aspect }) => aspect === ofEye("maker", eye) && first.code !== "missing-statement"),
  );
  return [...new Set(eyes.flatMap((eye) => makers[eye] ?? []))];
}

function absence({ missing }: Timeline, { names, report }: ReportCatalogue): string {
  const stages = missing.map(({ stage }) => stage);
  if (stages.includes("shipment")) return report.summary.noShipment;
  return report.summary.nobodyStated({ stages: report.list({ parts: stages.map((stage) => names.stages[stage]) }) });
}

function sentence(parts: readonly string[], { report }: ReportCatalogue): string {
  return `${capital(report.clauses({ parts }))}. ${report.summary.parisTime}`;
}

const MOST_TOLD = 6;

/** Who stated what and when, by author. */
function testimony(
  entries: readonly TimelineEntry[],
  store: Store | undefined,
  catalogue: ReportCatalogue,
  isInDoubt = false,
): string {
  const { list, clauses, summary } = catalogue.report;
  const told = entries.slice(0, MOST_TOLD);
  const authors = new Map<string, string[]>();
  for (const entry of told) {
    const who = actor(entry, store, catalogue);
    authors.set(who, [...(authors.get(who) ?? []), deed(entry, catalogue)]);
  }
  const count = entries.length - told.length;
  const stated = isInDoubt ? summary.isNamed : summary.stated;
  const parts = [...authors].map(([who, deeds]) => stated({ who, what: list({ parts: deeds }) }));
  if (count > 0) parts.push(summary.otherStatements({ count }));
  return clauses({ parts });
}

/** An anchor that is later than this is told beside the time of signing. */
const A_DAY = 86_400;

function deed({ stage, signedAt, anchoredAt, withdrawn }: TimelineEntry, catalogue: ReportCatalogue): string {
  const { summary } = catalogue.report;
  const signed = inParis(signedAt, catalogue);
  const anchored = anchoredAt === undefined ? undefined : inParis(anchoredAt, catalogue);
  const isFar = anchoredAt !== undefined && Math.abs(anchoredAt - signedAt) > A_DAY;
  const dated =
    anchored === undefined ? summary.unverified({ signed }) : isFar ? summary.late({ signed, anchored }) : anchored;
  const back = withdrawn ? [summary.withdrawn({ when: inParis(withdrawn.time, catalogue) })] : [];
  return summary.statement({ stage, when: [dated, ...back].join(", ") });
}

function conforming(
  verdict: Verdict,
  timeline: Timeline,
  claim: Claim,
  store: Store | undefined,
  catalogue: ReportCatalogue,
): Summarised {
  const { names, report } = catalogue;
  const sentences = report.conforming;
  const counting = timeline.entries.filter((entry) => entry.counts);
  const replaced = counting.filter(({ supersedes }) => supersedes !== undefined);
  const isFound = (...codes: readonly FindingCode[]) => verdict.findings.some(({ code }) => codes.includes(code));
  const kinds = [...new Set(replaced.map(({ supersedes }) => supersedes?.reason ?? "none"))];
  const corrections = kinds.map((reason) => {
    const of = replaced.filter(({ supersedes }) => supersedes?.reason === reason);
    const stages = [...new Set(of.map(({ stage }) => (stage ? names.stages[stage] : names.statement)))];
    return `${report.list({ parts: stages })} (${names.reasons[reason]})`;
  });
  const share = report.euros({ cents: claim.shareCents });
  const ask = isFound("settled-by-asker")
    ? sentences.isPaid
    : isFound("grant-missing", "grant-outdated")
      ? sentences.notGranted
      : sentences.payable;
  const plain =
    replaced.length === 0 ? sentences.plain : sentences.corrected({ corrections: report.list({ parts: corrections }) });
  const count = verdict.findings.filter(({ severity }) => severity === "review").length;
  return {
    what: count === 0 ? plain : `${plain} ${report.summary.toReview({ count })}`,
    who: sentence([testimony(counting, store, catalogue)], catalogue),
    ask: ask({ share }),
  };
}
