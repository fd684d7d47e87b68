import { stageName } from "../protocol/findings.js";
import {
  ASPECTS,
  type AspectName,
  type Certificate,
  type ChainFacts,
  type Claim,
  CORRECTION_REASONS,
  type Conformity,
  type CorrectionReason,
  type ExaminedReceipt,
  EYES,
  type Eye,
  type Finding,
  type FindingCode,
  type Hex,
  hashStatement,
  type KeyStatus,
  type PartyRole,
  type Rank,
  ROWS,
  rowOf,
  type Severity,
  STAGES,
  type Stage,
  type Statement,
  type Verdict,
  type WithdrawalFact,
  ZERO,
} from "../protocol/index.js";
import { isCounted } from "../protocol/rules/examined-receipt.js";
import { type AspectComparison, type ClaimOpening, compare, openClaim } from "./comparison.js";
import { ordered } from "./order.js";

/**
 * What the insurer sees of one aspect of a statement: its value, which the claim opens; that it is the value of other
 * statements; that it is not; or nothing at all.
 */
export type Seen = "opened" | "equal" | "mismatched" | "hidden";

/** Who signed, as far as the chain says. */
export interface Signer {
  /** Absent when the key is of no party, or nothing gives the statement a time. */
  readonly party?: Hex;
  readonly role?: PartyRole | "none";
  readonly key: Hex;
  /** Of the key, at the anchor's time. */
  readonly keyStatus?: KeyStatus;
  readonly suspended?: boolean;
}

/** One statement of the dossier. Times are unix seconds. It holds no value and no salt. */
export interface TimelineEntry {
  /** From 1, in the order of the timeline. */
  readonly number: number;
  /** Hash of the statement. */
  readonly statement: Hex;
  /** Absent when the statement names none that there is. */
  readonly stage?: Stage;
  readonly signer: Signer;
  /** What the batch says itself; only the anchor proves a time. */
  readonly signedAt: number;
  readonly anchoredAt?: number;
  readonly withdrawn?: WithdrawalFact;
  readonly supersedes?: { readonly statement: Hex; readonly reason: CorrectionReason };
  /** Whether the verdict rests on it. */
  readonly counts: boolean;
  /** The findings about it: why it does not count, or how it is justified. */
  readonly findings: readonly FindingCode[];
  /** The gravest of them. */
  readonly worst?: Severity;
  readonly aspects: readonly { readonly aspect: AspectName; readonly seen: Seen }[];
}

/** A share of this invoice, or of another one of the dossier, that is marked as paid. */
export interface Settlement {
  readonly rank: Rank;
  readonly party: Hex;
  readonly isAsker: boolean;
}

/** A stage at which nothing is stated, of the whole dossier or of an eye, although the invoice calls for it. */
export interface Missing {
  readonly stage: Stage;
  /** Whether it is too late, whether it may still come, or whether a maker that does not take part was named. */
  readonly severity: "blocking" | "pending" | "not-verifiable";
  /** Until when it may come, unix seconds. */
  readonly until?: number;
}

/** What happened to a dossier, in order, and what of it the insurer sees. */
export interface Timeline {
  readonly entries: readonly TimelineEntry[];
  readonly missing: readonly Missing[];
  readonly settlements: readonly Settlement[];
  /** By the identifier that the certificate opens, the makers that the order names. */
  readonly makers: { readonly [E in Eye]?: string };
  /** For each aspect, which stages and the claim agree. */
  readonly comparison: readonly AspectComparison[];
}

/**
 * Tells a dossier in the order of time, from what judging it has read. Pure.
 * @internal
 */
export function timeline(
  certificate: Certificate,
  claim: Claim,
  facts: ChainFacts,
  { verdict, conformity }: { readonly verdict: Verdict; readonly conformity?: Conformity },
  insurer?: Hex,
): Timeline {
  const opened = openClaim(certificate, claim);
  const comparison = conformity ? compare(conformity, verdict.findings, opened) : [];
  const entries = conformity
    ? conformity.receipts.map((one) => entryOf(one, facts, verdict, conformity, opened))
    : certificate.receipts.map(({ statement, batch }) => unread(statement, batch.key, batch.issuedAt));
  return {
    entries: entries
      .sort((a, b) => timeOf(a) - timeOf(b) || stageNumber(a) - stageNumber(b))
      .map((entry, i) => ({ number: i + 1, ...entry })),
    missing: missingIn(verdict.findings),
    settlements: settlementsOf(verdict, certificate.dossier.settler, facts, insurer),
    makers: makersIn(certificate),
    comparison,
  };
}

