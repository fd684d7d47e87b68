import { nameOfColumn } from "../../documents/columns.js";
import type { BadRow, DocumentFile, Imported } from "../../documents/index.js";
import { ROW } from "../../documents/rows.js";
import { rejectsFile } from "../../documents/sheets.js";
import { reasonIn } from "../../language/index.js";
import type { Hex, Stage } from "../../protocol/index.js";
import type { CommonOptions, Session } from "../session.js";
import { writeWhole } from "./files.js";

/** Options of a command that refuses rows. */
export interface RejectsOptions extends CommonOptions {
  readonly rejects?: string;
}

/** A row that was not stated, as a person and a program are told of it. */
interface Refusal {
  readonly line: number;
  readonly column?: string;
  readonly reason: string;
}

/** How many rows that were not stated are shown to a person; the others are in `--rejects` and `--json`. */
const MOST_SHOWN = 20;

/** Columns that are passed over, for who mistyped one. What has digits may be a value of a file without titles. */
export function tellIgnored(session: Session, { titles, keys, passedOver }: DocumentFile): void {
  const ignored = titles
    .map((title, i) => (/\d{2}/.test(title) ? `n° ${i + 1}` : title.trim().slice(0, 30)))
    .filter((title, i) => keys[i] === undefined && title !== "" && !passedOver.has(i));
  if (ignored.length === 0) return;
  const list = `${ignored.slice(0, MOST_SHOWN).join(", ")}${ignored.length > MOST_SHOWN ? ", …" : ""}`;
  session.note(session.texts.import.ignored({ columns: list }));
}

/** How many documents were stated. */
export function tell(
  session: Session,
  name: string,
  { stated, already, changed, bad }: Imported,
  isDry: boolean,
): void {
  const refused = changed.length + bad.length;
  session.say(session.texts.import.stated({ file: name, stated, already, refused, isDry }));
}

/** Each row that was not stated: where, what is wrong, and the remedy; never what it holds. */
export function refusalsOf(session: Session, file: DocumentFile, { changed, bad }: Imported): Refusal[] {
  const wrong = bad.flatMap((row) => told(session, file, row));
  const other = changed.map(
    ({ line, kind, dossier, statement }): Refusal => ({ line, reason: remedy(session, kind, dossier, statement) }),
  );
  return [...wrong, ...other].sort((a, b) => a.line - b.line);
}

/** All that is to be said of a row, each with its column. */
function told(session: Session, file: DocumentFile, { line, faults }: BadRow): Refusal[] {
  return faults.map((fault): Refusal => {
    const { field } = fault;
    const said = reasonIn(session.catalogue, fault);
    return field === ROW ? { line, reason: said } : { line, column: titleOf(session, file, field), reason: said };
  });
}

/** Rows that are stated, and yet may be wrong: shown to a person, and given to programs. */
export function tellWarnings(session: Session, file: DocumentFile, { warnings }: Imported): readonly Refusal[] {
  const all = warnings.flatMap((row) => told(session, file, row)).sort((a, b) => a.line - b.line);
  for (const { line, column, reason } of all.slice(0, MOST_SHOWN)) {
    session.note(session.texts.import.warning({ line, column, reason }));
  }
  if (all.length > MOST_SHOWN) session.note(session.texts.import.moreWarnings({ count: all.length - MOST_SHOWN }));
  return all;
}

function remedy(session: Session, kind: Stage, dossier: Hex, statement: Hex): string {
  const command = kind === "shipment" ? "ship" : `dossier ${kind} ${dossier}`;
  return session.texts.import.changed({ command, statement });
}

/** The column as the file names it, else as docs/documents.md does. */
function titleOf({ language }: Session, { titles, keys }: DocumentFile, column: string): string {
  return titles[keys.indexOf(column)]?.trim().slice(0, 60) ?? nameOfColumn(column, language);
}

/** Shows the rows that were not stated, and writes them all for correction where that is asked for. */
export function tellRefusals(
  session: Session<RejectsOptions>,
  file: DocumentFile,
  outcome: Imported,
  refusals: readonly Refusal[],
): void {
  for (const { line, column, reason } of refusals.slice(0, MOST_SHOWN)) {
    session.note(session.texts.import.refused({ line, column, reason }));
  }
  if (refusals.length > MOST_SHOWN) {
    const more = refusals.length - MOST_SHOWN;
    session.note(session.texts.import.more({ count: more }));
  }
  const { rejects } = session.options;
  if (!rejects || refusals.length === 0) return;
  const raws = new Map([...outcome.bad, ...outcome.changed].map(({ line, raw }) => [line, raw]));
  const saidOf = new Map<number, string[]>();
  for (const { line, column, reason } of refusals) {
    const said = column === undefined ? reason : session.catalogue.about({ subject: column, sentence: reason });
    saidOf.set(line, [...(saidOf.get(line) ?? []), said]);
  }
  const rows = [...saidOf].map(([line, said]) => ({ line, raw: raws.get(line) ?? [], said: said.join(" | ") }));
  writeWhole(rejects, rejectsFile(file, rows, session.texts.import.errorColumn), 0o600);
  session.note(session.texts.import.rejectsWritten({ file: rejects }));
}
