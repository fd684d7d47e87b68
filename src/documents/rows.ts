import { InputError } from "../protocol/index.js";
import type { Cells } from "./cells.js";
import { columnOf } from "./columns.js";

/** One document of a file, before it is understood. */
export interface Row {
  /** Of a CSV file the line on which it begins; of a JSON file its number in the list. From 1. */
  readonly line: number;
  /** As it stands in the file, for who corrects it. */
  readonly raw: readonly string[];
  readonly cells: Cells;
}

/** A row that is none, or whose content is wrong. */
export interface BadRow {
  readonly line: number;
  readonly raw: readonly string[];
  /** What is wrong; its field is the key of the column, or `ROW`. */
  readonly fault: InputError;
}

const MOST_COLUMNS = 1_000;
/** Longest cell of a column that is read: a ticket with room to spare. */
const LONGEST_CELL = 500;

/** The field of a fault of the row as a whole. */
export const ROW = "row";

/** A file of documents, opened: what its columns are, and its rows one after the other. */
export interface DocumentFile {
  /** Titles as they stand in the file. */
  readonly titles: readonly string[];
  /** What each title means; undefined for those that are ignored. */
  readonly keys: readonly (string | undefined)[];
  readonly delimiter: string;
  /** How many lines or documents there are at most, for progress. */
  readonly length: number;
  rows(): Generator<Row | BadRow>;
}

export function isBad(row: Row | BadRow): row is BadRow {
  return "fault" in row;
}

/** Puts fields under their columns. A surplus that is empty is what spreadsheets leave. */
export function toRow(line: number, fields: readonly string[], keys: readonly (string | undefined)[]): Row | BadRow {
  const bad = (fault: InputError): BadRow => ({ line, raw: fields, fault });
  if (fields.slice(keys.length).some((field) => field.trim() !== "")) {
    return bad(new InputError(ROW, "more-cells-than-titles"));
  }
  if (fields.length < keys.length) return bad(new InputError(ROW, "fewer-cells-than-titles"));
  const cells = new Map<string, string>();
  for (const [i, key] of keys.entries()) {
    const text = fields[i]?.trim() ?? "";
    if (key === undefined || text === "") continue;
    if (text.length > LONGEST_CELL)
      return bad(new InputError(key, "too-long", { limit: LONGEST_CELL, unit: "characters" }));
    if (isControlled(text)) return bad(new InputError(key, "cell-with-control"));
    cells.set(key, text);
  }
  return { line, raw: fields, cells };
}

/** Whether a text has what nobody types into a cell: NUL and its like. Line breaks and tabs are for software to leave. */
function isControlled(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  return /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffd]/.test(text);
}

/**
 * What titles mean.
 * @throws {InputError} when there are too many, or none can name a document.
 */
export function keysOf(titles: readonly string[], file: string): (string | undefined)[] {
  if (titles.length > MOST_COLUMNS) throw new InputError(file, "too-many", { limit: MOST_COLUMNS, of: "columns" });
  const keys = titles.map(columnOf);
  if (!keys.includes("file") && !keys.includes("ticket")) {
    throw new InputError(file, "without-titles");
  }
  return keys;
}