const ABSENCES: readonly FindingCode[] = ["missing-statement", "maker-statement-missing", "maker-not-enrolled"];

/** Each stage once, as the gravest finding has it. */
function missingIn(findings: readonly Finding[]): readonly Missing[] {
  const found = new Map<Stage, Missing>();
  for (const { code, stage, severity, until } of ordered(findings)) {
    if (!stage || !ABSENCES.includes(code) || found.has(stage)) continue;
    if (severity !== "blocking" && severity !== "pending" && severity !== "not-verifiable") continue;
    found.set(stage, { stage, severity, ...(until !== undefined && { until }) });
  }
  return [...found.values()].sort((a, b) => STAGES.indexOf(a.stage) - STAGES.indexOf(b.stage));
}

function makersIn({ makers }: Certificate): Timeline["makers"] {
  const named = EYES.flatMap((eye) => (makers?.[eye] ? [[eye, makers[eye].identifier] as const] : []));
  return Object.fromEntries(named);
}

type Unnumbered = Omit<TimelineEntry, "number">;

const timeOf = ({ anchoredAt, signedAt }: Unnumbered) => anchoredAt ?? signedAt;
const stageNumber = ({ stage }: Unnumbered) => (stage ? ROWS.indexOf(rowOf(stage)) : ROWS.length);

/** What a receipt says of itself, when nothing of it could be checked. */
function unread(statement: Statement, key: Hex, signedAt: number): Unnumbered {
  const stage = stageName(statement.stage);
  const stated = ASPECTS.filter((aspect) => statement.aspects[aspect] !== undefined);
  return {
    statement: hashStatement(statement),
    ...(stage && { stage }),
    signer: { key },
    signedAt,
    counts: false,
    findings: [],
    aspects: stated.map((aspect) => ({ aspect, seen: "hidden" })),
  };
}

function entryOf(
  examined: ExaminedReceipt,
  facts: ChainFacts,
  verdict: Verdict,
  conformity: Conformity,
  opened: ClaimOpening,
): Unnumbered {
  const { receipt, hash, party, time, isPlaced } = examined;
  const { statement, batch } = receipt;
  // Only what judging asked of the facts may be asked again: a view holds nothing else.
  const standing = isPlaced && time !== 0 ? facts.standing(batch.key, time) : undefined;
  const withdrawn = party === ZERO ? null : facts.withdrawal(party, hash);
  const reason = CORRECTION_REASONS[statement.reason ?? 0];
  const about = ordered(verdict.findings.filter(({ subject }) => subject === hash));
  return {
    ...unread(statement, batch.key, batch.issuedAt),
    signer: {
      key: batch.key,
      ...(standing && { keyStatus: standing.status, suspended: standing.suspended }),
      ...(standing && party !== ZERO && { party, role: standing.role }),
    },
    ...(time !== 0 && { anchoredAt: time }),
    ...(withdrawn && { withdrawn }),
    ...(statement.supersedes !== undefined && reason && { supersedes: { statement: statement.supersedes, reason } }),
    counts: isCounted(examined),
    findings: about.map(({ code }) => code),
    ...(about[0] && { worst: about[0].severity }),
    aspects: ASPECTS.flatMap((aspect) => {
      const stated = statement.aspects[aspect];
      return stated === undefined ? [] : [{ aspect, seen: seen(aspect, stated, examined, conformity, opened) }];
    }),
  };
}

function seen(
  aspect: AspectName,
  stated: Hex,
  examined: ExaminedReceipt,
  { receipts, merged }: Conformity,
  opened: ClaimOpening,
): Seen {
  if (!examined.isPlaced) return "hidden";
  const last = ROWS.toReversed().find((stage) => (merged[stage]?.[aspect] ?? ZERO) !== ZERO);
  const reference = last && merged[last]?.[aspect];
  if (reference === undefined) return "hidden";
  if (stated !== reference) return "mismatched";
  if (opened(aspect, stated) === "opened") return "opened";
  const others = receipts.flatMap((other) => {
    const said = other.receipt.statement.aspects[aspect] ?? ZERO;
    return isCounted(other) && other.hash !== examined.hash && said !== ZERO ? [said] : [];
  });
  if (others.includes(stated)) return "equal";
  return others.length > 0 ? "mismatched" : "hidden";
}

function settlementsOf(verdict: Verdict, settler: Hex, facts: ChainFacts, insurer: Hex | undefined): Settlement[] {
  if (!verdict.invoice) return [];
  const settled = facts.settlement(settler);
  return ([1, 2] as const).flatMap((rank) => {
    const party = settled.ranks[rank];
    return party ? [{ rank, party, isAsker: party === insurer }] : [];
  });
}
