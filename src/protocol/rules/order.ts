import { ASPECTS, ROWS, rowOf } from "../aspects.js";
import { ZERO } from "../bytes.js";
import type { Policy } from "../policy.js";
import {
  type AddFinding,
  type ExaminedReceipt,
  isCounted,
  placeOf,
  replacedBy,
  stageOf,
  statedIn,
} from "./examined-receipt.js";

/**
 * Pass 8 (rules 8.1 to 8.3): no stage is signed before one that must come first is anchored. Of the later statement the time that its own party
 * signed is taken: its anchor anyone who holds the receipt can repeat.
 * @internal
 */
export function judgeOrder(receipts: readonly ExaminedReceipt[], policy: Policy, add: AddFinding): void {
  const counting = receipts.filter(isCounted);
  for (const later of counting) {
    if (counting.some((earlier) => comesTooLate(earlier, later, receipts, policy))) add("out-of-order", placeOf(later));
  }
}

function comesTooLate(
  earlier: ExaminedReceipt,
  later: ExaminedReceipt,
  receipts: readonly ExaminedReceipt[],
  policy: Policy,
): boolean {
  if (later.opening) return false; // Stock is shipped before there is a dossier.
  if (numberOf(earlier) >= numberOf(later)) return false;
  const latest = later.receipt.batch.issuedAt + policy.toleranceSeconds;
  return latest < earlier.time && latest < timeBefore(earlier, later, receipts);
}

const numberOf = (one: ExaminedReceipt) => ROWS.indexOf(rowOf(stageOf(one)));

/**
 * When a statement said what a later stage relies on. A correction keeps the time of what it replaces as long as that is
 * shown and the correction changes nothing that the later statement states: else it could be fitted to it afterwards.
 */
function timeBefore(earlier: ExaminedReceipt, later: ExaminedReceipt, receipts: readonly ExaminedReceipt[]): number {
  return timeOfChain(earlier, receipts, (now, then) =>
    ASPECTS.every((aspect) => {
      const stated = statedIn(now, aspect);
      return stated === ZERO || statedIn(later, aspect) === ZERO || stated === statedIn(then, aspect);
    }),
  );
}

/**
 * The earliest time of a statement and of what it replaces, link by link, as long as each correction keeps what matters.
 * @param keeps Whether a correction says the same as what it replaces.
 * @internal
 */
export function timeOfChain(
  one: ExaminedReceipt,
  receipts: readonly ExaminedReceipt[],
  keeps: (now: ExaminedReceipt, then: ExaminedReceipt) => boolean,
): number {
  let { time } = one;
  let link: ExaminedReceipt | undefined = one;
  // It ends: each statement holds the hash of the one that it replaces, so that no chain loops.
  while (link) {
    const replaced: ExaminedReceipt[] = replacedBy(link, receipts);
    const [first] = replaced;
    if (!first || !keeps(link, first)) break;
    time = Math.min(time, ...replaced.map((other) => other.time));
    link = first;
  }
  return time;
}
