import {
  FINDINGS,
  type Finding,
  type FindingCode,
  type KeyStatus,
  type Message,
  ofPayer,
  STAGES,
  type Stage,
} from "../protocol/index.js";
import { deviation } from "./deviations.js";
import { EXPLANATIONS, kindOf, ROOTS } from "./explanations.js";
import type { Timeline } from "./timeline.js";
import { namesOf, type ReportLanguage, reasonName, stageNameIn } from "./words.js";

/** A finding with why it is there and what to ask. */
export interface ExplainedFinding extends Finding {
  readonly cause: Message;
  readonly ask: Message;
}

const SEVERITIES = ["blocking", "review", "info"] as const;

/** Of several mismatches, first what the insurer is billed on. */
const KINDS = ["code", "lens", "prescription", "orderReference", "billing", "frame", "reference", "payer"] as const;

const rootOf = (code: FindingCode): number => ROOTS.indexOf(EXPLANATIONS[code].root);
const CODES = Object.keys(EXPLANATIONS) as FindingCode[];

/** Within a root the delivery comes first: it is what the lens maker, who gains nothing, says. */
const STAGE_RANK: Readonly<Record<Stage, number>> = { shipment: 0, invoice: 1, order: 2, quote: 3 };

/**
 * Findings by severity, and then by what explains the others.
 * @internal
 */
export function ordered(findings: readonly Finding[]): readonly Finding[] {
  const keys = ({ code, severity, stage, aspect }: Finding) => [
    SEVERITIES.indexOf(severity),
    rootOf(code),
    CODES.indexOf(code),
    aspect ? KINDS.indexOf(kindOf(aspect)) : -1,
    stage ? STAGE_RANK[stage] : -1,
  ];
  return findings
    .map((finding, i) => ({ finding, keys: [...keys(finding), i] }))
    .sort((a, b) => a.keys.map((key, i) => key - (b.keys[i] ?? 0)).find((difference) => difference !== 0) ?? 0)
    .map(({ finding }) => finding);
}

const KEY_FAULTS: { readonly [S in KeyStatus]?: Message } = {
  "not-yet": {
    en: "{Stage} is signed with a key that belonged to nobody yet at that time: {who} may not have made it.",
    fr: "{Stage} : la clé de signature n'appartenait encore à personne à cette date ; {who} n'en est peut-être pas l'auteur.",
  },
  revoked: {
    en: "{Stage} is signed with a key that had been revoked before: {who} may not have made it.",
    fr: "{Stage} : la clé de signature était déjà révoquée ; {who} n'en est peut-être pas l'auteur.",
  },
  compromised: {
    en: "{Stage} is signed with a stolen key, declared compromised from before that time: {who} may not have made it.",
    fr: "{Stage} : la clé de signature est déclarée volée depuis une date antérieure ; {who} n'en est peut-être pas l'auteur.",
  },
};

/**
 * Explains a finding.
 * @param alike Findings of the same code that are explained with it: of both eyes, say. It is one of them.
 * @internal
 */
export function explain(finding: Finding, alike: readonly Finding[], timeline: Timeline): ExplainedFinding {
  const { cause, ask } = wordsOf(finding, timeline);
  const aspects = alike.flatMap(({ aspect }) => (aspect ? [aspect] : []));
  const fill = (message: Message): Message => ({
    en: filled(message.en, finding, aspects, "en"),
    fr: filled(message.fr, finding, aspects, "fr"),
  });
  const deviating =
    finding.code === "aspect-mismatch" && finding.aspect ? deviationOf(finding, alike, timeline) : undefined;
  return { ...finding, cause: fill(deviating?.cause ?? cause), ask: fill(deviating?.ask ?? ask) };
}

/**
 * Findings that say the same of another eye, stage or statement; it is among them.
 * @internal
 */
export function likeIt(first: Finding, findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(
    (one) =>
      one.code === first.code &&
      (first.aspect === undefined || one.aspect === undefined
        ? one.aspect === first.aspect
        : first.code === "missing-aspect"
          ? one.stage === first.stage
          : kindOf(one.aspect) === kindOf(first.aspect)),
  );
}

function deviationOf(finding: Finding, alike: readonly Finding[], timeline: Timeline) {
  if (!finding.aspect) return undefined;
  const kind = kindOf(finding.aspect);
  const of = timeline.comparison.filter(
    ({ aspect }) => kindOf(aspect) === kind && alike.some((other) => other.aspect === aspect),
  );
  const pattern = (compared: (typeof of)[number]) => compared.stages.map(({ value }) => value ?? 0).join();
  const own = of.find(({ aspect }) => aspect === finding.aspect);
  return deviation(kind, own ? of.filter((compared) => pattern(compared) === pattern(own)) : of);
}

