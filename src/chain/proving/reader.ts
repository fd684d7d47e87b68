import type { Hex } from "../../protocol/index.js";
import type { Deployment } from "../deployment.js";
import type { Asks } from "../json-rpc.js";
import type { ChainReader } from "../reader.js";
import { answerFrom } from "./answers.js";
import { readHeader, type TrustedHeader } from "./header.js";
import type { ProvenContract } from "./layout.js";
import { ProvenState, type SlotProof, type SlotReader } from "./state.js";

/** Is told of each slot that an answer rests on, and what proves it. */
export type ProofWitness = (contract: ProvenContract, slot: bigint, under: bigint, proof: SlotProof) => void;

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
  readonly #read: SlotReader;
  #header: Promise<TrustedHeader> | undefined;

  /**
   * @param node Any node that answers `eth_getProof` at that block.
   * @param deployment Where the contracts are and the hashes of their code, from a source that you trust.
   * @param blockHash A block that you trust: of a light client, of several nodes that agree, of your own node.
   * @param witness Is told of what every answer rests on.
   */
  constructor(node: Asks, deployment: Deployment, blockHash: Hex, witness?: ProofWitness) {
    this.#node = node;
    this.#deployment = deployment;
    this.#blockHash = blockHash.toLowerCase() as Hex;
    const state = new ProvenState(node, () => this.#trusted(), deployment.contracts);
    const read = async (contract: ProvenContract, slot: bigint, under = slot) => {
      const proof = await state.read(contract, slot);
      witness?.(contract, slot, under, proof);
      return proof.value;
    };
    const ahead = (contract: ProvenContract, slot: bigint) => {
      state.read(contract, slot).catch(() => undefined); // Whoever needs it is told.
    };
    this.#read = Object.assign(read, { ahead });
  }

  /** The trusted block, whatever the tag: nothing can be said of another. @throws {ChainError} when it is not that block. */
  async block(): Promise<TrustedHeader> {
    return this.#trusted();
  }

  /** What a contract answers, computed here from its storage. @throws {ChainError} when a proof does not hold. */
  call(to: Hex, data: string): Promise<string> {
    return answerFrom(this.#read, this.#deployment, to, data);
  }

  #trusted(): Promise<TrustedHeader> {
    this.#header ??= this.#node
      .ask("eth_getBlockByHash", [this.#blockHash, false])
      .then((block) => readHeader(block, this.#blockHash));
    return this.#header;
  }
}
