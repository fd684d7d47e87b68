import { InputError } from "../protocol/index.js";
import type { Entry } from "./entry.js";
import type { Judge } from "./judges.js";
import type { Judged } from "./judging.js";
import { type Block, blocksOf, type Line, linesOf, type Source, Spare } from "./lines.js";

/** What was judged before, by an audit that was interrupted. */
export interface Before {
  readonly entries: number;
  readonly last?: Entry;
}

/**
 * Judges the lines of sources, and gives what came of them in their order, an entry of each. A line that cannot be read stops
 * only itself.
 * @param before How many entries were given before: as many lines are passed over.
 * @throws {InputError} when a source cannot be read, or is not the one that was judged before.
 *
 * @example
 * ```ts
 * import { audit, fileSource, judgeLive } from "clairevoie/audit";
 * const judge = judgeLive(suite, blockNumber, { policy }, 4);
 * for await (const { entries } of audit([fileSource("year.ndjson.gz")], judge)) process.stdout.write(entries);
 * ```
 */
export async function* audit(
  sources: readonly Source[],
  judge: Judge,
  before: Before = { entries: 0 },
  onBytes: (count: number) => void = () => undefined,
): AsyncGenerator<Judged> {
  const spare = new Spare();
  yield* judge.judge(behind(blocksOf(sources, spare, onBytes), before, spare), spare);
}

/** The blocks without the lines that were judged before. */
async function* behind(blocks: AsyncIterable<Block>, { entries, last }: Before, spare: Spare): AsyncGenerator<Block> {
  let passed = 0;
  for await (const block of blocks) {
    if (passed === entries) {
      yield block;
      continue;
    }
    let rest: Block | undefined;
    for (const line of linesOf(block)) {
      if (++passed < entries) continue;
      requireSame(block.file, line, last);
      rest = behindLine(block, line);
      break;
    }
    if (rest) yield rest;
    else spare.give(block.bytes);
  }
  if (passed < entries) {
    throw new InputError("--resume", "audit-output-longer");
  }
}

function behindLine({ file, bytes }: Block, line: Line): Block {
  const end = line.bytes.byteOffset - bytes.byteOffset + line.bytes.length;
  return { file, first: line.number + 1, bytes: bytes.subarray(end + 1) };
}

function requireSame(file: string, { number }: Line, last: Entry | undefined): void {
  if (last && (last.line !== number || last.file !== file)) {
    throw new InputError("--resume", "audit-output-of-others");
  }
}
