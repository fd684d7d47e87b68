import * as z from "zod";
import { InputError, read } from "../protocol/index.js";
import { parseJson } from "../protocol/json.js";
import { type BadRow, type ColumnChoices, type DocumentFile, keysOf, ROW, type Row, toRow } from "./rows.js";

const DOCUMENTS_FORMAT = "clairevoie-documents/1";

const fileSchema = z.union([
  z.array(z.unknown()),
  z.looseObject({ format: z.literal(DOCUMENTS_FORMAT).optional(), documents: z.array(z.unknown()) }),
]);

/** Largest JSON file of documents, in characters. */
const LONGEST_FILE = 500_000_000;

/**
 * Documents from JSON: a list of objects, or `{ "documents": [...] }`, whose members have the names of columns. An object
 * within (`"OD": { "sphère": -2 }`) stands for the columns of both names.
 * @throws {InputError} when it is no such list.
 * @internal
 */
export function readJsonRows(text: string, file: string, choices: ColumnChoices): DocumentFile {
  refuseOthers(text, file);
  parseJson(text, file, LONGEST_FILE, "any");
  const parsed = read(fileSchema, exactly(text), file);
  const documents = Array.isArray(parsed) ? parsed : parsed.documents;
  const flat = documents.map(flatten);
  const titles = [...new Set(flat.flatMap((one) => (one ? [...one.keys()] : [])))];
  if (documents.length > 0 && flat.every((one) => one === null)) throw new InputError(file, "not-texts-and-numbers");
  const { keys, passedOver } =
    documents.length === 0 ? { keys: [], passedOver: new Set<number>() } : keysOf(titles, file, choices);
  const keyOf = new Map(titles.map((title, i) => [title, keys[i]] as const));
  return { name: file, titles, keys, passedOver, delimiter: ";", length: documents.length, rows };

  function* rows(): Generator<Row | BadRow> {
    for (const [i, one] of flat.entries()) yield one ? jsonRow(i + 1, one, titles, keyOf) : notFlat(i + 1);
  }
}

/** Numbers as they are written: an identifier that passes through a floating-point number may become another. */
function exactly(text: string): unknown {
  return JSON.parse(text, (_, value: unknown, context?: { readonly source?: string }) =>
    typeof value === "number" ? (context?.source ?? String(value)) : value,
  );
}

/** Names what is JSON, and no list of documents. @throws {InputError} */
function refuseOthers(text: string, file: string): void {
  if (/^\s*\{[^\n]*\}\s*\n\s*\{/.test(text)) {
    throw new InputError(file, "foreign-format", { format: "json-lines", expected: "documents" });
  }
  const [, format] = /^\s*\{\s*"format"\s*:\s*"(clairevoie-[a-z]+)\//.exec(text.slice(0, 1_000)) ?? [];
  if (format !== undefined && !DOCUMENTS_FORMAT.startsWith(`${format}/`)) {
    throw new InputError(file, "foreign-format", { format: "of-clairevoie", expected: "documents" });
  }
  if (/^\s*[[{][^[\]]{0,300}"resourceType"\s*:/.test(text.slice(0, 1_000))) {
    throw new InputError(file, "foreign-format", { format: "fhir", expected: "documents" });
  }
}

function notFlat(line: number): BadRow {
  return { line, raw: [], faults: [new InputError(ROW, "not-texts-and-numbers")] };
}

/** Two spellings of one column may stand in different documents, not in the same. */
function jsonRow(
  line: number,
  one: ReadonlyMap<string, string>,
  titles: readonly string[],
  keyOf: ReadonlyMap<string, string | undefined>,
): Row | BadRow {
  const raw = titles.map((title) => one.get(title) ?? "");
  const given = [...one].filter(([, text]) => text.trim() !== "");
  const keys = given.map(([title]) => keyOf.get(title));
  const twice = keys.find((key, i) => key !== undefined && keys.indexOf(key) < i);
  if (twice !== undefined) return { line, raw, faults: [new InputError(twice, "column-twice")] };
  const row = toRow(
    line,
    given.map(([, text]) => text),
    keys,
  );
  return { ...row, raw };
}

/** Members by name; null when it is no object of texts, numbers, booleans, lists of texts and such objects. */
function flatten(document: unknown): Map<string, string> | null {
  const found = new Map<string, string>();
  return document !== null && isPut(document, "", 0) ? found : null;

  function isPut(value: unknown, name: string, depth: number): boolean {
    if (value === null || value === undefined) return true;
    if (typeof value === "string" || typeof value === "boolean") {
      found.set(name, String(value));
      return name !== "";
    }
    if (Array.isArray(value) && value.every((one) => typeof one === "string")) {
      found.set(name, value.join("+"));
      return name !== "";
    }
    if (typeof value !== "object" || Array.isArray(value) || depth > 1) return false;
    return Object.entries(value).every(([key, inner]) => isPut(inner, name === "" ? key : `${name} ${key}`, depth + 1));
  }
}
