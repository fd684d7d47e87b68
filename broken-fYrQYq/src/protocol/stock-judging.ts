import { type AspectName, aspectNumber, ofEye, type Stage } from "./aspects.js";
import type { Hex } from "./bytes.js";
import type { Reading } from "./conformity.js";
import { EYES, type Eye } from "./derivation.js";
import type { ChainFacts } from "./facts.js";
import type { FindingCode, Place } from "./findings.js";
import type { Policy } from "./policy.js";
import type { Receipt } from "./receipts.js";
import { stockMarker, stockTag, stockUnit } from "./stock.js";

const AFTER: Readonly<Record<Eye, "Right" | "Left">> = { right: "Right", left: "Left" };

/**
 * Whether a statement of a stock lens says this of the eye that the unit does not serve: it is stated for both.
 * @internal
 */
export function isOfAnotherEye({ opening }: Reading, aspect: AspectName): boolean {
  return opening !== undefined && !aspect.endsWith(AFTER[opening.eye]);
}

/**
 * Whether nobody asks this of the shipment: the axis of a stock lens is set when it is mounted, so that its maker states no
 * prescription but a sphere's.
 * @internal
 */
export function isLeftToMounting(counting: readonly Reading[], aspect: AspectName, stage: Stage): boolean {
  if (stage !== "shipment") return false;
  return EYES.some((eye) => aspect === ofEye("prescription", eye) && counting.some((r) => r.opening?.eye === eye));
}

/**
 * Whether each stock lens is one of the store that invoices, and was consumed for this dossier and this eye by the time when it was
 * first invoiced: an invoice that was corrected since gives no more time.
 * @param dossier Id of the dossier.
 * @internal
 */
export function judgeStock(
  dossier: Hex,
  readings: readonly Reading[],
  facts: ChainFacts,
  policy: Policy,
  add: (code: FindingCode, place: Place) => void,
): void {
  const invoices = readings.filter(({ receipt, sound }) => sound && receipt.statement.stage === 3);
  const store = invoices.find(({ withdrawn }) => !withdrawn)?.party;
  if (!store) return; // Why no invoice counts is a finding already.
  for (const { opening, receipt, hash, sound, withdrawn } of readings) {
    if (!opening || !sound || withdrawn) continue;
    const { eye, nullifier } = opening;
    const aspect = ofEye("code", eye);
    const found = (code: FindingCode) => add(code, { stage: "shipment", aspect, subject: hash });
    if (receipt.statement.dossier !== stockUnit(nullifier, store)) {
      found("stock-of-another-store");
      continue;
    }
    const codeOf = (one: Receipt) => one.statement.aspects[aspectNumber(aspect)];
    const invoiced = invoices.filter((one) => codeOf(one.receipt) === codeOf(receipt)).map(({ time }) => time);
    const use = facts.stockUse(store, stockMarker(nullifier));
    if (!use || use.time > Math.min(...invoiced) + policy.toleranceSeconds) found("stock-not-used");
    else if (use.tag !== stockTag(dossier, nullifier, eye)) found("stock-used-elsewhere");
  }
}
