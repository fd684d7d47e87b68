import { Transaction, type Wallet } from "ethers";
import type { Hex } from "../src/protocol/index.js";
import type { Head, Nodes } from "./nodes.js";
import type { Send, Store } from "./store/store.js";

/** What a transaction costs at most, and how long it waits before its fee is raised. */
export interface FeeRules {
  /** Highest fee for a unit of gas, in wei: above, an alarm and no transaction. */
  readonly maxFeePerGas: bigint;
  readonly bumpSeconds: number;
  /** How often the same bytes go to the nodes again. */
  readonly resendSeconds: number;
  /** Blocks from which on what is done is taken for done. */
  readonly confirmations: number;
}

/** What a transaction calls. */
interface Call {
  readonly subject: string;
  readonly to: Hex;
  readonly data: Hex;
  readonly gas: bigint;
}

/** Something that one transaction of an account does, and that the chain tells of. */
export interface Job extends Call {
  isDone(block: number): Promise<boolean>;
}

/**
 * How a job stands. `deep`: done, at the network's depth. `seen`: done at the head. `moved`: the nonce is used up at that depth, and
 * the job is not done. `capped` and `poor`: it waits for fees to fall, or for the balance.
 */
export type Standing = "deep" | "seen" | "sent" | "moved" | "capped" | "poor" | "foreign";

/** Both fees rise by an eighth, rounded up: nodes refuse a replacement that raises either by less than a tenth or so. */
const raised = (fee: bigint): bigint => (fee * 9n + 7n) / 8n;

/** The block at which what is done is deep enough. */
export const deepBlock = ({ number }: Head, confirmations: number): number => Math.max(0, number - confirmations + 1);

interface SenderParts {
  readonly nodes: Nodes;
  readonly store: Store;
  readonly chainId: number;
  readonly rules: FeeRules;
  readonly nowMs: () => number;
  readonly onSent: () => void;
}

/** What a stored transaction calls. */
function calledBy({ subject, raw }: Send): Call {
  const { to, data, gasLimit } = Transaction.from(raw);
  return { subject, to: to as Hex, data: data as Hex, gas: gasLimit };
}

/**
 * Sends transactions of one account, which nobody else uses: one at a time, each stored before it is sent. The nonce is the chain's.
 */
export class Sender {
  readonly account: Hex;
  readonly #wallet: Wallet;
  /** When each subject was last handed to the nodes, and when its fee was last set: of the monotonic clock, milliseconds. */
  readonly #times = new Map<string, { sentAt: number; pricedAt: number }>();
  readonly #with: SenderParts;

  constructor(wallet: Wallet, parts: SenderParts) {
    this.#wallet = wallet;
    this.account = wallet.address.toLowerCase() as Hex;
    this.#with = parts;
  }

  /** Looks how a job stands, and does the next thing for it. @throws {ChainAway} @throws {NotLeader} */
  async drive(term: number, job: Job, head: Head): Promise<Standing> {
    const { nodes, store, chainId, rules } = this.#with;
    const deep = deepBlock(head, rules.confirmations);
    if (await job.isDone(head.number)) return deep === head.number || (await job.isDone(deep)) ? "deep" : "seen";
    const last = await store.lastSend(job.subject);
    if (!last) return this.#begin(term, job, head);
    const [atHead, atDepth] = await Promise.all([
      nodes.nonce(this.account, head.number),
      nodes.nonce(this.account, deep),
    ]);
    // Used up and not done, at one block that more than half know: another transaction took the nonce, or ours failed.
    if (atDepth > last.nonce) {
      if (await job.isDone(deep)) return "deep";
      await nodes.requireChain(chainId);
      return "moved";
    }
    if (atHead > last.nonce) return "sent";
    if (atHead < last.nonce) return this.#fill(term, atHead, head);
    return this.#press(term, job, last, head);
  }

