import { type AspectName, ofEye, type Stage } from "./aspects.js";
import type { Hex } from "./bytes.js";
import type { Reading } from "./conformity.js";
import { EYES, type Eye } from "./derivation.js";
import type { ChainFacts } from "./facts.js";
import type { FindingCode, Place } from "./findings.js";
import type { Policy } from "./policy.js";
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
 * Whether each stock lens is one of the store that invoices, and was consumed for this dossier and this eye by the time of the
 * invoice.
 * @param dossier Id of the dossier.
 * @param counting The readings that count.
 * @internal
 */
export function judgeStock(
  dossier: Hex,
  counting: readonly Reading[],
  facts: ChainFacts,
  policy: Policy,
  add: (code: FindingCode, place: Place) => void,
): void {
  const invoices = counting.filter(({ receipt }) => receipt.statement.stage === 3);
  const [first] = invoices;
  if (!first) return; // Why no invoice counts is a finding already.
  const latest = Math.max(...invoices.map(({ time }) => time)) + policy.toleranceSeconds;
  for (const { opening, receipt, hash } of counting) {
    if (!opening) continue;
    const { eye, nullifier } = opening;
    const found = (code: FindingCode) => add(code, { stage: "shipment", aspect: ofEye("code", eye), subject: hash });
    if (receipt.statement.dossier !== stockUnit(nullifier, first.party)) {
      found("stock-of-another-store");
      continue;
    }
    const use = facts.stockUse(first.party, stockMarker(nullifier));
    if (!use || use.time > latest) found("stock-not-used");
    else if (use.tag !== stockTag(dossier, nullifier, eye)) found("stock-used-elsewhere");
  }
}
