import { shownName } from "../language/index.js";
import type { IdentityFile } from "../parties/index.js";
import { InputError, type Row as Kind, type PartyRole } from "../protocol/index.js";
import { type Cells, damageOf } from "./cells.js";
import { withoutContradictions } from "./contradictions.js";
import { type FoundDocument, kindIn, readDocument } from "./documents.js";
import { faultsIn } from "./faults.js";
import { suspectsOf } from "./resemblance.js";
import { type BadRow, type DocumentFile, isBad, ROW, type Row } from "./rows.js";

/** Told how far a work is. */
export type Progress = (done: number, of: number) => void;

/** How often progress is told. */
const TOLD_EVERY = 500;
/** Documents of one file: their receipts still fit one file that can be read again. */
const MOST_DOCUMENTS = 100_000;

/**
 * The kind of a file's documents, by the columns that only one kind has.
 * @returns undefined when each row says its own.
 * @throws {InputError} when nothing tells.
 *
 * @example
 * ```ts
 * import { documentKind, openDocuments } from "clairevoie/documents";
 * const kind = documentKind(openDocuments(bytes, "day.csv"), undefined);
 * ```
 */
export function documentKind({ keys }: DocumentFile, given: Kind | undefined): Kind | undefined {
  if (given) return given;
  if (keys.includes("document")) return undefined;
  const signs: readonly (readonly [column: string, kind: Kind])[] = [
    ["ticket", "shipment"],
    ["deliveryNumber", "shipment"],
    ["invoiceNumber", "invoice"],
    ["quoteNumber", "quote"],
  ];
  const kinds = new Set(signs.filter(([column]) => keys.includes(column)).map(([, kind]) => kind));
  const [kind, other] = kinds;
  if (!kind || other) {
    throw new InputError("--kind", "kind-needed");
  }
  return kind;
}

/** Who imports: its role says which documents are its own, an optician's SIRET the store of rows without one. */
export type Importer = Pick<IdentityFile, "role" | "identifier">;

/** Whose a document is to state. */
const roleOf = (kind: Kind): PartyRole => (kind === "shipment" ? "lens-maker" : "optician");

function requireRole(importer: Importer | undefined, kinds: Iterable<Kind>): void {
  for (const kind of kinds) {
    const wanted = roleOf(kind);
    if (importer && importer.role !== wanted) {
      throw new InputError("--identity", "identity-of-another-role", { given: importer.role, wanted });
    }
  }
}

/**
 * Reads the documents of a party's file, of the kind that is given or that its columns tell. A row that is wrong is reported,
 * and stops no other.
 * @param importer Whose file it is; without it every row names its store, and documents of any role are read.
 * @throws {InputError} when nothing tells the kind, or documents are another role's to state.
 *
 * @example
 * ```ts
 * import { readFileSync } from "node:fs";
 * import { openDocuments, readPartyDocuments } from "clairevoie/documents";
 * const file = openDocuments(readFileSync("devis.csv"), "devis.csv");
 * const { found, bad } = readPartyDocuments(file, { role: "optician", identifier: "12345678200010" });
 * ```
 */
export function readPartyDocuments(
  file: DocumentFile,
  importer?: Importer,
  kind?: Kind,
  progress?: Progress,
): { readonly found: FoundDocument[]; readonly bad: BadRow[] } {
  const known = documentKind(file, kind);
  requireRole(importer, known ? [known] : []);
  const store = importer?.role === "optician" ? importer.identifier : undefined;
  const read = readDocuments(file, known, store, progress);
  requireRole(importer, new Set(read.found.map(({ document }) => document.kind)));
  return read;
}

/**
 * Reads all documents of a file. A row that is wrong is told of, and stops no other.
 *
 * @example
 * ```ts
 * import { documentKind, openDocuments, readDocuments } from "clairevoie/documents";
 * const file = openDocuments(bytes, "day.csv");
 * const { found, bad } = readDocuments(file, documentKind(file, undefined), "12345678200010");
 * ```
 */
export function readDocuments(
  file: DocumentFile,
  kind: Kind | undefined,
  siret: string | undefined,
  progress: Progress = () => undefined,
): { readonly found: FoundDocument[]; readonly bad: BadRow[] } {
  refuseUnread(file);
  const found: FoundDocument[] = [];
  const bad: BadRow[] = [];
  let short: FoundDocument | undefined;
  for (const row of file.rows()) {
    const read = isBad(row) ? row : understood(row, kind, siret);
    if (isBad(read)) {
      bad.push(read);
      // A row of which the rest stands below it was cut by a line break in a cell.
      if (short) {
        found.pop();
        bad.splice(-1, 0, {
          line: short.line,
          raw: short.raw,
          faults: [new InputError(ROW, "fewer-cells-than-titles")],
        });
      }
    } else found.push(read);
    short = !isBad(row) && row.isShort && !isBad(read) ? read : undefined;
    const done = found.length + bad.length;
    if (done % TOLD_EVERY === 0) progress(done, file.length);
    if (done > MOST_DOCUMENTS) throw new InputError("file", "too-many", { limit: MOST_DOCUMENTS, of: "documents" });
  }
  progress(file.length, file.length);
  return withoutContradictions(found, bad);
}

function understood(row: Row, kind: Kind | undefined, siret: string | undefined): FoundDocument | BadRow {
  const { line, raw, cells } = row;
  try {
    const document = readDocument(kind ?? kindIn(cells), cells, siret);
    return { line, raw, document, warnings: warningsOf(cells) };
  } catch (error) {
    const bad = asBad(row, error);
    return row.isShort ? { ...bad, faults: [new InputError(ROW, "fewer-cells-than-titles")] } : bad;
  }
}

/** References: what opens a dossier, or is compared with another party's. */
const REFERENCES = ["file", "order", "order.right", "order.left", "authorisation.1", "authorisation.2"];

/** References that look like what a spreadsheet makes of one. */
function warningsOf(cells: Cells): InputError[] {
  return REFERENCES.flatMap((column) => {
    const text = cells.get(column);
    const damage = text === undefined ? undefined : damageOf(text);
    return damage === undefined ? [] : [new InputError(column, damage)];
  });
}

const MOST_NAMED = 10;

/**
 * A column that is not empty, not known and like one that is read stops the file: an eye or a power would be dropped.
 * @throws {InputError} naming the columns.
 */
function refuseUnread(file: DocumentFile): void {
  const { titles, keys, passedOver } = file;
  let suspects = suspectsOf(titles, keys).filter(({ at }) => !passedOver.has(at));
  const met: (typeof suspects)[number][] = [];
  for (const { raw } of suspects.length > 0 ? file.rows() : []) {
    met.push(...suspects.filter(({ at }) => (raw[at] ?? "").trim() !== ""));
    suspects = suspects.filter((one) => !met.includes(one));
    if (suspects.length === 0) break;
  }
  if (met.length === 0) return;
  const names = met
    .sort((a, b) => a.at - b.at)
    .slice(0, MOST_NAMED)
    .map(({ at, like }) => `${shownName(titles[at] ?? "")} ~ ${shownName(like)}`);
  throw new InputError(file.name, "columns-unread", {
    columns: names.join(", ") + (met.length > MOST_NAMED ? ", …" : ""),
  });
}

/** The row, with what is wrong of it. @throws whatever is no fault of the row. */
export function asBad(
  { line, raw }: { readonly line: number; readonly raw: readonly string[] },
  error: unknown,
): BadRow {
  return { line, raw, faults: faultsIn(error) };
}
