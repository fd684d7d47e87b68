import type { Catalogue } from "../language/catalogue.js";
import { findings as englishFindings } from "../language/en/findings.js";
import * as english from "../language/en/names.js";
import { findings as frenchFindings } from "../language/fr/findings.js";
import * as french from "../language/fr/names.js";
import { capital } from "../language/wording.js";
import { type AspectName, STAGES, type Stage } from "./aspects.js";
import type { Hex } from "./bytes.js";

/**
 * How much a finding matters: for information, to be looked at by a person, something that nobody who takes part can
 * confirm, something that may still come, or against paying.
 */
export type Severity = "info" | "review" | "not-verifiable" | "pending" | "blocking";

/** By number, as the contract has them. */
export const SEVERITIES: readonly Severity[] = ["info", "review", "not-verifiable", "pending", "blocking"];

/** A message in the two languages of the trade. */
export interface Message {
  readonly en: string;
  readonly fr: string;
}

interface Definition {
  /** The number, stable for ever. Below 64: in Solidity too. */
  readonly number: number;
  /** Of what may still come: once it is too late. */
  readonly severity: Severity;
}

/** Every finding that there is. docs/protocol.md explains each; a code that no catalogue has a message for does not compile. */
export const FINDINGS = {
  "malformed-statement": { number: 0, severity: "blocking" },
  "other-dossier": { number: 1, severity: "blocking" },
  "bad-inclusion": { number: 2, severity: "blocking" },
  "bad-signature": { number: 3, severity: "blocking" },
  "not-anchored": { number: 4, severity: "blocking" },
  "anchor-before-issue": { number: 5, severity: "blocking" },
  "late-anchor": { number: 6, severity: "blocking" },
  "unknown-key": { number: 7, severity: "blocking" },
  "key-not-valid": { number: 8, severity: "blocking" },
  "wrong-role": { number: 9, severity: "blocking" },
  "party-suspended": { number: 10, severity: "blocking" },
  withdrawn: { number: 11, severity: "blocking" },
  "superseded-without-justification": { number: 12, severity: "blocking" },
  justified: { number: 13, severity: "info" },
  "missing-statement": { number: 14, severity: "blocking" },
  "same-party": { number: 15, severity: "blocking" },
  "store-mismatch": { number: 16, severity: "blocking" },
  "ambiguous-statement": { number: 17, severity: "blocking" },
  "missing-aspect": { number: 18, severity: "blocking" },
  "aspect-mismatch": { number: 19, severity: "blocking" },
  "out-of-order": { number: 20, severity: "blocking" },
  "already-settled": { number: 21, severity: "blocking" },
  "other-invoice-settled": { number: 22, severity: "blocking" },
  "settled-by-asker": { number: 23, severity: "info" },
  "missing-link": { number: 24, severity: "review" },
  "forked-correction": { number: 25, severity: "review" },
  "broken-link": { number: 26, severity: "blocking" },
  "quote-too-old": { number: 27, severity: "blocking" },
  "not-final": { number: 28, severity: "blocking" },
  "stock-not-used": { number: 29, severity: "blocking" },
  "stock-used-elsewhere": { number: 30, severity: "blocking" },
  "stock-of-another-store": { number: 31, severity: "blocking" },
  "issued-in-future": { number: 32, severity: "blocking" },
  "void-withdrawal": { number: 33, severity: "review" },
  "linked-store": { number: 36, severity: "info" },
  "affiliated-maker": { number: 37, severity: "review" },
  "maker-not-opened": { number: 38, severity: "blocking" },
  "maker-mismatch": { number: 39, severity: "blocking" },
  "maker-not-enrolled": { number: 40, severity: "not-verifiable" },
  "maker-statement-missing": { number: 41, severity: "blocking" },
  "maker-suspended": { number: 42, severity: "review" },
  "quote-after-invoice": { number: 43, severity: "blocking" },
  "quote-changed-after-order": { number: 44, severity: "review" },
  "quote-reference-changed": { number: 45, severity: "info" },
  "grant-missing": { number: 46, severity: "review" },
  "grant-invalid": { number: 47, severity: "blocking" },
  "grant-outdated": { number: 48, severity: "review" },
  "released-before": { number: 49, severity: "review" },
  "wrong-chain": { number: 64, severity: "blocking" },
  "store-not-claimant": { number: 65, severity: "blocking" },
  "claim-does-not-open": { number: 66, severity: "blocking" },
  "code-billing-disagree": { number: 67, severity: "blocking" },
  "shares-exceed-total": { number: 68, severity: "blocking" },
  "not-disclosed": { number: 69, severity: "blocking" },
  "payers-disagree": { number: 70, severity: "blocking" },
  "frame-billing-disagree": { number: 71, severity: "blocking" },
  "band-not-proven": { number: 72, severity: "blocking" },
  "band-wrong": { number: 73, severity: "blocking" },
  "renewal-not-proven": { number: 74, severity: "blocking" },
  "proof-does-not-verify": { number: 75, severity: "blocking" },
  "development-keys": { number: 76, severity: "blocking" },
  "extras-not-accepted": { number: 77, severity: "blocking" },
  "told-not-opened": { number: 78, severity: "review" },
  "claim-of-another-insurer": { number: 79, severity: "blocking" },
  "maker-not-known": { number: 80, severity: "review" },
  "maker-is-claimant": { number: 81, severity: "review" },
  "claim-repeated": { number: 82, severity: "blocking" },
} as const satisfies Readonly<Record<keyof typeof englishFindings, Definition>>;

