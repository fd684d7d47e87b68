import { ASPECTS, type AspectName, EYES, type Eye, ofEye, type Statement } from "../protocol/index.js";
import type { StatedBefore } from "./history.js";

/** What a statement is to what was stated before at its stage. */
export type Judgement =
  | { readonly is: "new" }
  /** Some eyes were stated, and are to be left out. */
  | { readonly is: "new"; readonly eyes: readonly Eye[] }
  | { readonly is: "already" }
  | { readonly is: "changed"; readonly earlier: Statement };

/** The aspects of an eye at the stages of order and shipment. */
const PARTS = ["code", "lens", "prescription", "order", "maker"] as const;
const ORDER = 1;
const SHIPMENT = 2;

/**
 * Judges a statement by what was stated before. An order or a shipment speaks of eyes, which may come one by one; a quote or
 * an invoice speaks once.
 */
export function compareWithStated(statement: Statement, before: StatedBefore | undefined): Judgement {
  if (!before) return { is: "new" };
  const isStated = (aspect: AspectName) => before.aspects.get(aspect)?.aspects[aspect] === statement.aspects[aspect];
  if (statement.stage !== ORDER && statement.stage !== SHIPMENT) {
    return ASPECTS.every(isStated) ? { is: "already" } : { is: "changed", earlier: before.statement };
  }
  const fresh: Eye[] = [];
  for (const eye of EYES) {
    const given = PARTS.map((part) => ofEye(part, eye)).filter((aspect) => statement.aspects[aspect] !== undefined);
    if (given.length === 0) continue;
    if (given.every((aspect) => !before.aspects.has(aspect))) fresh.push(eye);
    else {
      const other = given.find((aspect) => !isStated(aspect));
      if (other !== undefined) return { is: "changed", earlier: before.aspects.get(other) ?? before.statement };
    }
  }
  return fresh.length === 0 ? { is: "already" } : { is: "new", eyes: fresh };
}
