import { randomInt } from "node:crypto";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import type { Wallet } from "ethers";
import { startSignatures } from "../src/fast/signatures.js";
import {
  type AnchorSeen,
  type BatchPost,
  type BatchState,
  BOX_BYTES,
  type BoxErase,
  type BoxPosted,
  type BoxStored,
  boxPostDigest,
  contentHash,
  eraserOf,
  type GatewayStatus,
  MOST_AHEAD_SECONDS,
  MOST_DEADLINE_SECONDS,
  promiseDigest,
  type RelayState,
  type Round,
  type StockUsesPost,
  type WithdrawalPost,
} from "../src/gateway/index.js";
import { accountOf, TYPES } from "../src/protocol/eip712.js";
import {
  batchDigest,
  type Domain,
  type Hex,
  makeTree,
  proofOf,
  rootOf,
  type Standing,
  type Tree,
} from "../src/protocol/index.js";
import { type Addresses, anchorCall, anchoredAt, relayCall, standingOf } from "./contracts.js";
import { GatewayError } from "./failing.js";
import { ChainAway, type Head, type Nodes } from "./nodes.js";
import { type Quota, Quotas } from "./quotas.js";
import { Refusal } from "./refusing.js";
import { deepBlock, type FeeRules, Sender, type Standing as StandingOfJob } from "./sending.js";
import { type Sign, startSigning, typedDigest } from "./signing.js";
import { bytesOf, hexOf } from "./store/bytes.js";
import {
  type AcceptedBatch,
  NotLeader,
  type RelayKind,
  type RelayRow,
  type RoundRow,
  type Store,
} from "./store/store.js";

/** How a gateway works. `config.ts` reads it, and says what each is. */
export interface Rules extends FeeRules {
  readonly chainId: number;
  readonly intervalSeconds: number;
  readonly lagSeconds: number;
  readonly toleranceSeconds: number;
  readonly enoughBatches: number;
  readonly mostInRound: number;
  readonly anchorGas: bigint;
  /** After so long without a new block the node is held for stuck; 0: never. */
  readonly headAgeSeconds: number;
  readonly awaySeconds: number;
  readonly keepDays: number;
  readonly batchQuota: Quota;
  readonly boxQuota: Quota;
  readonly relayGasQuota: Quota;
}

/** What makes a gateway not ready. */
export const ALARMS = [
  "node-away",
  "wrong-chain",
  "head-too-old",
  "fee-cap",
  "balance",
  "oldest-too-old",
  "loop-late",
  "store",
] as const;
export type Alarm = (typeof ALARMS)[number];

export type Log = (event: string, fields?: Readonly<Record<string, string | number | undefined>>) => void;

export interface GatewayParts {
  readonly store: Store;
  readonly nodes: Nodes;
  readonly addresses: Addresses;
  readonly rules: Rules;
  /** Anchors, and signs promises. */
  readonly wallet: Wallet;
  /** Relays: another account, or no relay is offered. */
  readonly relayWallet?: Wallet;
  /** Of a clock that never goes back, milliseconds. */
  readonly nowMs?: () => number;
  readonly log?: Log;
}

interface Waiting {
  readonly batch: AcceptedBatch;
  resolve(isNew: boolean): void;
  reject(error: unknown): void;
}

const STANDING_MS = 30_000;
const MOST_STANDINGS = 50_000;
const MOST_ASKED = 64;
const MOST_TREES = 4;
const MOST_WAITERS = 2_000;
const CHECK_CHAIN_MS = 60_000;
const LATE_MS = 120_000;
/** A head so far from the last one may be another chain's. */
const FAR_BLOCKS = 1_000;
const DAY = 86_400;

/** Signature checks share one library: the fastest that is installed. */
type Recover = Awaited<ReturnType<typeof startSignatures>>["recover"];
const HALF_ORDER = secp256k1.Point.Fn.ORDER >> 1n;

