import { ASPECTS, type AspectName, isStatedAt, ofEye, STAGES, type Stage } from "../aspects.js";
import { type Hex, ZERO } from "../bytes.js";
import { EYES, type Rank } from "../derivation.js";
import { isCalledFor } from "./called-for.js";
import { type AddFinding, type ExaminedReceipt, isCounted } from "./examined-receipt.js";
import type { Merged } from "./merging.js";

/**
 * Pass 6: every aspect that the invoice calls for is stated, equal, at each of its stages, from the invoice back.
 * @internal
 */
export function judgeAspects(
  receipts: readonly ExaminedReceipt[],
  merged: Merged,
  rank: Rank | undefined,
  add: AddFinding,
): void {
  const { invoice } = merged;
  if (!invoice) return; // Why no invoice counts is a finding already.
  const counting = receipts.filter(isCounted);
  for (const aspect of ASPECTS) {
    if (!isCalledFor(aspect, invoice, rank)) continue;
    let expected: Hex = ZERO;
    for (const stage of STAGES.toReversed()) {
      const commitments = merged[stage];
      if (!commitments || !isStatedAt(aspect, stage)) continue;
      if (commitments[aspect] === ZERO) {
        if (!isLeftToMounting(counting, aspect, stage)) add("missing-aspect", { stage, aspect });
      } else if (expected === ZERO) expected = commitments[aspect];
      else if (commitments[aspect] !== expected) add("aspect-mismatch", { stage, aspect });
    }
  }
}

/** The axis of a stock lens is set when it is mounted: its maker states no prescription but a sphere's. */
function isLeftToMounting(counting: readonly ExaminedReceipt[], aspect: AspectName, stage: Stage): boolean {
  if (stage !== "shipment") return false;
  return EYES.some(
    (eye) => aspect === ofEye("prescription", eye) && counting.some(({ opening }) => opening?.eye === eye),
  );
}