const PAID_BY_YOU = {
  cause: {
    en: "You have paid this share of the invoice already: it is claimed a second time.",
    fr: "Vous avez déjà réglé cette part de la facture : elle vous est demandée une seconde fois.",
  },
  ask: {
    en: "Pay nothing. Ask the optician why it is claimed again; if you were auditing, accept your own settlements in the policy.",
    fr: "Ne payez rien. Demandez à l'opticien pourquoi elle est présentée à nouveau ; lors d'un contrôle, admettez vos propres règlements dans la politique.",
  },
} as const;

/** Of a statement that comes before a correction which changed what it relies on. */
const FITTED = {
  cause: {
    en: "The {correction} was rewritten after {stage}, and changed what {stage} says: it was fitted to it, or never came before it.",
    fr: "{Correction} : la déclaration a été réécrite après l'étape « {stageName} », en changeant ce que celle-ci dit ; elle y a été ajustée, ou ne l'a jamais précédée.",
  },
  ask: {
    en: "Pay nothing on the rewritten {correction}. Ask the optician for the one that the wearer or the lens maker was given, with its date.",
    fr: "Ne payez rien sur la déclaration réécrite. Demandez à l'opticien celle que le porteur ou le verrier a reçue, avec sa date.",
  },
} as const;

/** The words for a stage that comes too early because an earlier one was corrected afterwards; none where that is not why. */
function fitted(
  { stage, subject }: Finding,
  entries: Timeline["entries"],
): { readonly cause: Message; readonly ask: Message } | undefined {
  const own = entries.find(({ statement }) => statement === subject);
  const after = entries.filter(
    (entry) =>
      entry.counts &&
      entry.stage &&
      stage &&
      isBefore(entry.stage, stage) &&
      (entry.anchoredAt ?? 0) > (own?.anchoredAt ?? 0),
  );
  const [first] = after;
  if (!first?.stage || after.some(({ supersedes }) => !supersedes)) return undefined;
  const name = (language: ReportLanguage) => stageNameIn(first.stage, language);
  const said = ({ en, fr }: Message): Message => ({
    en: en.replaceAll("{correction}", name("en")),
    fr: fr.replaceAll("{Correction}", capital(name("fr"))),
  });
  return { cause: said(FITTED.cause), ask: said(FITTED.ask) };
}

const isBefore = (one: Stage, other: Stage) => STAGES.indexOf(one) < STAGES.indexOf(other);

function wordsOf(
  finding: Finding,
  { entries, settlements }: Timeline,
): { readonly cause: Message; readonly ask: Message } {
  const { code, stage, aspect, subject } = finding;
  const isOwn = settlements.some(({ rank, isAsker }) => isAsker && aspect === ofPayer(rank));
  if (code === "already-settled" && isOwn) return PAID_BY_YOU;
  const corrected = code === "out-of-order" ? fitted(finding, entries) : undefined;
  if (corrected) return corrected;
  const { cause, ask, at = {} } = EXPLANATIONS[code];
  const own = { ...(stage && at[stage]), ...(aspect && at[kindOf(aspect)]) };
  const entry = entries.find(({ statement }) => statement === subject);
  const fault = code === "key-not-valid" && entry?.signer.keyStatus && KEY_FAULTS[entry.signer.keyStatus];
  const said = fault || own.cause || cause;
  const reason = code === "withdrawn" ? entry?.withdrawn?.reason : undefined;
  return {
    cause: reason
      ? {
          en: `${said.en} Reason given: ${reasonName(reason, "en")}.`,
          fr: `${said.fr} Motif : ${reasonName(reason, "fr")}.`,
        }
      : said,
    ask: own.ask ?? ask,
  };
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function filled(
  text: string,
  { stage, code }: Finding,
  aspects: NonNullable<Finding["aspect"]>[],
  language: ReportLanguage,
): string {
  const isMaker = stage === "shipment";
  const french = language === "fr";
  const name = stageNameIn(stage, language);
  const places: Readonly<Record<string, string>> = {
    Stage: french ? capital(name) : stage ? `The ${name}` : "A statement",
    stage: french ? name : `the ${name}`,
    stageName: name,
    who: french ? (isMaker ? "le verrier" : "l'opticien") : isMaker ? "the lens maker" : "the optician",
    toWho: isMaker ? "au verrier" : "à l'opticien",
    role: french ? (isMaker ? "un verrier" : "un opticien") : isMaker ? "lens maker" : "optician",
    aspect: aspects.length > 0 ? namesOf(aspects, language) : FINDINGS[code].message[language],
  };
  return text.replace(/\{(\w+)\}/g, (_, place: string) => places[place] ?? "");
}
