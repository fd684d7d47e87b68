import type { Code, EquipmentClass } from "../aspects.js";
import { ClairevoieError, InputError } from "../errors.js";
import { canonicalPrescription, type Prescription } from "../prescription.js";
import { isWithin } from "./interval.js";
import { KINDS } from "./kinds.js";
import type { BandRow, CodeRow, Validity } from "./rows.js";
import { canonicalCode } from "./spelling.js";
import { BANDS, CODES } from "./table.js";

/** The name of a power band: the class-B code that is billed for it alone. */
export type BandName = `V${"U" | "M"}${1 | 2 | 3 | 4 | 5 | 6 | 7}`;
export const BAND_NAMES = BANDS.map(({ name }) => name) as readonly BandName[];

/** A mask has a bit for each band. */
export const MOST_MASK = 2 ** BANDS.length - 1;

const isInForce = ({ validFrom, validUntil = Number.POSITIVE_INFINITY }: Validity, at: number): boolean =>
  at >= validFrom && at < validUntil;

/**
 * The band that a canonical prescription falls under by a given table, or none.
 * @throws {ClairevoieError} when it falls under two: from a wrong table nothing follows.
 * @internal
 */
export function bandBy(bands: readonly BandRow[], canonical: Prescription): number | undefined {
  const { sphere, cylinder } = canonical;
  const holds = (row: BandRow) =>
    row.kind === KINDS[canonical.lensType] &&
    row.sphere.some((interval) => isWithin(interval, sphere)) &&
    isWithin(row.cylinder, cylinder) &&
    isWithin(row.sum, sphere + cylinder);
  const found = bands.findIndex(holds);
  if (found < 0) return undefined;
  if (bands.findLastIndex(holds) !== found) throw new ClairevoieError("bands-overlap");
  return found;
}

/**
 * The number of the power band of a prescription, in either notation: 0 to 6 of unifocal lenses, 7 to 13 of others. None
 * covers a strong negative sphere with a cylinder from 0.01 to 0.24.
 * @throws {InputError} naming the field that is out of range.
 *
 * @example
 * ```ts
 * import { BAND_NAMES, powerBand } from "clairevoie/protocol";
 * BAND_NAMES[powerBand(prescription)!]; // "VU2"
 * ```
 */
export function powerBand(prescription: Prescription): number | undefined {
  return bandBy(BANDS, canonicalPrescription(prescription));
}

/** The rows of a table for lenses of a class. */
const lensRows = (ofClass: EquipmentClass, at: number): CodeRow[] =>
  CODES.filter((row) => row.item === "lens" && row.class === ofClass && isInForce(row, at));

/**
 * The grouped code of a lens, by the table in force at a time. `undefined`: no code covers it.
 * @param at When the lens was ordered, Unix seconds.
 * @throws {InputError} naming the field that is out of range.
 *
 * @example
 * ```ts
 * import { groupedCode } from "clairevoie/protocol";
 * const minus = { ...prescription, sphere: -550, cylinder: -100, axis: 20 };
 * groupedCode("B", minus, at); // "VU6": with a positive cylinder it is -6.50 (+1.00)
 * ```
 */
export function groupedCode(ofClass: EquipmentClass, prescription: Prescription, at: number): string | undefined {
  const band = powerBand(prescription);
  if (band === undefined) return undefined;
  return lensRows(ofClass, at).find(({ bands }) => bands.includes(band))?.code;
}

/** A class, with the code that somebody gave, if anybody did. */
export type CodeGiven = Pick<Code, "class"> & { readonly code?: string | undefined };

/**
 * The code of a lens, checked where one is given and computed where none is. What no code covers keeps the code that is
 * given, if that is one of its class and of its kind of lens.
 * @param field What is named when it is wrong.
 * @throws {InputError} with the code that the lens has; never with the prescription.
 *
 * @example
 * ```ts
 * import { codeOfLens } from "clairevoie/protocol";
 * codeOfLens({ class: "B" }, prescription, at, "right.code"); // { code: "VU2", class: "B" }
 * ```
 */
export function codeOfLens(given: CodeGiven, prescription: Prescription, at: number, field: string): Code {
  const code = given.code === undefined ? undefined : canonicalCode(given.code);
  const computed = groupedCode(given.class, prescription, at);
  if (computed !== undefined) {
    if (code !== undefined && code !== computed) throw new InputError(field, "not-code-of-lens", { computed });
    return { code: computed, class: given.class };
  }
  const kind = KINDS[prescription.lensType];
  const isOfKind = ({ bands }: CodeRow) => bands.some((band) => BANDS[band]?.kind === kind);
  const possible = lensRows(given.class, at).filter(isOfKind);
  if (code === undefined || !possible.some((row) => row.code === code))
    throw new InputError(field, "lens-without-code");
  return { code, class: given.class };
}

/**
 * A mask of bands: bit n for band n.
 * @internal
 */
export function maskOf(bands: readonly number[]): number {
  return bands.reduce((mask, band) => mask | (1 << band), 0);
}

/**
 * The mask of the bands that a code of a lens is billed for: a proof must show it, and no other. `undefined`: no code of a
 * lens, or not of this class.
 *
 * @example
 * ```ts
 * import { bandMask } from "clairevoie/protocol";
 * bandMask({ code: "V01", class: "A" }, at); // 7: VU1, VU2 and VU3
 * ```
 */
export function bandMask({ code, class: ofClass }: Code, at: number): number | undefined {
  const row = lensRows(ofClass, at).find((one) => one.code === canonicalCode(code));
  return row && maskOf(row.bands);
}

/**
 * The codes that may be billed as extras at a time: a closed list.
 *
 * @example
 * ```ts
 * import { extrasAt } from "clairevoie/protocol";
 * extrasAt(at).includes("VU2"); // false: that is a lens
 * ```
 */
export function extrasAt(at: number): readonly string[] {
  return CODES.filter((row) => row.item === "extra" && isInForce(row, at)).map(({ code }) => code);
}
