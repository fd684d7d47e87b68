import { ZERO } from "../bytes.js";
import type { ChainFacts } from "../facts.js";
import { pendingUntil } from "../findings.js";
import type { Policy } from "../policy.js";
import {
  type AddFinding,
  type ExaminedReceipt,
  isCounted,
  isLink,
  placeOf,
  stageOf,
  statedIn,
} from "./examined-receipt.js";
import { timeOfChain } from "./order.js";

/**
 * Pass 9: no quote is too old for its invoice, no anchor too young to be relied on, and no quote fitted to what came after it.
 * @internal
 */
export function judgeAge(
  receipts: readonly ExaminedReceipt[],
  facts: ChainFacts,
  policy: Policy,
  add: AddFinding,
): void {
  const counting = receipts.filter(isCounted);
  const quotes = counting.filter((one) => stageOf(one) === "quote").map((quote) => quotedAt(quote, receipts));
  const invoiced = firstIssue(counting, "invoice");
  const ordered = firstIssue(
    receipts.filter(({ isSound }) => isSound),
    "order",
  );
  for (const one of counting) {
    const place = placeOf(one);
    // Rule 9.1
    const isOld = (quoted: number) => one.time > quoted + policy.quoteSeconds;
    const isAged = policy.quoteSeconds > 0 && place.stage === "invoice" && quotes.length > 0;
    if (isAged && quotes.every(isOld)) add("quote-too-old", place);
    // Rule 9.2
    const final = one.time + policy.finalitySeconds;
    if (facts.block.time < final) add("not-final", place, pendingUntil(final - 1, facts.block));
    if (place.stage !== "quote") continue;
    // Rule 9.3
    const { issuedAt } = one.receipt.batch;
    if (statedIn(one, "billing") !== ZERO && issuedAt > invoiced) add("quote-after-invoice", place);
    // Rule 9.4
    const before = receipts.find((other) => other.isPlaced && isLink(one, other));
    if (!before || issuedAt <= ordered) continue;
    const changes = (aspect: "billing" | "frame" | "reference") => statedIn(one, aspect) !== statedIn(before, aspect);
    if (changes("billing") || changes("frame")) add("quote-changed-after-order", place);
    else if (changes("reference")) add("quote-reference-changed", place);
  }
}

/** When a price was first quoted: a correction that leaves it as it was makes it no younger. */
function quotedAt(quote: ExaminedReceipt, receipts: readonly ExaminedReceipt[]): number {
  return timeOfChain(quote, receipts, (now, then) => statedIn(now, "billing") === statedIn(then, "billing"));
}

/** When the first of these of a stage was signed. */
function firstIssue(receipts: readonly ExaminedReceipt[], stage: "order" | "invoice"): number {
  return Math.min(...receipts.filter((one) => stageOf(one) === stage).map(({ receipt }) => receipt.batch.issuedAt));
}
