import { ASPECTS, type AspectName, isStatedAt, ofPayer, STAGES, type Stage } from "./aspects.js";
import { type Hex, ZERO } from "./bytes.js";
import { type CryptoBackend, PLAIN } from "./crypto-backend.js";
import type { Rank } from "./derivation.js";
import type { ChainFacts } from "./facts.js";
import { type Finding, type FindingCode, finding, type Place, stageName } from "./findings.js";
import { type Policy, reasonBits } from "./policy.js";
import type { Receipt } from "./receipts.js";
import { isWellFormed } from "./statements.js";
import type { StockOpening } from "./stock.js";
import { isLeftToMounting, isOfAnotherEye, judgeStock } from "./stock-judging.js";

/** Who asks, so that settlements are judged from its place. */
export interface Asker {
  /** Its party id, when it has one. */
  readonly insurer?: Hex;
  /** The rank of the share that it is asked to pay; none skips the settlement check. */
  readonly rank?: Rank;
  /** How it was told that the insurers share the invoice (`settlementSplit`). */
  readonly split?: Hex;
}

/** What is known of one receipt once it has been read. */
export interface Reading {
  readonly receipt: Receipt;
  readonly hash: Hex;
  /** Party of its key at the anchor's time, zero when unknown. */
  readonly party: Hex;
  /** Of its anchor, unix seconds; 0 when there is none. */
  readonly time: number;
  /** It is well formed and of this dossier. */
  readonly placed: boolean;
  /** Nothing is wrong with it but, possibly, a withdrawal. */
  readonly sound: boolean;
  readonly withdrawn: boolean;
  /** It lawfully replaces another. */
  readonly justified: boolean;
  /** It is of a stock lens. */
  readonly opening?: StockOpening;
}

/** The commitments that count at each stage; a stage where nothing counts is absent. */
export type Merged = { readonly [S in Stage]?: Readonly<Record<AspectName, Hex>> };

/** What the receipts say when taken together. */
export interface Conformity {
  readonly findings: readonly Finding[];
  readonly readings: readonly Reading[];
  readonly merged: Merged;
}

const stageOf = (reading: Reading): Stage => stageName(reading.receipt.statement.stage) ?? "quote";

/**
 * Whether the statement of a reading counts.
 * @internal
 */
export function counts(reading: Reading): boolean {
  return reading.sound && !reading.withdrawn;
}

/**
 * Judges all that can be judged without a value, exactly as `ConformityVerifier.assess` does: the same findings in the
 * same order (docs/protocol.md, "Conformity").
 * @param receipts Of one dossier, in any order; those of stock lenses not first.
 * @param openings What opens the receipts of stock lenses: at most two; of several for one receipt the first is read.
 * @param using What hashes and recovers signatures; the answers are the same.
 *
 * @example
 * ```ts
 * import { assessReceipts, DEFAULT_POLICY } from "clairevoie/protocol";
 * const { findings } = assessReceipts(receipts, facts, DEFAULT_POLICY, { rank: 1 });
 * ```
 */
export function assessReceipts(
  receipts: readonly Receipt[],
  facts: ChainFacts,
  policy: Policy,
  asker: Asker = {},
  openings: readonly StockOpening[] = [],
  using: CryptoBackend = PLAIN,
): Conformity {
  const findings: Finding[] = [];
  const add = (code: FindingCode, place: Place) => findings.push(finding(code, place));
  const dossier = receipts[0]?.statement.dossier ?? ZERO;
  const readings = receipts.map((receipt, i) => {
    const opening = openings.find((one) => one.receipt === i);
    // A stock lens is stated for a unit and a store, which are opened last.
    const of = opening ? receipt.statement.dossier : dossier;
    return { ...readReceipt(receipt, of, opening, facts, policy, using, add), ...(opening && { opening }) };
  });
  judgeWithdrawals(readings, add);
  judgeLinks(readings, add);
  judgeParties(readings, add);
  const merged = merge(readings, add);
  judgePresence(readings, merged, add);
  judgeAspects(readings, merged, asker, add);
  judgeOrder(readings, policy, add);
  judgeAge(readings, facts, policy, add);
  judgeSettlement(readings, facts, policy, asker, using, add);
  judgeStock(dossier, readings, facts, policy, add);
  return { findings, readings, merged };
}

