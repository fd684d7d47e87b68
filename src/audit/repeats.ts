import type { Hex } from "../protocol/index.js";
import type { JudgedBlock } from "./judging.js";
import { type AuditRecord, type JudgedRecord, parseAuditRecord } from "./record.js";
import { SHARE_BYTES, writeShare } from "./shares.js";
import { startTally } from "./summary.js";

/** The shares that an audit has seen. */
export interface Repeats {
  /** Remembers the share of a record that was written before. */
  add(record: AuditRecord): void;
  /** Finds the records of a block whose share was seen before, in it or before it, and makes them so. */
  mark(judged: JudgedBlock): JudgedBlock;
  close(): void;
}

/**
 * Memory for shares, 64 MB at most: what is more goes into a file of the system's folder for such, which vanishes with the process.
 * A million shares take two seconds.
 */
const SETUP = `
pragma journal_mode = off;
pragma synchronous = off;
pragma temp_store = file;
pragma cache_size = -65536;
create table seen (share blob primary key) without rowid;
begin;`;

/**
 * Begins to look for shares that are claimed twice. Of several, the first in the order of the lines stands, whatever its verdict.
 * @internal
 */
export async function startRepeats(): Promise<Repeats> {
  const { DatabaseSync } = await import("node:sqlite"); // Only an audit needs it.
  const database = new DatabaseSync("");
  database.exec(SETUP);
  const insert = database.prepare("insert or ignore into seen values (?)");
  const isSeen = (share: Uint8Array) => share[SHARE_BYTES - 1] !== 0 && insert.run(share).changes === 0;
  const share = new Uint8Array(SHARE_BYTES);
  return {
    add(record) {
      if (!("outcome" in record)) return;
      share.fill(0);
      writeShare(share, 0, record.dossier as Hex, record.rank);
      isSeen(share);
    },
    mark(judged) {
      const { shares } = judged;
      const repeated = new Set<number>();
      for (let i = 0; i * SHARE_BYTES < shares.length; i++) {
        if (isSeen(shares.subarray(i * SHARE_BYTES, (i + 1) * SHARE_BYTES))) repeated.add(i);
      }
      return repeated.size === 0 ? judged : marked(judged, repeated);
    },
    close: () => database.close(),
  };
}

/** The same block, some of whose records are repeated. Rare, so that it may read what was written. */
function marked({ records, shares }: JudgedBlock, repeated: ReadonlySet<number>): JudgedBlock {
  const tally = startTally();
  let lines = "";
  for (const [i, line] of records.trimEnd().split("\n").entries()) {
    const record = parseAuditRecord(line) as AuditRecord;
    const now = repeated.has(i) && "outcome" in record ? refused(record) : record;
    tally.add(now);
    lines += `${JSON.stringify(now)}\n`;
  }
  return { records: lines, shares, counts: tally.counts };
}

function refused(record: JudgedRecord): AuditRecord {
  const { until: _, ...rest } = record;
  return { ...rest, outcome: "not-conforming", findings: [...record.findings, "claim-repeated"] };
}
