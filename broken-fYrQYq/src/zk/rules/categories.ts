import type { Interval } from "./interval.js";
import type { LensKind } from "./kinds.js";

/** The category of one lens, or "none": the text does not cover it, so nothing can be proven of it. */
export type LensCategory = "a" | "c" | "f" | "none";

/** The category of an equipment. b, d and e are pairs of unlike lenses. */
export type EquipmentCategory = "a" | "b" | "c" | "d" | "e" | "f" | "none";

/**
 * One case of the text. A lens falls under it if its kind is this one and its sphere, its cylinder (positive notation)
 * and the sum of the two (S in the text) are within the bounds, in hundredths of a dioptre.
 * A bound that the text excludes is the next hundredth: "sphere < -6.00" is `most: -601`.
 */
export interface CategoryRow {
  readonly category: LensCategory;
  readonly kind: LensKind;
  readonly sphere: Interval;
  readonly cylinder: Interval;
  readonly sum: Interval;
  /** Where it stands: article of the social-security code, item, letter. */
  readonly source: string;
  /** What it says there, in short. */
  readonly says: string;
}

const A = "R. 871-2, 3°, a";
const C = "R. 871-2, 3°, c";
const F = "R. 871-2, 3°, f";
const GAP = "no letter of R. 871-2, 3°";
const ANY: Interval = {};
const SPHERICAL: Interval = { most: 0 }; // Without cylinder.

/** Article R. 871-2 of the social-security code, lens by lens. Every canonical prescription falls under exactly one row. */
export const CATEGORIES: readonly CategoryRow[] = [
  {
    category: "a",
    kind: "unifocal",
    sphere: { least: -600, most: 600 },
    cylinder: SPHERICAL,
    sum: ANY,
    source: A,
    says: "unifocal, spherical, sphere in [-6.00, +6.00]",
  },
  {
    category: "a",
    kind: "unifocal",
    sphere: { least: -600, most: 0 },
    cylinder: { least: 1, most: 400 },
    sum: ANY,
    source: A,
    says: "unifocal, sphero-cylindrical, sphere in [-6.00, 0], cylinder at most 4.00",
  },
  {
    category: "a",
    kind: "unifocal",
    sphere: { least: 1 },
    cylinder: { least: 1 },
    sum: { most: 600 },
    source: A,
    says: "unifocal, sphero-cylindrical, sphere above 0, S at most 6.00",
  },
  {
    category: "c",
    kind: "unifocal",
    sphere: { most: -601 },
    cylinder: SPHERICAL,
    sum: ANY,
    source: C,
    says: "unifocal, spherical, sphere outside [-6.00, +6.00] (below)",
  },
  {
    category: "c",
    kind: "unifocal",
    sphere: { least: 601 },
    cylinder: SPHERICAL,
    sum: ANY,
    source: C,
    says: "unifocal, spherical, sphere outside [-6.00, +6.00] (above)",
  },
  {
    category: "c",
    kind: "unifocal",
    sphere: { least: -600, most: 0 },
    cylinder: { least: 401 },
    sum: ANY,
    source: C,
    says: "unifocal, sphero-cylindrical, sphere in [-6.00, 0], cylinder above 4.00",
  },
  {
    category: "c",
    kind: "unifocal",
    sphere: { most: -601 },
    cylinder: { least: 25 },
    sum: ANY,
    source: C,
    says: "unifocal, sphero-cylindrical, sphere below -6.00, cylinder at least 0.25",
  },
  {
    category: "c",
    kind: "unifocal",
    sphere: { least: 1 },
    cylinder: { least: 1 },
    sum: { least: 601 },
    source: C,
    says: "unifocal, sphero-cylindrical, sphere above 0, S above 6.00",
  },
  {
    category: "none",
    kind: "unifocal",
    sphere: { most: -601 },
    cylinder: { least: 1, most: 24 },
    sum: ANY,
    source: GAP,
    says: "unifocal, sphere below -6.00, a cylinder below 0.25",
  },
  {
    category: "c",
    kind: "multifocal-or-progressive",
    sphere: { least: -400, most: 400 },
    cylinder: SPHERICAL,
    sum: ANY,
    source: C,
    says: "multifocal or progressive, spherical, sphere in [-4.00, +4.00]",
  },
  {
    category: "c",
    kind: "multifocal-or-progressive",
    sphere: { least: -800, most: 0 },
    cylinder: { least: 1, most: 400 },
    sum: ANY,
    source: C,
    says: "multifocal or progressive, sphero-cylindrical, sphere in [-8.00, 0], cylinder at most 4.00",
  },
  {
    category: "c",
    kind: "multifocal-or-progressive",
    sphere: { least: 1 },
    cylinder: { least: 1 },
    sum: { most: 800 },
    source: C,
    says: "multifocal or progressive, sphero-cylindrical, sphere above 0, S at most 8.00",
  },
  {
    category: "f",
    kind: "multifocal-or-progressive",
    sphere: { most: -401 },
    cylinder: SPHERICAL,
    sum: ANY,
    source: F,
    says: "multifocal or progressive, spherical, sphere outside [-4.00, +4.00] (below)",
  },
  {
    category: "f",
    kind: "multifocal-or-progressive",
    sphere: { least: 401 },
    cylinder: SPHERICAL,
    sum: ANY,
    source: F,
    says: "multifocal or progressive, spherical, sphere outside [-4.00, +4.00] (above)",
  },
  {
    category: "f",
    kind: "multifocal-or-progressive",
    sphere: { least: -800, most: 0 },
    cylinder: { least: 401 },
    sum: ANY,
    source: F,
    says: "multifocal or progressive, sphero-cylindrical, sphere in [-8.00, 0], cylinder above 4.00",
  },
  {
    category: "f",
    kind: "multifocal-or-progressive",
    sphere: { most: -801 },
    cylinder: { least: 25 },
    sum: ANY,
    source: F,
    says: "multifocal or progressive, sphero-cylindrical, sphere below -8.00, cylinder at least 0.25",
  },
  {
    category: "f",
    kind: "multifocal-or-progressive",
    sphere: { least: 1 },
    cylinder: { least: 1 },
    sum: { least: 801 },
    source: F,
    says: "multifocal or progressive, sphero-cylindrical, sphere above 0, S above 8.00",
  },
  {
    category: "none",
    kind: "multifocal-or-progressive",
    sphere: { most: -801 },
    cylinder: { least: 1, most: 24 },
    sum: ANY,
    source: GAP,
    says: "multifocal or progressive, sphere below -8.00, a cylinder below 0.25",
  },
];

/** The category of a pair of lenses, in whichever order. A pair that is not here has none. */
export interface EquipmentRow {
  readonly lenses: readonly [LensCategory, LensCategory];
  readonly category: EquipmentCategory;
  readonly source: string;
}

export const EQUIPMENT: readonly EquipmentRow[] = [
  { lenses: ["a", "a"], category: "a", source: A },
  { lenses: ["a", "c"], category: "b", source: "R. 871-2, 3°, b" },
  { lenses: ["c", "c"], category: "c", source: C },
  { lenses: ["a", "f"], category: "d", source: "R. 871-2, 3°, d" },
  { lenses: ["c", "f"], category: "e", source: "R. 871-2, 3°, e" },
  { lenses: ["f", "f"], category: "f", source: F },
];
