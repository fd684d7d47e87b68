import type { LensType } from "../prescription.js";

/** The two kinds of lenses that the law tells apart. */
export type LensKind = "unifocal" | "multifocal-or-progressive";

export const KINDS: Readonly<Record<LensType, LensKind>> = {
  unifocal: "unifocal",
  multifocal: "multifocal-or-progressive",
  progressive: "multifocal-or-progressive",
};
