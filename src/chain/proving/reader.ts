import type { Hex } from "../../protocol/index.js";
import { contractsOf, type Deployment } from "../deployment.js";
import { ChainError } from "../errors.js";
import type { Asks } from "../json-rpc.js";
import type { ChainReader } from "../reader.js";
import { readingAbi } from "../reading.js";
import { ANSWERS } from "./answers.js";
import { readHeader, type TrustedHeader } from "./header.js";
import type { ProvenContract } from "./layout.js";
import { ProvenState } from "./state.js";

/**
 * Reads the facts that judging takes from a node that need not be trusted: all are proven, by Merkle-Patricia proofs
 * (`eth_getProof`, EIP-1186), to be in the state of the one block whose hash is trusted. The hash says which chain it is.
 *
 * @example
 * ```ts
 * import { connect, gatherFacts, JsonRpc, ProofReader } from "clairevoie/chain";
 * import { evidenceOf } from "clairevoie/protocol";
 * const reader = new ProofReader(new JsonRpc(rpc), deployment, blockHash);
 * const facts = await gatherFacts({ ...(await connect({ rpc, deployment })), reader }, evidenceOf(certificate));
 * ```
 */
export class ProofReader implements ChainReader {
  readonly #node: Asks;
  readonly #deployment: Deployment;
  readonly #blockHash: Hex;
  readonly #state: ProvenState;
  #header: Promise<TrustedHeader> | undefined;

  /**
   * @param node Any node that answers `eth_getProof` at that block.
   * @param deployment Where the contracts are and the hashes of their code, from a source that you trust.
   * @param blockHash A block that you trust: of a light client, of several nodes that agree, of your own node.
   */
  constructor(node: Asks, deployment: Deployment, blockHash: Hex) {
    this.#node = node;
    this.#deployment = deployment;
    this.#blockHash = blockHash.toLowerCase() as Hex;
    this.#state = new ProvenState(node, () => this.#trusted(), deployment.contracts);
  }

  /** The trusted block, whatever the tag: nothing can be said of another. @throws {ChainError} when it is not that block. */
  async block(): Promise<TrustedHeader> {
    return this.#trusted();
  }

  /** What a contract answers, computed here from its storage. @throws {ChainError} when a proof does not hold. */
  async call(to: Hex, data: string): Promise<string> {
    const asked = readingAbi.parseTransaction({ data });
    const answer = asked && ANSWERS[asked.name];
    if (!answer || this.#nameOf(to) !== answer.contract) {
      throw new ChainError("wrong-chain", "call-not-provable");
    }
    const read = (contract: ProvenContract, slot: bigint) => this.#state.read(contract, slot);
    return readingAbi.encodeFunctionResult(asked.name, await answer.from(read, asked.args));
  }

  #nameOf(address: Hex): string | undefined {
    const contracts = contractsOf(this.#deployment);
    return contracts.find(([, contract]) => contract.address.toLowerCase() === address.toLowerCase())?.[0];
  }

  #trusted(): Promise<TrustedHeader> {
    this.#header ??= this.#node
      .ask("eth_getBlockByHash", [this.#blockHash, false])
      .then((block) => readHeader(block, this.#blockHash));
    return this.#header;
  }
}
