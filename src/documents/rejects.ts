import type { DocumentFile } from "./rows.js";

/** A row that was not stated, with why. */
export interface RejectedRow {
  readonly line: number;
  readonly raw: readonly string[];
  readonly said: string;
}

/**
 * The rows that were not stated as a CSV file of their own, with a last column that says why: corrected, it is imported as
 * it is, since that column is passed over. UTF-8 with its mark, so that spreadsheets read it.
 */
export function rejectsFile({ titles, delimiter }: DocumentFile, rows: readonly RejectedRow[], title: string): string {
  const kept = titles.map((one, i) => [one, i] as const).filter(([one]) => one !== title);
  const csv = (fields: readonly string[]) => fields.map((field) => quoted(field, delimiter)).join(delimiter);
  const lines = rows.map(({ raw, said, line }) =>
    // A row that could not be taken apart comes back as it was, for its quotation marks to be corrected.
    raw.length === 1 && titles.length > 1 ? raw[0] : csv([...kept.map(([, i]) => raw[i] ?? ""), `${line}: ${said}`]),
  );
  return `\ufeff${[csv([...kept.map(([one]) => one), title]), ...lines].join("\r\n")}\r\n`;
}

function quoted(field: string, delimiter: string): string {
  return /["\r\n]/.test(field) || field.includes(delimiter) ? `"${field.replaceAll('"', '""')}"` : field;
}
