import { EYES } from "../derivation.js";
import type { Weight } from "../findings.js";
import { hasLens } from "./called-for.js";
import { type AddFinding, type ExaminedReceipt, stageOf } from "./examined-receipt.js";
import type { Merged } from "./merging.js";

/**
 * Pass 5: quote, order and invoice are there. Of a frame alone, nothing is ordered. Whether a shipment must be there depends on
 * its maker (pass 6).
 * @param missing How much what may still come matters.
 * @internal
 */
export function judgePresence(
  receipts: readonly ExaminedReceipt[],
  { invoice }: Merged,
  missing: Weight,
  add: AddFinding,
): void {
  const present = new Set(receipts.filter(({ isPlaced }) => isPlaced).map(stageOf));
  const isFrameOnly = invoice !== undefined && !EYES.some((eye) => hasLens(invoice, eye));
  if (!present.has("quote")) add("missing-statement", { stage: "quote" }, missing);
  if (!present.has("order") && !isFrameOnly) add("missing-statement", { stage: "order" }, missing);
  if (!present.has("invoice")) add("missing-statement", { stage: "invoice" });
}
