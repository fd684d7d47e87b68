import type { Asks } from "../src/chain/index.js";
import type { Hex } from "../src/protocol/index.js";

export interface Head {
  readonly number: number;
  /** Unix seconds. */
  readonly time: number;
}

/** Too few nodes answer, or they do not agree. */
export class ChainAway extends Error {
  constructor() {
    super("too few nodes answer, or they disagree");
  }
}

/** What became of a transaction that was handed to the nodes. Nothing of it is proof: the contract alone says what was done. */
export type Sent = "taken" | "nonce-too-low" | "underpriced" | "refused";

/** The tip where no node names one. */
const GWEI = 1_000_000_000n;
const hex = (value: number) => `0x${value.toString(16)}`;

/** A number as nodes write it; undefined for anything else. */
function quantity(answer: unknown): bigint | undefined {
  return typeof answer === "string" && /^0x[0-9a-f]{1,64}$/i.test(answer) ? BigInt(answer) : undefined;
}

/** A number that is counted with. @throws {ChainAway} */
function counted(answer: unknown): number {
  const number = Number(quantity(answer));
  if (!Number.isSafeInteger(number)) throw new ChainAway();
  return number;
}

/** The middle one: where more than half of the nodes are honest, no liar chooses it. @throws {ChainAway} */
function median(values: readonly bigint[]): bigint {
  const middle = [...values].sort((a, b) => (a < b ? -1 : 1))[values.length >> 1];
  if (middle === undefined) throw new ChainAway();
  return middle;
}

/** What a node says of a transaction, in the words of geth, Nethermind, Erigon, Besu, Reth and anvil. */
function sentAs(error: unknown): Sent {
  const said = error instanceof Error ? error.message.toLowerCase() : "";
  if (/already known|known transaction|already imported|alreadyknown|already in mempool/.test(said)) return "taken";
  if (/nonce too low|nonce is too low|nonce has already been used|oldnonce/.test(said)) return "nonce-too-low";
  return /underpriced|fee too low|max fee per gas less/.test(said) ? "underpriced" : "refused";
}

/** One or several nodes of a chain, of which more than half must say the same. */
export class Nodes {
  readonly #nodes: readonly Asks[];
  readonly #quorum: number;

  constructor(nodes: readonly Asks[]) {
    this.#nodes = nodes;
    this.#quorum = Math.floor(nodes.length / 2) + 1;
  }

  /** What more than half answer. @throws {ChainAway} */
  async ask(method: string, params: readonly unknown[]): Promise<unknown> {
    const answers = await Promise.allSettled(this.#nodes.map((node) => node.ask(method, params)));
    const counts = new Map<string, number>();
    for (const answer of answers) {
      if (answer.status === "rejected" || answer.value === null) continue;
      const text = JSON.stringify(answer.value);
      counts.set(text, (counts.get(text) ?? 0) + 1);
      if (counts.get(text) === this.#quorum) return answer.value;
    }
    throw new ChainAway();
  }

  /** What any node answers first, for what is no ground for a decision: gas. @throws {ChainAway} */
  async hint(method: string, params: readonly unknown[]): Promise<unknown> {
    return Promise.any(this.#nodes.map((node) => node.ask(method, params))).catch(() => {
      throw new ChainAway();
    });
  }

  async chainId(): Promise<number> {
    return counted(await this.ask("eth_chainId", []));
  }

  /**
   * A node that changed to another chain knows other nonces and no root: nothing is signed, given up or taken back for what it says.
   * @throws {ChainAway}
   */
  async requireChain(chainId: number): Promise<void> {
    if ((await this.chainId()) !== chainId) throw new ChainAway();
  }

  /** The newest block that more than half have. @throws {ChainAway} */
  async head(): Promise<Head> {
    const answers = await Promise.allSettled(this.#nodes.map((node) => node.ask("eth_blockNumber", [])));
    const numbers = answers
      .flatMap((one) => (one.status === "fulfilled" ? [Number(quantity(one.value))] : []))
      .filter(Number.isSafeInteger)
      .sort((a, b) => b - a);
    const number = numbers[this.#quorum - 1];
    if (number === undefined) throw new ChainAway();
    const answered = await Promise.allSettled(
      this.#nodes.map((node) => node.ask("eth_getBlockByNumber", [hex(number), false])),
    );
    // Blocks are compared by hash and time: what else a node says of one differs from kind to kind.
    const blocks = answered.flatMap((one) => {
      const { hash, timestamp } = ((one.status === "fulfilled" && one.value) || {}) as Record<string, unknown>;
      const time = Number(quantity(timestamp));
      return typeof hash === "string" && Number.isSafeInteger(time) ? [{ name: `${hash}/${time}`, time }] : [];
    });
    const agreed = blocks.find(({ name }) => blocks.filter((one) => one.name === name).length >= this.#quorum);
    if (!agreed) throw new ChainAway();
    return { number, time: agreed.time };
  }

  async call(to: Hex, data: string, block: number): Promise<string> {
    const answer = await this.ask("eth_call", [{ to, data }, hex(block)]);
    if (typeof answer !== "string" || !/^0x(?:[0-9a-f]{2})+$/i.test(answer)) throw new ChainAway();
    return answer;
  }

  async nonce(account: Hex, block: number): Promise<number> {
    return counted(await this.ask("eth_getTransactionCount", [account, hex(block)]));
  }

  async balance(account: Hex, block: number): Promise<bigint> {
    const balance = quantity(await this.ask("eth_getBalance", [account, hex(block)]));
    if (balance === undefined) throw new ChainAway();
    return balance;
  }

  /** The base fee of the next block, about, and the tip that is asked for: of several nodes the middle ones. @throws {ChainAway} */
  async fees(): Promise<{ readonly base: bigint; readonly tip: bigint }> {
    const all = (method: string, params: readonly unknown[]) =>
      Promise.all(this.#nodes.map((node) => node.ask(method, params).catch(() => undefined)));
    const [blocks, tips] = await Promise.all([
      all("eth_getBlockByNumber", ["latest", false]),
      all("eth_maxPriorityFeePerGas", []),
    ]);
    const bases = blocks.flatMap((block) => {
      const { baseFeePerGas } = (block ?? {}) as Record<string, unknown>;
      return block ? [quantity(baseFeePerGas ?? "0x0") ?? []].flat() : [];
    });
    const asked = tips.flatMap((tip) => quantity(tip) ?? []);
    return { base: median(bases), tip: asked.length > 0 ? median(asked) : GWEI };
  }

  /** Hands a signed transaction to every node. */
  async send(raw: Hex): Promise<Sent> {
    const answers = await Promise.allSettled(this.#nodes.map((node) => node.ask("eth_sendRawTransaction", [raw])));
    const outcomes = answers.map((one) => (one.status === "fulfilled" ? "taken" : sentAs(one.reason)));
    return (["taken", "underpriced", "nonce-too-low"] as const).find((one) => outcomes.includes(one)) ?? "refused";
  }
}
