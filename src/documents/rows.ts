import { shownName } from "../language/index.js";
import { InputError } from "../protocol/index.js";
import type { Cells } from "./cells.js";
import { columnOf, columnsOf, plainHeader } from "./columns.js";

/** One document of a file, before it is understood. */
export interface Row {
  /** Of a CSV file the line on which it begins; of a JSON file its number in the list. From 1. */
  readonly line: number;
  /** As it stands in the file, for who corrects it. */
  readonly raw: readonly string[];
  readonly cells: Cells;
  /** Its last cells are left out: whether it was cut short, the row after it shows. */
  readonly isShort?: boolean;
}

/** A row that is none, or whose content is wrong. */
export interface BadRow {
  readonly line: number;
  readonly raw: readonly string[];
  /** All that is wrong; the field of each is the key of the column, or `ROW`. */
  readonly faults: readonly InputError[];
}

const MOST_COLUMNS = 1_000;
/** Longest cell of a column that is read: a ticket with room to spare. */
const LONGEST_CELL = 500;

/** The field of a fault of the row as a whole. */
export const ROW = "row";

/** A file of documents, opened: what its columns are, and its rows one after the other. */
export interface DocumentFile {
  /** How errors name it. */
  readonly name: string;
  /** Titles as they stand in the file. */
  readonly titles: readonly string[];
  /** What each title means; undefined for those that are ignored. */
  readonly keys: readonly (string | undefined)[];
  /** The titles, by number, that are known to mean nothing here. */
  readonly passedOver: ReadonlySet<number>;
  readonly delimiter: string;
  /** How many lines or documents there are at most, for progress. */
  readonly length: number;
  rows(): Generator<Row | BadRow>;
}

export function isBad<T extends object>(row: T | BadRow): row is BadRow {
  return "faults" in row;
}

/** What is known of the titles that a reader's own words say. */
export interface ColumnChoices {
  /** For titles of the file, the name of ours that they stand for; the empty name for what is to be passed over. */
  readonly columns?: ReadonlyMap<string, string>;
}

/** Puts fields under their columns. A surplus that is empty is what spreadsheets leave. */
export function toRow(line: number, fields: readonly string[], keys: readonly (string | undefined)[]): Row | BadRow {
  const bad = (fault: InputError): BadRow => ({ line, raw: fields, faults: [fault] });
  if (fields.slice(keys.length).some((field) => field.trim() !== "")) {
    return bad(new InputError(ROW, "more-cells-than-titles"));
  }
  const cells = new Map<string, string>();
  const faults: InputError[] = [];
  for (const [i, key] of keys.entries()) {
    const text = asTyped(fields[i] ?? "");
    if (key === undefined || text === "") continue;
    if (text.length > LONGEST_CELL)
      faults.push(new InputError(key, "too-long", { limit: LONGEST_CELL, unit: "characters" }));
    else if (isControlled(text)) faults.push(new InputError(key, "cell-with-control"));
    else cells.set(key, text);
  }
  return faults.length > 0 ? { line, raw: fields, faults } : { line, raw: fields, cells };
}

/** What begins like this is a formula to a spreadsheet, unless it is a number. */
const FORMULA = /^[=+\-@\t\r]/;
const PLAIN_NUMBER = /^[+-]?[\d.,][\d.,\s]*[€%°]?$/;

/** A cell that no spreadsheet runs: a formula is marked as text, as a person would with an apostrophe. */
export function asText(cell: string): string {
  return FORMULA.test(cell) && !PLAIN_NUMBER.test(cell) ? `'${cell}` : cell;
}

/** A cell without the apostrophe that marks it as text. */
function asTyped(cell: string): string {
  const text = cell.trim();
  return text.startsWith("'") && FORMULA.test(text.slice(1)) ? text.slice(1).trim() : text;
}

/** Whether a text has what nobody types into a cell, or sees there. Line breaks and tabs are for software to leave. */
function isControlled(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  return /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd]/.test(
    text,
  );
}

/** Whether titles can name documents. */
export function nameDocuments(keys: readonly (string | undefined)[]): boolean {
  return keys.includes("file") || keys.includes("ticket");
}

/**
 * What titles mean, and which are to be passed over.
 * @throws {InputError} when there are too many, none can name a document, or a choice names no column.
 */
export function keysOf(
  titles: readonly string[],
  file: string,
  { columns = new Map() }: ColumnChoices = {},
): { readonly keys: readonly (string | undefined)[]; readonly passedOver: ReadonlySet<number> } {
  if (titles.length > MOST_COLUMNS) throw new InputError(file, "too-many", { limit: MOST_COLUMNS, of: "columns" });
  for (const [title, name] of columns) {
    if (name !== "" && columnOf(name) === undefined)
      throw new InputError("--column", "column-unknown", { given: shownName(name) });
    if (!titles.some((one) => plainHeader(one) === plainHeader(title))) {
      throw new InputError("--column", "column-not-there", { given: shownName(title) });
    }
  }
  const names = chosenNames(titles, columns);
  const keys = columnsOf(names);
  if (!nameDocuments(keys)) throw new InputError(file, "without-titles");
  return { keys, passedOver: new Set(names.flatMap((name, i) => (name === "" ? [i] : []))) };
}

/** The titles under the names that were chosen for them; empty for what is to be passed over. */
export function chosenNames(titles: readonly string[], columns: ReadonlyMap<string, string> = new Map()): string[] {
  const chosen = new Map([...columns].map(([title, name]) => [plainHeader(title), name] as const));
  return titles.map((title) => chosen.get(plainHeader(title)) ?? title);
}
