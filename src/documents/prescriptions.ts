import {
  canonicalPrescription,
  type Eye,
  InputError,
  type Prescription,
  prescriptionSchema,
  read,
} from "../protocol/index.js";
import { type Cells, degreesIn, dioptresIn, hasAny, lensTypeIn, needed } from "./cells.js";

/** The columns of a correction, but for the eye. */
export const CORRECTION_COLUMNS = ["correction", "sphere", "cylinder", "axis", "addition", "prism", "prismBase"];

const NUMBER = String.raw`[+\-\u2010-\u2015\u2212]?\s*\d{1,2}(?:[.,]\d{1,3})?`;
/** `-2,00 (-1,00) 20° Add 2,00`: the way a correction is written by hand. */
const CORRECTION = new RegExp(
  String.raw`^(${NUMBER}|plan)\s*(?:\(\s*(${NUMBER})\s*\)\s*(?:[àax@]\s*)?(\d{1,3})\s*°?)?\s*(?:add(?:ition)?\.?\s*(${NUMBER}))?$`,
  "i",
);

/** The cells of a correction that is written in one. */
function splitCorrection(cells: Cells, eye: Eye): Cells {
  const text = cells.get(`correction.${eye}`);
  if (text === undefined) return cells;
  const column = `correction.${eye}`;
  if (hasAny(cells, eye, ["sphere", "cylinder", "axis"])) {
    throw new InputError(column, "correction-twice");
  }
  const found = CORRECTION.exec(text.trim());
  if (!found) throw new InputError(column, "not-correction");
  const [, sphere, cylinder, axis, addition] = found;
  const parts = { sphere, cylinder, axis, addition: cells.get(`addition.${eye}`) ?? addition };
  const given = Object.entries(parts).flatMap(([key, value]) =>
    value === undefined ? [] : [[`${key}.${eye}`, value] as const],
  );
  return new Map([...cells, ...given]);
}

/** The correction of an eye, canonical. @throws {InputError} naming the column that is wrong. */
export function prescriptionIn(all: Cells, eye: Eye): Prescription {
  const cells = splitCorrection(all, eye);
  needed(cells, `sphere.${eye}`);
  if (!cells.has(`axis.${eye}`) && dioptresIn(cells, `cylinder.${eye}`, -1500, 1500) !== 0)
    needed(cells, `axis.${eye}`);
  if (!cells.has(`prismBase.${eye}`) && dioptresIn(cells, `prism.${eye}`, 0, 2000) !== 0)
    needed(cells, `prismBase.${eye}`);
  const value: Prescription = {
    lensType: lensTypeIn(cells, `type.${eye}`),
    sphere: dioptresIn(cells, `sphere.${eye}`, -4000, 4000),
    cylinder: dioptresIn(cells, `cylinder.${eye}`, -1500, 1500),
    axis: degreesIn(cells, `axis.${eye}`, 180),
    addition: dioptresIn(cells, `addition.${eye}`, 0, 600),
    prism: dioptresIn(cells, `prism.${eye}`, 0, 2000),
    prismBase: degreesIn(cells, `prismBase.${eye}`, 360),
  };
  try {
    read(prescriptionSchema, value, "prescription");
    return canonicalPrescription(value);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw error.at(`${error.field.split(".")[1] ?? "sphere"}.${eye}`);
  }
}
