import type { Issued } from "./issued.js";
import { asText, type DocumentFile } from "./rows.js";

/** A row that was not stated, with why. */
export interface RejectedRow {
  readonly line: number;
  readonly raw: readonly string[];
  readonly said: string;
}

/**
 * The rows that were not stated as a CSV file of their own, with a last column that says why: corrected, it is imported as
 * it is, since that column is passed over.
 *
 * @example
 * ```ts
 * import { openDocuments, rejectsFile } from "clairevoie/documents";
 * const file = openDocuments(bytes, "day.csv");
 * const csv = rejectsFile(file, [{ line: 2, raw: ["D-1", "x"], said: "sphere: must be a number" }], "Reason");
 * ```
 */
export function rejectsFile(
  { titles, keys, delimiter }: DocumentFile,
  rows: readonly RejectedRow[],
  title: string,
): string {
  // What an earlier import wrote there, in whatever language, is written anew.
  const kept = titles.map((one, i) => [one, i] as const).filter(([, i]) => keys[i] !== "error");
  const lines = rows.map(({ raw, said, line }) =>
    // A row that could not be taken apart comes back as it was, for its quotation marks to be corrected.
    raw.length === 1 && titles.length > 1
      ? wholeAsText(raw[0] ?? "", delimiter)
      : row([...kept.map(([, i]) => raw[i] ?? ""), `${line}: ${said}`], delimiter),
  );
  return sheet([row([...kept.map(([one]) => one), title], delimiter), ...lines]);
}

const KIND_NAMES = { quote: "Devis", order: "Commande", invoice: "Facture" } as const;

/**
 * What goes with a store's documents, a line each: the id of the dossier, the ticket, and the insurer that it is for.
 *
 * @example
 * ```ts
 * import { type Imported, ticketsFile } from "clairevoie/documents";
 * const csv = (imported: Imported) => ticketsFile(imported.issued);
 * ```
 */
export function ticketsFile(issued: readonly Issued[]): string {
  const lines = issued.map(({ kind, fileReference, dossier, amc, ticket }) =>
    row([KIND_NAMES[kind], fileReference, dossier, amc ?? "", ticket ?? ""], ";"),
  );
  return sheet([row(["Type de document", "N° de dossier", "Identifiant", "N° AMC", "Ticket"], ";"), ...lines]);
}

/** With the mark of UTF-8, by which spreadsheets know it. */
function sheet(lines: readonly string[]): string {
  return `\ufeff${lines.join("\r\n")}\r\n`;
}

/** A row that could not be taken apart, in which no spreadsheet finds a formula where it finds a cell. */
function wholeAsText(line: string, delimiter: string): string {
  return line
    .split(delimiter)
    .map((cell) => {
      const [, mark = "", rest = ""] = /^("?)(.*)$/s.exec(cell) ?? [];
      return mark + asText(rest);
    })
    .join(delimiter);
}

function row(fields: readonly string[], delimiter: string): string {
  return fields
    .map(asText)
    .map((field) => (/["\r\n]/.test(field) || field.includes(delimiter) ? `"${field.replaceAll('"', '""')}"` : field))
    .join(delimiter);
}
