import type { Pursuit } from "../gateway/pursuing.js";
import { type Hex, type Statement, ZERO } from "../protocol/index.js";
import type { Vault } from "./vault.js";

/** A batch that was sealed for gateways and is not anchored yet, as far as two sources say. */
export interface PendingBatch {
  readonly statements: readonly Statement[];
  /** Its batch is the newest: what waited too long was sealed again. */
  readonly pursuit: Pursuit;
}

const STATEMENTS = '{"awaiting":"';
const PURSUED = '{"pursued":"';
/** Statements in one line. */
const AT_ONCE = 1_000;

const rootOf = ({ pursuit }: PendingBatch): Hex => pursuit.post.batch.root;
const pursuedLine = (one: PendingBatch) => JSON.stringify({ pursued: rootOf(one), pursuit: one.pursuit });

/**
 * Notes a batch in the journal, before it is posted to any gateway. It counts once this has ended, and then survives whatever happens.
 *
 * @example
 * ```ts
 * import { pursue } from "clairevoie/gateway";
 * import { notePendingBatch } from "clairevoie/vault";
 * await notePendingBatch(vault, { statements: sealed.statements, pursuit: pursue(chain, sealed, 21_600) });
 * ```
 */
export async function notePendingBatch(vault: Vault, batch: PendingBatch): Promise<void> {
  const lines: string[] = [];
  for (let from = 0; from < batch.statements.length; from += AT_ONCE) {
    const statements = batch.statements.slice(from, from + AT_ONCE);
    lines.push(JSON.stringify({ awaiting: rootOf(batch), from, statements }));
  }
  await vault.append([...lines, pursuedLine(batch)]);
}

/**
 * Notes how far batches are.
 * @internal
 */
export function notePursuits(vault: Vault, batches: readonly PendingBatch[]): Promise<void> {
  return vault.append(batches.map(pursuedLine));
}

/**
 * The batches that wait for an anchor, oldest first.
 *
 * @example
 * ```ts
 * import { pendingBatches } from "clairevoie/vault";
 * const waiting = await pendingBatches(vault);
 * ```
 */
export async function pendingBatches(vault: Vault): Promise<readonly PendingBatch[]> {
  const statements = new Map<Hex, Map<number, readonly Statement[]>>();
  const pursuits = new Map<Hex, Pursuit>();
  for await (const lines of vault.journal()) {
    for (const line of lines) {
      if (line.startsWith(STATEMENTS)) {
        const read = JSON.parse(line) as { awaiting: Hex; from: number; statements: readonly Statement[] };
        const parts = statements.get(read.awaiting) ?? new Map<number, readonly Statement[]>();
        statements.set(read.awaiting, parts.set(read.from, read.statements));
      } else if (line.startsWith(PURSUED)) {
        const read = JSON.parse(line) as { pursued: Hex; pursuit: Pursuit };
        pursuits.set(read.pursued, read.pursuit);
      }
    }
  }
  return [...pursuits].flatMap(([root, pursuit]) => {
    const parts = statements.get(root); // None where a forgetting was cut off.
    return parts ? [{ statements: [...parts.values()].flat(), pursuit }] : [];
  });
}

/**
 * Forgets batches that are anchored: their receipts are where they belong.
 * @internal
 */
export async function forgetPendingBatches(vault: Vault, batches: readonly PendingBatch[]): Promise<void> {
  const roots = new Set<string>(batches.map(rootOf));
  await vault.forget((line) => {
    const start = [STATEMENTS, PURSUED].find((one) => line.startsWith(one));
    return start !== undefined && roots.has(line.slice(start.length, start.length + ZERO.length));
  });
}

/**
 * What of something kept is worth a line in the journal: not when a gateway is asked next.
 * @internal
 */
export function memorable(kept: object): string {
  return JSON.stringify(kept, (key, value) => (key === "notBefore" || key === "since" ? undefined : value));
}
