import { readFileSync } from "node:fs";
import { documentKind, type FoundDocument, openDocuments, ROW, readDocuments } from "../src/documents/index.js";
import type { Row } from "../src/protocol/index.js";
import { STORE } from "./dossiers.js";

/** An example of the documentation: its titles, and its rows by title. */
export function example(name: string): { readonly titles: readonly string[]; readonly rows: Record<string, string>[] } {
  const [head = "", ...lines] = readFileSync(`docs/documents/${name}`, "utf8").trim().split("\n");
  const titles = head.split(";");
  const rows = lines.map((line) => Object.fromEntries(line.split(";").map((cell, i) => [titles[i] ?? "", cell])));
  return { titles, rows };
}

/** CSV of rows under their titles. */
export function csv(
  titles: readonly string[],
  rows: readonly Record<string, string>[],
  delimiter = ";",
  end = "\n",
): string {
  const lines = rows.map((row) => titles.map((title) => row[title] ?? "").join(delimiter));
  return [titles.join(delimiter), ...lines].map((line) => line + end).join("");
}

/** A text in Windows-1252, as far as French needs it. */
export function windows1252(text: string): Buffer {
  return Buffer.from(text.replaceAll("œ", "\u009c").replaceAll("€", "\u0080"), "latin1");
}

/** What a file says: its documents, and for each bad row `line column: reason`. */
export function understood(
  content: string | Uint8Array,
  kind?: Row,
): { readonly found: readonly FoundDocument[]; readonly faults: readonly string[] } {
  const file = openDocuments(typeof content === "string" ? Buffer.from(content) : content, "day.csv");
  const { found, bad } = readDocuments(file, documentKind(file, kind), STORE);
  const faults = bad.flatMap(({ line, faults }) =>
    faults.map(({ field, reason }) => `${line}${field === ROW ? "" : ` ${field}`}: ${reason}`),
  );
  return { found, faults };
}
