import type { Asks } from "../src/chain/index.js";

/** A proof as `eth_getProof` gives it. */
interface Proof {
  readonly accountProof: readonly string[];
  readonly storageProof: readonly { readonly key: string; readonly value: string; readonly proof: readonly string[] }[];
}

/** What a lie is told about. */
interface Told {
  readonly node: Asks;
  readonly method: string;
  readonly params: readonly unknown[];
  readonly answer: unknown;
  /** The number of the trusted block. */
  readonly trusted: number;
}

/** A way to answer otherwise than the truth. Undefined: this answer cannot be falsified so. */
export interface Lie {
  readonly tell: (told: Told) => Promise<unknown> | undefined;
  /** Whether some answer of this kind must be refused; else the lie is about what nobody believes. */
  readonly isFound: boolean;
}

const flipped = (hex: string) => `${hex.slice(0, -1)}${hex.endsWith("0") ? "1" : "0"}`;
const isProof = ({ method }: Told) => method === "eth_getProof";
const isHeader = ({ method }: Told) => method === "eth_getBlockByHash";

/** A lie about proofs. */
function ofProof(change: (proof: Proof, told: Told) => unknown, isFound = true): Lie {
  return {
    tell: (told) => (isProof(told) ? Promise.resolve(change(told.answer as Proof, told)) : undefined),
    isFound,
  };
}

/** A lie about the header. */
function ofHeader(change: (header: Record<string, string>, told: Told) => unknown): Lie {
  return {
    tell: (told) => (isHeader(told) ? Promise.resolve(change(told.answer as Record<string, string>, told)) : undefined),
    isFound: true,
  };
}

const STORAGE_ROOT_OF_NOTHING = "0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421";

/** The header, with one field that a liar would change. */
const HEADER_FIELDS = ["stateRoot", "number", "timestamp", "parentHash", "extraData", "requestsHash"] as const;

/** Every way to lie that was thought of, by what it would make believe. */
export const LIES: Readonly<Record<string, Lie>> = {
  "values other than the proofs'": ofProof(
    (proof) => ({ ...proof, storageProof: proof.storageProof.map((one) => ({ ...one, value: "0x1234" })) }),
    false,
  ),
  "storage proofs in another order": ofProof(
    (proof) => ({ ...proof, storageProof: [...proof.storageProof].reverse() }),
    false,
  ),
  "one bit of a leaf": ofProof((proof) => ({
    ...proof,
    storageProof: proof.storageProof.map((one) => ({
      ...one,
      proof: one.proof.map((node, i) => (i === one.proof.length - 1 ? flipped(node) : node)),
    })),
  })),
  "one bit of the account": ofProof((proof) => ({
    ...proof,
    accountProof: proof.accountProof.map((node, i) => (i === proof.accountProof.length - 1 ? flipped(node) : node)),
  })),
  "nothing where there is something: no storage proof": ofProof((proof) => ({ ...proof, storageProof: [] })),
  "nothing where there is something: empty proofs": ofProof((proof) => ({
    ...proof,
    storageProof: proof.storageProof.map((one) => ({ ...one, value: "0x0", proof: [] })),
  })),
  "nothing where there is something: the proof that another slot is empty": ofProof((proof) => {
    const absent = proof.storageProof.filter(({ value }) => BigInt(value) === 0n);
    return { ...proof, storageProof: proof.storageProof.map((_, i) => absent[i % absent.length] ?? { proof: [] }) };
  }),
  "storage that is empty": ofProof((proof) => ({
    ...proof,
    storageHash: STORAGE_ROOT_OF_NOTHING,
    storageProof: proof.storageProof.map((one) => ({ ...one, value: "0x0", proof: ["0x80"] })),
  })),
  "an account that is not there": ofProof((proof) => ({ ...proof, accountProof: [], storageProof: [] })),
  "an account proof cut short": ofProof((proof) => ({ ...proof, accountProof: proof.accountProof.slice(0, -1) })),
  "storage proofs cut short": ofProof((proof) => ({
    ...proof,
    storageProof: proof.storageProof.map((one) => ({ ...one, proof: one.proof.slice(0, -1) })),
  })),
  "nodes that are not RLP": ofProof((proof) => ({
    ...proof,
    storageProof: proof.storageProof.map((one) => ({ ...one, proof: one.proof.map(() => "0xf8ff00") })),
  })),
  "another account": {
    tell: ({ node, method, params }) =>
      method === "eth_getProof" ? node.ask(method, [`0x${"22".repeat(20)}`, ...params.slice(1)]) : undefined,
    isFound: true,
  },
  "other slots": {
    tell: ({ node, method, params: [address, slots, block] }) =>
      method === "eth_getProof"
        ? node.ask(method, [address, (slots as string[]).map((slot) => flipped(slot)), block])
        : undefined,
    isFound: true,
  },
  "the state of an earlier block": {
    tell: ({ node, method, params: [address, slots], trusted }) =>
      method === "eth_getProof" ? node.ask(method, [address, slots, `0x${(trusted - 1).toString(16)}`]) : undefined,
    isFound: true,
  },
  "the state before anything was stated": {
    tell: ({ node, method, params: [address, slots] }) =>
      method === "eth_getProof" ? node.ask(method, [address, slots, "0x9"]) : undefined,
    isFound: true,
  },
  "an earlier block": {
    tell: ({ node, method, trusted }) =>
      method === "eth_getBlockByHash"
        ? node.ask("eth_getBlockByNumber", [`0x${(trusted - 1).toString(16)}`, false])
        : undefined,
    isFound: true,
  },
  "an earlier block under the trusted hash": {
    tell: ({ node, method, params, trusted }) =>
      method === "eth_getBlockByHash"
        ? node
            .ask("eth_getBlockByNumber", [`0x${(trusted - 1).toString(16)}`, false])
            .then((block) => ({ ...(block as object), hash: params[0] }))
        : undefined,
    isFound: true,
  },
  "no such block": ofHeader(() => null),
  "a header without its last fields": ofHeader(({ parentBeaconBlockRoot: _, ...header }) => header),
  "a header without its root": ofHeader(({ stateRoot: _, ...header }) => header),
  "a number instead of a proof": ofProof(() => 5),
  "a proof that is text": ofProof((proof) => ({ ...proof, accountProof: "0x" })),
  "the last answer again": ofProof(() => undefined), // Told by `lying`, which remembers.
  ...Object.fromEntries(
    HEADER_FIELDS.map((field) => [
      `a header with another ${field}`,
      ofHeader((header) => ({ ...header, [field]: flipped(header[field] === "0x" ? "0x00" : (header[field] ?? "")) })),
    ]),
  ),
};

/**
 * A node that lies once: at the `at`th answer that can be falsified so, and is honest otherwise.
 * @param trusted The number of the block that is trusted.
 */
export function lying(node: Asks, lie: Lie, at: number, trusted: number): { node: Asks; hasLied: () => boolean } {
  let met = 0;
  let last: unknown;
  let lied = false;
  return {
    hasLied: () => lied,
    node: {
      ask: async (method, params) => {
        const answer = await node.ask(method, params);
        const before = last;
        last = answer;
        const told = lie.tell({ node, method, params, answer, trusted });
        if (told === undefined || met++ !== at) return answer;
        lied = true;
        return (await told) ?? before ?? null;
      },
    },
  };
}
