import { ASPECTS, type AspectName, eyeOf, ofEye, rowOf } from "../aspects.js";
import { type Hex, ZERO } from "../bytes.js";
import type { MakerOpenings } from "../certificate.js";
import type { ExaminingBackend } from "../crypto-backend.js";
import { EYES, type Eye } from "../derivation.js";
import type { ChainFacts } from "../facts.js";
import type { Weight } from "../findings.js";
import { makerName, namedMakerSchema } from "../identifiers.js";
import { hasLens } from "./called-for.js";
import { type AddFinding, type ExaminedReceipt, isCounted, placeOf, stageOf, statedIn } from "./examined-receipt.js";
import type { AspectCommitments, Merged } from "./merging.js";

/**
 * Pass 6: of each lens that is invoiced, the maker that the order names is shown, and is who states what was made. Of a maker
 * that does not take part, the lens is not verifiable.
 * @param missing How much what may still come matters.
 * @internal
 */
export function judgeMakers(
  receipts: readonly ExaminedReceipt[],
  merged: Merged,
  makers: MakerOpenings,
  missing: Weight,
  facts: ChainFacts,
  backend: ExaminingBackend,
  add: AddFinding,
): void {
  const { invoice, order, shipment } = merged;
  if (!invoice) return; // Why no invoice counts is a finding already.
  for (const eye of EYES) {
    if (!hasLens(invoice, eye)) continue;
    const aspect = ofEye("maker", eye);
    const named = order?.[aspect] ?? ZERO;
    const opened = makers[eye];
    const place = { stage: "shipment", aspect } as const;
    const isShipped = isAnythingStated(shipment, eye);
    // Rule 6.5
    if (named === ZERO) {
      if (!isShipped) add("missing-statement", place, missing);
      continue;
    }
    // Rule 6.1
    if (!opened || !isNameOf(named, aspect, opened, backend)) {
      add("maker-not-opened", { stage: "order", aspect });
      continue;
    }
    const maker = facts.maker(makerName(opened.identifier));
    // Rule 6.2
    for (const one of receipts) {
      if (isCounted(one) && isOfEye(one, eye) && one.party !== maker?.party) {
        add("maker-mismatch", { ...placeOf(one), aspect });
      }
    }
    if (isShipped) continue;
    // Rules 6.3 and 6.4
    const time = firstOrderedAt(receipts, aspect, named);
    const isSuspended = maker ? facts.isSuspended(maker.party, time) : false;
    if (!maker || maker.enrolledAt > time || maker.statesFrom > time || isSuspended) {
      add("maker-not-enrolled", place);
      if (isSuspended) add("maker-suspended", place);
    } else add("maker-statement-missing", place, missing);
  }
}

function isNameOf(
  commitment: Hex,
  aspect: "makerRight" | "makerLeft",
  { salt, identifier }: NonNullable<MakerOpenings[Eye]>,
  backend: ExaminingBackend,
): boolean {
  return namedMakerSchema.safeParse(identifier).success && backend.commit(aspect, salt, { identifier }) === commitment;
}

/** Whether who made a lens says something of this eye. */
function isOfEye(one: ExaminedReceipt, eye: Eye): boolean {
  if (rowOf(stageOf(one)) !== "shipment") return false;
  if (one.opening) return one.opening.eye === eye;
  return ASPECTS.some((aspect) => eyeOf(aspect) === eye && statedIn(one, aspect) !== ZERO);
}

/**
 * Whether who makes lenses states anything of an eye.
 * @internal
 */
export function isAnythingStated(shipment: AspectCommitments | undefined, eye: Eye): boolean {
  return shipment !== undefined && ASPECTS.some((aspect) => eyeOf(aspect) === eye && shipment[aspect] !== ZERO);
}

/**
 * When a maker was first ordered from: by the first sound order, withdrawn or not.
 * @internal
 */
export function firstOrderedAt(receipts: readonly ExaminedReceipt[], aspect: AspectName, named: Hex): number {
  const orders = receipts.filter((one) => one.isSound && stageOf(one) === "order" && statedIn(one, aspect) === named);
  return Math.min(...orders.map(({ time }) => time));
}
