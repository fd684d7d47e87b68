import { Transaction, Wallet } from "ethers";
import { GatewayError } from "../../gateway/failing.js";
import { Gateway, type Rules } from "../../gateway/gateway.js";
import { ChainAway, Nodes } from "../../gateway/nodes.js";
import { Refusal } from "../../gateway/refusing.js";
import type { Store } from "../../gateway/store/store.js";
import { type BatchState, promiseDigest } from "../../src/gateway/index.js";
import { type Hex, recoverSigner, rootOf } from "../../src/protocol/index.js";
import { type Chance, chance } from "../../testing/chance.js";
import { ADDRESSES, aBatch, addressOf, DOMAIN, GATEWAY_KEY, PARTY_KEY, RULES } from "../../testing/gateways.js";
import { ModelledDatabase } from "../../testing/modelled-store.js";
import { ScriptedChain } from "../../testing/scripted-chain.js";
import { FAULTS, FaultyNode, HONEST_FAULTS } from "./nodes.js";
import { type Mishaps, Process, Turns } from "./processes.js";

/** What a simulation came to. The same seed comes to the same. */
export interface Simulated {
  readonly seed: string;
  /** Rules that did not hold, each with what happened; empty when all is well. */
  readonly violations: readonly string[];
  readonly virtualHours: number;
  readonly acknowledged: number;
  readonly refused: number;
  readonly rounds: number;
  readonly transactions: number;
  readonly kills: number;
  readonly reorganisations: number;
  /** What was done to it, and how often. */
  readonly events: Readonly<Record<string, number>>;
}

interface Acknowledged {
  readonly digest: Hex;
  readonly issuedAt: number;
  readonly anchorBy: number;
  root?: Hex;
  isFinal: boolean;
}

const ACCOUNT = addressOf(GATEWAY_KEY as Hex);
const TIP = 1_000_000n;
const NONE: Mishaps = { kill: 0, pause: 0, longestPauseMs: 1 };
/** A cause must stand so long until `/readyz` has to name it: the check of the chain, a bump and some ticks. */
const TOLD_AFTER_MS = 300_000;

/** An instance: a process, its store and the service. */
interface Instance {
  process: Process;
  store: Store;
  gateway: Gateway | undefined;
  startAtMs: number;
}

/** Plays the real service for some virtual hours, against faults that are drawn. */
class Simulation {
  readonly #seed: string;
  readonly #chance: Chance;
  readonly #chain = new ScriptedChain();
  readonly #database = new ModelledDatabase();
  readonly #turns: Turns;
  readonly #nodes: readonly FaultyNode[];
  readonly #instances: Instance[];
  readonly #rules: Rules;
  readonly #blockSeconds: number;
  readonly #startTime: number;
  readonly #violations: string[] = [];
  readonly #acknowledged = new Map<Hex, Acknowledged>();
  readonly #events: Record<string, number> = {};
  /** Roots by nonce and nonces by root, of each epoch: one transaction, ever. */
  readonly #nonceOfRoot = new Map<string, number>();
  readonly #rootOfNonce = new Map<string, string>();
  readonly #minedNonces = new Set<number>();
  #causes = new Map<string, number>();
  #sentSeen = 0;
  #nowMs = 1_000_000;
  #refused = 0;
  #kills = 0;
  #reorganisations = 0;
  #deepest = 0;
  #batches = 0;
  #mishaps: Mishaps;
  #isForeign = false;
  #isHealing = false;

