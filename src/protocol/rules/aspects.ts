import { ASPECTS, type AspectName, eyeOf, isStatedAt, ofEye, ROWS, type Row } from "../aspects.js";
import { type Hex, ZERO } from "../bytes.js";
import type { Rank } from "../derivation.js";
import type { ChainFacts } from "../facts.js";
import type { Weight } from "../findings.js";
import { CORRECTION_REASONS } from "../statements.js";
import { isCalledFor } from "./called-for.js";
import { type AddFinding, type ExaminedReceipt, isCounted, replacedBy, stageOf, statedIn } from "./examined-receipt.js";
import { isAnythingStated } from "./makers.js";
import type { Merged } from "./merging.js";

/**
 * Pass 7: every aspect that the invoice calls for is stated, equal, at each of its stages, from the invoice back.
 * @param missing How much what may still come matters.
 * @internal
 */
export function judgeAspects(
  receipts: readonly ExaminedReceipt[],
  merged: Merged,
  rank: Rank | undefined,
  missing: Weight,
  facts: ChainFacts,
  add: AddFinding,
): void {
  const { invoice } = merged;
  if (!invoice) return; // Why no invoice counts is a finding already.
  const counting = receipts.filter(isCounted);
  for (const aspect of ASPECTS) {
    if (!isCalledFor(aspect, invoice, rank)) continue;
    let expected: Hex = ZERO;
    for (const stage of ROWS.toReversed()) {
      const stated = merged[stage]?.[aspect];
      if (stated === undefined || !isStatedAt(aspect, stage)) continue;
      // Rule 7.1
      if (stated === ZERO) {
        if (!isExcused(aspect, stage, merged, counting)) add("missing-aspect", { stage, aspect }, missing);
      } else if (expected === ZERO) expected = stated;
      else if (stated !== expected) {
        if (stage === "order" && isSubstituted(aspect, merged.shipment?.[aspect] ?? ZERO, stated, receipts, facts)) {
          expected = stated;
        } else add("aspect-mismatch", { stage, aspect });
      }
    }
  }
}

/** What is not asked of who made the lens (rule 7.2). */
function isExcused(
  aspect: AspectName,
  stage: Row,
  { shipment }: Merged,
  counting: readonly ExaminedReceipt[],
): boolean {
  const eye = eyeOf(aspect);
  if (stage !== "shipment" || !eye) return false;
  if (!isAnythingStated(shipment, eye)) return true; // What that means was found in pass 6.
  // The axis of a stock lens is set when it is mounted: its maker states no prescription but a sphere's.
  return aspect === ofEye("prescription", eye) && counting.some(({ opening }) => opening?.eye === eye);
}

const isLens = (aspect: AspectName) => aspect === "lensRight" || aspect === "lensLeft";
const SUBSTITUTION = CORRECTION_REASONS.indexOf("substitution");

/**
 * Rule 7.3: whether the maker, before it signed the shipment that stands, withdrew one of the lens that was ordered, which
 * differs in nothing but lenses.
 */
function isSubstituted(
  aspect: AspectName,
  made: Hex,
  ordered: Hex,
  receipts: readonly ExaminedReceipt[],
  facts: ChainFacts,
): boolean {
  if (!isLens(aspect)) return false;
  return receipts.some((one) => {
    const { statement, batch } = one.receipt;
    if (!isCounted(one) || stageOf(one) !== "shipment" || statement.reason !== SUBSTITUTION) return false;
    if (made === ZERO || statedIn(one, aspect) !== made) return false;
    return replacedBy(one, receipts).some((before) => {
      const withdrawal = facts.withdrawal(before.party, before.hash);
      const isBefore = withdrawal !== null && !withdrawal.isVoid && withdrawal.time <= batch.issuedAt;
      const isSameElse = ASPECTS.every((other) => isLens(other) || statedIn(before, other) === statedIn(one, other));
      return isBefore && isSameElse && statedIn(before, aspect) === ordered;
    });
  });
}
