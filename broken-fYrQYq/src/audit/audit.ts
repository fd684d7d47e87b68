import type { Judged, Pair } from "../fast/workers.js";
import { InputError } from "../protocol/index.js";
import { type Entry, entryOf } from "./entry.js";
import type { Judge } from "./judges.js";
import { type Line, linesOf, type Source } from "./lines.js";
import { type About, type Read, readPair } from "./pairs.js";

/** What was judged before, by an audit that was interrupted. */
export interface Before {
  readonly entries: number;
  readonly last?: Entry;
}

/**
 * Judges the lines of sources, and gives an entry of each in their order. A line that cannot be read stops only itself.
 * @param before How many entries were given before: as many lines are passed over.
 * @throws {InputError} when a source cannot be read, or is not the one that was judged before.
 */
export async function* audit(
  sources: readonly Source[],
  judge: Judge,
  before: Before = { entries: 0 },
  onBytes: (count: number) => void = () => undefined,
): AsyncGenerator<Entry> {
  const waiting: { readonly line: Line; readonly read: Read }[] = [];
  async function* pairs(): AsyncGenerator<Pair> {
    let passed = 0;
    for await (const line of linesOf(sources, onBytes)) {
      if (passed < before.entries) {
        if (++passed === before.entries) requireSame(line, before.last);
        continue;
      }
      const read = readPair(line);
      waiting.push({ line: { ...line, text: "" }, read: "pair" in read ? { ...read, pair: NOTHING } : read });
      if ("pair" in read) yield read.pair;
    }
    if (passed < before.entries) {
      throw new InputError("--resume", "the output has more lines than the input; name the files of the same audit");
    }
  }
  for await (const judged of judge.judge(pairs())) {
    yield* unreadableBefore();
    const { line, read } = waiting.shift() as { readonly line: Line; readonly read: { readonly about: About } };
    yield entryOf(line, judged, read.about);
  }
  yield* unreadableBefore();

  /** Lines that were never sent to be judged come out in their place. */
  function* unreadableBefore(): Generator<Entry> {
    for (let next = waiting[0]; next && "unreadable" in next.read; next = waiting[0]) {
      waiting.shift();
      yield entryOf(next.line, next.read as Judged, {});
    }
  }
}

/** The texts are the judge's: held here too, they would double what is held. */
const NOTHING: Pair = { certificate: "", claim: "" };

function requireSame({ file, number }: Line, last: Entry | undefined): void {
  if (last && (last.line !== number || last.file !== file)) {
    throw new InputError("--resume", "the output is of other files; name the files of the same audit, in their order");
  }
}
