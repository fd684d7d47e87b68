import type { IdentityFile } from "../parties/index.js";
import { InputError, type PartyRole, type Row } from "../protocol/index.js";
import { type BusinessDocument, kindIn, readDocument } from "./documents.js";
import { type BadRow, type DocumentFile, isBad } from "./rows.js";

/** A document that was understood, and where it stands. */
export interface FoundDocument {
  readonly line: number;
  readonly raw: readonly string[];
  readonly document: BusinessDocument;
}

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
export function documentKind({ keys }: DocumentFile, given: Row | undefined): Row | undefined {
  if (given) return given;
  if (keys.includes("document")) return undefined;
  const signs: readonly (readonly [column: string, kind: Row])[] = [
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
const roleOf = (kind: Row): PartyRole => (kind === "shipment" ? "lens-maker" : "optician");

function requireRole(importer: Importer | undefined, kinds: Iterable<Row>): void {
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
  kind?: Row,
  progress?: Progress,
): { readonly found: FoundDocument[]; readonly bad: BadRow[] } {
  const known = documentKind(file, kind);
  requireRole(importer, known ? [known] : []);
  const store = importer?.role === "optician" ? importer.identifier : undefined;
  const read = readDocuments(file, known, store, progress);
  requireRole(importer, new Set(read.found.map(({ document }) => document.kind)));
  return read;
}

/** Reads all documents of a file. A row that is wrong is told of, and stops no other. */
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
  kind: Row | undefined,
  siret: string | undefined,
  progress: Progress = () => undefined,
): { readonly found: FoundDocument[]; readonly bad: BadRow[] } {
  const found: FoundDocument[] = [];
  const bad: BadRow[] = [];
  for (const row of file.rows()) {
    if (isBad(row)) bad.push(row);
    else {
      const { line, raw, cells } = row;
      try {
        found.push({ line, raw, document: readDocument(kind ?? kindIn(cells), cells, siret) });
      } catch (error) {
        bad.push(asBad(row, error));
      }
    }
    const done = found.length + bad.length;
    if (done % TOLD_EVERY === 0) progress(done, file.length);
    if (done > MOST_DOCUMENTS) throw new InputError("file", "too-many", { limit: MOST_DOCUMENTS, of: "documents" });
  }
  progress(file.length, file.length);
  return { found, bad };
}

/** The row, with what is wrong of it. @throws whatever is no fault of the row. */
export function asBad(
  { line, raw }: { readonly line: number; readonly raw: readonly string[] },
  error: unknown,
): BadRow {
  if (!(error instanceof InputError)) throw error;
  return { line, raw, fault: error };
}
