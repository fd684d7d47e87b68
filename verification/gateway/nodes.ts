import type { Asks } from "../../src/chain/index.js";
import type { Chance } from "../../testing/chance.js";
import type { ScriptedChain } from "../../testing/scripted-chain.js";

/** How a node is. The first group only tells less than it knows; `lies` may say anything, so more than half of the nodes must be honest. */
export const HONEST_FAULTS = ["away", "lags", "repeats", "refuses", "drops", "forgets", "other-chain"] as const;
export const FAULTS = [...HONEST_FAULTS, "lies"] as const;
export type Fault = (typeof FAULTS)[number];

const hex = (value: number) => `0x${value.toString(16)}`;

/** A node of a chain whose faults the simulation chooses. */
export class FaultyNode implements Asks {
  fault: Fault | undefined;
  /** Blocks that it is behind. */
  lag = 0;
  readonly #chain: ScriptedChain;
  readonly #honest: Asks;
  readonly #chance: Chance;
  readonly #answers = new Map<string, unknown>();

  constructor(chain: ScriptedChain, chance: Chance) {
    this.#chain = chain;
    this.#honest = chain.node();
    this.#chance = chance;
  }

  async ask(method: string, params: readonly unknown[]): Promise<unknown> {
    switch (this.fault) {
      case "away":
        throw new Error("connection refused");
      case "refuses":
        if (method === "eth_sendRawTransaction") throw new Error("internal error");
        return this.#honest.ask(method, params);
      case "drops":
        // It takes the transaction, says so, and nobody ever sees it.
        return method === "eth_sendRawTransaction" ? `0x${"0d".repeat(32)}` : this.#honest.ask(method, params);
      case "forgets":
        if (method === "eth_sendRawTransaction") {
          await this.#honest.ask(method, params).catch(() => undefined);
          throw new Error("the connection is cut"); // Taken, and the answer is lost.
        }
        return this.#honest.ask(method, params);
      case "lags":
        return this.#asOf(Math.max(0, this.#chain.head.number - this.lag), method, params);
      case "repeats":
        return this.#repeated(method, params);
      case "other-chain":
        return this.#ofOtherChain(method, params);
      case "lies":
        return this.#lie(method, params);
      default:
        return this.#honest.ask(method, params);
    }
  }

  #asOf(number: number, method: string, params: readonly unknown[]): Promise<unknown> {
    const asked = method === "eth_call" || /^eth_get(?:TransactionCount|Balance)$/.test(method) ? params[1] : params[0];
    if (method === "eth_blockNumber") return Promise.resolve(hex(number));
    if (method === "eth_getBlockByNumber") {
      if (asked === "latest") return this.#honest.ask(method, [hex(number), false]);
      if (Number(asked) > number) return Promise.resolve(null);
    } else if (method !== "eth_sendRawTransaction" && Number(asked) > number) {
      return Promise.reject(new Error("header not found"));
    }
    return this.#honest.ask(method, params);
  }

  /** What it answered first to the same question, as a proxy with a cache does. */
  async #repeated(method: string, params: readonly unknown[]): Promise<unknown> {
    const question = JSON.stringify([method, params]);
    if (!this.#answers.has(question)) this.#answers.set(question, await this.#honest.ask(method, params));
    return this.#answers.get(question);
  }

  /** A chain on which the account has done much, and none of what this gateway did. */
  async #ofOtherChain(method: string, params: readonly unknown[]): Promise<unknown> {
    switch (method) {
      case "eth_chainId":
        return "0x1";
      case "eth_blockNumber":
        return hex(21_000_000);
      case "eth_getBlockByNumber":
        return { number: hex(21_000_000), hash: `0x${"0c".repeat(32)}`, timestamp: hex(this.#chain.head.time + 5) };
      case "eth_getTransactionCount":
        return hex(57);
      case "eth_call":
        return `0x${"00".repeat(128)}`;
      case "eth_sendRawTransaction":
        throw new Error("invalid chain id for signer");
      default:
        return this.#honest.ask(method, params);
    }
  }

  async #lie(method: string, params: readonly unknown[]): Promise<unknown> {
    const honest = () => this.#honest.ask(method, params);
    const { chance } = { chance: this.#chance };
    if (method === "eth_sendRawTransaction") return `0x${"0d".repeat(32)}`;
    switch (chance.whole(0, 5)) {
      case 0:
        return honest();
      case 1:
        throw new Error("nonce too low");
      case 2:
        return chance.pick([null, "", "0x", {}, [], 7, true, "zz", `0x${"ff".repeat(32)}`]);
      case 3:
        return `0x${chance.whole(0, 2 ** 31).toString(16)}`;
      case 4:
        return `0x${"00".repeat(31)}${chance.pick(["00", "01", "ff"])}`;
      default: {
        // The block that all know, with one thing changed.
        const block = await honest();
        if (method !== "eth_getBlockByNumber" || block === null) return block;
        return { ...(block as object), timestamp: hex(4_000_000_000), baseFeePerGas: hex(10 ** 15) };
      }
    }
  }
}