/** A gateway: what it answers, and the two loops that anchor and relay. Neither HTTP nor a clock of the wall is in it. */
export class Gateway {
  readonly rules: Rules;
  readonly account: Hex;
  readonly counters = {
    accepted: 0,
    duplicates: 0,
    refused: 0,
    rounds: 0,
    transactions: 0,
    reorganisations: 0,
    pathFailures: 0,
    boxesStored: 0,
    boxesRead: 0,
    relays: 0,
  };
  readonly #parts: GatewayParts;
  readonly #domain: Domain;
  readonly #recover: Recover;
  readonly #sign: Sign;
  readonly #sender: Sender;
  readonly #relaySender: Sender | undefined;
  readonly #nowMs: () => number;
  readonly #log: Log;
  readonly #alarms = new Set<Alarm>();
  readonly #standings = new Map<Hex, { standing: Standing; at: number }>();
  readonly #asking = new Map<Hex, Promise<Standing>>();
  readonly #trees = new Map<number, Tree>();
  readonly #accepting = new Map<Hex, Promise<boolean>>();
  readonly #quotas: { readonly batches: Quotas; readonly boxes: Quotas; readonly gas: Quotas };
  #queue: Waiting[] = [];
  #isCommitting = false;
  #waiters = new Set<() => void>();
  #head: (Head & { readonly seenMs: number; readonly newMs: number }) | undefined;
  #pending = { count: 0, oldest: null as number | null };
  #roundsPaid = 0;
  #lastFrozenMs = Number.NEGATIVE_INFINITY;
  #chainCheckedMs = Number.NEGATIVE_INFINITY;
  #lastAnswerMs = Number.NEGATIVE_INFINITY;
  #tickedMs: number;
  #isLeading = false;
  #isStopping = false;

