import { type ResourceLimits, type Transferable, Worker } from "node:worker_threads";

/** Questions that a thread has at once: one that it answers, and the next, so that it waits for none. */
const AT_ONCE = 3;

/** A worker thread that answers one question after another. It says first what it computes with. */
export class Thread<Question, Answer> {
  readonly engine: string;
  readonly #worker: Worker;
  readonly #waiting: { resolve(answer: Answer): void; reject(error: unknown): void }[] = [];

  private constructor(worker: Worker, engine: string) {
    this.#worker = worker;
    this.engine = engine;
    worker.on("message", (answer: Answer) => this.#waiting.shift()?.resolve(answer));
    worker.on("error", (error) => this.#fail(error));
    worker.on("exit", () => this.#fail(new Error("a worker ended before its answer")));
  }

  /**
   * Starts a module as a thread.
   * @param module Compiled, as it is in the package; in this repository the TypeScript beside it runs.
   * @param data What it starts with.
   * @param resourceLimits How much memory it may have.
   */
  static start<Question, Answer>(
    module: URL,
    data: unknown,
    resourceLimits: ResourceLimits = {},
  ): Promise<Thread<Question, Answer>> {
    const isSource = import.meta.url.endsWith(".ts");
    const worker = new Worker(isSource ? new URL(module.href.replace(/\.js$/, ".ts")) : module, {
      workerData: data,
      resourceLimits,
      ...(isSource && { execArgv: ["--import", "tsx"] }),
    });
    return new Promise((resolve, reject) => {
      worker.once("error", reject);
      worker.once("message", (engine: string) => {
        worker.removeAllListeners("error");
        resolve(new Thread<Question, Answer>(worker, engine));
      });
    });
  }

  /** How many questions it has yet to answer. */
  get waiting(): number {
    return this.#waiting.length;
  }

  ask(question: Question, transferred: readonly Transferable[] = []): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#worker.postMessage(question, transferred);
    });
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #fail(error: unknown): void {
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}

/**
 * The answers of threads, in the order of the questions. So few questions are read ahead that memory is bounded.
 * @param transferred What of a question is handed over and not copied.
 */
export async function* answersOf<Question, Answer>(
  threads: readonly Thread<Question, Answer>[],
  questions: AsyncIterable<Question>,
  transferred: (question: Question) => readonly Transferable[] = () => [],
): AsyncGenerator<Answer> {
  const running: Promise<Answer>[] = [];
  for await (const question of questions) {
    const free = threads.reduce((least, thread) => (thread.waiting < least.waiting ? thread : least));
    const answer = free.ask(question, transferred(question));
    answer.catch(() => undefined); // It is thrown where it is awaited, in its turn.
    running.push(answer);
    if (running.length >= AT_ONCE * threads.length) yield await (running.shift() as Promise<Answer>);
  }
  for (const answer of running) yield await answer;
}
