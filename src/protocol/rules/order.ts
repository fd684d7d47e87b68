import { ASPECTS } from "../aspects.js";
import { ZERO } from "../bytes.js";
import type { Policy } from "../policy.js";
import { type AddFinding, type ExaminedReceipt, isCounted, isLink, stageOf } from "./examined-receipt.js";

/**
 * Pass 7: no stage is anchored before one that must come first.
 * @internal
 */
export function judgeOrder(receipts: readonly ExaminedReceipt[], policy: Policy, add: AddFinding): void {
  const counting = receipts.filter(isCounted);
  for (const later of counting) {
    if (counting.some((earlier) => comesTooLate(earlier, later, receipts, policy))) {
      add("out-of-order", { stage: stageOf(later), subject: later.hash });
    }
  }
}

function comesTooLate(
  earlier: ExaminedReceipt,
  later: ExaminedReceipt,
  receipts: readonly ExaminedReceipt[],
  policy: Policy,
): boolean {
  if (earlier.receipt.statement.stage >= later.receipt.statement.stage) return false;
  if (later.opening) return false; // Stock is shipped before there is a dossier.
  const latest = later.time + policy.toleranceSeconds;
  return latest < earlier.time && latest < timeBefore(earlier, later, receipts);
}

/**
 * When a statement said what a later stage relies on. A correction keeps the time of what it replaces as long as that is
 * shown and the correction changes nothing that the later statement states: else it could be fitted to it afterwards.
 */
function timeBefore(earlier: ExaminedReceipt, later: ExaminedReceipt, receipts: readonly ExaminedReceipt[]): number {
  let { time } = earlier;
  let link = earlier;
  // It ends: each statement holds the hash of the one that it replaces, so that no chain loops.
  while (link.isJustified) {
    const replaced = receipts.filter((other) => other.isSound && isLink(link, other));
    const [first] = replaced;
    if (!first || changes(link, first, later)) break;
    time = Math.min(time, ...replaced.map((other) => other.time));
    link = first;
  }
  return time;
}

/** Whether a correction states, otherwise than what it replaces, an aspect that the later statement states too. */
function changes(correction: ExaminedReceipt, replaced: ExaminedReceipt, later: ExaminedReceipt): boolean {
  const [now, then, relied] = [correction, replaced, later].map(({ receipt }) => receipt.statement.aspects);
  return ASPECTS.some((_, i) => relied?.[i] !== ZERO && now?.[i] !== ZERO && now?.[i] !== then?.[i]);
}