  /** Hands a transaction to the nodes again, or one with higher fees in its place. */
  async #press(term: number, job: Call, last: Send, head: Head): Promise<Standing> {
    const { rules, nowMs } = this.#with;
    const now = nowMs();
    const times = this.#times.get(job.subject);
    if (!times) return this.#send(last, now, now); // After a restart: the same bytes.
    if (now - times.pricedAt >= rules.bumpSeconds * 1000) return this.#bump(term, job, last, head);
    if (now - times.sentAt >= rules.resendSeconds * 1000) return this.#send(last, now, times.pricedAt);
    return "sent";
  }

  /** What holds the next nonce goes out again: a deep reorganisation may have taken back several, and lost them. */
  async #fill(term: number, nonce: number, head: Head): Promise<Standing> {
    const due = await this.#with.store.sendAt(this.account, nonce);
    return due ? this.#press(term, calledBy(due), due, head) : "sent";
  }

  async #begin(term: number, job: Job, head: Head): Promise<Standing> {
    const { nodes, store, chainId, rules } = this.#with;
    await nodes.requireChain(chainId);
    const nonce = await nodes.nonce(this.account, head.number);
    // The chain's nonce is the one that is used. What was signed before only tells whether somebody else signs, or a node lags.
    const last = await store.lastSendOf(this.account);
    if (last && nonce > last.nonce + 1) {
      const atDepth = await nodes.nonce(this.account, deepBlock(head, rules.confirmations));
      if (atDepth <= last.nonce + 1) return "sent";
      await nodes.requireChain(chainId);
      return "foreign";
    }
    // Somebody else did the job before, and our transaction is not mined yet: it goes first.
    if (last && nonce <= last.nonce) return this.#fill(term, nonce, head);
    const { base, tip } = await nodes.fees();
    return this.#sign(term, job, head, { nonce, maxFee: 2n * base + tip, needed: base + tip, tip });
  }

  async #bump(term: number, job: Call, last: Send, head: Head): Promise<Standing> {
    const { base, tip } = await this.#with.nodes.fees();
    const larger = (a: bigint, b: bigint) => (a > b ? a : b);
    const maxFee = larger(raised(last.maxFee), 2n * base + tip);
    const raisedTip = larger(raised(last.tip), tip);
    const now = this.#with.nowMs();
    if (maxFee > this.#with.rules.maxFeePerGas) {
      // At the cap: what was sent stays in force, and goes out again as it is.
      await this.#send(last, now, this.#times.get(job.subject)?.pricedAt ?? now);
      return "capped";
    }
    return this.#sign(term, job, head, { nonce: last.nonce, maxFee, needed: maxFee, tip: raisedTip });
  }

  async #sign(
    term: number,
    job: Call,
    head: Head,
    fees: { nonce: number; maxFee: bigint; needed: bigint; tip: bigint },
  ): Promise<Standing> {
    const { nodes, store, chainId, rules, nowMs } = this.#with;
    if (fees.needed > rules.maxFeePerGas) return "capped";
    const maxFee = fees.maxFee > rules.maxFeePerGas ? rules.maxFeePerGas : fees.maxFee;
    const tip = fees.tip > maxFee ? maxFee : fees.tip;
    if ((await nodes.balance(this.account, head.number)) < job.gas * maxFee) return "poor";
    await nodes.requireChain(chainId);
    const raw = (await this.#wallet.signTransaction({
      type: 2,
      chainId,
      nonce: fees.nonce,
      to: job.to,
      data: job.data,
      gasLimit: job.gas,
      maxFeePerGas: maxFee,
      maxPriorityFeePerGas: tip,
    })) as Hex;
    const send: Send = { subject: job.subject, account: this.account, nonce: fees.nonce, raw, maxFee, tip };
    await store.saveSend(term, send);
    return this.#send(send, nowMs(), nowMs());
  }

  async #send(send: Send, sentAt: number, pricedAt: number): Promise<Standing> {
    this.#with.onSent();
    // Whatever the nodes say, the contract is asked next: "nonce too low" may mean done, and a refusal may be of one node.
    await this.#with.nodes.send(send.raw);
    this.#times.set(send.subject, { sentAt, pricedAt });
    return "sent";
  }

  /** Lets go of what was remembered of a job that is over. */
  forget(subject: string): void {
    this.#times.delete(subject);
  }
}
