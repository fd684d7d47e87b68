import type { SealedBatch } from "../parties/index.js";
import { type AspectName, type Hex, type Statement, ZERO } from "../protocol/index.js";
import type { Vault } from "../vault/index.js";

/** What was stated at one stage of one dossier. */
export interface StatedBefore {
  /** By aspect, the latest statement that states it. */
  readonly aspects: ReadonlyMap<AspectName, Statement>;
  /** Fingerprints of the documents. */
  readonly contents: ReadonlySet<string>;
  /** The latest. */
  readonly statement: Statement;
}

/** What a vault's journal says of imports. */
export interface History {
  /** By dossier and stage, of the dossiers that were asked for. */
  readonly stated: Map<string, StatedBefore>;
  /** Stated, and not sealed yet. */
  readonly pending: Statement[];
  /** Sealed, and not handed over or anchored yet. */
  readonly batches: SealedBatch[];
}

interface StatedRecord {
  readonly stated: Hex;
  readonly stage: number;
  readonly aspects: Statement["aspects"];
  readonly content?: string;
}
type HistoryRecord =
  | StatedRecord
  | { readonly sealed: Pick<SealedBatch, "batch" | "signature"> }
  | { readonly finished: number };

const STATED = '{"stated":"';

/** Where a dossier's stage is found in a history. */
export function placeOf(dossier: Hex, stage: number): string {
  return `${dossier}/${stage}`;
}

/**
 * The journal's line for a statement. It holds commitments only: without the dossier's secret it says nothing.
 * @param content Fingerprint of the document under the dossier's secret, where one file may be stated in several ways.
 */
export function statedLine({ dossier, stage, aspects }: Statement, content?: string): string {
  const line: StatedRecord = { stated: dossier, stage, aspects, ...(content && { content }) };
  return JSON.stringify(line);
}

/**
 * The journal's line for a batch, of all that was stated and not sealed before.
 *
 * @example
 * ```ts
 * import { sealedLine } from "clairevoie/documents";
 * await vault.append([sealedLine(sealed)]);
 * ```
 */
export function sealedLine({ batch, signature }: SealedBatch): string {
  return JSON.stringify({ sealed: { batch, signature } });
}

/**
 * The journal's line that says that the batches before it are anchored, or handed over to whoever anchors them.
 *
 * @example
 * ```ts
 * import { finishedLine } from "clairevoie/documents";
 * await vault.append([finishedLine(1)]); // one batch is anchored
 * ```
 */
export function finishedLine(batches: number): string {
  return JSON.stringify({ finished: batches });
}

/** Adds a statement to what was stated of its dossier and stage. */
export function remember(stated: History["stated"], statement: Statement, content?: string): void {
  const place = placeOf(statement.dossier, statement.stage);
  // What is superseded stands no more, but for an order or a shipment, where the other eye does.
  const isReplaced = statement.supersedes !== undefined && (statement.stage === 0 || statement.stage === 3);
  const before = isReplaced ? undefined : stated.get(place);
  const aspects = new Map(before?.aspects);
  for (const aspect of Object.keys(statement.aspects) as AspectName[]) aspects.set(aspect, statement);
  const contents = new Set(before?.contents);
  if (content) contents.add(content);
  stated.set(place, { aspects, contents, statement });
}

/**
 * Reads the journal: what was stated of the dossiers that are asked for, and what of all was not finished. Lines of other
 * dossiers are passed over unread, since a large laboratory's journal holds millions.
 */
export async function readHistory(vault: Vault, wanted: ReadonlySet<string>): Promise<History> {
  const history: History = { stated: new Map(), pending: [], batches: [] };
  let waiting: string[] = [];
  let sealed: { readonly batch: Pick<SealedBatch, "batch" | "signature">; readonly lines: readonly string[] }[] = [];
  for await (const lines of vault.journal()) {
    for (const line of lines) {
      if (line.startsWith(STATED)) {
        waiting.push(line);
        if (isAbout(line, wanted)) {
          const { statement, content } = restored(line);
          remember(history.stated, statement, content);
        }
        continue;
      }
      const read = JSON.parse(line) as HistoryRecord;
      if ("sealed" in read) {
        sealed.push({ batch: read.sealed, lines: waiting });
        waiting = [];
      } else if ("finished" in read) sealed = sealed.slice(read.finished);
    }
  }
  history.pending.push(...waiting.map((line) => restored(line).statement));
  for (const { batch, lines } of sealed) {
    history.batches.push({ ...batch, statements: lines.map((line) => restored(line).statement) });
  }
  return history;
}

/**
 * Whether a line of the journal is about one of some dossiers.
 * @internal
 */
export function isAbout(line: string, dossiers: ReadonlySet<string>): boolean {
  return line.startsWith(STATED) && dossiers.has(line.slice(STATED.length, STATED.length + ZERO.length));
}

function restored(line: string): { readonly statement: Statement; readonly content?: string } {
  const { stated, stage, aspects, content } = JSON.parse(line) as StatedRecord;
  return { statement: { dossier: stated, stage, aspects }, ...(content !== undefined && { content }) };
}
