import { decodeRlp } from "ethers";
import * as z from "zod";
import type { Hex } from "../../protocol/bytes.js";
import { ChainError } from "../errors.js";
import type { Asks } from "../json-rpc.js";
import type { TrustedHeader } from "./header.js";
import { type ProvenContract, slotHex } from "./layout.js";
import { lookUp, nodesByHash, type TrieNodes } from "./trie.js";

/** Slots in one question: common nodes refuse more than 1024. */
const MOST_SLOTS = 500;

const node = z
  .string()
  .regex(/^0x(?:[0-9a-f]{2})*$/i)
  .transform((hex) => hex.toLowerCase() as Hex);
const answerSchema = z.object({
  accountProof: z.array(node),
  storageProof: z.array(z.object({ proof: z.array(node) })),
});

/** An account's leaf: nonce, balance, root of its storage, hash of its code (Yellow Paper, 4.1). */
const accountSchema = z.tuple([z.string(), z.string(), z.string().length(66), z.string().length(66)]);

/** Reads a slot of a contract; zero where the trie proves that there is none. */
export interface SlotReader {
  /** @param under A slot that leads to it, where that one is harder to guess. */
  (contract: ProvenContract, slot: bigint, under?: bigint): Promise<bigint>;
  /** Says that a slot may soon be read: whoever asks a node asks of it now. */
  readonly ahead?: (contract: ProvenContract, slot: bigint) => void;
}

/** What a slot was proven by: the nodes that were followed, from the root to the last. */
export interface SlotProof {
  readonly value: bigint;
  readonly account: readonly Hex[];
  readonly storage: readonly Hex[];
}

/**
 * Where the storage of a contract begins in a state. @throws {ChainError} when the account is not proven, or has other code.
 */
export function storageRootIn(
  nodes: TrieNodes,
  stateRoot: Hex,
  contract: ProvenContract,
  { address, codeHash }: { readonly address: string; readonly codeHash: string },
): Hex {
  const leaf = lookUp(nodes, stateRoot, address.toLowerCase() as Hex, { part: "account", contract });
  const account = accountSchema.safeParse(leaf === null ? null : decodeRlp(leaf));
  if (!account.success || account.data[3] !== codeHash) {
    throw new ChainError("wrong-chain", "contract-not-proven", { contract });
  }
  return account.data[2] as Hex;
}

/** The word in a slot. @throws {ChainError} when it is not proven. */
export function slotIn(nodes: TrieNodes, root: Hex, contract: ProvenContract, slot: Hex): bigint {
  const value = lookUp(nodes, root, slot, { part: "slot", contract });
  const word = value ? String(decodeRlp(value)) : "0x";
  // Some development nodes keep a leaf for a slot that was read and is zero.
  return word === "0x" ? 0n : BigInt(word);
}

/** The same nodes, and the list of those that are looked up. */
export function followed(nodes: TrieNodes): { readonly nodes: TrieNodes; readonly path: readonly Hex[] } {
  const path: Hex[] = [];
  const get = (hash: Hex) => {
    const node = nodes.get(hash);
    if (node !== undefined) path.push(node);
    return node;
  };
  return { nodes: { get }, path };
}

interface Wanted {
  readonly contract: ProvenContract;
  readonly slot: Hex;
  resolve(proof: SlotProof): void;
  reject(error: unknown): void;
}

/** Which account a contract is, and the hash of its code. */
export type Expected = {
  readonly [C in ProvenContract]?: { readonly address: string; readonly codeHash: string } | undefined;
};

/**
 * The contracts' storage at one trusted block. What is read at the same time is asked for together, once, and believed only
 * as far as the proofs reach; the values that a node states beside its proofs are not looked at.
 */
export class ProvenState {
  readonly #node: Asks;
  readonly #header: () => Promise<TrustedHeader>;
  readonly #expected: Expected;
  readonly #known = new Map<string, Promise<SlotProof>>();
  #wanted: Wanted[] = [];

  constructor(node: Asks, header: () => Promise<TrustedHeader>, expected: Expected) {
    this.#node = node;
    this.#header = header;
    this.#expected = expected;
  }

  /** The word in a slot, and what proves it. */
  read(contract: ProvenContract, at: bigint): Promise<SlotProof> {
    const slot = slotHex(at);
    const name = `${contract}/${slot}`;
    const known = this.#known.get(name) ?? this.#want(contract, slot);
    this.#known.set(name, known);
    return known;
  }

  #want(contract: ProvenContract, slot: Hex): Promise<SlotProof> {
    return new Promise((resolve, reject) => {
      // A turn later, so that all that follows from the last answers is asked in one request.
      if (this.#wanted.length === 0) setTimeout(() => this.#ask(), 0);
      this.#wanted.push({ contract, slot, resolve, reject });
    });
  }

  #ask(): void {
    const wanted = this.#wanted;
    this.#wanted = [];
    for (const contract of new Set(wanted.map((one) => one.contract))) {
      const here = wanted.filter((one) => one.contract === contract);
      for (let from = 0; from < here.length; from += MOST_SLOTS) {
        const some = here.slice(from, from + MOST_SLOTS);
        this.#prove(contract, some).catch((error: unknown) => {
          for (const { reject } of some) reject(error);
        });
      }
    }
  }

  async #prove(contract: ProvenContract, wanted: readonly Wanted[]): Promise<void> {
    const { number, stateRoot } = await this.#header();
    const expected = this.#expected[contract];
    if (!expected) throw new ChainError("wrong-chain", "contract-not-deployed", { contract });
    const slots = wanted.map(({ slot }) => slot);
    const answer = answerSchema.safeParse(
      await this.#node.ask("eth_getProof", [expected.address.toLowerCase(), slots, `0x${number.toString(16)}`]),
    );
    if (!answer.success) {
      throw new ChainError("unreachable", "node-without-proofs");
    }
    const { accountProof, storageProof } = answer.data;
    const account = followed(nodesByHash(accountProof));
    const root = storageRootIn(account.nodes, stateRoot, contract, expected);
    const nodes = nodesByHash(storageProof.flatMap(({ proof }) => proof));
    const proofs = slots.map((slot): SlotProof => {
      const storage = followed(nodes);
      const value = slotIn(storage.nodes, root, contract, slot);
      return { value, account: account.path, storage: storage.path };
    });
    wanted.forEach(({ resolve }, i) => {
      resolve(proofs[i] as SlotProof);
    });
  }
}
