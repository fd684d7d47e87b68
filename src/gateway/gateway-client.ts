import { batchDigest, recoverSigner } from "../protocol/batches.js";
import type { Domain, Hex } from "../protocol/index.js";
import { makeTree, rootOf } from "../protocol/tree.js";
import {
  ask,
  CannotTell,
  type GatewayAddress,
  GatewayRefusal,
  originOf,
  readGatewayStatus,
  SMALL_ANSWER,
} from "./asking.js";
import {
  type AnchorSeen,
  anchorSchema,
  type BatchPost,
  type BatchState,
  batchStateSchema,
  type GatewayStatus,
  PROBLEMS,
  promiseDigest,
  type RelayState,
  relayStateSchema,
  roundSchema,
  type StockUsesPost,
  type WithdrawalPost,
} from "./wire.js";

/** A round of the most batches. */
const LARGEST_ROUND = 4_000_000;
/** What a gateway says where the key, or its party, may not state. */
const OF_KEY: readonly string[] = ["unknown-key", "key-not-valid", "party-suspended"];

/** What is relayed: as the address names it. */
export type Relayed = "withdrawals" | "stock-uses";

/**
 * A gateway of a chain: posts what a party signed, and believes nothing that does not verify. A promise must be signed by the
 * gateway's account, and a path must lead from the batch to the root. Whether the root is anchored is for a second source to say
 * (`advance`).
 *
 * @example
 * ```ts
 * import { Gateway } from "clairevoie/gateway";
 * const gateway = await Gateway.open({ url: "https://gateway.example" }, chain);
 * const { promise, state } = await gateway.post({ batch: sealed.batch, signature: sealed.signature });
 * ```
 */
export class Gateway {
  readonly origin: string;
  readonly status: GatewayStatus;
  readonly #address: GatewayAddress;
  readonly #domain: Domain;

  private constructor(address: GatewayAddress, status: GatewayStatus, domain: Domain) {
    this.#address = address;
    this.origin = originOf(address);
    this.status = status;
    this.#domain = domain;
  }

  /**
   * Asks a gateway what it is.
   * @param chain The chain, and the party registry on it, that are meant.
   * @throws {CannotTell} when it does not answer, is no gateway, or is of another chain.
   */
  static async open(
    address: GatewayAddress,
    { chainId, partyRegistry }: { readonly chainId: number; readonly partyRegistry: Hex },
  ): Promise<Gateway> {
    const status = await readGatewayStatus(address);
    if (status.chainId !== chainId || status.contracts.partyRegistry !== partyRegistry) {
      throw new CannotTell("gateway-wrong-chain", { origin: originOf(address) });
    }
    return new Gateway(address, status, { chainId, verifyingContract: partyRegistry });
  }

  /**
   * Posts a batch. Posted again, it is the same batch.
   * @returns How far it is, with the signed promise.
   * @throws {CannotTell} when the gateway does not answer, refuses, or gives what does not verify.
   */
  async post(post: BatchPost): Promise<BatchState> {
    const { batch, signature } = post;
    try {
      const state = await ask(this.#address, "/v1/batches", { batch, signature }, batchStateSchema, SMALL_ANSWER);
      return await this.#checked(batchDigest(this.#domain, batch), state);
    } catch (error) {
      throw this.#refusal(error);
    }
  }

  /**
   * How far a batch is; undefined when the gateway does not know it.
   * @throws {CannotTell} as `post` does.
   */
  async batch(digest: Hex): Promise<BatchState | undefined> {
    const state = await this.#orNothing(`/v1/batches/${digest}`, batchStateSchema);
    return state && this.#checked(digest, state);
  }

  /**
   * What this gateway sees on chain of any root.
   * @throws {CannotTell} when it does not answer, or cannot see the chain.
   */
  async anchor(root: Hex): Promise<AnchorSeen> {
    const seen = await ask(this.#address, `/v1/anchors/${root}`, undefined, anchorSchema, SMALL_ANSWER);
    if (seen.root !== root) throw new CannotTell("gateway-garbled", { origin: this.origin });
    return seen;
  }

  /**
   * Posts a withdrawal or stock uses, as the party signed them, to be sent on.
   * @throws {CannotTell} when the gateway does not answer or refuses.
   */
  async relay(post: WithdrawalPost | StockUsesPost): Promise<RelayState> {
    const what: Relayed = "statement" in post ? "withdrawals" : "stock-uses";
    try {
      return await ask(this.#address, `/v1/${what}`, post, relayStateSchema, SMALL_ANSWER);
    } catch (error) {
      throw this.#refusal(error);
    }
  }

  /**
   * How far a withdrawal or stock uses are; undefined when the gateway does not know them.
   * @throws {CannotTell} when it does not answer.
   */
  relayed(what: Relayed, digest: Hex): Promise<RelayState | undefined> {
    return this.#orNothing(`/v1/${what}/${digest}`, relayStateSchema);
  }

  async #orNothing<T>(path: string, schema: Parameters<typeof ask<T>>[3]): Promise<T | undefined> {
    try {
      return await ask(this.#address, path, undefined, schema, SMALL_ANSWER);
    } catch (error) {
      if (error instanceof GatewayRefusal && error.refused.code === "not-found") return undefined;
      throw error;
    }
  }

  async #checked(digest: Hex, state: BatchState): Promise<BatchState> {
    const { origin } = this;
    if (state.digest !== digest) throw new CannotTell("gateway-garbled", { origin });
    const { anchorBy, signature } = state.promise;
    const promised = promiseDigest(this.#domain, { digest, anchorBy });
    if (recoverSigner(promised, signature) !== this.status.gateway)
      throw new CannotTell("gateway-unsigned", { origin });
    if (state.state !== "received" && rootOf(digest, state.anchorProof) !== state.root) {
      const isOther = await this.#isOtherRound(digest, state.root);
      throw new CannotTell(isOther ? "gateway-other-round" : "gateway-wrong-path", { origin });
    }
    return state;
  }

  /** Whether a root is that of a round without a batch. */
  async #isOtherRound(digest: Hex, root: Hex): Promise<boolean> {
    try {
      const { digests } = await ask(this.#address, `/v1/rounds/${root}`, undefined, roundSchema, LARGEST_ROUND);
      return !digests.includes(digest) && makeTree(digests).root === root;
    } catch (error) {
      if (error instanceof CannotTell) return false;
      throw error;
    }
  }

  /** Why a gateway refuses what was posted, so that a person knows what to do. */
  #refusal(error: unknown): unknown {
    if (!(error instanceof GatewayRefusal)) return error;
    const { origin } = this;
    const { code, retryAfter = 0 } = error.refused;
    if (code === "issued-ahead") return new CannotTell("gateway-clock", { origin });
    if (OF_KEY.includes(code)) return new CannotTell("gateway-unknown-key", { origin, problem: code });
    if (PROBLEMS[code] === 429) return new CannotTell("gateway-quota", { origin, seconds: retryAfter });
    if (PROBLEMS[code] === 422) return new CannotTell("gateway-refuses-for-ever", { origin, problem: code });
    if (PROBLEMS[code] === 503) return new CannotTell("gateway-limit", { origin, problem: code, seconds: retryAfter });
    return error;
  }
}
