import type { Assessor } from "../fast/index.js";
import { InputError } from "../protocol/index.js";
import type { Entry } from "./entry.js";
import { type Block, type Line, LONGEST_LINE, linesOf, textOf } from "./lines.js";
import { cutPair, type Pair, readPair } from "./pairs.js";
import { type Counts, startTally } from "./summary.js";

/** What came of a block: its entries, one a line, as they are written, and their sum. */
export interface Judged {
  readonly entries: string;
  readonly counts: Counts;
}

/** Judges the lines of a block. A line that cannot be read stops only itself. */
export function judgeBlock(block: Block, assessor: Assessor): Judged {
  return assessor.together(() => judgeLines(block, assessor));
}

function judgeLines(block: Block, assessor: Assessor): Judged {
  const tally = startTally();
  let entries = "";
  for (const line of linesOf(block)) {
    const entry = entryOf(block.file, line, assessor);
    tally.add(entry);
    entries += `${JSON.stringify(entry)}\n`;
  }
  return { entries, counts: tally.counts };
}

function entryOf(file: string, line: Line, assessor: Assessor): Entry {
  const place = { file, line: line.number };
  try {
    return { ...place, ...verdictOf(line, assessor) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { ...place, unreadable: { field: error.field, reason: error.reason } };
  }
}

/** A line that cannot be judged in its usual shape is read plainly, which says what is wrong with it, if anything is. */
function verdictOf({ bytes }: Line, assessor: Assessor) {
  const cut = cutPair(bytes);
  if (cut) {
    try {
      return judge(cut, assessor);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
    }
  }
  return judge(readLine(bytes), assessor);
}

/** Reads a line plainly. @throws {InputError} naming what is wrong with it. */
export function readLine(bytes: Uint8Array): Pair {
  if (bytes.length > LONGEST_LINE) throw new InputError("line", "too-long", { limit: LONGEST_LINE, unit: "bytes" });
  return readPair(textOf(bytes));
}

function judge({ certificate, claim, about }: Pair, assessor: Assessor) {
  const { dossier, conform, justified, findings, block } = assessor.assess(certificate, claim);
  const codes = [...new Set(findings.map(({ code }) => code))];
  return { dossier, conform, justified, findings: codes, ...about, block: block.number };
}
