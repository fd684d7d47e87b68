import { type JsonRpcPayload, JsonRpcProvider, type JsonRpcResult } from "ethers";
import { Transport } from "./transport.js";

const MOST_AT_ONCE = 100;

/**
 * A provider of ethers whose node is asked as all nodes are: what it limits is stood. The chain is not asked for again, and no
 * answer is kept: whether a transaction is mined is asked again and again.
 * @internal
 */
export class NodeProvider extends JsonRpcProvider {
  readonly #transport: Transport;

  /** @param timeoutMs Within which the node must answer. */
  constructor(url: string, chainId: number, timeoutMs = 20_000) {
    super(url, chainId, { staticNetwork: true, cacheTimeout: -1, batchMaxCount: MOST_AT_ONCE });
    this.#transport = new Transport(url, timeoutMs, MOST_AT_ONCE);
  }

  override async _send(payload: JsonRpcPayload | JsonRpcPayload[]): Promise<JsonRpcResult[]> {
    const answers = await this.#transport.post(Array.isArray(payload) ? payload : [payload]);
    // Ethers looks itself whether one is an error.
    return answers as unknown as JsonRpcResult[];
  }
}
