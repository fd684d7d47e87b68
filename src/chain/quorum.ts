import type { BlockTag } from "ethers";
import type { Hex } from "../protocol/index.js";
import { ChainError } from "./errors.js";
import type { Asks } from "./json-rpc.js";
import { type ChainReader, tagged } from "./reader.js";

/** One of several nodes that are asked the same. */
export interface Witness {
  /** How an error names it: no address that may hold a key. */
  readonly name: string;
  readonly node: Asks;
}

/** A block on whose hash nodes agree. */
export interface AgreedBlock {
  readonly number: number;
  /** Unix seconds. */
  readonly timestamp: number;
  readonly hash: Hex;
}

const HASH = /^0x[0-9a-f]{64}$/;

/**
 * Asks several nodes everything, and believes what at least so many of them say. A lie needs that many liars.
 *
 * @example
 * ```ts
 * import { connect, gatherFacts, JsonRpc, QuorumReader } from "clairevoie/chain";
 * import { evidenceOf } from "clairevoie/protocol";
 * const witnesses = [rpc, text].map((url) => ({ name: new URL(url).host, node: new JsonRpc(url) }));
 * const reader = new QuorumReader(witnesses, 2);
 * const view = { ...(await connect({ rpc, deployment })), reader };
 * const facts = await gatherFacts(view, evidenceOf(certificate), "finalized");
 * reader.dissenters; // who said otherwise, or nothing
 * ```
 */
export class QuorumReader implements ChainReader {
  readonly #witnesses: readonly Witness[];
  readonly #atLeast: number;
  readonly #dissenters = new Set<string>();
  readonly #silent = new Set<Witness>();

  /** @param atLeast How many must say the same: at least 1, more than half to be safe. */
  constructor(witnesses: readonly Witness[], atLeast: number) {
    if (!(atLeast >= 1 && atLeast <= witnesses.length)) {
      throw new ChainError("refused", "quorum-impossible", { needed: atLeast, given: witnesses.length });
    }
    this.#witnesses = witnesses;
    this.#atLeast = atLeast;
  }

  /** The nodes that did not answer, or answered otherwise than the others, so far. */
  get dissenters(): readonly string[] {
    return [...this.#dissenters];
  }

  /**
   * The newest block of a tag that enough nodes have, by its hash.
   * @throws {ChainError} naming the nodes, when too few agree.
   */
  async block(tag: BlockTag): Promise<AgreedBlock> {
    const heads = await this.#askAll("eth_getBlockByNumber", [tagged(tag), false], numberOf);
    const numbers = heads.map(({ answer }) => Number(answer)).sort((a, b) => b - a);
    const newest = numbers[this.#atLeast - 1];
    if (newest === undefined) throw this.#disagreement(String(tag));
    // A node that is behind has not this block yet: it is silent, and no dissenter.
    const blocks = await this.#askAll("eth_getBlockByNumber", [tagged(newest), false], blockOf);
    const [hash, timestamp] = this.#agreed(String(newest), blocks).split("/");
    return { number: newest, timestamp: Number(timestamp), hash: hash as Hex };
  }

  async call(to: Hex, data: string, block: number): Promise<string> {
    const answers = await this.#askAll("eth_call", [{ to, data }, tagged(block)], bytesOf);
    return this.#agreed("fact", answers);
  }

  async #askAll(
    method: string,
    params: readonly unknown[],
    read: (answer: unknown) => string | null,
  ): Promise<readonly { readonly name: string; readonly answer: string }[]> {
    const asked = this.#witnesses.filter((witness) => !this.#silent.has(witness));
    const answers = await Promise.all(
      asked.map(async (witness) => {
        const { name, node } = witness;
        try {
          const answer = read(await node.ask(method, params));
          return answer === null ? [] : [{ name, answer }];
        } catch {
          this.#dissenters.add(name);
          this.#silent.add(witness); // Waiting for it once is enough.
          return [];
        }
      }),
    );
    return answers.flat();
  }

  /** What enough of them say. Who says otherwise is remembered. */
  #agreed(on: string, answers: readonly { readonly name: string; readonly answer: string }[]): string {
    const counted = new Map<string, number>();
    for (const { answer } of answers) counted.set(answer, (counted.get(answer) ?? 0) + 1);
    const [most] = [...counted].sort(([, a], [, b]) => b - a);
    const isTie = most !== undefined && [...counted].filter(([, count]) => count === most[1]).length > 1;
    if (!most || most[1] < this.#atLeast || isTie) {
      for (const { name } of answers) if (counted.size > 1) this.#dissenters.add(name);
      throw this.#disagreement(on);
    }
    for (const { name, answer } of answers) if (answer !== most[0]) this.#dissenters.add(name);
    return most[0];
  }

  #disagreement(on: string): ChainError {
    const names = this.#dissenters.size > 0 ? this.dissenters : this.#witnesses.map(({ name }) => name);
    return new ChainError("contradicted", "quorum-not-reached", {
      needed: this.#atLeast,
      given: this.#witnesses.length,
      on,
      nodes: names.join(", "),
    });
  }
}

function fieldOf(block: unknown, field: string, pattern: RegExp): string | null {
  const value = (block as Readonly<Record<string, unknown>> | null)?.[field];
  return typeof value === "string" && pattern.test(value) ? value : null;
}

function numberOf(block: unknown): string | null {
  const number = fieldOf(block, "number", /^0x[0-9a-f]{1,12}$/);
  return number && String(Number(number));
}

function blockOf(block: unknown): string | null {
  const [hash, timestamp] = [fieldOf(block, "hash", HASH), fieldOf(block, "timestamp", /^0x[0-9a-f]{1,12}$/)];
  return hash && timestamp && `${hash}/${Number(timestamp)}`;
}

function bytesOf(answer: unknown): string | null {
  return typeof answer === "string" && /^0x[0-9a-f]*$/i.test(answer) ? answer.toLowerCase() : null;
}