export type FindingCode = keyof typeof FINDINGS;

const BY_NUMBER = new Map<number, FindingCode>(
  Object.entries(FINDINGS).map(([code, { number }]) => [number, code as FindingCode]),
);

/**
 * The code that has this number, as in Solidity; undefined when there is none.
 *
 * @example
 * ```ts
 * import { findingCode } from "clairevoie/protocol";
 * findingCode(11); // "withdrawn"
 * ```
 */
export function findingCode(number: number): FindingCode | undefined {
  return BY_NUMBER.get(number);
}

/** One deviation: what, how much it matters, where, and in the two languages. */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly stage?: Stage;
  readonly aspect?: AspectName;
  /** Hash of the statement concerned. */
  readonly subject?: Hex;
  /** Of what is pending: until when, unix seconds. */
  readonly until?: number;
  readonly message: Message;
}

/** Where a finding was made. */
export interface Place {
  readonly stage?: Stage;
  readonly aspect?: AspectName;
  readonly subject?: Hex;
}

/** What a message of a finding is made of. */
type FindingSentences = Pick<Catalogue, "findings" | "names" | "about">;

/** Two sections of each language: a program that only judges loads nothing else of a catalogue. */
const ENGLISH: FindingSentences = { ...english, findings: englishFindings };
const FRENCH: FindingSentences = { ...french, findings: frenchFindings };

/** How much a finding matters this time, where that is not always the same. */
export interface Weight {
  readonly severity: Severity;
  readonly until?: number;
}

/**
 * What may still come until then is pending, and blocks afterwards.
 * @param until Unix seconds; undefined where nothing is waited for.
 * @internal
 */
export function pendingUntil(until: number | undefined, block: { readonly time: number }): Weight {
  return until !== undefined && block.time <= until ? { severity: "pending", until } : { severity: "blocking" };
}

/**
 * Makes a finding, with its severity and its messages.
 * @internal
 */
export function finding(code: FindingCode, place: Place = {}, weight: Weight = FINDINGS[code]): Finding {
  const { severity, until } = weight;
  const message = { en: findingMessage(code, place, ENGLISH), fr: findingMessage(code, place, FRENCH) };
  const { stage, aspect, subject } = place;
  return {
    code,
    severity,
    // In this order, whoever names the place: two lists of findings are compared as they are written.
    ...(stage && { stage }),
    ...(aspect && { aspect }),
    ...(subject && { subject }),
    ...(until !== undefined && { until }),
    message,
  };
}

/**
 * What a finding means, in a language: "Shipment, right lens: What was stated at this stage differs from what was stated later."
 * @internal
 */
export function findingMessage(
  code: FindingCode,
  { stage, aspect }: Pick<Place, "stage" | "aspect">,
  { findings, names, about }: FindingSentences,
): string {
  const where = [...(stage ? [names.stages[stage]] : []), ...(aspect ? [names.aspects[aspect]] : [])];
  const sentence = findings[code];
  return where.length === 0 ? sentence : about({ subject: capital(where.join(", ")), sentence });
}

/**
 * A stage by its number, when it is one.
 * @internal
 */
export function stageName(stage: number): Stage | undefined {
  return STAGES[stage];
}