  private constructor(parts: GatewayParts, recover: Recover, sign: Sign) {
    const { rules, wallet, relayWallet, addresses, nodes, store } = parts;
    if (relayWallet && relayWallet.address === wallet.address) throw new GatewayError("one-account-for-both");
    this.#parts = parts;
    this.#recover = recover;
    this.rules = rules;
    this.#nowMs = parts.nowMs ?? (() => performance.now());
    this.#log = parts.log ?? (() => undefined);
    this.#domain = { chainId: rules.chainId, verifyingContract: addresses.partyRegistry };
    this.account = wallet.address.toLowerCase() as Hex;
    this.#sign = sign;
    const onSent = () => {
      this.counters.transactions++;
    };
    const sending = { nodes, store, chainId: rules.chainId, rules, nowMs: this.#nowMs, onSent };
    this.#sender = new Sender(wallet, sending);
    this.#relaySender = relayWallet && new Sender(relayWallet, sending);
    this.#quotas = {
      batches: new Quotas(rules.batchQuota, this.#nowMs),
      boxes: new Quotas(rules.boxQuota, this.#nowMs),
      gas: new Quotas(rules.relayGasQuota, this.#nowMs),
    };
    this.#tickedMs = this.#nowMs();
  }

  /** @throws {GatewayError} when a node is on another chain. */
  static async start(parts: GatewayParts): Promise<Gateway> {
    const { recover } = await startSignatures();
    const sign = await startSigning(bytesOf(parts.wallet.privateKey as Hex));
    const gateway = new Gateway(parts, recover, sign);
    await gateway.#look().catch((error) => gateway.#chainAway(error));
    if (gateway.#alarms.has("wrong-chain")) throw new GatewayError("wrong-chain", { expected: parts.rules.chainId });
    gateway.#pending = await parts.store.pending();
    return gateway;
  }

  /** The longest time from acceptance to the promised anchor: a quarter of the shorter of lag and tolerance. */
  get promiseSeconds(): number {
    return Math.floor(Math.min(this.rules.lagSeconds, this.rules.toleranceSeconds) / 4);
  }

  // What the chain says.

  /** Time of the chain, now: of its head, and what passed since the head was seen. */
  #chainTime(): number {
    if (!this.#head) throw new Refusal("chain-away", { retryAfter: this.#jittered(10) });
    return this.#head.time + Math.max(0, Math.floor((this.#nowMs() - this.#head.seenMs) / 1000));
  }

  #jittered(seconds: number): number {
    return seconds + randomInt(0, seconds + 1);
  }

  async #look(): Promise<Head> {
    const { nodes, rules } = this.#parts;
    const now = this.#nowMs();
    if (now - this.#chainCheckedMs >= CHECK_CHAIN_MS) {
      const found = await nodes.chainId();
      if (found !== rules.chainId) this.#lastAnswerMs = now;
      this.#alarm("wrong-chain", found !== rules.chainId);
      this.#chainCheckedMs = found === rules.chainId ? now : Number.NEGATIVE_INFINITY;
    }
    if (this.#alarms.has("wrong-chain")) throw new ChainAway();
    const head = await nodes.head();
    if (this.#head && Math.abs(head.number - this.#head.number) > FAR_BLOCKS) await nodes.requireChain(rules.chainId);
    // A node that is behind does not know yet what was seen. Time never goes back.
    if (this.#head && head.number < this.#head.number) throw new ChainAway();
    const isNew = this.#head === undefined || head.number !== this.#head.number;
    // A head that is as old as before says nothing new of the time.
    this.#head =
      isNew || !this.#head
        ? { ...head, seenMs: now, newMs: now }
        : { ...this.#head, ...head, seenMs: this.#head.seenMs };
    this.#lastAnswerMs = now;
    this.#alarm("node-away", false);
    this.#alarm("head-too-old", rules.headAgeSeconds > 0 && now - this.#head.newMs > rules.headAgeSeconds * 1000);
    return head;
  }

  #chainAway(error: unknown): void {
    if (!isOfChain(error)) throw error;
    this.#chainCheckedMs = Number.NEGATIVE_INFINITY;
    const since = Number.isFinite(this.#lastAnswerMs) ? this.#nowMs() - this.#lastAnswerMs : Number.POSITIVE_INFINITY;
    if (since >= this.rules.awaySeconds * 1000) this.#alarm("node-away", true);
  }

  #alarm(alarm: Alarm, isOn: boolean): void {
    if (this.#alarms.has(alarm) === isOn) return;
    if (isOn) this.#alarms.add(alarm);
    else this.#alarms.delete(alarm);
    this.#log("alarm", { code: alarm, state: isOn ? "on" : "off" });
  }

  // The loops.

  /** One step of anchoring. What it throws ends the process: a gateway that anchors nothing must not accept either. */
  async tick(): Promise<void> {
    const { store } = this.#parts;
    try {
      const head = await this.#look();
      const term = await store.lead();
      this.#isLeading = term !== undefined;
      const standing = term === undefined ? undefined : await this.#anchor(term, head);
      await this.#countPaid(head, standing);
    } catch (error) {
      if (error instanceof NotLeader) this.#isLeading = false;
      else this.#chainAway(error);
    }
    this.#pending = await store.pending();
    this.#alarm("oldest-too-old", this.#oldestSeconds() >= this.promiseSeconds / 2);
    this.#tickedMs = this.#nowMs();
  }

  async #anchor(term: number, head: Head): Promise<StandingOfJob | undefined> {
    const { store, nodes, addresses, rules } = this.#parts;
    let round = await store.lastRound();
    // A node that is behind does not know yet what was seen: that is no reorganisation.
    if (round && head.number < (round.block ?? 0)) throw new ChainAway();
    if (round?.state === "final") {
      if ((await anchoredAt(nodes, addresses, round.root, head.number)) !== 0) round = undefined;
      else await this.#fallBack(term, round);
    }
    round ??= await this.#freeze(term, head);
    if (!round) return undefined;
    const { number, root } = round;
    const subject = `round/${number}`;
    const standing = await this.#sender.drive(
      term,
      {
        subject,
        to: addresses.anchorRegistry,
        data: anchorCall(root),
        gas: rules.anchorGas,
        isDone: async (block) => (await anchoredAt(nodes, addresses, root, block)) !== 0,
      },
      head,
    );
    if (standing === "moved" || standing === "foreign") throw new GatewayError("nonce-moved", { round: number });
    if (standing === "seen" || standing === "deep") {
      const state = standing === "deep" ? "final" : "anchored";
      if (round.state !== state) {
        const block = standing === "deep" ? deepBlock(head, rules.confirmations) : head.number;
        const time = await anchoredAt(nodes, addresses, root, block);
        await store.setRound(term, number, state, { block: round.block ?? block, time });
        this.#changed("round", { round: number, root, state });
      }
      if (standing === "deep") this.#sender.forget(subject);
    } else if (round.state === "anchored") await this.#fallBack(term, round);
    else if (round.state === "frozen" && standing === "sent") {
      await store.setRound(term, number, "sent");
      this.#changed("round", { round: number, root, state: "sent" });
    }
    return standing;
  }

  /** A reorganisation took the anchor back: the same root goes out again. */
  async #fallBack(term: number, { number, root }: RoundRow): Promise<void> {
    const { nodes, rules, store } = this.#parts;
    await nodes.requireChain(rules.chainId);
    await store.setRound(term, number, "frozen");
    this.counters.reorganisations++;
    this.#changed("reorganised", { round: number, root, state: "frozen" });
  }

  async #freeze(term: number, head: Head): Promise<RoundRow | undefined> {
    const { store, rules } = this.#parts;
    const { count, oldest } = await store.pending();
    if (count === 0 || oldest === null) return undefined;
    const now = this.#nowMs();
    const isDue =
      now - this.#lastFrozenMs >= rules.intervalSeconds * 1000 ||
      count >= rules.enoughBatches ||
      head.time - oldest >= rules.intervalSeconds;
    if (!isDue) return undefined;
    const digests = (await store.waiting(head.time, rules.mostInRound)).sort();
    if (digests.length === 0) return undefined; // All were issued ahead of the chain.
    const tree = makeTree(digests);
    const round = await store.freeze(term, tree.root, digests);
    this.#lastFrozenMs = now;
    this.#remember(round.number, tree);
    this.counters.rounds++;
    this.#changed("round", { round: round.number, root: round.root, state: "frozen" });
    return round;
  }

  /** Whether the next round could be paid for: counted by every instance, whichever leads. */
  async #countPaid(head: Head, standing: StandingOfJob | undefined): Promise<void> {
    const { nodes, rules } = this.#parts;
    const [balance, { base, tip }] = await Promise.all([nodes.balance(this.account, head.number), nodes.fees()]);
    const fee = 2n * base + tip || 1n;
    const price = (fee > rules.maxFeePerGas ? rules.maxFeePerGas : fee) * rules.anchorGas;
    this.#roundsPaid = Number(balance / price > 1_000_000n ? 1_000_000n : balance / price);
    this.#alarm("balance", standing === "poor" || this.#roundsPaid < 1);
    this.#alarm("fee-cap", standing === "capped" || base + tip > rules.maxFeePerGas);
  }

  /** One step of relaying: the oldest relay that is open. It never holds up an anchor. */
  async relayTick(): Promise<void> {
    const { store, nodes, addresses } = this.#parts;
    const sender = this.#relaySender;
    const head = this.#head;
    if (!sender || !head || !this.#isLeading) return;
    try {
      const term = await store.lead();
      if (term === undefined) return;
      const [relay] = await store.openRelays(1);
      if (!relay) return;
      const call = relayCall(nodes, addresses, relay.kind, relay.body, relay.party);
      const hasSent = (await store.lastSend(relay.digest)) !== undefined;
      if (!hasSent && !(await call.isDone(head.number))) {
        if (relay.deadline < head.time) return await this.#setRelay(term, relay, "expired");
        if (!(await this.#wouldPass(call.to, call.data, head))) return await this.#setRelay(term, relay, "failed");
      }
      const job = { subject: relay.digest, ...call, gas: BigInt(relay.gas) };
      const standing = await sender.drive(term, job, head);
      if (standing === "deep") await this.#setRelay(term, relay, "final", head.number);
      else if (standing === "seen" && relay.state !== "done") await this.#setRelay(term, relay, "done", head.number);
      else if (standing === "moved") await this.#setRelay(term, relay, "failed");
      else if (standing === "foreign") throw new GatewayError("nonce-moved", { account: sender.account });
      else if (standing === "sent" && relay.state !== "sent") await this.#setRelay(term, relay, "sent");
      if (standing === "deep" || standing === "moved") sender.forget(relay.digest);
    } catch (error) {
      if (!(error instanceof NotLeader) && !isOfChain(error)) throw error;
    }
  }

  async #setRelay(term: number, { digest }: RelayRow, state: RelayRow["state"], block?: number): Promise<void> {
    await this.#parts.store.setRelay(term, digest, state, block);
    this.#changed("relay", { digest, state });
  }

  /** Drops what need not be kept: expired boxes, and what proves nothing more of old batches. */
  async clean(): Promise<void> {
    if (!this.#head) return;
    const today = Math.floor(this.#chainTime() / DAY);
    await this.#parts.store.expireBoxes(today, 10_000);
    await this.#parts.store.prune(this.#chainTime() - this.rules.keepDays * DAY);
  }

  // Batches.

  async postBatch({ batch, signature }: BatchPost): Promise<{ readonly isNew: boolean; readonly state: BatchState }> {
    const digest = batchDigest(this.#domain, batch);
    await this.#accepting.get(digest);
    const known = await this.batch(digest);
    if (known) return { isNew: false, state: this.#counted("duplicates", known) };
    this.#requireTimely();
    if (this.#signerOf(digest, signature) !== batch.key) throw new Refusal("wrong-signature", { field: "signature" });
    const now = this.#chainTime();
    if (batch.issuedAt > now + MOST_AHEAD_SECONDS) throw new Refusal("issued-ahead", { field: "batch.issuedAt" });
    if (batch.issuedAt + this.rules.lagSeconds < now + this.promiseSeconds) {
      throw new Refusal("issued-too-early", { field: "batch.issuedAt" });
    }
    const { party } = await this.#requireKey(batch.key, "batch.key");
    this.#require(this.#quotas.batches.take(party, batch.key));
    // Asked again: what follows awaits nothing until it is in the queue.
    const other = this.#accepting.get(digest);
    if (other) await other;
    const anchorBy = Math.max(now, batch.issuedAt) + this.promiseSeconds;
    const accepted = this.#enqueue({ digest, ...batch, signature, acceptedAt: now, anchorBy });
    this.#accepting.set(digest, accepted);
    try {
      const isNew = await accepted;
      if (isNew) this.#log("accepted", { digest, state: "received" });
      this.counters[isNew ? "accepted" : "duplicates"]++;
      const state = await this.batch(digest);
      if (!state) throw new GatewayError("store-inconsistent");
      return { isNew, state };
    } finally {
      if (this.#accepting.get(digest) === accepted) this.#accepting.delete(digest);
    }
  }

  #counted<T>(counter: keyof Gateway["counters"], value: T): T {
    this.counters[counter]++;
    return value;
  }

  /** Refuses while what is accepted could not be anchored in time. */
  #requireTimely(): void {
    const alarms = this.alarms();
    const cannot = (["fee-cap", "balance", "oldest-too-old", "loop-late"] as const).some((one) => alarms.includes(one));
    if (this.#isStopping) throw new Refusal("stopping", { retryAfter: this.#jittered(5) });
    if (this.#alarms.has("wrong-chain")) throw new Refusal("chain-away", { retryAfter: this.#jittered(60) });
    if (cannot || this.#oldestSeconds() >= this.promiseSeconds / 2) {
      throw new Refusal("cannot-anchor-in-time", { retryAfter: this.#jittered(60) });
    }
  }

  #oldestSeconds(): number {
    const { oldest } = this.#pending;
    return oldest === null || !this.#head ? 0 : Math.max(0, this.#chainTime() - oldest);
  }

  #require(waitSeconds: number): void {
    if (waitSeconds > 0) throw new Refusal("quota", { retryAfter: waitSeconds });
  }

  /** What is posted together is committed together. */
  #enqueue(batch: AcceptedBatch): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ batch, resolve, reject });
      if (!this.#isCommitting) {
        this.#isCommitting = true;
        setImmediate(() => this.#commit());
      }
    });
  }

  async #commit(): Promise<void> {
    while (this.#queue.length > 0) {
      const waiting = this.#queue.splice(0, 1_000);
      try {
        const added = await this.#parts.store.accept(waiting.map(({ batch }) => batch));
        this.#pending = {
          count: this.#pending.count + added.size,
          oldest: this.#pending.oldest ?? waiting[0]?.batch.acceptedAt ?? null,
        };
        for (const { batch, resolve } of waiting) resolve(added.has(batch.digest));
      } catch (error) {
        this.#alarm("store", true);
        for (const { reject } of waiting) reject(error);
      }
    }
    this.#isCommitting = false;
  }

  /** How far a batch is; undefined only if it was never accepted. */
  async batch(digest: Hex): Promise<BatchState | undefined> {
    const { store, rules } = this.#parts;
    const kept = await store.batch(digest);
    if (!kept) return undefined;
    const promise = { anchorBy: kept.anchorBy, signature: this.#promise(digest, kept.anchorBy) };
    const round = kept.round === null ? undefined : await store.round({ number: kept.round });
    if (!round) return { state: "received", digest, promise, retryAfter: Math.min(rules.intervalSeconds, 60) };
    const path = { root: round.root, anchorProof: await this.#path(digest, round), round: round.number };
    const anchor = round.block === null || round.time === null ? undefined : { block: round.block, time: round.time };
    const retryAfter = Math.min(rules.intervalSeconds, 15);
    if (anchor && round.state === "final") return { state: "final", digest, promise, ...path, ...anchor };
    if (anchor && round.state === "anchored") {
      return { state: "anchored", digest, promise, retryAfter, ...path, ...anchor };
    }
    return { state: "frozen", digest, promise, retryAfter, ...path };
  }

  /** Waits until a batch is further than it was, or some seconds. */
  async batchAfter(digest: Hex, waitSeconds: number): Promise<BatchState | undefined> {
    const before = await this.batch(digest);
    if (!before || before.state === "final" || waitSeconds === 0 || this.#waiters.size >= MOST_WAITERS) return before;
    const until = this.#nowMs() + 1000 * waitSeconds;
    for (let left = 1000 * waitSeconds; left > 0 && !this.#isStopping; left = until - this.#nowMs()) {
      await this.#change(Math.min(left, 2_000)); // What another instance anchors is seen too.
      const after = await this.batch(digest);
      if (after?.state !== before.state) return after;
    }
    return before;
  }

  #change(mostMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#waiters.delete(done);
        resolve();
      };
      const timer = setTimeout(done, mostMs);
      this.#waiters.add(done);
    });
  }

  #changed(event: string, fields: Readonly<Record<string, string | number>>): void {
    this.#log(event, fields);
    for (const done of [...this.#waiters]) done();
  }

  #promise(digest: Hex, anchorBy: number): Hex {
    const { signature, parity } = this.#sign(bytesOf(promiseDigest(this.#domain, { digest, anchorBy })));
    return `${hexOf(signature)}${parity === 0 ? "1b" : "1c"}`;
  }

  /** Every path is verified before it is handed out. */
  async #path(digest: Hex, { number, root }: RoundRow): Promise<Hex[]> {
    const tree = this.#trees.get(number) ?? this.#remember(number, makeTree(await this.#parts.store.digestsOf(number)));
    const leaf = placeOf(tree, digest);
    const proof = leaf < 0 ? [] : proofOf(tree, leaf);
    if (leaf >= 0 && tree.root === root && rootOf(digest, proof) === root) return proof;
    this.counters.pathFailures++;
    throw new GatewayError("path-does-not-verify", { round: number });
  }

  #remember(number: number, tree: Tree): Tree {
    this.#trees.set(number, tree);
    const [oldest] = this.#trees.keys();
    if (this.#trees.size > MOST_TREES && oldest !== undefined) this.#trees.delete(oldest);
    return tree;
  }

  async round(root: Hex): Promise<Round | undefined> {
    const round = await this.#parts.store.round({ root });
    return round && { root, round: round.number, digests: await this.#parts.store.digestsOf(round.number) };
  }

  async anchor(root: Hex): Promise<AnchorSeen> {
    const { nodes, addresses, rules } = this.#parts;
    const head = this.#head;
    if (!head || this.#alarms.has("node-away")) throw new Refusal("chain-away", { retryAfter: this.#jittered(10) });
    const time = await anchoredAt(nodes, addresses, root, head.number);
    const atDepth = time && (await anchoredAt(nodes, addresses, root, deepBlock(head, rules.confirmations)));
    return { root, time, block: head.number, isFinal: time !== 0 && atDepth === time };
  }

  // Keys.

  #signerOf(digest: Hex, signature: Hex): Hex | null {
    const bytes = bytesOf(signature);
    const v = bytes[64];
    if ((v !== 27 && v !== 28) || BigInt(hexOf(bytes.subarray(32, 64))) > HALF_ORDER) return null;
    const key = this.#recover(bytes.subarray(0, 64), v === 27 ? 0 : 1, bytesOf(digest));
    return key && accountOf(key);
  }

  /** Whose a key is, if it may state now. Asked of the chain at most every half minute. */
  async #requireKey(key: Hex, field: string): Promise<Standing> {
    const standing = await this.#standing(key);
    if (standing.status === "unknown") throw new Refusal("unknown-key", { field });
    if (standing.status !== "valid") throw new Refusal("key-not-valid", { field });
    if (standing.suspended) throw new Refusal("party-suspended", { field });
    return standing;
  }

  async #standing(key: Hex): Promise<Standing> {
    const now = this.#nowMs();
    const known = this.#standings.get(key);
    if (known && now - known.at < STANDING_MS) return known.standing;
    const asked = this.#asking.get(key) ?? this.#askStanding(key);
    return asked;
  }

  #askStanding(key: Hex): Promise<Standing> {
    const { nodes, addresses } = this.#parts;
    const head = this.#head;
    if (!head) throw new Refusal("chain-away", { retryAfter: this.#jittered(10) });
    if (this.#asking.size >= MOST_ASKED) throw new Refusal("busy", { retryAfter: this.#jittered(5) });
    const asked = standingOf(nodes, addresses, key, head)
      .then((standing) => {
        this.#standings.set(key, { standing, at: this.#nowMs() });
        const [oldest] = this.#standings.keys();
        if (this.#standings.size > MOST_STANDINGS && oldest) this.#standings.delete(oldest);
        return standing;
      })
      .finally(() => this.#asking.delete(key));
    this.#asking.set(key, asked);
    return asked;
  }

  // Boxes.

  async postBox(posted: BoxPosted): Promise<{ readonly isNew: boolean; readonly stored: BoxStored }> {
    const { index, eraser, days, time, signature } = posted;
    const content = Buffer.from(posted.content, "base64");
    if (!(BOX_BYTES as readonly number[]).includes(content.length)) throw new Refusal("box-size", { field: "content" });
    const now = this.#chainTime();
    if (Math.abs(now - time) > MOST_AHEAD_SECONDS) throw new Refusal("box-time", { field: "time" });
    if (this.#isStopping) throw new Refusal("stopping", { retryAfter: this.#jittered(5) });
    const post = { gateway: this.account, index, content: contentHash(content), eraser, days, time };
    const key = this.#signerOf(boxPostDigest(this.#domain, post), signature);
    if (!key) throw new Refusal("wrong-signature", { field: "signature" });
    const { party } = await this.#requireKey(key, "signature");
    this.#require(this.#quotas.boxes.take(party, key, content.length));
    const untilDay = Math.floor(now / DAY) + days;
    const other = await this.#parts.store.putBox({ index, content, eraser, untilDay });
    const isSame = other?.content && Buffer.compare(other.content, content) === 0 && other.eraser === eraser;
    if (other && !isSame) throw new Refusal("box-taken", { field: "index" });
    this.counters.boxesStored++;
    return { isNew: !other, stored: { until: ((other?.untilDay ?? untilDay) + 1) * DAY } };
  }

  async readBoxes(indexes: readonly Hex[]): Promise<{ readonly contents: (string | null)[] }> {
    const found = await this.#parts.store.readBoxes(indexes, Math.floor(this.#chainTime() / DAY));
    this.counters.boxesRead += found.length;
    return { contents: found.map((one) => (one ? Buffer.from(one).toString("base64") : null)) };
  }

  /** Erases a box. The same answer whether one lay there, or lies there no more. */
  async eraseBox({ index, token }: BoxErase): Promise<void> {
    const box = await this.#parts.store.box(index);
    if (!box) return;
    if (box.eraser !== eraserOf(token)) throw new Refusal("wrong-token", { field: "token" });
    if (box.content) await this.#parts.store.eraseBox(index);
  }

  // The relay.

  async postWithdrawal(post: WithdrawalPost): Promise<{ readonly isNew: boolean; readonly state: RelayState }> {
    const { addresses } = this.#parts;
    const digest = typedDigest(
      { ...this.#domain, verifyingContract: addresses.withdrawalRegistry },
      TYPES.Withdrawal,
      post,
    );
    return this.#postRelay("withdrawal", digest, post, post.party);
  }

  async postStockUses(post: StockUsesPost): Promise<{ readonly isNew: boolean; readonly state: RelayState }> {
    const { addresses } = this.#parts;
    const digest = typedDigest({ ...this.#domain, verifyingContract: addresses.stockRegistry }, TYPES.StockUses, post);
    const { party } = this.#relaySender ? await this.#requireKey(post.signer, "signer") : { party: digest };
    return this.#postRelay("stock-uses", digest, post, party);
  }

  async #postRelay(kind: RelayKind, digest: Hex, post: WithdrawalPost | StockUsesPost, party: Hex) {
    const { store, nodes, addresses } = this.#parts;
    const known = await this.relay(kind, digest);
    if (known) return { isNew: false, state: known };
    if (!this.#relaySender) throw new Refusal("not-offered");
    if (this.#isStopping) throw new Refusal("stopping", { retryAfter: this.#jittered(5) });
    const head = this.#head;
    if (!head) throw new Refusal("chain-away", { retryAfter: this.#jittered(10) });
    if (this.#signerOf(digest, post.signature) !== post.signer) {
      throw new Refusal("wrong-signature", { field: "signature" });
    }
    if (post.deadline < head.time + 60) throw new Refusal("deadline-passed", { field: "deadline" });
    if (post.deadline > head.time + MOST_DEADLINE_SECONDS) throw new Refusal("deadline-too-far", { field: "deadline" });
    const body = JSON.stringify(post);
    const { to, data } = relayCall(nodes, addresses, kind, body, party);
    const gas = await this.#gasOf(to, data);
    if (gas === undefined) throw new Refusal("would-revert");
    this.#require(this.#quotas.gas.take(party, post.signer, gas));
    await store.addRelay({ digest, kind, body, party, gas, deadline: post.deadline });
    this.counters.relays++;
    this.#log("accepted", { digest, state: "received" });
    return { isNew: true, state: { digest, state: "received" } satisfies RelayState };
  }

  /** Gas that a call takes, with room for what changes until it is mined; undefined when it reverts. */
  async #gasOf(to: Hex, data: Hex): Promise<number | undefined> {
    try {
      const estimate = await this.#parts.nodes.hint("eth_estimateGas", [
        { from: this.#relaySender?.account, to, data },
      ]);
      return Math.ceil(Number(estimate) * 1.25);
    } catch (error) {
      if (!(error instanceof ChainAway)) throw error;
      if (this.#alarms.has("node-away")) throw new Refusal("chain-away", { retryAfter: this.#jittered(10) });
      return undefined;
    }
  }

  async #wouldPass(to: Hex, data: Hex, head: Head): Promise<boolean> {
    if (this.#alarms.has("node-away")) throw new ChainAway();
    await this.#parts.nodes.head(); // A node that is away refuses nothing.
    const block = `0x${head.number.toString(16)}`;
    const call = [{ from: this.#relaySender?.account, to, data }, block];
    return this.#parts.nodes.ask("eth_call", call).then(
      () => true,
      (error) => {
        if (error instanceof ChainAway) return false;
        throw error;
      },
    );
  }

  async relay(kind: RelayKind, digest: Hex): Promise<RelayState | undefined> {
    const relay = await this.#parts.store.relay(digest);
    if (!relay || relay.kind !== kind) return undefined;
    return { digest, state: relay.state, ...(relay.block !== null && { block: relay.block }) };
  }

  // How it does.

  /** What makes it not ready; empty when it is. */
  alarms(): Alarm[] {
    this.#alarm("loop-late", this.#nowMs() - this.#tickedMs > LATE_MS);
    return ALARMS.filter((one) => this.#alarms.has(one));
  }

  /** Whether the store takes what is written: asked by `/readyz`. */
  async probe(): Promise<void> {
    await this.#parts.store.probe().then(
      () => this.#alarm("store", false),
      () => this.#alarm("store", true),
    );
  }

  get isLeading(): boolean {
    return this.#isLeading;
  }

  status(): GatewayStatus {
    const { addresses, rules } = this.#parts;
    const head = this.#head ?? { number: 0, time: 0 };
    return {
      format: "clairevoie-gateway/1",
      gateway: this.account,
      chainId: rules.chainId,
      contracts: addresses,
      head: { block: head.number, time: head.time },
      ready: this.alarms().length === 0,
      intervalSeconds: rules.intervalSeconds,
      confirmations: rules.confirmations,
      promiseSeconds: this.promiseSeconds,
      pending: this.#pending.count,
      oldestPendingSeconds: this.#oldestSeconds(),
      roundsPaid: this.#roundsPaid,
      offers: this.#relaySender ? ["batches", "boxes", "relay"] : ["batches", "boxes"],
      boxBytes: [...BOX_BYTES],
    };
  }

  /** Accepts nothing more, and waits for what is being written. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    for (const done of [...this.#waiters]) done();
    while (this.#isCommitting) await new Promise((next) => setImmediate(next));
  }
}

/** An error of nodes: they are silent, refuse or disagree. */
function isOfChain(error: unknown): boolean {
  return error instanceof ChainAway || (error instanceof Refusal && error.code === "chain-away");
}

/** Where a digest stands among the sorted leaves of a tree; -1 where it does not. */
function placeOf({ levels: [leaves = []] }: Tree, digest: Hex): number {
  const wanted = bytesOf(digest);
  let [from, to] = [0, leaves.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const order = Buffer.compare(leaves[middle] as Uint8Array, wanted);
    if (order === 0) return middle;
    if (order < 0) from = middle + 1;
    else to = middle;
  }
  return -1;
}
