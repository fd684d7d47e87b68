import { STAGES } from "../aspects.js";
import { EYES } from "../derivation.js";
import { hasLens } from "./called-for.js";
import { type AddFinding, type ExaminedReceipt, stageOf } from "./examined-receipt.js";
import type { Merged } from "./merging.js";

/**
 * Pass 5: each stage has a statement. Of a frame alone, nothing is ordered and nothing is shipped.
 * @internal
 */
export function judgePresence(receipts: readonly ExaminedReceipt[], { invoice }: Merged, add: AddFinding): void {
  const present = new Set(receipts.filter(({ isPlaced }) => isPlaced).map(stageOf));
  const isFrameOnly = invoice !== undefined && !EYES.some((eye) => hasLens(invoice, eye));
  for (const stage of STAGES) {
    if (present.has(stage) || (isFrameOnly && (stage === "order" || stage === "shipment"))) continue;
    add("missing-statement", { stage });
  }
}
