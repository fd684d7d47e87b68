import { closeSync, createReadStream, existsSync, openSync, statSync, truncateSync, writeSync } from "node:fs";
import { InputError } from "../protocol/index.js";
import type { Before } from "./audit.js";
import { type AuditRecord, parseAuditRecord } from "./record.js";
import { startRepeats } from "./repeats.js";

/**
 * Reads what an interrupted audit wrote, and cuts off a last line that is torn.
 * @throws {InputError} when the file holds anything else.
 *
 * @example
 * ```ts
 * import { readBefore, startTally } from "clairevoie/audit";
 * const tally = startTally();
 * const before = await readBefore("verdicts.ndjson", tally.add);
 * ```
 */
export async function readBefore(file: string, onRecord: (record: AuditRecord) => void): Promise<Before> {
  if (!existsSync(file)) return { records: 0 };
  const seen = await startRepeats();
  let [records, whole] = [0, 0];
  let last: AuditRecord | undefined;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(file)) {
    rest = Buffer.concat([rest, chunk as Buffer]);
    let from = 0;
    for (let at = rest.indexOf(10); at >= 0; at = rest.indexOf(10, from)) {
      const record = parseAuditRecord(rest.subarray(from, at).toString("utf8"));
      if (!record) throw new InputError(file, "not-audit-output", { line: records + 1 });
      onRecord(record);
      seen.add(record);
      [last, from] = [record, at + 1];
      records++;
    }
    whole += from;
    rest = rest.subarray(from);
  }
  if (rest.length > 0) truncateSync(file, whole);
  return { records, seen, ...(last && { last }) };
}

/** Where records go, as lines. */
export interface Output {
  write(lines: string): void;
  close(): void;
}

/**
 * Writes into a new file, or behind what is there.
 * @throws {InputError} when it cannot be written, or holds an audit that is not gone on with.
 *
 * @example
 * ```ts
 * import { outputToFile } from "clairevoie/audit";
 * const output = outputToFile("verdicts.ndjson", false);
 * ```
 */
export function outputToFile(file: string, isResumed: boolean): Output {
  const orSay = <T>(act: () => T): T => {
    try {
      return act();
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
      throw new InputError(file, "unwritable", { system: code });
    }
  };
  // What another audit said is not lost to a slip of the hand. A device or a pipe loses nothing.
  if (!isResumed && (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0)
    throw new InputError(file, "audit-there");
  const to = orSay(() => openSync(file, isResumed ? "a" : "w", 0o600));
  return {
    write: (lines) => {
      const bytes = Buffer.from(lines);
      // One call may write less than it is given.
      for (let at = 0; at < bytes.length; ) at += orSay(() => writeSync(to, bytes, at));
    },
    close: () => closeSync(to),
  };
}
