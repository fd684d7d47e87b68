import { bandBy } from "../../protocol/codes/codes.js";
import { isWithin } from "../../protocol/codes/interval.js";
import { KINDS } from "../../protocol/codes/kinds.js";
import type { BandRow } from "../../protocol/codes/rows.js";
import { BANDS } from "../../protocol/codes/table.js";
import { canonicalPrescription, type Prescription } from "../../protocol/prescription.js";
import { EQUIPMENT, type EquipmentCategory, type EquipmentRow, type LensCategory } from "./equipment.js";
import { AXES, type AxisRow, DIFFERENCES, type DifferenceRow, type RenewalCriterion } from "./renewal.js";

/** The prescriptions of an equipment: both eyes, or one. */
export interface Eyes {
  readonly right?: Prescription | undefined;
  readonly left?: Prescription | undefined;
}

/** Tables that decide. Those in force are `RULES`; the law changes, and a test breaks them on purpose. */
export interface Rules {
  readonly bands: readonly BandRow[];
  readonly equipment: readonly EquipmentRow[];
  readonly differences: readonly DifferenceRow[];
  readonly axes: readonly AxisRow[];
}

export const RULES: Rules = { bands: BANDS, equipment: EQUIPMENT, differences: DIFFERENCES, axes: AXES };

/**
 * The category of a canonical prescription by given tables: that of its power band.
 * @throws {ClairevoieError} when it falls under two bands: from wrong tables nothing follows.
 */
export function categoryBy({ bands }: Rules, canonical: Prescription): LensCategory {
  const band = bandBy(bands, canonical);
  return band === undefined ? "none" : (bands[band]?.category ?? "none");
}

/** The category of a pair of lenses by given tables; of a lens alone, its own; without any lens, "none". */
export function pairBy(
  rules: Rules,
  right: LensCategory | undefined,
  left: LensCategory | undefined,
): EquipmentCategory {
  if (right === undefined || left === undefined) return right ?? left ?? "none";
  const row = rules.equipment.find(
    ({ lenses: [one, other] }) => (one === right && other === left) || (one === left && other === right),
  );
  return row?.category ?? "none";
}

/** By how many degrees two axes differ, 0 to 90: 179 and 2 are 3 apart. */
function turn(one: number, other: number): number {
  const apart = Math.abs(one - other);
  return Math.min(apart, 180 - apart);
}

/** The criteria of early renewal that hold between canonical prescriptions, by given tables and in their order. */
export function criteriaBy(rules: Rules, before: Eyes, after: Eyes): RenewalCriterion[] {
  const eyes = (["right", "left"] as const).flatMap((eye) => {
    const [old, now] = [before[eye], after[eye]];
    return old && now ? [{ old, now }] : [];
  });
  const differs = ({ quantity, eyes: needed, least, comparable }: DifferenceRow): boolean => {
    const differing = eyes.filter(
      ({ old, now }) =>
        comparable.some(([from, to]) => from === KINDS[old.lensType] && to === KINDS[now.lensType]) &&
        Math.abs(old[quantity] - now[quantity]) >= least,
    );
    return differing.length >= (needed === "one" ? 1 : 2);
  };
  const turned = ({ cylinder, least }: AxisRow): boolean =>
    eyes.some(
      ({ old, now }) => isWithin(cylinder, Math.min(old.cylinder, now.cylinder)) && turn(old.axis, now.axis) >= least,
    );
  return [...rules.differences.filter(differs), ...rules.axes.filter(turned)].map(({ criterion }) => criterion);
}

/**
 * The category of a lens by article R. 871-2 of the social-security code, from its prescription in either notation.
 * "none": the article does not cover it.
 * @throws {InputError} naming the field that is out of range.
 * @example
 * import { lensCategory } from "clairevoie/zk";
 * lensCategory({ lensType: "unifocal", sphere: -625, cylinder: 0, axis: 0, addition: 0, prism: 0, prismBase: 0 }); // "c"
 */
export function lensCategory(prescription: Prescription): LensCategory {
  return categoryBy(RULES, canonicalPrescription(prescription));
}

/**
 * The category of an equipment by the same article. The article speaks of pairs: a lens alone (one eye, the other
 * `undefined`) has its own category, and a pair with a lens that the article does not cover has none.
 * @throws {InputError} naming the field that is out of range.
 * @example
 * import { equipmentCategory } from "clairevoie/zk";
 * equipmentCategory(prescription, undefined);
 */
export function equipmentCategory(right: Prescription | undefined, left: Prescription | undefined): EquipmentCategory {
  return pairBy(RULES, right && lensCategory(right), left && lensCategory(left));
}

function canonicalEyes({ right, left }: Eyes): Eyes {
  return { right: right && canonicalPrescription(right), left: left && canonicalPrescription(left) };
}

/**
 * The criteria of the order of 3 December 2018 that hold between the old and the new prescription; one is enough for an
 * early renewal. An eye that is not in both is not compared. docs/rules.md says how each doubt is read.
 * @throws {InputError} naming the field that is out of range.
 * @example
 * import { renewalCriteria } from "clairevoie/zk";
 * renewalCriteria({ right: prescription }, { right: { ...prescription, sphere: -250 } });
 */
export function renewalCriteria(before: Eyes, after: Eyes): RenewalCriterion[] {
  return criteriaBy(RULES, canonicalEyes(before), canonicalEyes(after));
}
