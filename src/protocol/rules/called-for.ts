import { type AspectName, eyeOf, ofEye, ofPayer } from "../aspects.js";
import { ZERO } from "../bytes.js";
import type { Eye, Rank } from "../derivation.js";
import type { AspectCommitments } from "./merging.js";

/**
 * Whether an invoice states a lens for this eye.
 * @internal
 */
export function hasLens(invoice: AspectCommitments, eye: Eye): boolean {
  return invoice[ofEye("code", eye)] !== ZERO || invoice[ofEye("lens", eye)] !== ZERO;
}

/**
 * Whether an invoice calls for an aspect to be stated, when this share is asked.
 * @internal
 */
export function isCalledFor(aspect: AspectName, invoice: AspectCommitments, rank: Rank | undefined): boolean {
  if (invoice[aspect] !== ZERO || aspect === "reference" || aspect === "billing") return true;
  const eye = eyeOf(aspect);
  if (eye) return hasLens(invoice, eye);
  if (aspect === "frame") return false;
  return rank === undefined ? aspect === "payerFirst" && invoice.payerSecond === ZERO : aspect === ofPayer(rank);
}
