import { isDeepStrictEqual } from "node:util";
import { JsonRpcProvider, toQuantity, Wallet } from "ethers";
import { ClairevoieError } from "../../src/protocol/index.js";
import { type Exchange, type NodeProxy, startProxy } from "../../testing/proxy.js";
import { CIRCUMSTANCES, type Circumstance, type Ground } from "./circumstances.js";
import { FAULTS, type FaultName } from "./faults.js";
import { OPERATIONS, type Operation, providerTo, type World } from "./operations.js";

/** One fault, at one place of one operation. */
export interface Point {
  readonly operation: string;
  /** Where it strikes: a request by its number and what it asked, a write to the disk, or the pool. */
  readonly where: string;
  readonly fault: string;
}

/** What came of it. */
export interface Outcome extends Point {
  /** Of the run with the fault: `done`, or what its error says. */
  readonly first: string;
  /** Of the next run: `done`, or what is wrong. */
  readonly second: string;
  readonly isSound: boolean;
}

/** A fault at a request. */
interface RequestPoint extends Point {
  /** From 1. */
  readonly request: number;
  readonly fault: FaultName;
}

/** A run that takes longer hangs. */
const PATIENCE_MS = 30_000;

/** The requests of an operation without faults, and what it gives and leaves. */
interface Course {
  readonly methods: readonly string[];
  readonly found: unknown;
  readonly effect: unknown;
}

const methodsOf = ({ calls }: Exchange) => calls.map(({ method }) => method.replace(/^eth_/, "")).join(" ");

/** A node that faults are put before, and taken back from after each point. */
export class FaultGround {
  readonly #world: World;
  readonly #admin: JsonRpcProvider;
  #strike: ((exchange: Exchange, number: number, before: string) => Promise<boolean>) | undefined;
  #proxy: NodeProxy | undefined;
  #asked: string[] = [];

  constructor(world: World) {
    this.#world = world;
    this.#admin = new JsonRpcProvider(world.url, 31337, { staticNetwork: true, cacheTimeout: -1 });
  }

