import { type AddFinding, type ExaminedReceipt, isLink, stageOf } from "./examined-receipt.js";

/**
 * Pass 2, first part: what its party withdrew must be lawfully replaced; what lawfully replaces is told.
 * @internal
 */
export function judgeWithdrawals(receipts: readonly ExaminedReceipt[], add: AddFinding): void {
  for (const one of receipts) {
    const place = { stage: stageOf(one), subject: one.hash };
    if (one.isWithdrawn) {
      if (!isReplaced(one, receipts)) add("withdrawn", place);
    } else if (one.isSound && one.isJustified) add("justified", place);
  }
}

/** A chain of corrections is judged link by link: the replacement may itself be withdrawn and replaced. */
function isReplaced(one: ExaminedReceipt, receipts: readonly ExaminedReceipt[]): boolean {
  return receipts.some((other) => other.isSound && other.isJustified && isLink(other, one));
}
