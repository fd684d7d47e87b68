import { isUtf8 } from "node:buffer";
import { parse } from "csv-parse/sync";
import { InputError } from "../protocol/index.js";
import { columnOf } from "./columns.js";
import { readJsonRows } from "./json-rows.js";
import { type BadRow, type DocumentFile, keysOf, ROW, type Row, toRow } from "./rows.js";

const LONGEST_ROW = 65_536;
/** Lines that a quoted cell may span: one that was never closed must not swallow the file. */
const MOST_LINES_OF_ROW = 50;
const DELIMITERS = [";", ",", "\t", "|"];

/**
 * Text of a file: UTF-8 or UTF-16 by its mark, else UTF-8 where it is valid, else Windows-1252.
 * @throws {InputError} when it is no text.
 */
function decodeText(bytes: Uint8Array, file: string): string {
  const [a, b] = bytes;
  if (a === 0x50 && b === 0x4b) throw new InputError(file, "workbook-or-archive");
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) {
    return new TextDecoder(a === 0xff ? "utf-16le" : "utf-16be").decode(bytes);
  }
  return new TextDecoder(isUtf8(bytes) ? "utf-8" : "windows-1252").decode(bytes);
}

/**
 * Opens a file of documents, CSV or JSON.
 * @throws {InputError} when it has no titles that are known.
 *
 * @example
 * ```ts
 * import { readFileSync } from "node:fs";
 * import { openDocuments } from "clairevoie/documents";
 * const file = openDocuments(readFileSync("day.csv"), "day.csv");
 * ```
 */
export function openDocuments(bytes: Uint8Array, file: string): DocumentFile {
  const text = decodeText(bytes, file);
  if (text.trim() === "") throw new InputError(file, "empty");
  return /^\s*[[{]/.test(text) ? readJsonRows(text, file) : openCsv(text, file);
}

function openCsv(text: string, file: string): DocumentFile {
  const lines = text.split(/\r\n|\n|\r/);
  const first = lines.findIndex((line) => line.trim() !== "");
  const head = lines[first] ?? "";
  if (head.length > LONGEST_ROW) throw new InputError(file, "titles-too-long");
  const { titles, delimiter } = titlesOf(head, file);
  const keys = keysOf(titles, file);
  refuseRepeated(titles, keys, file);
  return {
    titles,
    keys,
    delimiter,
    length: lines.length - first - 1,
    rows: () => csvRows(lines, first + 1, keys, delimiter),
  };
}

/** The titles, under the delimiter that gives the most that are known. */
function titlesOf(head: string, _file: string): { readonly titles: readonly string[]; readonly delimiter: string } {
  const [best] = DELIMITERS.map((delimiter) => ({ delimiter, titles: split(head, delimiter) ?? [] }))
    .map((one) => ({ ...one, known: one.titles.filter((title) => columnOf(title)).length }))
    .sort((a, b) => b.known - a.known);
  return best ?? { titles: [], delimiter: ";" };
}

/** A title in two spellings would leave open which counts. */
function refuseRepeated(titles: readonly string[], keys: readonly (string | undefined)[], file: string): void {
  const twice = keys.findIndex((key, i) => key !== undefined && keys.indexOf(key) < i);
  if (twice < 0) return;
  const other = titles[keys.indexOf(keys[twice])];
  throw new InputError(file, "columns-alike", { first: shown(other), second: shown(titles[twice]) });
}

function shown(title: string | undefined): string {
  return JSON.stringify((title ?? "").slice(0, 40));
}

function* csvRows(
  lines: readonly string[],
  from: number,
  keys: readonly (string | undefined)[],
  delimiter: string,
): Generator<Row | BadRow> {
  for (let at = from; at < lines.length; at++) {
    const line = lines[at] ?? "";
    if (line.trim() === "") continue;
    const [text, span] = wholeRow(lines, at);
    const fields = span > 0 ? split(text, delimiter) : null;
    const row = fields && (span === 1 || fields.length === keys.length) ? toRow(at + 1, fields, keys) : null;
    if (row) {
      at += span - 1;
      yield row;
    } else yield { line: at + 1, raw: [line], fault: faultOf(line) };
  }
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
