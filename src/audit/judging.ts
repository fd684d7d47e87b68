import type { Assessor } from "../fast/index.js";
import { InputError, type Pending } from "../protocol/index.js";
import { mapPending, unconditional } from "../protocol/pending.js";
import { type Block, type InputLine, LONGEST_LINE, linesOf, textOf } from "./lines.js";
import { cutPair, type Pair, readPair } from "./pairs.js";
import type { AuditRecord } from "./record.js";
import { type Counts, startTally } from "./summary.js";

/** What came of a block: its records, one a line, as they are written, and their sum. */
export interface JudgedBlock {
  readonly records: string;
  readonly counts: Counts;
}

/** Judges the lines of a block, their proofs together. A line that cannot be read stops only itself. */
export function judgeBlock(block: Block, assessor: Assessor): JudgedBlock {
  const examined = Array.from(linesOf(block), (line) => examineLine(block.file, line, assessor));
  const tally = startTally();
  let records = "";
  for (const record of assessor.conclude(examined)) {
    tally.add(record);
    records += `${JSON.stringify(record)}\n`;
  }
  return { records, counts: tally.counts };
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
  return mapPending(assessor.examine(certificate, claim), ({ dossier, conform, outcome, findings, block }) => {
    const codes = [...new Set(findings.map(({ code }) => code))];
    return { dossier, conform, justified: outcome === "justified", findings: codes, ...about, block: block.number };
  });
}
