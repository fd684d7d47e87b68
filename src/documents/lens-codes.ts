import { type Code, codeOfLens, EYES, type Eye, groupedCode, type Prescription } from "../protocol/index.js";
import { codeIn } from "./billing.js";
import { type Cells, classIn, hasAny } from "./cells.js";
import { faultsIn } from "./faults.js";
import { CORRECTION_COLUMNS, prescriptionIn } from "./prescriptions.js";

/** What a part of a row says, or nothing: what is wrong of it is told where it is read. */
function readable<T>(part: () => T): T | undefined {
  try {
    return part();
  } catch (error) {
    faultsIn(error); // Throws what is no fault of the row.
    return undefined;
  }
}

function correctionIn(cells: Cells, eye: Eye): Prescription | undefined {
  return hasAny(cells, eye, CORRECTION_COLUMNS) ? readable(() => prescriptionIn(cells, eye)) : undefined;
}

/** The cells of a row with the grouped code of each lens that has a class and a correction, and no code. */
export function withCodes(cells: Cells, at: number): Cells {
  const computed = EYES.flatMap((eye) => {
    const column = `code.${eye}`;
    const prescription = cells.has(column) ? undefined : correctionIn(cells, eye);
    const ofClass = prescription && readable(() => classIn(cells, `class.${eye}`));
    const code = ofClass && groupedCode(ofClass, prescription, at);
    return code ? [[column, code] as const] : [];
  });
  return computed.length === 0 ? cells : new Map([...cells, ...computed]);
}

/**
 * The grouped code of a lens. Where the row has the correction, it must be the code of that.
 * @throws {InputError} or {RowFaults} naming the column, and the code that the lens has.
 */
export function lensCodeIn(cells: Cells, eye: Eye, at: number): Code {
  const column = `code.${eye}`;
  const given = codeIn(cells, column, `class.${eye}`);
  const prescription = correctionIn(cells, eye);
  return prescription ? codeOfLens(given, prescription, at, column) : given;
}
