import type { BlockTag, Provider } from "ethers";
import type { Hex } from "../protocol/index.js";
import { JsonRpc, type RpcOptions } from "./json-rpc.js";
import { garbled } from "./transport.js";

/** What judging takes of a chain: one block, and calls at it. */
export interface ChainReader {
  /** The block of a tag, or null when the node has none. */
  block(tag: BlockTag): Promise<{ readonly number: number; readonly timestamp: number } | null>;
  /** What a contract answers at a block; `0x` where there is no contract. */
  call(to: Hex, data: string, block: number): Promise<string>;
}

/**
 * Reads through an ethers provider.
 * @internal
 */
export function readerOf(provider: Provider): ChainReader {
  return {
    block: (tag) => provider.getBlock(tag),
    call: (to, data, blockTag) => provider.call({ to, data, blockTag }),
  };
}

/**
 * A block's tag as JSON-RPC has it.
 * @internal
 */
export function tagged(tag: BlockTag): string {
  return typeof tag === "number" || typeof tag === "bigint" ? `0x${tag.toString(16)}` : tag;
}

/**
 * Reads from a JSON-RPC node with `fetch` alone, so that a browser need not load a provider to verify. What is asked at the
 * same time goes in one request.
 *
 * @example
 * ```ts
 * import { RpcReader } from "clairevoie/chain";
 * const chainId = await new RpcReader(rpc).chainId();
 * ```
 */
export class RpcReader implements ChainReader {
  readonly #node: JsonRpc;

  constructor(url: string, options: RpcOptions = {}) {
    this.#node = new JsonRpc(url, options);
  }

  /** The chain that the node is on. */
  async chainId(): Promise<number> {
    return Number(await this.#node.ask("eth_chainId", []));
  }

  async block(tag: BlockTag): Promise<{ readonly number: number; readonly timestamp: number } | null> {
    const block = (await this.#node.ask("eth_getBlockByNumber", [tagged(tag), false])) as {
      readonly number: string;
      readonly timestamp: string;
    } | null;
    return block && { number: Number(block.number), timestamp: Number(block.timestamp) };
  }

  async call(to: Hex, data: string, block: number): Promise<string> {
    const answer = await this.#node.ask("eth_call", [{ to, data }, tagged(block)]);
    if (typeof answer !== "string" || !/^0x[0-9a-f]*$/i.test(answer)) throw garbled();
    return answer;
  }
}
