import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { AskingInsurer, Policy, Verdict } from "../protocol/index.js";

/** A certificate and the claim that it is judged against, as texts. */
export interface Pair {
  readonly certificate: string;
  readonly claim: string;
}

/** What came of a pair: a verdict, or what is wrong with what cannot be read. */
export type Judged =
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

/** Workers that judge. Memory is bounded: each holds about 30 MB, the facts, and two chunks. */
export interface Auditor {
  readonly engine: string;
  /** Judges pairs as they come, and gives what came of each in their order; it reads no further ahead than it must. */
  judge(pairs: Iterable<Pair> | AsyncIterable<Pair>): AsyncGenerator<Judged>;
  close(): Promise<void>;
}

/** What a worker is started with. @internal */
export type WorkerStart = Omit<AuditorOptions, "facts" | "workers"> & {
  readonly facts: { readonly module: string; readonly data: unknown };
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
 * for await (const judged of auditor.judge(pairs)) if (!("verdict" in judged)) console.error(judged.unreadable.field);
 * await auditor.close();
 * ```
 */
export async function startAuditor(options: AuditorOptions): Promise<Auditor> {
  const { facts, workers = availableParallelism(), ...rest } = options;
  const start: WorkerStart = { ...rest, facts: { module: facts.module.href, data: facts.data } };
  const threads = await Promise.all(Array.from({ length: Math.max(1, workers) }, () => Thread.start(start)));
  return {
    engine: threads[0]?.engine ?? "none",
    judge: (pairs) => judgeAll(threads, pairs),
    close: async () => {
      await Promise.all(threads.map((thread) => thread.stop()));
    },
  };
}

/** Chunks go round: two to each worker, so that none waits for the next. The oldest is given back first. */
async function* judgeAll(
  threads: readonly Thread[],
  pairs: Iterable<Pair> | AsyncIterable<Pair>,
): AsyncGenerator<Judged> {
  const running: Promise<readonly Judged[]>[] = [];
  let next = 0;
  let chunk: Pair[] = [];
  const send = () => {
    const thread = threads[next++ % threads.length] as Thread;
    const answer = thread.judge(chunk);
    answer.catch(() => undefined); // It is thrown where it is awaited, in its turn.
    running.push(answer);
    chunk = [];
  };
  for await (const pair of pairs) {
    chunk.push(pair);
    if (chunk.length < CHUNK) continue;
    send();
    if (running.length >= 2 * threads.length) yield* await (running.shift() as Promise<readonly Judged[]>);
  }
  if (chunk.length > 0) send();
  for (const answer of running) yield* await answer;
}

class Thread {
  readonly engine: string;
  readonly #worker: Worker;
  readonly #waiting: { resolve(judged: readonly Judged[]): void; reject(error: unknown): void }[] = [];

  private constructor(worker: Worker, engine: string) {
    this.#worker = worker;
    this.engine = engine;
    worker.on("message", (judged: readonly Judged[]) => this.#waiting.shift()?.resolve(judged));
    worker.on("error", (error) => this.#fail(error));
    worker.on("exit", () => this.#fail(new Error("a worker ended before its answer")));
  }

  /** Beside this file: compiled in the package, TypeScript in this repository. */
  static start(start: WorkerStart): Promise<Thread> {
    const isSource = import.meta.url.endsWith(".ts");
    const worker = new Worker(new URL(isSource ? "./worker.ts" : "./worker.js", import.meta.url), {
      workerData: start,
      ...(isSource && { execArgv: ["--import", "tsx"] }),
    });
    return new Promise((resolve, reject) => {
      worker.once("error", reject);
      worker.once("message", (engine: string) => {
        worker.removeAllListeners("error");
        resolve(new Thread(worker, engine));
      });
    });
  }

  judge(pairs: readonly Pair[]): Promise<readonly Judged[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#worker.postMessage(pairs);
    });
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #fail(error: unknown): void {
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}
