import { ASPECTS, type AspectName, eyeOf, type Row, rowOf } from "../aspects.js";
import { type Hex, ZERO } from "../bytes.js";
import { type AddFinding, type ExaminedReceipt, isCounted, placeOf, stageOf, statedIn } from "./examined-receipt.js";

/** What is stated of each aspect: commitments, zero where nothing is. */
export type AspectCommitments = Readonly<Record<AspectName, Hex>>;

/** The commitments that count at each stage of a dossier; a stage where nothing counts is absent. */
export type Merged = { readonly [R in Row]?: AspectCommitments };

const NOTHING_STATED = Object.fromEntries(ASPECTS.map((aspect) => [aspect, ZERO])) as AspectCommitments;

/**
 * Pass 4: what the counting statements of each stage state together; what is stated of a stock lens stands with the shipment.
 * The first value of an aspect stands.
 * @internal
 */
export function merge(receipts: readonly ExaminedReceipt[], add: AddFinding): Merged {
  const merged: { [R in Row]?: Record<AspectName, Hex> } = {};
  for (const one of receipts) {
    if (!isCounted(one)) continue;
    const row = rowOf(stageOf(one));
    merged[row] ??= { ...NOTHING_STATED };
    const commitments = merged[row];
    for (const aspect of ASPECTS) {
      const stated = statedIn(one, aspect);
      if (stated === ZERO || isOfAnotherEye(one, aspect)) continue;
      if (commitments[aspect] === ZERO) commitments[aspect] = stated;
      else if (commitments[aspect] !== stated) add("ambiguous-statement", { ...placeOf(one), aspect });
    }
  }
  return merged;
}

/** A unit is stated for both eyes, and serves one. */
function isOfAnotherEye({ opening }: ExaminedReceipt, aspect: AspectName): boolean {
  return opening !== undefined && eyeOf(aspect) !== opening.eye;
}
