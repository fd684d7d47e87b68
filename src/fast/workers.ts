import { availableParallelism } from "node:os";
import type { AskingInsurer, Policy, Verdict } from "../protocol/index.js";
import { newSharedSignatures } from "./signers.js";
import { answersOf, Thread } from "./threads.js";

/** A certificate and the claim that it is judged against, as texts. */
export interface Pair {
  readonly certificate: string;
  readonly claim: string;
}

/** What came of a pair: a verdict, or what is wrong with what cannot be read. */
export type Outcome =
  | { readonly verdict: Verdict }
  | { readonly unreadable: { readonly field: string; readonly reason: string } };

/** Against what workers judge. */
export interface AuditorOptions {
  /** A module whose `openFacts(data)` gives the `ChainFacts`: each worker opens them for itself. */
  readonly facts: { readonly module: URL; readonly data: unknown };
  readonly policy: Policy;
  readonly insurer?: AskingInsurer;
  readonly engine?: "fastest" | "portable" | "plain";
  /** By default one for each core. */
  readonly workers?: number;
}

/** Workers that judge. Memory is bounded: each holds about 60 MB, the facts, and three chunks. */
export interface Auditor {
  readonly engine: string;
  /** Judges pairs as they come, and gives what came of each in their order; it reads no further ahead than it must. */
  judge(pairs: Iterable<Pair> | AsyncIterable<Pair>): AsyncGenerator<Outcome>;
  close(): Promise<void>;
}

/** What a worker is started with. @internal */
export type WorkerStart = Omit<AuditorOptions, "facts" | "workers"> & {
  readonly facts: { readonly module: string; readonly data: unknown };
  readonly shared: SharedArrayBuffer;
};

const CHUNK = 256;

/**
 * Starts workers that judge on every core.
 * @throws {Error} when a worker does not start: its module or its facts cannot be read.
 *
 * @example
 * ```ts
 * import { startAuditor } from "clairevoie/fast/workers";
 * const facts = { module: new URL("./facts.js", import.meta.url), data: { index: "facts.db" } };
 * const auditor = await startAuditor({ facts, policy });
 * for await (const outcome of auditor.judge(pairs)) if (!("verdict" in outcome)) console.error(outcome.unreadable.field);
 * await auditor.close();
 * ```
 */
export async function startAuditor(options: AuditorOptions): Promise<Auditor> {
  const { facts, workers = availableParallelism(), ...rest } = options;
  const start: WorkerStart = {
    ...rest,
    facts: { module: facts.module.href, data: facts.data },
    shared: newSharedSignatures(),
  };
  const module = new URL("./worker.js", import.meta.url);
  const threads = await Promise.all(
    Array.from({ length: Math.max(1, workers) }, () =>
      Thread.start<readonly Pair[], readonly Outcome[]>(module, start),
    ),
  );
  return {
    engine: threads[0]?.engine ?? "none",
    async *judge(pairs) {
      for await (const outcomes of answersOf(threads, inChunks(pairs))) yield* outcomes;
    },
    close: async () => {
      await Promise.all(threads.map((thread) => thread.stop()));
    },
  };
}

async function* inChunks(pairs: Iterable<Pair> | AsyncIterable<Pair>): AsyncGenerator<readonly Pair[]> {
  let chunk: Pair[] = [];
  for await (const pair of pairs) {
    chunk.push(pair);
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
