import type { Interval } from "./interval.js";
import type { LensKind } from "./kinds.js";

/** The category of one lens, article R. 871-2. */
export type BandCategory = "a" | "c" | "f";

/**
 * A power band. A lens falls under it if its kind is this one and its sphere, its cylinder (positive notation) and the sum of
 * the two (S in the text) are within the bounds, in hundredths of a dioptre. A bound that the text excludes is the next
 * hundredth: "sphere < -6.00" is `most: -601`.
 */
export interface BandRow {
  /** That of the class-B code which is billed for this band alone. */
  readonly name: string;
  readonly kind: LensKind;
  readonly category: BandCategory;
  /** One of these. */
  readonly sphere: readonly Interval[];
  readonly cylinder: Interval;
  readonly sum: Interval;
}

/** From when to when a code may be billed, Unix seconds; the end is not included. */
export interface Validity {
  readonly validFrom: number;
  readonly validUntil?: number;
}

/** A grouped code of a lens or a frame, or of an extra. */
export interface CodeRow extends Validity {
  readonly code: string;
  /** Of an extra of either class: none. */
  readonly class?: "A" | "B";
  readonly item: "lens" | "frame" | "extra";
  /** Numbers of the bands that the code is billed for: of a lens. */
  readonly bands: readonly number[];
  /** Other spellings, understood where a code is read. */
  readonly also: readonly string[];
}
