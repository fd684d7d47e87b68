import { parse } from "csv-parse/sync";
import { shownName } from "../language/index.js";
import { InputError } from "../protocol/index.js";
import { decodeText, formatOfText } from "../protocol/text-files.js";
import { columnsOf } from "./columns.js";
import { readJsonRows } from "./json-rows.js";
import {
  type BadRow,
  type ColumnChoices,
  chosenNames,
  type DocumentFile,
  keysOf,
  nameDocuments,
  ROW,
  type Row,
  toRow,
} from "./rows.js";

const LONGEST_ROW = 65_536;
/** Lines that a quoted cell may span: one that was never closed must not swallow the file. */
const MOST_LINES_OF_ROW = 50;
/** Lines above the titles: a name of the store, a date, what software exports over its table. */
const MOST_LINES_ABOVE = 20;
const DELIMITERS = [";", ",", "\t", "|"];

/**
 * Opens a file of documents, CSV or JSON. Text is UTF-8 or UTF-16 by its mark, else UTF-8 where it is valid, else Windows-1252.
 * @param choices What the titles of the file mean, where it is not ours to know.
 * @throws {InputError} when it has no titles that are known, or is of another format, which is then named.
 *
 * @example
 * ```ts
 * import { readFileSync } from "node:fs";
 * import { openDocuments } from "clairevoie/documents";
 * const file = openDocuments(readFileSync("day.csv"), "day.csv");
 * ```
 */
