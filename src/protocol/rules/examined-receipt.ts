import type { AspectName, Stage } from "../aspects.js";
import { type Hex, ZERO } from "../bytes.js";
import { type FindingCode, type Place, stageName, type Weight } from "../findings.js";
import type { Receipt } from "../receipts.js";
import type { StockOpening } from "../stock.js";

/** What is known of one receipt once it has been read. */
export interface ExaminedReceipt {
  readonly receipt: Receipt;
  /** Of its statement. */
  readonly hash: Hex;
  /** Party of its key at the anchor's time, zero when unknown. */
  readonly party: Hex;
  /** Of its anchor, unix seconds; 0 when there is none. */
  readonly time: number;
  /** It is well formed and of this dossier. */
  readonly isPlaced: boolean;
  /** Nothing is wrong with it but, possibly, a withdrawal. */
  readonly isSound: boolean;
  /** All that is wrong with it is an anchor that may still come. */
  readonly isAwaited: boolean;
  /** Its party withdrew it, with an account that could. */
  readonly isWithdrawn: boolean;
  /** It was withdrawn with an account that was compromised then: as if it were not. */
  readonly hasVoidWithdrawal: boolean;
  /** It lawfully replaces another. */
  readonly isJustified: boolean;
  /** It is of a stock lens. */
  readonly opening?: StockOpening;
}

/** Takes what a pass finds, in order. */
export type AddFinding = (code: FindingCode, place: Place, weight?: Weight) => void;

/**
 * The stage of a receipt. A malformed one that has none is never asked for it.
 * @internal
 */
export function stageOf({ receipt }: ExaminedReceipt): Stage {
  return stageName(receipt.statement.stage) ?? "quote";
}

/**
 * Where a finding about a statement is made.
 * @internal
 */
export function placeOf(one: ExaminedReceipt): Place {
  return { stage: stageOf(one), subject: one.hash };
}

/**
 * What a statement says of an aspect; zero where it says nothing.
 * @internal
 */
export function statedIn({ receipt }: ExaminedReceipt, aspect: AspectName): Hex {
  return receipt.statement.aspects[aspect] ?? ZERO;
}

/**
 * Whether a statement counts.
 * @internal
 */
export function isCounted({ isSound, isWithdrawn }: ExaminedReceipt): boolean {
  return isSound && !isWithdrawn;
}

/**
 * The first invoice that counts.
 * @internal
 */
export function invoiceOf(receipts: readonly ExaminedReceipt[]): ExaminedReceipt | undefined {
  return receipts.find((one) => isCounted(one) && stageOf(one) === "invoice");
}

/**
 * Whether the later statement replaces the earlier one, as the same party at the same stage.
 * @internal
 */
export function isLink(later: ExaminedReceipt, earlier: ExaminedReceipt): boolean {
  const [b, a] = [later.receipt.statement, earlier.receipt.statement];
  return b.supersedes === earlier.hash && later.party === earlier.party && b.stage === a.stage;
}

/**
 * The sound receipts of what a justified statement replaces: of one statement, perhaps in several batches.
 * @internal
 */
export function replacedBy(one: ExaminedReceipt, receipts: readonly ExaminedReceipt[]): ExaminedReceipt[] {
  return one.isJustified ? receipts.filter((other) => other.isSound && isLink(one, other)) : [];
}
