import { isDeepStrictEqual } from "node:util";
import { JsonRpcProvider } from "ethers";
import { ClairevoieError } from "../../src/protocol/index.js";
import { type NodeProxy, startProxy } from "../support/proxy.js";
import { FAULTS, type FaultName } from "./faults.js";
import { OPERATIONS, type Operation, providerTo, type World } from "./operations.js";

/** One fault, at one request of one operation. */
export interface Point {
  readonly operation: string;
  /** From 1. */
  readonly request: number;
  /** What the request asked. */
  readonly methods: string;
  readonly fault: FaultName;
}

/** What came of it. */
export interface Outcome extends Point {
  /** Of the run with the fault: `done`, or what its error says. */
  readonly first: string;
  /** Of the next run: `done`, or what is wrong. */
  readonly second: string;
  readonly isSound: boolean;
}

/** A run that takes longer hangs. */
const PATIENCE_MS = 30_000;

/** The requests of an operation without faults, and what it gives and leaves. */
interface Course {
  readonly methods: readonly string[];
  readonly found: unknown;
  readonly effect: unknown;
}

/** A node that faults are put before, and taken back from after each point. */
export class FaultGround {
  readonly #world: World;
  readonly #admin: JsonRpcProvider;
  #fault: { readonly at: number; readonly name: FaultName } | undefined;
  #proxy: NodeProxy | undefined;
  #asked: string[] = [];

  constructor(world: World) {
    this.#world = world;
    this.#admin = new JsonRpcProvider(world.url, 31337, { staticNetwork: true, cacheTimeout: -1 });
  }

  async open(): Promise<void> {
    let before = "[]";
    this.#proxy = await startProxy(this.#world.url, async (exchange) => {
      const number = this.#asked.push(exchange.calls.map(({ method }) => method.replace(/^eth_/, "")).join(" "));
      if (this.#fault?.at === number) return FAULTS[this.#fault.name](exchange, before);
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

  /** Runs an operation with a fault, then once more without, and compares what there is with a run without faults. */
  play(point: Point, course: Course): Promise<Outcome> {
    return this.#afresh(async () => {
      const operation = this.#operation(point.operation);
      const kept = new Map<string, unknown>();
      await this.#prepare(operation);
      this.#asked = [];
      this.#fault = { at: point.request, name: point.fault };
      const first = await this.#outcome(operation, kept, course.found);
      this.#fault = undefined;
      const second = await this.#outcome(operation, kept, course.found);
      const effect = await this.#effect(operation);
      const isOnce = isDeepStrictEqual(effect, course.effect);
      const isSound = !first.startsWith("!") && second === "done" && isOnce;
      return { ...point, first, second: isOnce ? second : `${second}; on chain: ${String(effect)}`, isSound };
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
      this.#fault = undefined;
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
      (error: unknown) => (error instanceof ClairevoieError ? error.message : `!untyped: ${String(error)}`),
    );
    const outcome = await Promise.race([run, hanging]);
    clearTimeout(timer);
    return outcome.slice(0, 160);
  }
}

/** The points of an operation, from its course. */
export function pointsOf(operation: string, { methods }: Course): Point[] {
  return methods.flatMap((asked, i) =>
    (Object.keys(FAULTS) as FaultName[]).map((fault) => ({ operation, request: i + 1, methods: asked, fault })),
  );
}
