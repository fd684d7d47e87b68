import {
  canonicalIdentifier,
  type EquipmentClass,
  type Eye,
  hundredths,
  InputError,
  type LensType,
} from "../protocol/index.js";

/** The cells of one document by column; what is empty is not there. */
export type Cells = ReadonlyMap<string, string>;

/** The text of a cell. @throws {InputError} when it is empty. */
export function needed(cells: Cells, column: string): string {
  const text = cells.get(column);
  if (text === undefined) throw new InputError(column, "cell-empty");
  return text;
}

/** Whether any of some columns of an eye is filled in. */
export function hasAny(cells: Cells, eye: Eye, columns: readonly string[]): boolean {
  return columns.some((column) => cells.has(`${column}.${eye}`));
}

/** An identifier in its one spelling. Its format is for the schema to judge. */
export function identifierIn(cells: Cells, column: string): string {
  return canonicalIdentifier(needed(cells, column));
}

/** Digits, as a SIRET or an AMC number is typed. */
export function digitsIn(cells: Cells, column: string): string {
  const text = canonicalIdentifier(needed(cells, column));
  if (/^\d+(?:[.,]\d+)?E\+?\d+$/.test(text)) {
    throw new InputError(column, "cell-rounded");
  }
  return text.replaceAll(/[.-]/g, "");
}

/** An amount, such as `1 234,50 €`, in euro cents. */
export function centsIn(cells: Cells, column: string): number {
  const text = needed(cells, column).replaceAll(/[\s\u00a0\u202f']|€|EUR$/gi, "");
  const match = /^(\d{1,7})(?:[.,](\d{1,2}))?$/.exec(text);
  if (!match) throw new InputError(column, "not-euros");
  return Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0"));
}

/** Dioptres in hundredths, within bounds; empty is 0. */
export function dioptresIn(cells: Cells, column: string, least: number, most: number): number {
  const text = cells.get(column);
  if (text === undefined) return 0;
  const plain = text.replaceAll(/\s|°|δ|dpt|d$/gi, "").replaceAll(/[\u2010-\u2015]/g, "-");
  const value = hundredths(plain.replace(/([.,]\d\d)0+$/, "$1"), column);
  if (value < least || value > most) {
    throw new InputError(column, "dioptres-out-of-range", { least: least / 100, most: most / 100 });
  }
  return value;
}

/** Degrees; empty is 0. */
export function degreesIn(cells: Cells, column: string, most: number): number {
  const text = cells.get(column);
  if (text === undefined) return 0;
  const value = wholeOf(text.replace(/°$/, ""));
  if (value === undefined || value > most) throw new InputError(column, "not-degrees", { most });
  return value;
}

/** Millimetres. */
export function millimetresIn(cells: Cells, column: string): number {
  const value = wholeOf(needed(cells, column).replace(/mm$/i, ""));
  if (value === undefined || value < 40 || value > 90) {
    throw new InputError(column, "not-diameter");
  }
  return value;
}

/** A refractive index, `1,6` or `1.600` or `1600`, in thousandths. */
export function indexIn(cells: Cells, column: string): number {
  const text = needed(cells, column).trim().replace(",", ".");
  const value = /^1\.\d{1,3}$/.test(text) ? Number(text.slice(2).padEnd(3, "0")) + 1000 : (wholeOf(text) ?? 0);
  if (value < 1400 || value > 2000) throw new InputError(column, "not-refractive-index");
  return value;
}

/** Codes of treatments, between `+`, `|`, `,` or `;`; sorted, each once. Empty is none. */
export function treatmentsIn(cells: Cells, column: string): string[] {
  const parts = (cells.get(column) ?? "").split(/[+|,;]/).map(canonicalIdentifier);
  return [...new Set(parts.filter(Boolean))].sort();
}

const CLASSES: Readonly<Record<string, EquipmentClass>> = {
  A: "A",
  B: "B",
  CLASSEA: "A",
  CLASSEB: "B",
  CLASSA: "A",
  CLASSB: "B",
};

export function classIn(cells: Cells, column: string): EquipmentClass {
  const found = CLASSES[canonicalIdentifier(needed(cells, column))];
  if (!found) throw new InputError(column, "not-class");
  return found;
}

const LENS_WORDS: readonly (readonly [RegExp, LensType])[] = [
  [/^(?:unifoca(?:l|le|ux)|monofocal|singlevision)$/, "unifocal"],
  [/^(?:multifoca(?:l|le|ux)|bifoca(?:l|le|ux)|trifoca(?:l|le|ux))$/, "multifocal"],
  [/^(?:progressi(?:f|fs|ve|ves)|varifocal)$/, "progressive"],
];

export function lensTypeIn(cells: Cells, column: string): LensType {
  const word = needed(cells, column).toLowerCase().replaceAll(/\s/g, "");
  const found = LENS_WORDS.find(([pattern]) => pattern.test(word));
  if (!found) throw new InputError(column, "not-lens-type");
  return found[1];
}

function wholeOf(text: string): number | undefined {
  const plain = text.trim().replace(/[.,]0+$/, "");
  return /^\d{1,4}$/.test(plain) ? Number(plain) : undefined;
}
