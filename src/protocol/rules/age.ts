import type { ChainFacts } from "../facts.js";
import type { Policy } from "../policy.js";
import { type AddFinding, type ExaminedReceipt, isCounted, stageOf } from "./examined-receipt.js";

/**
 * Pass 8: no quote is too old for its invoice, no anchor too young to be relied on.
 * @internal
 */
export function judgeAge(
  receipts: readonly ExaminedReceipt[],
  facts: ChainFacts,
  policy: Policy,
  add: AddFinding,
): void {
  const counting = receipts.filter(isCounted);
  const quotes = counting.filter((one) => stageOf(one) === "quote").map(({ time }) => time);
  for (const one of counting) {
    const place = { stage: stageOf(one), subject: one.hash };
    const isInvoice = place.stage === "invoice";
    const isOld = (quoted: number) => one.time > quoted + policy.quoteSeconds;
    if (policy.quoteSeconds > 0 && isInvoice && quotes.length > 0 && quotes.every(isOld)) add("quote-too-old", place);
    if (facts.block.time < one.time + policy.finalitySeconds) add("not-final", place);
  }
}
