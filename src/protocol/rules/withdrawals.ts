import { type AddFinding, type ExaminedReceipt, isLink, placeOf } from "./examined-receipt.js";

/**
 * Pass 2, first part (rules 2.1 to 2.3): what its party withdrew must be lawfully replaced; what lawfully replaces is told.
 * @internal
 */
export function judgeWithdrawals(receipts: readonly ExaminedReceipt[], add: AddFinding): void {
  for (const one of receipts) {
    if (one.isWithdrawn) {
      if (!isReplaced(one, receipts)) add("withdrawn", placeOf(one));
      continue;
    }
    if (one.hasVoidWithdrawal) add("void-withdrawal", placeOf(one));
    if (one.isSound && one.isJustified) add("justified", placeOf(one));
  }
}

/** A chain of corrections is judged link by link: the replacement may itself be withdrawn and replaced. */
function isReplaced(one: ExaminedReceipt, receipts: readonly ExaminedReceipt[]): boolean {
  return receipts.some((other) => other.isSound && other.isJustified && isLink(other, one));
}
