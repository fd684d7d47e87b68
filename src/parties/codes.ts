import {
  type Code,
  type CodeGiven,
  codeOfLens,
  codeSchema,
  EYES,
  type Eye,
  type Prescription,
  read,
} from "../protocol/index.js";
import type { Delivery, StockLens } from "./lens.js";

/** A lens whose code may be left to be computed, of its class. */
export type Uncoded<L extends { readonly code: Code }> = Omit<L, "code"> & { readonly code: CodeGiven };

/** What a lens maker made, where codes may be left to be computed. */
export type DeliveryGiven = { readonly [E in Eye]?: Uncoded<NonNullable<Delivery[E]>> };

const now = (): number => Math.floor(Date.now() / 1000);

/**
 * The lens with its grouped code: computed from what was made, and not repeated from what was ordered. A stock lens whose power
 * is not known before it is mounted keeps the code that is given.
 * @throws {InputError} when another code is given, with the one that it is.
 */
function coded<L extends { readonly code: CodeGiven; readonly prescription?: Prescription }>(
  lens: L,
  field: string,
): L & { readonly code: Code } {
  const { code: given, prescription } = lens;
  const at = `${field}.code.code`;
  const code = prescription ? codeOfLens(given, prescription, now(), at) : read(codeSchema, given, `${field}.code`);
  return { ...lens, code };
}

/**
 * A delivery with the grouped code of each lens, checked where one is given and computed where none is.
 * @throws {InputError} naming the eye, with the code of the lens and nothing of its power.
 *
 * @example
 * ```ts
 * import { codedDelivery } from "clairevoie/parties";
 * const { right } = codedDelivery(delivery);
 * ```
 */
export function codedDelivery(delivery: DeliveryGiven, what = "delivery"): Delivery {
  return Object.fromEntries(
    EYES.flatMap((eye) => {
      const made = delivery[eye];
      return made ? [[eye, coded(made, `${what}.${eye}`)]] : [];
    }),
  );
}

/**
 * A stock lens with its grouped code, likewise.
 * @internal
 */
export function codedStock<L extends Uncoded<StockLens>>(lens: L, what = "stock"): L & StockLens {
  return coded(lens, what) as L & StockLens;
}