type Add = (code: FindingCode, place: Place) => void;

function readReceipt(
  receipt: Receipt,
  dossier: Hex,
  opening: StockOpening | undefined,
  facts: ChainFacts,
  policy: Policy,
  using: CryptoBackend,
  add: Add,
): Reading {
  const { statement } = receipt;
  const hash = using.hashStatement(statement);
  const stage = stageName(statement.stage);
  const place: Place = { ...(stage && { stage }), subject: hash };
  const unplaced: Reading = {
    receipt,
    hash,
    party: ZERO,
    time: 0,
    placed: false,
    sound: false,
    withdrawn: false,
    justified: false,
  };
  if (!isWellFormed(statement) || (opening && stage !== "shipment")) {
    add("malformed-statement", place);
    return unplaced;
  }
  if (statement.dossier !== dossier) {
    add("other-dossier", place);
    return unplaced;
  }
  let sound = true;
  const flaw = (code: FindingCode) => {
    sound = false;
    add(code, place);
  };
  const time = readBatch(receipt, hash, facts, policy, using, flaw);
  const party = time === 0 ? ZERO : readParty(receipt, time, facts, flaw);
  if (party === ZERO) return { ...unplaced, time, placed: true };
  const withdrawn = facts.withdrawal(party, hash) !== null;
  const known: Reading = { ...unplaced, party, time, placed: true, sound, withdrawn };
  if (statement.supersedes === ZERO) return known;
  const accepted = statement.reason !== 0 && ((reasonBits(policy) >> statement.reason) & 1) === 1;
  const justified = accepted && facts.withdrawal(party, statement.supersedes) !== null;
  if (!justified) add("superseded-without-justification", place);
  return { ...known, justified };
}

/** Checks inclusion, signature and anchor. Returns the anchor's time, 0 when there is none. */
function readBatch(
  receipt: Receipt,
  hash: Hex,
  facts: ChainFacts,
  policy: Policy,
  using: CryptoBackend,
  flaw: (code: FindingCode) => void,
): number {
  const { batch } = receipt;
  if (using.rootOf(hash, receipt.statementProof) !== batch.root) flaw("bad-inclusion");
  const digest = using.batchDigest(
    { chainId: facts.chain.chainId, verifyingContract: facts.chain.partyRegistry },
    batch,
  );
  const endorsed = receipt.signature === "0x";
  if (!endorsed && !using.isSignedByKey(digest, batch, receipt.signature)) flaw("bad-signature");
  const time = endorsed
    ? facts.endorsedAt(batch.key, digest)
    : facts.anchoredAt(using.rootOf(digest, receipt.anchorProof));
  if (time === 0) flaw("not-anchored");
  else if (time < batch.issuedAt) flaw("anchor-before-issue");
  else if (time > batch.issuedAt + policy.lagSeconds) flaw("late-anchor");
  return time;
}

/** Checks key, role and suspension at the anchor's time. Returns the party, zero when the key is unknown. */
function readParty(receipt: Receipt, time: number, facts: ChainFacts, flaw: (code: FindingCode) => void): Hex {
  const standing = facts.standing(receipt.batch.key, time);
  if (standing.status === "unknown") {
    flaw("unknown-key");
    return ZERO;
  }
  if (standing.status !== "valid") flaw("key-not-valid");
  const required = stageName(receipt.statement.stage) === "shipment" ? "lens-maker" : "optician";
  if (standing.role !== required) flaw("wrong-role");
  if (standing.suspended) flaw("party-suspended");
  return standing.party;
}

function judgeWithdrawals(readings: readonly Reading[], add: Add): void {
  for (const reading of readings) {
    const place = { stage: stageOf(reading), subject: reading.hash };
    if (reading.withdrawn) {
      if (!isReplaced(reading, readings)) add("withdrawn", place);
    } else if (reading.sound && reading.justified) add("justified", place);
  }
}

/** A chain of corrections is judged link by link: the replacement may itself be withdrawn and replaced. */
function isReplaced(reading: Reading, readings: readonly Reading[]): boolean {
  return readings.some((other) => other.sound && other.justified && isLink(other, reading));
}

/** Whether the later reading is of a statement that replaces the earlier one's, by the same party at the same stage. */
function isLink(later: Reading, earlier: Reading): boolean {
  const [b, a] = [later.receipt.statement, earlier.receipt.statement];
  return b.supersedes === earlier.hash && later.party === earlier.party && b.stage === a.stage;
}