  constructor(seed: string) {
    this.#seed = seed;
    const draw = chance(`gateway/${seed}`);
    this.#chance = draw;
    this.#turns = new Turns(draw);
    this.#startTime = this.#chain.head.time;
    this.#blockSeconds = draw.pick([2, 12]);
    this.#nodes = Array.from({ length: draw.pick([1, 1, 3]) }, () => new FaultyNode(this.#chain, draw));
    this.#rules = {
      ...RULES,
      intervalSeconds: draw.pick([30, 60, 300]),
      confirmations: draw.pick([1, 3, 6]),
      enoughBatches: draw.pick([3, 1_000]),
      mostInRound: draw.pick([2, 10_000]),
      headAgeSeconds: 600,
    };
    this.#mishaps = draw.pick([
      NONE,
      { kill: 1 / 2_000, pause: 0, longestPauseMs: 1 },
      { kill: 1 / 300, pause: 1 / 300, longestPauseMs: 90_000 },
    ]);
    this.#instances = Array.from({ length: draw.pick([1, 2]) }, (_, i) => ({
      process: new Process(`instance ${i + 1}`),
      store: this.#database.open(),
      gateway: undefined,
      startAtMs: 0,
    }));
    for (const one of this.#instances) one.process.isAlive = false;
    this.#chain.enrol(addressOf(PARTY_KEY));
  }

  #violated(rule: string): void {
    if (this.#violations.length < 20 && !this.#violations.includes(rule)) this.#violations.push(rule);
  }

  #happens(event: string): void {
    this.#events[event] = (this.#events[event] ?? 0) + 1;
  }

  // What is played.

  async run(): Promise<Simulated> {
    const steps = this.#chance.whole(100, 200);
    const weekAt = this.#chance.next() < 0.08 ? this.#chance.whole(20, 60) : -1;
    for (let step = 0; step < steps && this.#violations.length === 0; step++) {
      this.#strike();
      if (step === weekAt) await this.#weekWithoutNodes();
      await this.#step(this.#chance.pick([1, 2, 5, 15, 40, 120]));
    }
    if (this.#violations.length === 0) await this.#heal();
    return {
      seed: this.#seed,
      violations: this.#violations,
      virtualHours: Math.round((this.#chain.head.time - this.#startTime) / 36) / 100,
      acknowledged: this.#acknowledged.size,
      refused: this.#refused,
      rounds: this.#database.rounds.length,
      transactions: this.#chain.sent.length,
      kills: this.#kills,
      reorganisations: this.#reorganisations,
      events: this.#events,
    };
  }

  /** Draws what happens to nodes, chain, database and processes. */
  #strike(): void {
    const draw = this.#chance;
    const often = (share: number) => draw.next() < share;
    for (const [i, node] of this.#nodes.entries()) {
      if (node.fault === undefined ? !often(0.08) : !often(0.25)) continue;
      const mayLie = this.#nodes.length === 3 && i === 0;
      node.fault = node.fault === undefined ? draw.pick(mayLie ? FAULTS : HONEST_FAULTS) : undefined;
      node.lag = draw.whole(1, 8);
      if (node.fault) this.#happens(node.fault);
    }
    if (often(0.03)) {
      const depth = Math.min(draw.whole(1, this.#rules.confirmations + 1), this.#chain.head.number);
      if (depth > 0) {
        const isLost = often(0.5);
        this.#chain.reorganise(depth, isLost);
        this.#chain.mine(depth + 1, this.#blockSeconds, (one) => this.#isPaid(one.maxFee));
        this.#reorganisations++;
        this.#deepest = Math.max(this.#deepest, depth);
        this.#happens(isLost ? "reorganisation-that-loses" : "reorganisation");
      }
    }
    if (often(0.04)) {
      this.#chain.baseFee = draw.pick([10n ** 9n, 10n ** 9n, 20n * 10n ** 9n, 500n * 10n ** 9n]);
      this.#happens("fee");
    }
    if (often(0.02)) {
      this.#chain.balance = draw.pick([10n ** 18n, 1_000n]);
      this.#happens("balance");
    }
    if (often(0.02)) {
      this.#chain.forgetPool();
      this.#happens("pool-forgotten");
    }
    if (often(this.#database.isFull ? 0.5 : 0.01)) {
      this.#database.isFull = !this.#database.isFull;
      if (this.#database.isFull) this.#happens("disk-full");
    }
    if (this.#instances.length > 1 && often(0.04)) {
      this.#database.dropLock();
      this.#happens("lock-lost");
    }
    if (often(0.01)) {
      const root = this.#database.rounds.at(-1)?.root;
      if (root) this.#chain.anchor(root);
      this.#happens("anchored-by-others");
    }
    if (!this.#isForeign && often(0.0005)) {
      this.#isForeign = true;
      this.#chain.spend(ACCOUNT);
      this.#happens("nonce-used-by-others");
    }
  }

  #isPaid = (maxFee: bigint): boolean => maxFee >= this.#chain.baseFee;

  async #weekWithoutNodes(): Promise<void> {
    this.#happens("week-without-node");
    for (const node of this.#nodes) node.fault = "away";
    for (let hour = 0; hour < 168 && this.#violations.length === 0; hour += 4) await this.#step(4 * 3_600, 3);
    for (const node of this.#nodes) node.fault = undefined;
  }

  /** Some seconds pass: blocks, posts, ticks; then every rule is checked. */
  async #step(seconds: number, blocks = Math.ceil(seconds / this.#blockSeconds)): Promise<void> {
    this.#nowMs += 1000 * seconds;
    const each = Math.max(1, Math.floor(seconds / blocks));
    // What a week of blocks holds is in few of them: nothing depends on their number.
    const counted = Math.min(blocks, 12);
    this.#chain.mine(counted, Math.floor((each * blocks) / counted), (one) => this.#isPaid(one.maxFee));
    this.#noteMined();
    this.#startWhatIsDown();
    for (let tick = 0; tick < 2; tick++) {
      const posts = this.#isHealing ? 0 : this.#chance.whole(0, 2);
      for (let i = 0; i < posts; i++) this.#post();
      for (const { process, gateway } of this.#instances) {
        if (gateway) process.begin("tick", () => gateway.tick());
        if (gateway && tick === 1) process.begin("readyz", () => gateway.probe());
      }
      this.#kills += await this.#turns.drain(this.#nowMs, this.#isHealing ? NONE : this.#mishaps);
      this.#checkSent();
    }
    this.#afterwards();
    await this.#check();
  }

  #startWhatIsDown(): void {
    for (const one of this.#instances) {
      if (one.process.isAlive || this.#nowMs < one.startAtMs) continue;
      one.process = new Process(one.process.name);
      one.store.close();
      one.store = this.#database.open();
      one.gateway = undefined;
      const { process, store } = one;
      process.begin("start", async () => {
        const started = await Gateway.start({
          store: this.#storeOf(process, store),
          nodes: new Nodes(this.#nodes.map((node) => this.#nodeOf(process, node))),
          addresses: ADDRESSES,
          rules: this.#rules,
          wallet: new Wallet(GATEWAY_KEY),
          nowMs: () => this.#nowMs,
        });
        await started.tick(); // As the service does, before it listens.
        one.gateway = started;
      });
    }
  }

  #nodeOf(process: Process, node: FaultyNode) {
    return {
      ask: (method: string, params: readonly unknown[]) => this.#turns.call(process, () => node.ask(method, params)),
    };
  }

  #storeOf(process: Process, store: Store): Store {
    const turns = this.#turns;
    return new Proxy(store, {
      get: (target, name) => {
        const method = Reflect.get(target, name) as unknown;
        if (typeof method !== "function") return method;
        return (...values: unknown[]) => turns.call(process, () => method.apply(target, values) as Promise<unknown>);
      },
    });
  }

  /** Looks at what ended, and when it begins again. */
  #afterwards(): void {
    for (const one of this.#instances) {
      if (one.process.isAlive || one.startAtMs > this.#nowMs) continue;
      one.store.close();
      one.gateway = undefined;
      const { ended } = one.process;
      const code = ended instanceof GatewayError ? ended.code : undefined;
      if (ended !== undefined && !this.#maySay(ended)) {
        this.#violated(`a process ended for nothing: ${code ?? String(ended)}`);
      }
      if (code === "nonce-moved") {
        // The operator looks, and begins a new epoch.
        this.#database.isFull = false;
        void this.#database.open().newEpoch();
        this.#happens("new-epoch");
      }
      one.startAtMs = this.#nowMs + this.#chance.whole(0, 60_000);
    }
  }

  #maySay(error: unknown): boolean {
    if (error instanceof GatewayError) {
      if (error.code === "nonce-moved") return this.#isForeign;
      return error.code === "wrong-chain" && "other-chain" in this.#events;
    }
    return error instanceof Error && error.message === "the disk is full";
  }

  #post(): void {
    const serving = this.#instances.filter(({ gateway, process }) => gateway && process.isAlive);
    if (serving.length === 0) return;
    const { gateway, process } = this.#chance.pick(serving);
    if (!gateway) return;
    const isAgain = this.#batches > 0 && this.#chance.next() < 0.2;
    const number = isAgain ? this.#chance.whole(1, this.#batches) : ++this.#batches;
    // A batch that is posted again is the same: its time follows from its number.
    const issuedAt = this.#issuedAt.get(number) ?? this.#chain.head.time + this.#chance.pick([0, 0, 0, -300, 120, 590]);
    this.#issuedAt.set(number, issuedAt);
    const { digest, ...post } = aBatch(number, issuedAt);
    const wasAcknowledged = this.#acknowledged.has(digest);
    process.begin(`post ${number}`, () =>
      gateway.postBatch(post).then(
        ({ state }) => this.#isAcknowledged(state, issuedAt),
        (error) => {
          this.#refused++;
          const isExplained =
            error instanceof Refusal || error instanceof ChainAway || (error as Error).message === "the disk is full";
          if (!isExplained) this.#violated(`a post failed without a reason: ${String(error)}`);
          if (wasAcknowledged && error instanceof Refusal && error.code !== "stopping") {
            this.#violated(`a batch that was acknowledged is refused afterwards: ${error.code}`);
          }
        },
      ),
    );
  }
  readonly #issuedAt = new Map<number, number>();

  #isAcknowledged(state: BatchState, issuedAt: number): void {
    const { digest, promise } = state;
    const known = this.#acknowledged.get(digest);
    if (known && known.anchorBy !== promise.anchorBy) this.#violated("a batch was promised twice, for two times");
    if (known) return;
    if (recoverSigner(promiseDigest(DOMAIN, { digest, anchorBy: promise.anchorBy }), promise.signature) !== ACCOUNT) {
      this.#violated("a promise is not signed by the account");
    }
    if (!this.#database.batches.has(digest)) this.#violated("a batch was acknowledged before it was stored");
    this.#acknowledged.set(digest, { digest, issuedAt, anchorBy: promise.anchorBy, isFinal: false });
  }

  // What must hold.

  #noteMined(): void {
    for (let nonce = 0; nonce < this.#chain.nonceOf(ACCOUNT); nonce++) this.#minedNonces.add(nonce);
  }

  /** One transaction in flight, ever; one root for a nonce, and one nonce for a root. */
  #checkSent(): void {
    const { sent } = this.#chain;
    for (; this.#sentSeen < sent.length; this.#sentSeen++) {
      const { nonce, data } = Transaction.from(sent[this.#sentSeen] as string);
      const epoch = this.#database.epoch;
      const [byNonce, byRoot] = [`${epoch}/${nonce}`, `${epoch}/${data}`];
      if ((this.#rootOfNonce.get(byNonce) ?? data) !== data) this.#violated(`two roots for the nonce ${nonce}`);
      if ((this.#nonceOfRoot.get(byRoot) ?? nonce) !== nonce) this.#violated("two nonces for a root");
      if (nonce > 0 && !this.#minedNonces.has(nonce - 1))
        this.#violated(`nonce ${nonce} while ${nonce - 1} is in flight`);
      this.#rootOfNonce.set(byNonce, data);
      this.#nonceOfRoot.set(byRoot, nonce);
    }
  }

  async #check(): Promise<void> {
    const placed = new Set<Hex>();
    for (const { root, digests } of this.#database.rounds) {
      for (const digest of digests) {
        if (placed.has(digest)) this.#violated("a batch is in two rounds");
        placed.add(digest);
      }
      if (this.#database.epoch === 0 && this.#chain.anchorsOf(root, ACCOUNT) > 1)
        this.#violated("a root was anchored twice");
    }
    for (const one of this.#acknowledged.values()) {
      const row = this.#database.batches.get(one.digest);
      if (!row) this.#violated("an acknowledged batch is not stored");
      else if (row.anchorBy !== one.anchorBy) this.#violated("a promise changed");
    }
    await this.#checkAnswers();
    this.#checkPromises();
    this.#checkCauses();
  }

  /** What instances say of batches: asked of the service itself, past its turns. */
  async #checkAnswers(): Promise<void> {
    const all = [...this.#acknowledged.values()];
    for (const { process, gateway } of this.#instances) {
      if (!process.isAlive || !gateway || process.heldUntilMs > this.#nowMs || all.length === 0) continue;
      for (const one of [this.#chance.pick(all), all.at(-1) as Acknowledged]) {
        process.begin(`get ${one.digest}`, async () => this.#checkAnswer(one, await gateway.batch(one.digest)));
      }
    }
    await this.#turns.drain(this.#nowMs, NONE);
  }

  #checkAnswer(one: Acknowledged, state: BatchState | undefined): void {
    if (!state) {
      this.#violated("404 for an acknowledged batch");
      return;
    }
    if (state.promise.anchorBy !== one.anchorBy) this.#violated("an answer with another promise");
    if (state.state === "received") {
      if (one.root) this.#violated("a batch left its round");
      return;
    }
    if (rootOf(one.digest, state.anchorProof) !== state.root) this.#violated("a path that does not verify");
    if (one.root && one.root !== state.root) this.#violated("a batch changed its round");
    one.root = state.root;
    if (state.state !== "final") {
      if (one.isFinal && this.#deepest <= this.#rules.confirmations) this.#violated("a final batch went back");
      return;
    }
    one.isFinal = true;
    const time = this.#chain.timeOf(state.root);
    const isSteady = this.#reorganisations === 0;
    if (isSteady && time !== state.time) this.#violated(`final at ${state.time}, and the chain says ${time}`);
    if (isSteady && time < one.issuedAt) this.#violated("anchored before it was issued");
  }

  /** Anchored, within its promise, or told in `/readyz` of every instance that runs. */
  #checkPromises(): void {
    const now = this.#chain.head.time;
    const isOverdue = [...this.#acknowledged.values()].some(({ digest, anchorBy }) => {
      if (now <= anchorBy) return false;
      const { round } = this.#database.batches.get(digest) ?? { round: null };
      const root = round === null ? undefined : this.#database.rounds[round - 1]?.root;
      return root === undefined || this.#chain.timeOf(root) === 0;
    });
    if (!isOverdue) return;
    for (const { gateway } of this.#ticking()) {
      if (gateway.alarms().length === 0) this.#violated("a promise is broken, and /readyz does not tell");
    }
  }

  /** Instances whose loop turned in this step. */
  #ticking(): readonly { gateway: Gateway }[] {
    return this.#instances.flatMap(({ process, gateway }) =>
      gateway && process.isAlive && process.heldUntilMs <= this.#nowMs && !process.isBusy("tick") ? [{ gateway }] : [],
    );
  }

  /** Every cause that has stood for a while is told by its own name. */
  #checkCauses(): void {
    const honest = this.#nodes.filter(({ fault }) => fault === undefined);
    const all = (...faults: string[]) => this.#nodes.every(({ fault }) => fault && faults.includes(fault));
    const isServed = honest.length > this.#nodes.length / 2;
    const standing: Record<string, boolean> = {
      "node-away": all("away"),
      "wrong-chain": all("other-chain"),
      "fee-cap": isServed && this.#chain.baseFee + TIP > this.#rules.maxFeePerGas,
      balance: isServed && this.#chain.balance === 1_000n,
      "head-too-old": all("repeats"),
      none:
        isServed && this.#chain.baseFee + TIP < 10n ** 10n && this.#chain.balance > 1_000n && !this.#database.isFull,
    };
    const causes = new Map<string, number>();
    for (const [cause, isOn] of Object.entries(standing)) {
      if (isOn) causes.set(cause, this.#causes.get(cause) ?? this.#nowMs);
    }
    this.#causes = causes;
    for (const { gateway } of this.#ticking()) {
      const alarms: readonly string[] = gateway.alarms();
      for (const [cause, sinceMs] of causes) {
        const stoodMs = this.#nowMs - sinceMs;
        if (cause === "head-too-old" && stoodMs < 1_000 * this.#rules.headAgeSeconds + TOLD_AFTER_MS) continue;
        if (cause === "none" || stoodMs < TOLD_AFTER_MS) continue;
        if (!alarms.includes(cause))
          this.#violated(`/readyz does not tell ${cause}: it tells ${alarms.join() || "nothing"}`);
      }
    }
  }

  /** All faults end: then all that was acknowledged is anchored, and every instance is ready and accepts. */
  async #heal(): Promise<void> {
    this.#isHealing = true;
    for (const node of this.#nodes) node.fault = undefined;
    this.#chain.baseFee = 10n ** 9n;
    this.#chain.balance = 10n ** 18n;
    this.#database.isFull = false;
    const isOver = () =>
      this.#database.rounds.every(({ state }) => state === "final") &&
      [...this.#database.batches.values()].every(({ round }) => round !== null) &&
      this.#instances.every(({ gateway, process }) => gateway && process.isAlive && gateway.alarms().length === 0);
    for (let i = 0; i < 400 && this.#violations.length === 0 && !isOver(); i++) await this.#step(30);
    if (this.#violations.length > 0) return;
    for (const { process, gateway } of this.#instances) {
      if (!process.isAlive || !gateway) this.#violated(`${process.name} does not run`);
      else if (gateway.alarms().length > 0) {
        this.#violated(`${process.name} is not ready though nothing is wrong: ${gateway.alarms().join()}`);
      }
    }
    if (!isOver()) this.#violated("not all that was accepted is final, hours after the last fault");
    for (const [number, { gateway, process }] of this.#instances.entries()) {
      const { digest: _, ...post } = aBatch(1_000_000 + number, this.#chain.head.time);
      if (gateway) {
        process.begin("last", () =>
          gateway
            .postBatch(post)
            .catch((error) => this.#violated(`${process.name} refuses though nothing is wrong: ${error}`)),
        );
      }
    }
    await this.#turns.drain(this.#nowMs, NONE);
  }
}

/** Plays one seed. */
export function simulate(seed: string): Promise<Simulated> {
  return new Simulation(seed).run();
}
