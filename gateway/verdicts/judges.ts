import { Thread } from "../../src/fast/threads.js";
import { CATALOGUES } from "../language/choosing.js";
import { Refusal } from "../refusing.js";
import { type Answer, cannotTellAnswer, type Question, type Start } from "./judging.js";

type Judging = Thread<Question, Answer>;

/** Limits of what judges. */
interface Limits {
  readonly workers: number;
  readonly waiting: number;
  readonly judgementSeconds: number;
  readonly workerMemoryMb: number;
}

/**
 * Threads that judge, each one request at a time. One that takes too long, or too much memory, is ended and another takes its place;
 * whoever asked is told that nothing can be told.
 */
export class Judges {
  readonly #module: URL;
  readonly #start: Start;
  readonly #limits: Limits;
  readonly #idle: Judging[] = [];
  readonly #turns: (() => void)[] = [];
  #asked = 0;
  #running = 0;

  /** @param module Of the thread. */
  constructor(module: URL, start: Start, limits: Limits) {
    [this.#module, this.#start, this.#limits] = [module, start, limits];
  }

  /** Requests that are judged or wait. */
  get asked(): number {
    return this.#asked;
  }

  /** @throws {Refusal} when too many wait. */
  async ask(question: Question): Promise<Answer> {
    const { workers, waiting } = this.#limits;
    if (this.#asked >= workers + waiting) throw new Refusal("busy", { retryAfter: 5 });
    this.#asked++;
    try {
      if (this.#running < workers) this.#running++;
      else await new Promise<void>((resolve) => this.#turns.push(resolve));
      return await this.#judge(question);
    } finally {
      this.#asked--;
      const next = this.#turns.shift();
      if (next) next();
      else this.#running--;
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.#idle.splice(0).map((thread) => thread.stop()));
  }

  async #judge(question: Question): Promise<Answer> {
    const { judgementSeconds, workerMemoryMb } = this.#limits;
    const memory = { maxOldGenerationSizeMb: workerMemoryMb, maxYoungGenerationSizeMb: 32 };
    const thread = this.#idle.pop() ?? (await Thread.start<Question, Answer>(this.#module, this.#start, memory));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<"late">((resolve) => {
      timer = setTimeout(() => resolve("late"), 1000 * judgementSeconds);
    });
    try {
      const { body } = question;
      const answer = await Promise.race([thread.ask(question, body ? [body.buffer] : []), late]);
      if (answer !== "late") {
        this.#idle.push(thread);
        return answer;
      }
      await thread.stop();
      return limited("took-too-long", question);
    } catch {
      await thread.stop();
      return limited("took-too-much", question);
    } finally {
      clearTimeout(timer);
    }
  }
}

function limited(code: "took-too-long" | "took-too-much", { language }: Question): Answer {
  const { tookTooLong, tookTooMuch } = CATALOGUES[language].verdicts;
  const sentence = code === "took-too-long" ? tookTooLong : tookTooMuch;
  const text = JSON.stringify(cannotTellAnswer("limits", { code, sentence }, language));
  return { outcome: "cannot-tell", policy: "", type: "json", text };
}