/** Chains of corrections: what is replaced must be shown, be the same party's, and be replaced once. */
function judgeLinks(readings: readonly Reading[], add: Add): void {
  readings.forEach((reading, i) => {
    if (!reading.sound || !reading.justified) return;
    const place = { stage: stageOf(reading), subject: reading.hash };
    const shown = readings.filter(({ placed, hash }) => placed && hash === reading.receipt.statement.supersedes);
    if (shown.length === 0) add("missing-link", place);
    else if (!shown.some((earlier) => isLink(reading, earlier))) add("broken-link", place);
    if (readings.slice(0, i).some((other) => isFork(other, reading))) add("forked-correction", place);
  });
}

/** Two counting statements that replace the same one and state the same aspect; two makers may share a pair. */
function isFork(one: Reading, other: Reading): boolean {
  const [a, b] = [one.receipt.statement, other.receipt.statement];
  if (!counts(one) || !counts(other) || one.hash === other.hash || a.supersedes !== b.supersedes) return false;
  return one.party === other.party && a.aspects.some((stated, i) => stated !== ZERO && b.aspects[i] !== ZERO);
}

function judgeParties(readings: readonly Reading[], add: Add): void {
  const orderers = new Set(readings.filter((r) => r.party !== ZERO && stageOf(r) === "order").map((r) => r.party));
  let store: Hex | undefined;
  for (const reading of readings) {
    const stage = stageOf(reading);
    if (stage === "shipment") {
      if (orderers.has(reading.party)) add("same-party", { stage, subject: reading.hash });
    } else if (counts(reading)) {
      store ??= reading.party;
      if (store !== reading.party) add("store-mismatch", { stage, subject: reading.hash });
    }
  }
}

const NOTHING_STATED = Object.fromEntries(ASPECTS.map((aspect) => [aspect, ZERO])) as Record<AspectName, Hex>;

function merge(readings: readonly Reading[], add: Add): Merged {
  const merged: { [S in Stage]?: Record<AspectName, Hex> } = {};
  for (const reading of readings) {
    if (!counts(reading)) continue;
    const stage = stageOf(reading);
    merged[stage] ??= { ...NOTHING_STATED };
    const row = merged[stage];
    ASPECTS.forEach((aspect, i) => {
      const stated = reading.receipt.statement.aspects[i] ?? ZERO;
      if (stated === ZERO || isOfAnotherEye(reading, aspect)) return;
      if (row[aspect] === ZERO) row[aspect] = stated;
      else if (row[aspect] !== stated) add("ambiguous-statement", { stage, aspect, subject: reading.hash });
    });
  }
  return merged;
}

type Row = Readonly<Record<AspectName, Hex>>;

const hasLens = (invoice: Row, eye: "Right" | "Left") =>
  invoice[`code${eye}`] !== ZERO || invoice[`lens${eye}`] !== ZERO;

function judgePresence(readings: readonly Reading[], merged: Merged, add: Add): void {
  const present = new Set(readings.filter((reading) => reading.placed).map(stageOf));
  const { invoice } = merged;
  const frameOnly = invoice !== undefined && !hasLens(invoice, "Right") && !hasLens(invoice, "Left");
  for (const stage of STAGES) {
    if (present.has(stage) || (frameOnly && (stage === "order" || stage === "shipment"))) continue;
    add("missing-statement", { stage });
  }
}

function isCalledFor(aspect: AspectName, invoice: Row, rank: Rank | undefined): boolean {
  if (invoice[aspect] !== ZERO || aspect === "reference" || aspect === "billing") return true;
  if (aspect.endsWith("Right")) return hasLens(invoice, "Right");
  if (aspect.endsWith("Left")) return hasLens(invoice, "Left");
  if (aspect === "frame") return false;
  return rank === undefined ? aspect === "payerFirst" && invoice.payerSecond === ZERO : aspect === ofPayer(rank);
}

