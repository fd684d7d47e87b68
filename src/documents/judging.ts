import { aspectNumber } from "../protocol/aspects.js";
import { EYES, type Eye, ofEye, type Statement, ZERO } from "../protocol/index.js";
import type { StatedBefore } from "./history.js";

/** What a statement is to what was stated before at its stage. */
export type Judgement =
  | { readonly is: "new" }
  /** Some eyes were stated, and are to be left out. */
  | { readonly is: "new"; readonly eyes: readonly Eye[] }
  | { readonly is: "already" }
  | { readonly is: "changed"; readonly earlier: Statement };

/** The aspects of an eye at the stages of order and shipment. */
const PARTS = ["code", "lens", "prescription", "order"] as const;
const ORDER = 1;
const SHIPMENT = 2;

/**
 * Judges a statement by what was stated before. An order or a shipment speaks of eyes, which may come one by one; a quote or
 * an invoice speaks once.
 */
export function compareWithStated(statement: Statement, before: StatedBefore | undefined): Judgement {
  if (!before) return { is: "new" };
  const isStated = (i: number) => (before.aspects.get(i)?.aspects[i] ?? ZERO) === statement.aspects[i];
  if (statement.stage !== ORDER && statement.stage !== SHIPMENT) {
    return statement.aspects.every((_, i) => isStated(i))
      ? { is: "already" }
      : { is: "changed", earlier: before.statement };
  }
  const fresh: Eye[] = [];
  for (const eye of EYES) {
    const given = PARTS.map((part) => aspectNumber(ofEye(part, eye))).filter((i) => statement.aspects[i] !== ZERO);
    if (given.length === 0) continue;
    if (given.every((i) => !before.aspects.has(i))) fresh.push(eye);
    else {
      const other = given.find((i) => !isStated(i));
      if (other !== undefined) return { is: "changed", earlier: before.aspects.get(other) ?? before.statement };
    }
  }
  return fresh.length === 0 ? { is: "already" } : { is: "new", eyes: fresh };
}
