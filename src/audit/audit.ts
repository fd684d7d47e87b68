import { InputError } from "../protocol/index.js";
import type { Judge } from "./judges.js";
import type { JudgedBlock } from "./judging.js";
import { type Block, blocksOf, type InputLine, linesOf, type Source, Spare } from "./lines.js";
import { type Opener, Opening } from "./opening.js";
import type { AuditRecord } from "./record.js";
import { type Repeats, startRepeats } from "./repeats.js";

/** What was judged before, by an audit that was interrupted. */
export interface Before {
  readonly records: number;
  readonly last?: AuditRecord;
  /** The shares of those records. */
  readonly seen?: Repeats;
}

/**
 * Judges the lines of sources, and gives what came of them in their order, a record of each. A line that cannot be read stops
 * only itself. A line whose dossier and rank another line had before is not conforming, whoever judged the other one.
 * @param before How many records were given before: as many lines are passed over.
 * @param opener What opens lines with a claim ticket or an enclosed certificate. What cannot be had of them is recorded with its cause.
 * @throws {CannotTell} when no gateway answers: what was given is kept, go on later.
 * @throws {InputError} when a source cannot be read, or is not the one that was judged before.
 *
 * @example
 * ```ts
 * import { audit, fileSource, judgeLive } from "clairevoie/audit";
 * const judge = judgeLive(suite, blockNumber, { policy }, 4);
 * for await (const { records } of audit([fileSource("year.ndjson.gz")], judge)) process.stdout.write(records);
 * ```
 */
export async function* audit(
  sources: readonly Source[],
  judge: Judge,
  before: Before = { records: 0 },
  onBytes: (count: number) => void = () => undefined,
  opener: Opener = { gateways: [], identities: [] },
): AsyncGenerator<JudgedBlock> {
  const spare = new Spare();
  const seen = before.seen ?? (await startRepeats());
  try {
    const opening = new Opening(opener);
    const blocks = opening.open(behind(blocksOf(sources, spare, onBytes), before, spare), spare);
    for await (const block of judge.judge(blocks, spare)) yield seen.mark(opening.merge(block));
  } finally {
    seen.close();
  }
}

/** The blocks without the lines that were judged before. */
async function* behind(blocks: AsyncIterable<Block>, { records, last }: Before, spare: Spare): AsyncGenerator<Block> {
  let passed = 0;
  for await (const block of blocks) {
    if (passed === records) {
      yield block;
      continue;
    }
    let rest: Block | undefined;
    for (const line of linesOf(block)) {
      if (++passed < records) continue;
      requireSame(block.file, line, last);
      rest = behindLine(block, line);
      break;
    }
    if (rest) yield rest;
    else spare.give(block.bytes);
  }
  if (passed < records) {
    throw new InputError("--resume", "audit-output-longer");
  }
}

function behindLine({ file, bytes }: Block, line: InputLine): Block {
  const end = line.bytes.byteOffset - bytes.byteOffset + line.bytes.length;
  return { file, first: line.number + 1, bytes: bytes.subarray(end + 1) };
}

function requireSame(file: string, { number }: InputLine, last: AuditRecord | undefined): void {
  if (last && (last.line !== number || last.file !== file)) {
    throw new InputError("--resume", "audit-output-of-others");
  }
}
