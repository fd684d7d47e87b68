import type { Assessor } from "../fast/index.js";
import { visibleJson } from "../language/visible.js";
import { type Hex, InputError, type Pending } from "../protocol/index.js";
import { mapPending, unconditional } from "../protocol/pending.js";
import { type Block, type InputLine, LONGEST_LINE, linesOf, textOf } from "./lines.js";
import { cutPair, type Pair, readPair } from "./pairs.js";
import type { AuditRecord } from "./record.js";
import { SHARE_BYTES, writeShare } from "./shares.js";
import { type Counts, startTally } from "./summary.js";

/** What came of a block: its records, one a line, as they are written, and their sum. */
export interface JudgedBlock {
  readonly records: string;
  /** What the share of each record is known by, one after another; zeros for a line that cannot be read. */
  readonly shares: Uint8Array;
  readonly counts: Counts;
}

/** Judges the lines of a block, their proofs together. A line that cannot be read stops only itself. */
export function judgeBlock(block: Block, assessor: Assessor): JudgedBlock {
  const examined = Array.from(linesOf(block), (line) => examineLine(block.file, line, assessor));
  const tally = startTally();
  const shares = new Uint8Array(SHARE_BYTES * examined.length);
  let records = "";
  for (const [i, record] of assessor.conclude(examined).entries()) {
    tally.add(record);
    if ("dossier" in record) writeShare(shares, i * SHARE_BYTES, record.dossier as Hex, record.rank);
    records += `${visibleJson(JSON.stringify(record))}\n`;
  }
  return { records, shares, counts: tally.counts };
}

function examineLine(file: string, line: InputLine, assessor: Assessor): Pending<AuditRecord> {
  const source = { file, line: line.number };
  try {
    return mapPending(examineAnyShape(line, assessor), (judged) => ({ ...source, ...judged }));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return unconditional({ ...source, unreadable: { field: error.field, reason: error.reason } });
  }
}

/** A line that cannot be judged in its usual shape is read plainly, which says what is wrong with it, if anything is. */
function examineAnyShape({ bytes }: InputLine, assessor: Assessor) {
  const cut = cutPair(bytes);
  if (cut) {
    try {
      return examine(cut, assessor);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
    }
  }
  return examine(readLine(bytes), assessor);
}

/** Reads a line plainly. @throws {InputError} naming what is wrong with it. */
export function readLine(bytes: Uint8Array): Pair {
  if (bytes.length > LONGEST_LINE) throw new InputError("line", "too-long", { limit: LONGEST_LINE, unit: "bytes" });
  return readPair(textOf(bytes));
}

function examine({ certificate, claim, about }: Pair, assessor: Assessor) {
  const { rank, ...others } = about;
  return mapPending(assessor.examine(certificate, claim), (verdict) => {
    const { dossier, findings, block, until } = verdict;
    const codes = [...new Set(findings.map(({ code }) => code))];
    return {
      ...{ dossier, ...(rank && { rank }), outcome: verdict.outcome, ...(until !== undefined && { until }) },
      ...{ findings: codes, ...others, block: block.number },
    };
  });
}
