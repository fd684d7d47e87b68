import type { Stage } from "../aspects.js";
import type { Hex } from "../bytes.js";
import { type FindingCode, type Place, stageName } from "../findings.js";
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
  readonly isWithdrawn: boolean;
  /** It lawfully replaces another. */
  readonly isJustified: boolean;
  /** It is of a stock lens. */
  readonly opening?: StockOpening;
}

/** Takes what a pass finds, in order. */
export type AddFinding = (code: FindingCode, place: Place) => void;

/**
 * The stage of a receipt. A malformed one that has none is never asked for it.
 * @internal
 */
export function stageOf({ receipt }: ExaminedReceipt): Stage {
  return stageName(receipt.statement.stage) ?? "quote";
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