  async open(): Promise<void> {
    let before = "[]";
    this.#proxy = await startProxy(this.#world.url, async (exchange) => {
      const number = this.#asked.push(methodsOf(exchange));
      if (await this.#strike?.(exchange, number, before)) return;
      before = await exchange.forward();
      exchange.answer(before);
    });
  }

  async close(): Promise<void> {
    await this.#proxy?.stop();
    this.#admin.destroy();
  }

  /** Runs an operation without faults, and takes it back. */
  course(name: string): Promise<Course> {
    return this.#afresh(async () => {
      const operation = this.#operation(name);
      const kept = new Map<string, unknown>();
      await this.#prepare(operation);
      this.#asked = [];
      const found = await this.#run(operation, kept);
      return { methods: [...this.#asked], found, effect: await this.#effect(operation) };
    });
  }

  /** Runs an operation with a fault at a request, then once more without, and compares what there is with a run without faults. */
  play(point: RequestPoint, course: Course): Promise<Outcome> {
    const strike = async (exchange: Exchange, number: number, before: string) => {
      if (number !== point.request) return false;
      await FAULTS[point.fault](exchange, before);
      return true;
    };
    return this.#played(point, course, async (run) => {
      this.#strike = strike;
      return run();
    });
  }

  /** The same in a circumstance. */
  suffer(point: Point, course: Course): Promise<Outcome> {
    const circumstance = CIRCUMSTANCES[point.fault] ?? {};
    const { sender = "optician" } = this.#operation(point.operation);
    const ground = { admin: this.#admin, sender: new Wallet(this.#world.keys[sender], this.#admin) };
    return this.#played(point, course, async (run) => {
      await this.#admin.send("evm_setAutomine", [!circumstance.isSlow]);
      try {
        await circumstance.before?.(ground);
        this.#strike = strikeAtSending(circumstance, ground);
        const now = Date.now;
        Date.now = () => now() + (circumstance.clockMs ?? 0);
        const outcomes = await Promise.all(circumstance.isTwice ? [run(), run()] : [run()]).finally(() => {
          Date.now = now;
        });
        this.#strike = undefined;
        await circumstance.after?.(ground);
        return outcomes.sort().at(-1) ?? "";
      } finally {
        await this.#admin.send("evm_setAutomine", [true]);
      }
    });
  }

  #played(point: Point, course: Course, first: (run: () => Promise<string>) => Promise<string>): Promise<Outcome> {
    return this.#afresh(async () => {
      const operation = this.#operation(point.operation);
      const kept = new Map<string, unknown>();
      await this.#prepare(operation);
      this.#asked = [];
      const run = () => this.#outcome(operation, kept, course.found);
      const told = await first(run);
      this.#strike = undefined;
      const second = await run();
      const effect = await this.#effect(operation);
      const isOnce = isDeepStrictEqual(effect, course.effect);
      const isSound = !told.startsWith("!") && second === "done" && isOnce;
      const { operation: name, where, fault } = point;
      const after = isOnce ? second : `${second}; on chain: ${String(effect)}`;
      return { operation: name, where, fault, first: told, second: after, isSound };
    });
  }

  #operation(name: string): Operation {
    const operation = OPERATIONS[name];
    if (!operation) throw new Error(`no operation ${name}`);
    return operation;
  }

  async #afresh<T>(act: () => Promise<T>): Promise<T> {
    const snapshot: unknown = await this.#admin.send("evm_snapshot", []);
    try {
      return await act();
    } finally {
      this.#strike = undefined;
      await this.#admin.send("evm_revert", [snapshot]);
    }
  }

  async #prepare({ before }: Operation): Promise<void> {
    if (before) await this.#run(this.#operation(before), new Map());
  }

  async #run(operation: Operation, kept: Map<string, unknown>): Promise<unknown> {
    const url = this.#proxy?.url ?? "";
    const provider = providerTo(url);
    try {
      return await operation.run(this.#world, provider, url, kept);
    } finally {
      provider.destroy();
    }
  }

  #effect({ effect }: Operation): Promise<unknown> {
    return effect ? effect(this.#world, this.#admin) : Promise.resolve(null);
  }

  /** `done`, what a typed error says, or after `!` what must not be. */
  async #outcome(operation: Operation, kept: Map<string, unknown>, expected: unknown): Promise<string> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const hanging = new Promise<string>((resolve) => {
      timer = setTimeout(() => resolve("!hangs"), PATIENCE_MS);
    });
    const run = this.#run(operation, kept).then(
      (found) => (isDeepStrictEqual(found, expected) ? "done" : "!done, with another result"),
      (error: unknown) => (error instanceof ClairevoieError ? told(error.message) : `!untyped: ${String(error)}`),
    );
    const outcome = await Promise.race([run, hanging]);
    clearTimeout(timer);
    return outcome;
  }
}

/** What an error says. One without a remedy is no help to who meets it. */
function told(message: string): string {
  return /; /.test(message) ? message : `!without a remedy: ${message}`;
}

function strikeAtSending(circumstance: Circumstance, ground: Ground) {
  let isFirst = true;
  return async (exchange: Exchange): Promise<boolean> => {
    if (!isFirst) return false;
    if (circumstance.countsAhead !== undefined && methodsOf(exchange) === "getTransactionCount") {
      const { result, ...answer } = JSON.parse(await exchange.forward()) as { result: string };
      exchange.answer(
        JSON.stringify({ ...answer, result: toQuantity(BigInt(result) + BigInt(circumstance.countsAhead)) }),
      );
      return true;
    }
    if (!methodsOf(exchange).includes("sendRawTransaction")) return false;
    isFirst = false;
    await circumstance.onSending?.(ground);
    const answer = await exchange.forward();
    const sent = [JSON.parse(answer) as { result?: unknown } | { result?: unknown }[]].flat();
    const hash = sent.map(({ result }) => result).find((one) => typeof one === "string" && one.length === 66);
    if (typeof hash === "string") await circumstance.onSent?.(ground, hash);
    exchange.answer(answer);
    return true;
  };
}

/** The points of an operation at each of its requests, from its course. */
export function pointsOf(operation: string, { methods }: Course): RequestPoint[] {
  return methods.flatMap((asked, i) =>
    (Object.keys(FAULTS) as FaultName[]).map((fault) => {
      const where = `request ${i + 1}: ${asked.length > 60 ? `${asked.slice(0, 60)}…` : asked}`;
      return { operation, where, request: i + 1, fault };
    }),
  );
}

/** The circumstances of an operation that sends one transaction. */
export function circumstancesOf(operation: string): Point[] {
  if (OPERATIONS[operation]?.sender === undefined) return [];
  return Object.keys(CIRCUMSTANCES).map((fault) => ({ operation, where: "its transaction", fault }));
}
