import path from "node:path";
import { ChainError, type ChainView, gatherFactsOf } from "../chain/index.js";
import { makeAssessor } from "../fast/index.js";
import { newSharedSignatures } from "../fast/signers.js";
import { answersOf, Thread } from "../fast/threads.js";
import {
  type AskingInsurer,
  type Evidence,
  evidenceOf,
  InputError,
  type Policy,
  parseCertificate,
} from "../protocol/index.js";
import { type JudgedBlock, judgeBlock, readLine } from "./judging.js";
import { type Block, linesOf, type Spare } from "./lines.js";

/** Where the facts of an audit are, for each worker to open: an index on this machine, for example. */
interface FactsModule {
  /** Exports `openFacts(data)`, which gives the `ChainFacts`. */
  readonly module: URL;
  /** What a worker can be sent: names of files, no connection. */
  readonly data: unknown;
}

/** What judges blocks of lines, in their order. */
export interface Judge {
  /** @param spare Where the bytes of blocks go when they are judged. */
  judge(blocks: AsyncIterable<Block>, spare: Spare): AsyncIterable<JudgedBlock>;
  close(): Promise<void>;
}

/** Against what an audit judges. */
export interface Judging {
  readonly policy: Policy;
  readonly insurer?: AskingInsurer;
}

/** What a thread is started with. */
export type ThreadStart = Judging & {
  readonly facts: { readonly module: string; readonly data: unknown };
  readonly shared: SharedArrayBuffer;
};

/** What a thread gives back of a block, with its bytes: what came of it, or why the facts of the chain cannot be had. */
export type ThreadAnswer = Pick<Block, "bytes"> &
  (JudgedBlock | { readonly failure: Pick<ChainError, "kind" | "code" | "values" | "doing"> });

/**
 * Of each thread. The engine collects what nobody needs only when its heap is near what it may grow to, hundreds of megabytes by
 * itself; the largest line that can be read needs less than this.
 */
const THREAD_MEMORY = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 12 };

/**
 * Judges on so many threads, with facts that each opens for itself.
 *
 * @example
 * ```ts
 * import { judgeFrom } from "clairevoie/audit";
 * const module = new URL(import.meta.resolve("clairevoie/local-index"));
 * const judge = await judgeFrom({ module, data: { file: "/data/facts.index" } }, { policy }, 8);
 * ```
 */
export async function judgeFrom({ module, data }: FactsModule, judging: Judging, jobs: number): Promise<Judge> {
  const start: ThreadStart = { ...judging, facts: { module: module.href, data }, shared: newSharedSignatures() };
  const worker = new URL("./worker.js", import.meta.url);
  const threads = await Promise.all(
    Array.from({ length: jobs }, () => Thread.start<Block, ThreadAnswer>(worker, start, THREAD_MEMORY)),
  );
  return {
    async *judge(blocks, spare) {
      for await (const answer of answersOf(threads, blocks, ({ bytes: { buffer } }) => [buffer])) {
        if ("failure" in answer) {
          const { kind, code, values, doing } = answer.failure;
          throw new ChainError(kind, code, values, doing);
        }
        spare.give(answer.bytes);
        yield answer;
      }
    },
    close: async () => {
      await Promise.all(threads.map((thread) => thread.stop()));
    },
  };
}

/**
 * Judges with a local index, on so many threads: no node is asked, and each thread opens the file for itself.
 *
 * @example
 * ```ts
 * import { judgeFromIndex } from "clairevoie/audit";
 * const judge = await judgeFromIndex("/data/facts.index", { policy }, 8);
 * ```
 */
export function judgeFromIndex(file: string, judging: Judging, jobs: number): Promise<Judge> {
  // Beside this file, compiled or not.
  const module = new URL(`../chain/local-index/index${path.extname(import.meta.url)}`, import.meta.url);
  return judgeFrom({ module, data: { file: path.resolve(file) } }, judging, jobs);
}

/**
 * Judges with facts read from a node, those of a block of lines together, all at one block of the chain. The node sets the pace: this
 * takes one core, and reads for as many blocks of lines at the same time as it is told.
 *
 * @example
 * ```ts
 * import { judgeLive } from "clairevoie/audit";
 * import { connect } from "clairevoie/chain";
 * const judge = judgeLive(await connect({ rpc, deployment }), blockNumber, { policy }, 4);
 * ```
 */
export function judgeLive(view: ChainView, blockNumber: number, judging: Judging, jobs: number): Judge {
  const judgeOne = async (block: Block): Promise<JudgedBlock> => {
    const facts = await gatherFactsOf(view, [...evidenceIn(block)], blockNumber);
    return judgeBlock(block, await makeAssessor({ facts, ...judging }));
  };
  return {
    async *judge(blocks, spare) {
      const running: { readonly block: Block; readonly judged: Promise<JudgedBlock> }[] = [];
      const oldest = async () => {
        const { block, judged } = running.shift() as (typeof running)[number];
        const done = await judged;
        spare.give(block.bytes);
        return done;
      };
      for await (const block of blocks) {
        const judged = judgeOne(block);
        judged.catch(() => undefined); // It is thrown where it is awaited, in its turn.
        running.push({ block, judged });
        if (running.length >= jobs) yield await oldest();
      }
      while (running.length > 0) yield await oldest();
    },
    close: async () => undefined,
  };
}

/** What must be known of the chain; of a line that cannot be read, nothing. */
function* evidenceIn(block: Block): Generator<Evidence> {
  for (const { bytes } of linesOf(block)) {
    try {
      const { certificate } = readLine(bytes);
      yield evidenceOf(parseCertificate(typeof certificate === "string" ? certificate : ""));
    } catch (error) {
      if (!(error instanceof InputError)) throw error; // It is said when the line is judged.
    }
  }
}
