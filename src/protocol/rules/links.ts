import { ASPECTS } from "../aspects.js";
import { ZERO } from "../bytes.js";
import { type AddFinding, type ExaminedReceipt, isCounted, isLink, placeOf, statedIn } from "./examined-receipt.js";

/**
 * Pass 2, second part (rule 2.4): what a correction replaces must be shown, be the same party's, and be replaced once.
 * @internal
 */
export function judgeLinks(receipts: readonly ExaminedReceipt[], add: AddFinding): void {
  receipts.forEach((one, i) => {
    if (!one.isSound || !one.isJustified) return;
    const place = placeOf(one);
    const shown = receipts.filter(({ isPlaced, hash }) => isPlaced && hash === one.receipt.statement.supersedes);
    if (shown.length === 0) add("missing-link", place);
    else if (!shown.some((earlier) => isLink(one, earlier))) add("broken-link", place);
    if (receipts.slice(0, i).some((other) => isFork(other, one))) add("forked-correction", place);
  });
}

/** Two statements that count, replace the same one and state the same aspect; two makers may share a pair. */
function isFork(one: ExaminedReceipt, other: ExaminedReceipt): boolean {
  const [a, b] = [one.receipt.statement, other.receipt.statement];
  if (!isCounted(one) || !isCounted(other) || one.hash === other.hash || a.supersedes !== b.supersedes) return false;
  const isInBoth = ASPECTS.some((aspect) => statedIn(one, aspect) !== ZERO && statedIn(other, aspect) !== ZERO);
  return one.party === other.party && isInBoth;
}