export function openDocuments(bytes: Uint8Array, file: string, choices: ColumnChoices = {}): DocumentFile {
  const text = decodeText(bytes, file, "documents", (others) => new TextDecoder("windows-1252").decode(others));
  if (text.trim() === "") throw new InputError(file, "empty");
  const format = formatOfText(text);
  if (format) throw new InputError(file, "foreign-format", { format, expected: "documents" });
  // UTF-8 that was read as Windows-1252: what is in the file is not what was written.
  if (/Ã[\u0080-\u00bf©¨ª«‰ˆ€´»]|â‚¬/.test(text.slice(0, LONGEST_ROW))) throw new InputError(file, "encoding-damaged");
  return /^\s*[[{]/.test(text) ? readJsonRows(text, file, choices) : openCsv(text, file, choices);
}

/** How the rows of a CSV file are laid out. */
interface Layout {
  readonly keys: readonly (string | undefined)[];
  readonly delimiter: string;
  /** How many titles there are, without empty ones at the end: a row has as many cells. */
  readonly width: number;
  /** Whether the software that wrote the file leaves out empty cells at the end of a row. */
  readonly omitsCells: boolean;
}

function openCsv(text: string, file: string, choices: ColumnChoices): DocumentFile {
  const lines = text.split(/\r\n|\n|\r/);
  const first = lines.findIndex((line) => line.trim() !== "");
  const { titles, delimiter, from } = titlesOf(lines, first, file, choices);
  const { keys, passedOver } = keysOf(titles, file, choices);
  refuseRepeated(titles, keys, file);
  const width = titles.findLastIndex((title) => title.trim() !== "") + 1;
  const hasGap = titles.slice(0, width).some((title) => title.trim() === "");
  const isEnding = (line: string) => line.endsWith(delimiter) || line.endsWith(`${delimiter}""`);
  const omitsCells = !hasGap && !lines.slice(from).some((line) => isEnding(line.trimEnd()));
  return {
    name: file,
    titles,
    keys,
    passedOver,
    delimiter,
    length: lines.length - from,
    rows: () => csvRows(lines, from, { keys, delimiter, width, omitsCells }),
  };
}

interface Titles {
  readonly titles: readonly string[];
  readonly delimiter: string;
  /** The number of the first line after them, from 0. */
  readonly from: number;
}

/**
 * The titles: of the first lines the one with the most that are known, under the delimiter that gives most, or that `sep=` names.
 * @throws {InputError} when `sep=` names what no file has.
 */
function titlesOf(lines: readonly string[], first: number, file: string, { columns }: ColumnChoices): Titles {
  const named = /^"?sep=(.?)"?;?$/i.exec((lines[first] ?? "").trimEnd());
  if (named && !DELIMITERS.includes(named[1] ?? "")) throw new InputError(file, "delimiter-unknown");
  const delimiters = named ? [named[1] ?? ";"] : DELIMITERS;
  const known = (titles: readonly string[]) => {
    const keys = columnsOf(chosenNames(titles, columns));
    return nameDocuments(keys) ? keys.filter(Boolean).length : 0;
  };
  let best: (Titles & { readonly known: number }) | undefined;
  const start = named ? first + 1 : first;
  for (let at = start, seen = 0; at < lines.length && seen <= MOST_LINES_ABOVE; at++) {
    const [head, span] = wholeRow(lines, at);
    if (head.trim() === "") continue;
    seen++;
    if (head.length > LONGEST_ROW) {
      if (at === start) throw new InputError(file, "titles-too-long");
      continue;
    }
    for (const delimiter of delimiters) {
      const titles = span === 0 ? [] : (split(head, delimiter) ?? []);
      const count = known(titles);
      if (count > (best?.known ?? 0)) best = { titles, delimiter, from: at + span, known: count };
    }
  }
  if (!best) throw new InputError(file, "without-titles");
  return best;
}

/** A title in two spellings would leave open which counts. */
function refuseRepeated(titles: readonly string[], keys: readonly (string | undefined)[], file: string): void {
  const twice = keys.findIndex((key, i) => key !== undefined && keys.indexOf(key) < i);
  if (twice < 0) return;
  const other = titles[keys.indexOf(keys[twice])];
  throw new InputError(file, "columns-alike", {
    first: shownName(other ?? ""),
    second: shownName(titles[twice] ?? ""),
  });
}

function* csvRows(lines: readonly string[], from: number, layout: Layout): Generator<Row | BadRow> {
  const { delimiter, keys } = layout;
  for (let at = from; at < lines.length; at++) {
    const line = lines[at] ?? "";
    if (line.trim() === "") continue;
    const [text, span] = wholeRow(lines, at);
    const fields = span > 0 ? split(text, delimiter) : null;
    if (span === 1 && fields?.every((field) => field.trim() === "")) continue; // What spreadsheets leave below a table.
    // A quotation mark that is not closed spans lines, and then the number of cells is not right.
    if (fields && (span === 1 || fields.length === keys.length)) {
      // The file may end within this row.
      yield rowOf(at + 1, fields, layout, at + span === lines.length);
      at += span - 1;
    } else yield { line: at + 1, raw: [line], faults: [faultOf(line)] };
  }
}

function rowOf(line: number, fields: readonly string[], layout: Layout, isLast: boolean): Row | BadRow {
  const { keys, width, omitsCells } = layout;
  const missing = keys.slice(fields.length, width);
  const isExact = fields.length === keys.length;
  if (missing.some((key) => key !== "error")) {
    if (!omitsCells || isLast || isPerhapsSplit(fields, layout)) {
      return { line, raw: fields, faults: [new InputError(ROW, "fewer-cells-than-titles")] };
    }
    const row = toRow(line, fields, keys);
    return "cells" in row ? { ...row, isShort: true } : row;
  }
  if (!isExact && fields.length > width && isPerhapsSplit(fields, layout)) {
    return { line, raw: fields, faults: [new InputError(ROW, "more-cells-than-titles")] };
  }
  return toRow(line, fields, keys);
}

/** Whether commas that delimit may be decimal ones: `42,50` in two cells. */
function isPerhapsSplit(fields: readonly string[], { delimiter }: Layout): boolean {
  return (
    delimiter === "," && fields.some((field, i) => /\d$/.test(field) && /^\d{1,3}(?:\D|$)/.test(fields[i + 1] ?? ""))
  );
}

/** A row from its first line on: quotation marks come in pairs. No lines when it never ends. */
function wholeRow(lines: readonly string[], at: number): readonly [text: string, lines: number] {
  let text = lines[at] ?? "";
  for (let span = 1; span <= MOST_LINES_OF_ROW && text.length <= LONGEST_ROW; span++) {
    if (quotes(text) % 2 === 0) return [text, span];
    const next = lines[at + span];
    if (next === undefined) break;
    text += `\n${next}`;
  }
  return [text, 0];
}

function quotes(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) count++;
  return count;
}

function faultOf(line: string): InputError {
  if (line.length > LONGEST_ROW) return new InputError(ROW, "too-long", { limit: LONGEST_ROW, unit: "characters" });
  return new InputError(ROW, "quotation-mark");
}

/** The fields of one row; null when its quotation marks do not fit. */
function split(text: string, delimiter: string): string[] | null {
  if (text.length > LONGEST_ROW) return null;
  if (!text.includes('"')) return text.split(delimiter);
  try {
    return (parse(text, { delimiter, relax_column_count: true }) as string[][])[0] ?? null;
  } catch {
    return null;
  }
}