/** Every aspect that the invoice calls for must be stated, equal, at each of its stages, from the invoice back. */
function judgeAspects(readings: readonly Reading[], merged: Merged, asker: Asker, add: Add): void {
  const { invoice } = merged;
  if (!invoice) return; // Why no invoice counts is a finding already.
  const counting = readings.filter(counts);
  for (const aspect of ASPECTS) {
    if (!isCalledFor(aspect, invoice, asker.rank)) continue;
    let expected: Hex = ZERO;
    for (const stage of STAGES.toReversed()) {
      const row = merged[stage];
      if (!row || !isStatedAt(aspect, stage)) continue;
      if (row[aspect] === ZERO) {
        if (!isLeftToMounting(counting, aspect, stage)) add("missing-aspect", { stage, aspect });
      } else if (expected === ZERO) expected = row[aspect];
      else if (row[aspect] !== expected) add("aspect-mismatch", { stage, aspect });
    }
  }
}

function judgeOrder(readings: readonly Reading[], policy: Policy, add: Add): void {
  const counting = readings.filter(counts);
  for (const later of counting) {
    if (counting.some((earlier) => comesTooLate(earlier, later, readings, policy))) {
      add("out-of-order", { stage: stageOf(later), subject: later.hash });
    }
  }
}

function comesTooLate(earlier: Reading, later: Reading, readings: readonly Reading[], policy: Policy): boolean {
  if (earlier.receipt.statement.stage >= later.receipt.statement.stage) return false;
  if (later.opening) return false; // Stock is shipped before there is a dossier.
  const latest = later.time + policy.toleranceSeconds;
  return latest < earlier.time && latest < timeBefore(earlier, later, readings);
}

/**
 * When a statement said what a later stage relies on. A correction keeps the time of what it replaces as long as that is
 * shown and the correction changes nothing that the later statement states: else it could be fitted to it afterwards.
 */
function timeBefore(earlier: Reading, later: Reading, readings: readonly Reading[]): number {
  let { time } = earlier;
  let link = earlier;
  // It ends: each statement holds the hash of the one that it replaces, so that no chain loops.
  while (link.justified) {
    const replaced = readings.filter((other) => other.sound && isLink(link, other));
    const [first] = replaced;
    if (!first || changes(link, first, later)) break;
    time = Math.min(time, ...replaced.map((other) => other.time));
    link = first;
  }
  return time;
}

/** Whether a correction states, otherwise than what it replaces, an aspect that the later statement states too. */
function changes(correction: Reading, replaced: Reading, later: Reading): boolean {
  const [now, then, relied] = [correction, replaced, later].map(({ receipt }) => receipt.statement.aspects);
  return ASPECTS.some((_, i) => relied?.[i] !== ZERO && now?.[i] !== ZERO && now?.[i] !== then?.[i]);
}

/** A quote that is too old, an anchor that is too young. */
function judgeAge(readings: readonly Reading[], facts: ChainFacts, policy: Policy, add: Add): void {
  const counting = readings.filter(counts);
  const quotes = counting.filter((reading) => stageOf(reading) === "quote").map(({ time }) => time);
  for (const reading of counting) {
    const place = { stage: stageOf(reading), subject: reading.hash };
    const isInvoice = place.stage === "invoice";
    const isOld = (quoted: number) => reading.time > quoted + policy.quoteSeconds;
    if (policy.quoteSeconds > 0 && isInvoice && quotes.length > 0 && quotes.every(isOld)) add("quote-too-old", place);
    if (facts.block.time < reading.time + policy.finalitySeconds) add("not-final", place);
  }
}

function judgeSettlement(
  readings: readonly Reading[],
  facts: ChainFacts,
  policy: Policy,
  asker: Asker,
  using: CryptoBackend,
  add: Add,
): void {
  const invoice = readings.find((reading) => counts(reading) && stageOf(reading) === "invoice");
  if (!invoice || asker.rank === undefined) return;
  const { dossier } = invoice.receipt.statement;
  const settled = facts.settlement(using.settlementMarker(dossier));
  if (!settled) return;
  if (settled.tag !== using.settlementTag(dossier, invoice.hash, asker.split)) {
    add("other-invoice-settled", { stage: "invoice", subject: invoice.hash });
    return;
  }
  const by = settled.ranks[asker.rank];
  if (!by) return;
  const accepted = policy.acceptOwnSettlement && by.party === asker.insurer;
  add(accepted ? "settled-by-asker" : "already-settled", {
    stage: "invoice",
    aspect: ofPayer(asker.rank),
    subject: invoice.hash,
  });
}
