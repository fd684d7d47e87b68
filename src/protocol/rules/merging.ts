import { ASPECTS, type AspectName, eyeOf, type Stage } from "../aspects.js";
import { type Hex, ZERO } from "../bytes.js";
import { type AddFinding, type ExaminedReceipt, isCounted, stageOf } from "./examined-receipt.js";

/** What is stated of each aspect: commitments, zero where nothing is. */
export type AspectCommitments = Readonly<Record<AspectName, Hex>>;

/** The commitments that count at each stage; a stage where nothing counts is absent. */
export type Merged = { readonly [S in Stage]?: AspectCommitments };

const NOTHING_STATED = Object.fromEntries(ASPECTS.map((aspect) => [aspect, ZERO])) as AspectCommitments;

/**
 * Pass 4: what the counting statements of each stage state together. The first value of an aspect stands.
 * @internal
 */
export function merge(receipts: readonly ExaminedReceipt[], add: AddFinding): Merged {
  const merged: { [S in Stage]?: Record<AspectName, Hex> } = {};
  for (const one of receipts) {
    if (!isCounted(one)) continue;
    const stage = stageOf(one);
    merged[stage] ??= { ...NOTHING_STATED };
    const commitments = merged[stage];
    ASPECTS.forEach((aspect, i) => {
      const stated = one.receipt.statement.aspects[i] ?? ZERO;
      if (stated === ZERO || isOfAnotherEye(one, aspect)) return;
      if (commitments[aspect] === ZERO) commitments[aspect] = stated;
      else if (commitments[aspect] !== stated) add("ambiguous-statement", { stage, aspect, subject: one.hash });
    });
  }
  return merged;
}

/** A unit is stated for both eyes, and serves one. */
function isOfAnotherEye({ opening }: ExaminedReceipt, aspect: AspectName): boolean {
  return opening !== undefined && eyeOf(aspect) !== opening.eye;
}
