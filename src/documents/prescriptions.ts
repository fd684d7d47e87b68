import {
  canonicalPrescription,
  type Eye,
  InputError,
  type Prescription,
  prescriptionSchema,
  read,
} from "../protocol/index.js";
import { type Cells, degreesIn, dioptresIn, hasAny, lensTypeIn, needed, prismBaseIn } from "./cells.js";
import { readAll } from "./faults.js";

/** The columns of a correction, but for the eye. */
export const CORRECTION_COLUMNS = ["correction", "sphere", "cylinder", "axis", "addition", "prism", "prismBase"];

const SIGN = String.raw`[+\-\u2010-\u2015\u2212]`;
const NUMBER = String.raw`${SIGN}?\s*(?:\d{1,2}(?:[.,]\d{1,3})?|[.,]\d{1,3})`;
const SPHERE = `(?<sphere>${NUMBER}|plan|plano|neutre|∞)`;
const ADDITION = String.raw`(?:\s*(?:add(?:ition)?\.?|ad)\s*(?<addition>${NUMBER}))?`;
const AXIS = String.raw`(?<axis>\d{1,3})\s*°?`;
/** The ways in which a correction is written in one line. */
const CORRECTIONS = [
  // -2,00 (-1,00) 20° Add 2,00
  String.raw`${SPHERE}\s*(?:\(\s*(?<cylinder>${NUMBER})\s*\)\s*(?:[àax@]\s*)?${AXIS})?${ADDITION}`,
  // -2,00 (-1,00 à 20°)
  String.raw`${SPHERE}\s*\(\s*(?<cylinder>${NUMBER})\s*[àax@]\s*${AXIS}\s*\)${ADDITION}`,
  // 20° (-1,00) -2,00, the axis first
  String.raw`${AXIS}\s*\(\s*(?<cylinder>${NUMBER})\s*\)\s*${SPHERE}${ADDITION}`,
  // -2.00 -1.00 x 20: signs and the cross keep the three apart
  String.raw`${SPHERE}\s*(?:/\s*)?(?<cylinder>${SIGN}\s*\d{1,2}[.,]\d{2})\s*[x×@]\s*${AXIS}${ADDITION}`,
  // -2.00 DS
  String.raw`${SPHERE}\s*(?:sph|ds)\.?${ADDITION}`,
].map((form) => new RegExp(`^${form}$`, "i"));

/** The cells of a correction that is written in one. */
function splitCorrection(cells: Cells, eye: Eye): Cells {
  const text = cells.get(`correction.${eye}`);
  if (text === undefined) return cells;
  const column = `correction.${eye}`;
  if (hasAny(cells, eye, ["sphere", "cylinder", "axis"])) {
    throw new InputError(column, "correction-twice");
  }
  const found = CORRECTIONS.map((form) => form.exec(text.trim())?.groups).find((groups) => groups);
  if (!found) throw new InputError(column, "not-correction");
  const parts = { addition: cells.get(`addition.${eye}`), ...found };
  requireSameAddition(cells, eye, found["addition"]);
  const given = Object.entries(parts).flatMap(([key, value]) =>
    value === undefined ? [] : [[`${key}.${eye}`, value] as const],
  );
  return new Map([...cells, ...given]);
}

/** The correction of an eye, canonical. @throws {InputError} naming the column that is wrong. */
export function prescriptionIn(all: Cells, eye: Eye): Prescription {
  const cells = splitCorrection(all, eye);
  const value: Prescription = readAll({
    lensType: () => lensTypeIn(cells, `type.${eye}`),
    sphere: () => {
      needed(cells, `sphere.${eye}`);
      return dioptresIn(cells, `sphere.${eye}`, -4000, 4000);
    },
    cylinder: () => dioptresIn(cells, `cylinder.${eye}`, -1500, 1500),
    axis: () => axisIn(cells, eye),
    addition: () => dioptresIn(cells, `addition.${eye}`, 0, 600),
    prism: () => dioptresIn(cells, `prism.${eye}`, 0, 2000),
    prismBase: () => baseIn(cells, eye),
  });
  try {
    read(prescriptionSchema, value, "prescription");
    return canonicalPrescription(value);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw error.at(`${error.field.split(".")[1] ?? "sphere"}.${eye}`);
  }
}

/** The axis: needed with a cylinder, and no stray of one that was lost. */
function axisIn(cells: Cells, eye: Eye): number {
  const column = `axis.${eye}`;
  const hasCylinder = cells.has(`cylinder.${eye}`);
  if (!cells.has(column) && hasCylinder && isPower(cells, `cylinder.${eye}`, -1500, 1500)) needed(cells, column);
  const axis = degreesIn(cells, column, 180);
  if (axis !== 0 && !hasCylinder) throw new InputError(column, "axis-without-cylinder");
  return axis;
}

/** The base of a prism: likewise. */
function baseIn(cells: Cells, eye: Eye): number {
  const column = `prismBase.${eye}`;
  const hasPrism = cells.has(`prism.${eye}`);
  if (!cells.has(column) && hasPrism && isPower(cells, `prism.${eye}`, 0, 2000)) needed(cells, column);
  const base = prismBaseIn(cells, eye);
  if (!hasPrism && !/^0*(?:[.,]0*)?°?$/.test(cells.get(column) ?? ""))
    throw new InputError(column, "base-without-prism");
  return base;
}

/** Whether there is a power; what is wrong with it, its own reading says. */
function isPower(cells: Cells, column: string, least: number, most: number): boolean {
  try {
    return dioptresIn(cells, column, least, most) !== 0;
  } catch {
    return false;
  }
}

/** An addition in its own column and in the correction is one. */
function requireSameAddition(cells: Cells, eye: Eye, addition: string | undefined): void {
  const column = `addition.${eye}`;
  if (addition === undefined || !cells.has(column)) return;
  const [one, other] = [cells, new Map([[column, addition]])].map((from) => dioptresIn(from, column, 0, 600));
  if (one !== other) throw new InputError(column, "column-twice");
}
