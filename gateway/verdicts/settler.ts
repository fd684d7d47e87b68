import { type ChildProcess, fork } from "node:child_process";
import { Refusal } from "../refusing.js";
import type { SettlingMessage, SettlingStart } from "../settling-process.js";
import type { Answer } from "./judging.js";
import type { SettlementQuestion } from "./settling.js";

/** A settlement that takes longer goes on; its answer is there under the same key. */
const ANSWER_MS = 120_000;
const open: Answer = { refusal: "settlement-open" };

/** The process that settles: the key is in it alone. One that died is started again when it is next asked. */
export class Settler {
  readonly #module: URL;
  readonly #start: SettlingStart;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #child: Promise<ChildProcess> | undefined;
  #asked = 0;

  /** @param module Of the process. */
  constructor(module: URL, start: SettlingStart) {
    [this.#module, this.#start] = [module, start];
  }

  /** The id of the process, where it runs. */
  async pid(): Promise<number | undefined> {
    return (await this.#child)?.pid;
  }

  async ask(question: SettlementQuestion): Promise<Answer> {
    const child = await this.#running();
    const id = this.#asked++;
    return new Promise((resolve) => {
      const timer = setTimeout(() => done(open), ANSWER_MS);
      const done = (answer: Answer) => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        resolve(answer);
      };
      this.#waiting.set(id, done);
      child.send({ id, question }, (error) => error && done(open));
    });
  }

  /** Waits until it can settle. @throws {Refusal} when it cannot. */
  async ready(): Promise<void> {
    await this.#running();
  }

  async stop(): Promise<void> {
    const child = await this.#child?.catch(() => undefined);
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.disconnect();
    await ended;
  }

  #running(): Promise<ChildProcess> {
    this.#child ??= new Promise<ChildProcess>((resolve, reject) => {
      const isSource = import.meta.url.endsWith(".ts");
      const module = isSource ? new URL(this.#module.href.replace(/\.js$/, ".ts")) : this.#module;
      const child = fork(module, {
        serialization: "advanced",
        execArgv: isSource ? ["--import", "tsx"] : [],
        stdio: ["ignore", "ignore", "ignore", "ipc"],
      });
      const gone = () => {
        this.#child = undefined;
        for (const answer of [...this.#waiting.values()]) answer(open);
        reject(new Refusal("settlement-open", { retryAfter: 5 }));
      };
      child.once("error", gone);
      child.once("exit", gone);
      child.on("message", (message: SettlingMessage) => {
        if (message.is === "ready") resolve(child);
        else if (message.is === "failed") child.kill();
        else this.#waiting.get(message.id)?.(message.answer);
      });
      child.send({ start: this.#start });
    });
    return this.#child;
  }
}
