import type { Interval } from "../../protocol/codes/interval.js";
import type { LensKind } from "../../protocol/codes/kinds.js";

/** What can justify an early renewal. One that holds is enough. */
export type RenewalCriterion =
  | "sphere-of-one-eye"
  | "sphere-of-each-eye"
  | "cylinder-of-one-eye"
  | "cylinder-of-each-eye"
  | "addition-of-one-eye"
  | "addition-of-each-eye"
  | "axis-of-weak-cylinder"
  | "axis-of-medium-cylinder"
  | "axis-of-strong-cylinder";

/** The kinds of an eye's old and new lens between which a quantity may be compared. */
type Comparable = readonly (readonly [before: LensKind, after: LensKind])[];

/** A power that differs between the old and the new prescription, up or down, in positive cylinder notation. */
export interface DifferenceRow {
  readonly criterion: RenewalCriterion;
  readonly quantity: "sphere" | "cylinder" | "addition";
  /** One eye is enough, or each of the two must differ. */
  readonly eyes: "one" | "each";
  /** The least difference that counts, in hundredths of a dioptre. */
  readonly least: number;
  readonly comparable: Comparable;
  readonly source: string;
  readonly says: string;
}

/** An axis that turned, of either eye, the short way round (an axis is the same after half a turn). */
export interface AxisRow {
  readonly criterion: RenewalCriterion;
  /** The weaker of the old and the new cylinder, in hundredths of a dioptre. Without cylinder there is no axis. */
  readonly cylinder: Interval;
  /** The least turn that counts, in whole degrees: "more than 20" is 21. */
  readonly least: number;
  readonly source: string;
  readonly says: string;
}

const SOURCE = "order (arrêté) of 3 December 2018, early renewal";

// A reading lens and a progressive one for the same sight differ in sphere, by the addition: these are not compared.
const ONE_KIND: Comparable = [
  ["unifocal", "unifocal"],
  ["multifocal-or-progressive", "multifocal-or-progressive"],
];
const ADDED: Comparable = [["multifocal-or-progressive", "multifocal-or-progressive"]];
// Near or far, the cylinder is the same.
const ANY_KIND: Comparable = [
  ...ONE_KIND,
  ["unifocal", "multifocal-or-progressive"],
  ["multifocal-or-progressive", "unifocal"],
];

export const DIFFERENCES: readonly DifferenceRow[] = [
  {
    criterion: "sphere-of-one-eye",
    quantity: "sphere",
    eyes: "one",
    least: 50,
    comparable: ONE_KIND,
    source: SOURCE,
    says: "sphere of one eye by at least 0.50",
  },
  {
    criterion: "sphere-of-each-eye",
    quantity: "sphere",
    eyes: "each",
    least: 25,
    comparable: ONE_KIND,
    source: SOURCE,
    says: "sphere of each eye by at least 0.25",
  },
  {
    criterion: "cylinder-of-one-eye",
    quantity: "cylinder",
    eyes: "one",
    least: 50,
    comparable: ANY_KIND,
    source: SOURCE,
    says: "cylinder of one eye by at least 0.50",
  },
  {
    criterion: "cylinder-of-each-eye",
    quantity: "cylinder",
    eyes: "each",
    least: 25,
    comparable: ANY_KIND,
    source: SOURCE,
    says: "cylinder of each eye by at least 0.25",
  },
  {
    criterion: "addition-of-one-eye",
    quantity: "addition",
    eyes: "one",
    least: 50,
    comparable: ADDED,
    source: SOURCE,
    says: "addition of one eye by at least 0.50, multifocal or progressive lens",
  },
  {
    criterion: "addition-of-each-eye",
    quantity: "addition",
    eyes: "each",
    least: 25,
    comparable: ADDED,
    source: SOURCE,
    says: "addition of each eye by at least 0.25, multifocal or progressive lenses",
  },
];

export const AXES: readonly AxisRow[] = [
  {
    criterion: "axis-of-weak-cylinder",
    cylinder: { least: 1, most: 100 },
    least: 21,
    source: SOURCE,
    says: "axis by more than 20 degrees, cylinder at most 1.00",
  },
  {
    criterion: "axis-of-medium-cylinder",
    cylinder: { least: 101, most: 200 },
    least: 11,
    source: SOURCE,
    says: "axis by more than 10 degrees, cylinder above 1.00 and at most 2.00",
  },
  {
    criterion: "axis-of-strong-cylinder",
    cylinder: { least: 201 },
    least: 6,
    source: SOURCE,
    says: "axis by more than 5 degrees, cylinder above 2.00",
  },
];
