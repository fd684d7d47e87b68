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

const hex = (value: number) => `0x${value.toString(16)}`;

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

  /** What any node answers first, for what is no ground for a decision: fees, gas. @throws {ChainAway} */
  async hint(method: string, params: readonly unknown[]): Promise<unknown> {
    return Promise.any(this.#nodes.map((node) => node.ask(method, params))).catch(() => {
      throw new ChainAway();
    });
  }

  async chainId(): Promise<number> {
    return Number(await this.ask("eth_chainId", []));
  }

  /** The newest block that more than half have. @throws {ChainAway} */
  async head(): Promise<Head> {
    const answers = await Promise.allSettled(this.#nodes.map((node) => node.ask("eth_blockNumber", [])));
    const numbers = answers
      .flatMap((one) => (one.status === "fulfilled" ? [Number(one.value)] : []))
      .filter(Number.isSafeInteger)
      .sort((a, b) => b - a);
    const number = numbers[this.#quorum - 1];
    if (number === undefined) throw new ChainAway();
    const answered = await Promise.allSettled(
      this.#nodes.map((node) => node.ask("eth_getBlockByNumber", [hex(number), false])),
    );
    // Blocks are compared by hash: what else a node says of one differs from kind to kind.
    const blocks = answered.flatMap((one) =>
      one.status === "fulfilled" && one.value ? [one.value as { hash: string; timestamp: string }] : [],
    );
    const agreed = blocks.find(({ hash }) => blocks.filter((one) => one.hash === hash).length >= this.#quorum);
    const time = Number(agreed?.timestamp);
    if (!Number.isSafeInteger(time)) throw new ChainAway();
    return { number, time };
  }

  async call(to: Hex, data: string, block: number): Promise<string> {
    const answer = await this.ask("eth_call", [{ to, data }, hex(block)]);
    if (typeof answer !== "string" || !/^0x(?:[0-9a-f]{2})+$/i.test(answer)) throw new ChainAway();
    return answer;
  }

  async nonce(account: Hex, block: number): Promise<number> {
    return Number(await this.ask("eth_getTransactionCount", [account, hex(block)]));
  }

  async balance(account: Hex, block: number): Promise<bigint> {
    return BigInt((await this.ask("eth_getBalance", [account, hex(block)])) as string);
  }

  /** The base fee of the next block, about, and the tip that is asked for. */
  async fees(): Promise<{ readonly base: bigint; readonly tip: bigint }> {
    const [block, tip] = await Promise.all([
      this.hint("eth_getBlockByNumber", ["latest", false]),
      this.hint("eth_maxPriorityFeePerGas", []).catch(() => "0x3b9aca00"),
    ]);
    const base = BigInt((block as { baseFeePerGas?: string } | null)?.baseFeePerGas ?? "0x0");
    return { base, tip: BigInt(tip as string) };
  }

  /** Hands a signed transaction to every node. */
  async send(raw: Hex): Promise<Sent> {
    const answers = await Promise.allSettled(this.#nodes.map((node) => node.ask("eth_sendRawTransaction", [raw])));
    const outcomes = answers.map((one) => (one.status === "fulfilled" ? "taken" : sentAs(one.reason)));
    return (["taken", "underpriced", "nonce-too-low"] as const).find((one) => outcomes.includes(one)) ?? "refused";
  }
}
