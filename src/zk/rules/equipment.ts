import type { BandCategory } from "../../protocol/codes/rows.js";

/** The category of one lens, or "none": the text does not cover it, so nothing can be proven of it. */
export type LensCategory = BandCategory | "none";

/** The category of an equipment. b, d and e are pairs of unlike lenses. */
export type EquipmentCategory = "a" | "b" | "c" | "d" | "e" | "f" | "none";

/** The category of a pair of lenses, in whichever order. A pair that is not here has none. */
export interface EquipmentRow {
  readonly lenses: readonly [LensCategory, LensCategory];
  readonly category: EquipmentCategory;
  readonly source: string;
}

/** Article R. 871-2 of the social-security code, pair by pair. */
export const EQUIPMENT: readonly EquipmentRow[] = [
  { lenses: ["a", "a"], category: "a", source: "R. 871-2, 3°, a" },
  { lenses: ["a", "c"], category: "b", source: "R. 871-2, 3°, b" },
  { lenses: ["c", "c"], category: "c", source: "R. 871-2, 3°, c" },
  { lenses: ["a", "f"], category: "d", source: "R. 871-2, 3°, d" },
  { lenses: ["c", "f"], category: "e", source: "R. 871-2, 3°, e" },
  { lenses: ["f", "f"], category: "f", source: "R. 871-2, 3°, f" },
];
