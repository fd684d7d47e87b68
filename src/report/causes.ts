import {
  type AspectName,
  type CorrectionReason,
  EYES,
  type Finding,
  type FindingCode,
  type KeyStatus,
  type Message,
  ofEye,
  ofPayer,
  type Stage,
} from "../protocol/index.js";
import { type AspectKind, kindOf, namesOf } from "./aspect-kinds.js";
import { REPORT_CATALOGUES, type ReportCatalogue } from "./catalogues.js";
import { deviation, type Explained } from "./deviations.js";
import { isBefore } from "./order.js";
import type { Timeline } from "./timeline.js";
import { inParis } from "./times.js";

/** A finding with why it is there and what to ask. */
export interface ExplainedFinding extends Finding {
  readonly cause: Message;
  readonly ask: Message;
}

interface Found {
  readonly stage?: Stage | undefined;
  readonly aspects?: string;
  readonly maker?: string;
  readonly until?: string;
}

type Sentence = string | ((found: Found) => string);

interface Explanation {
  readonly cause: Sentence;
  readonly ask: Sentence;
  /** As long as what is missing may still come. */
  readonly pending?: { readonly cause: Sentence; readonly ask: Sentence };
  /** By the reason of a correction. */
  readonly reasons?: { readonly [R in CorrectionReason]?: { readonly cause: Sentence; readonly ask: Sentence } };
  readonly at?: {
    readonly [P in Stage | AspectKind]?: { readonly cause?: Sentence; readonly ask?: Sentence };
  };
}

const said = (sentence: Sentence, found: Found): string => (typeof sentence === "string" ? sentence : sentence(found));

/**
 * Explains a finding.
 * @param alike Findings of the same code that are explained with it: of both eyes, say. It is one of them.
 * @internal
 */
export function explain(
  finding: Finding,
  alike: readonly Finding[],
  timeline: Timeline,
  catalogue: ReportCatalogue,
): Explained {
  return (
    byDeviation(finding, alike, timeline, catalogue) ??
    byPayment(finding, timeline, catalogue) ??
    byRewriting(finding, timeline, catalogue) ??
    byCode(finding, alike, timeline, catalogue)
  );
}

/**
 * Explains a code, wherever it is found.
 * @internal
 */
export function explainInGeneral(code: FindingCode, catalogue: ReportCatalogue): Explained {
  const { cause, ask }: Explanation = catalogue.explanations[code];
  return { cause: said(cause, {}), ask: said(ask, {}) };
}

/**
 * In both languages that data holds.
 * @internal
 */
export function inBoth<K extends string>(
  tell: (catalogue: ReportCatalogue) => Readonly<Record<K, string>>,
): Readonly<Record<K, Message>> {
  const [en, fr] = [tell(REPORT_CATALOGUES.en), tell(REPORT_CATALOGUES.fr)];
  const told = (Object.keys(en) as K[]).map((key) => [key, { en: en[key], fr: fr[key] }]);
  return Object.fromEntries(told) as Readonly<Record<K, Message>>;
}

/**
 * Findings that say the same of another eye, stage or statement; it is among them.
 * @internal
 */
export function likeIt(first: Finding, findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(
    (one) =>
      one.code === first.code &&
      one.severity === first.severity &&
      (first.aspect === undefined || one.aspect === undefined
        ? one.aspect === first.aspect
        : first.code === "missing-aspect"
          ? one.stage === first.stage
          : kindOf(one.aspect) === kindOf(first.aspect)),
  );
}

/** By which stages disagree. */
function byDeviation(
  { code, aspect }: Finding,
  alike: readonly Finding[],
  { comparison }: Timeline,
  catalogue: ReportCatalogue,
): Explained | undefined {
  if (code !== "aspect-mismatch" || !aspect) return undefined;
  const kind = kindOf(aspect);
  const of = comparison.filter(
    (compared) => kindOf(compared.aspect) === kind && alike.some((other) => other.aspect === compared.aspect),
  );
  const pattern = (compared: (typeof of)[number]) => compared.stages.map(({ value }) => value ?? 0).join();
  const own = of.find((compared) => compared.aspect === aspect);
  return deviation(kind, own ? of.filter((compared) => pattern(compared) === pattern(own)) : of, catalogue);
}

/** Where it is who asks that has paid. */
function byPayment(
  { code, aspect }: Finding,
  { settlements }: Timeline,
  { explanations }: ReportCatalogue,
): Explained | undefined {
  const isOwn = settlements.some(({ rank, isAsker }) => isAsker && aspect === ofPayer(rank));
  return code === "already-settled" && isOwn ? explanations["already-settled"].byYou : undefined;
}

/** Of a stage that comes too early because an earlier one was corrected afterwards. */
function byRewriting(
  { code, stage, subject }: Finding,
  { entries }: Timeline,
  { explanations }: ReportCatalogue,
): Explained | undefined {
  if (code !== "out-of-order" || !stage) return undefined;
  const own = entries.find(({ statement }) => statement === subject);
  const after = entries.filter(
    (entry) =>
      entry.counts && entry.stage && isBefore(entry.stage, stage) && (entry.anchoredAt ?? 0) > (own?.anchoredAt ?? 0),
  );
  const correction = after[0]?.stage;
  if (!correction || after.some(({ supersedes }) => !supersedes)) return undefined;
  const { cause, ask } = explanations["out-of-order"].rewritten;
  return { cause: cause({ correction, stage }), ask: ask({ correction, stage }) };
}

/** Where a maker is at fault, the lens is named: the maker's own name stands beside it. */
function lensOf(aspect: AspectName): AspectName {
  if (aspect === "makerRight") return "lensRight";
  return aspect === "makerLeft" ? "lensLeft" : aspect;
}

function byCode(
  { code, severity, stage, aspect, subject, until }: Finding,
  alike: readonly Finding[],
  { entries, makers }: Timeline,
  catalogue: ReportCatalogue,
): Explained {
  const { explanations, names, report } = catalogue;
  const { cause, ask, pending, reasons = {}, at = {} }: Explanation = explanations[code];
  const entry = entries.find(({ statement }) => statement === subject);
  const given = entry?.supersedes?.reason;
  const own = {
    ...(stage && (at[stage] ?? (stage === "stock" ? at.shipment : undefined))),
    ...(aspect && at[kindOf(aspect)]),
    ...(given && reasons[given]),
    ...(severity === "pending" && pending),
  };
  const faults: { readonly [S in KeyStatus]?: Sentence } = explanations["key-not-valid"].keys;
  const fault = code === "key-not-valid" && entry?.signer.keyStatus ? faults[entry.signer.keyStatus] : undefined;
  const aspects = alike.flatMap((one) => (one.aspect ? [one.aspect] : []));
  const named = EYES.filter((eye) => aspects.includes(ofEye("maker", eye))).flatMap((eye) => makers[eye] ?? []);
  const found: Found = {
    stage,
    ...(aspects.length > 0 && { aspects: namesOf(aspects.map(lensOf), catalogue) }),
    ...(named.length > 0 && { maker: report.list({ parts: [...new Set(named)] }) }),
    ...(until !== undefined && { until: inParis(until, catalogue) }),
  };
  const told = said(fault ?? own.cause ?? cause, found);
  const reason = code === "withdrawn" ? entry?.withdrawn?.reason : undefined;
  return {
    cause: reason ? `${told} ${report.reasonGiven({ reason: names.reasons[reason] })}` : told,
    ask: said(own.ask ?? ask, found),
  };
}
