import {
  type Batch,
  batchDigest,
  type ChainFacts,
  type ChainReference,
  type CryptoBackend,
  commit,
  type Hex,
  hashStatement,
  type PartyRole,
  PLAIN,
  partyId,
  type Receipt,
  type SettlementFact,
  type Statement,
  settlementMarker,
  settlementTag,
  type WithdrawalReason,
} from "../../src/protocol/index.js";

/** An account that signs. */
export interface Key {
  readonly address: Hex;
  readonly party: Hex;
  readonly role: PartyRole;
}

const CHAIN: ChainReference = {
  chainId: 31337,
  partyRegistry: `0x${"11".repeat(20)}`,
  anchorRegistry: `0x${"22".repeat(20)}`,
  withdrawalRegistry: `0x${"33".repeat(20)}`,
  settlementRegistry: `0x${"44".repeat(20)}`,
  stockRegistry: `0x${"55".repeat(20)}`,
};

/** Remembers what a function gave: the small worlds of the search ask the same few questions a million times. */
function remembered<A extends readonly unknown[], R>(make: (...given: A) => R, keyOf: (...given: A) => string) {
  const known = new Map<string, R>();
  return (...given: A): R => {
    const key = keyOf(...given);
    let found = known.get(key);
    if (found === undefined) {
      if (known.size > 200_000) known.clear();
      found = make(...given);
      known.set(key, found);
    }
    return found;
  };
}

export const hashed = remembered(
  (statement: Statement) => hashStatement(statement),
  ({ dossier, stage, aspects, supersedes, reason }) => `${dossier}${stage}${aspects.join("")}${supersedes}${reason}`,
);
const digestOf = remembered(
  (batch: Batch) => batchDigest({ chainId: CHAIN.chainId, verifyingContract: CHAIN.partyRegistry }, batch),
  ({ key, root, issuedAt }) => `${key}${root}${issuedAt}`,
);
export const committed: typeof commit = remembered(
  commit as (...given: readonly [string, Hex, unknown]) => Hex,
  (aspect, salt, value) => `${aspect}${salt}${JSON.stringify(value)}`,
) as never;

/** One signature stands for each digest and key: the search attacks rules, not secp256k1. */
const signed = (digest: Hex, key: Hex): Hex => `0x${digest.slice(2)}${key.slice(2)}${"00".repeat(13)}`;

/** The protocol's own functions, each answer computed once. A signature is believed if the ledger's `seal` made it. */
export const BACKEND: CryptoBackend = {
  ...PLAIN,
  hashStatement: hashed,
  batchDigest: (_, batch) => digestOf(batch),
  isSignedByKey: (digest, batch, signature) => signature === signed(digest, batch.key),
  commit: committed,
  partyId: remembered(partyId, (salt, role, identifier) => `${salt}${role}${identifier}`),
  settlementMarker: remembered(settlementMarker, (dossier) => dossier),
  settlementTag: remembered(settlementTag, (dossier, invoice, split) => `${dossier}${invoice}${split}`),
};

/** The registries as the contracts keep them, without the chain: what stands under which key, and when it first came there. */
export class Ledger {
  /** Unix seconds of the block that is being made. */
  now: number;
  readonly #anchors = new Map<Hex, number>();
  readonly #keys = new Map<Hex, Key>();
  readonly #withdrawals = new Map<string, { readonly time: number; readonly reason: WithdrawalReason }>();
  readonly #uses = new Map<string, { readonly tag: Hex; readonly time: number }>();
  readonly #settlements = new Map<Hex, SettlementFact>();

  constructor(from: number) {
    this.now = from;
  }

  enrol(key: Key): void {
    this.#keys.set(key.address, key);
  }

  /** Signs one statement as a batch of its own. */
  seal(key: Key, statement: Statement, issuedAt = this.now): Receipt {
    const batch: Batch = { key: key.address, root: hashed(statement), issuedAt };
    return {
      statement,
      statementProof: [],
      batch,
      signature: signed(digestOf(batch), key.address),
      anchorProof: [],
    };
  }

  /** Anchors a sealed statement now: under its own digest, or with a sibling under another root. */
  anchor(receipt: Receipt, sibling?: Hex): Receipt {
    const anchored: Receipt = { ...receipt, anchorProof: sibling ? [sibling] : [] };
    const root = PLAIN.rootOf(digestOf(receipt.batch), anchored.anchorProof);
    if (!this.#anchors.has(root)) this.#anchors.set(root, this.now);
    return anchored;
  }

  withdraw(party: Hex, statement: Hex, reason: WithdrawalReason): void {
    const filed = `${party}${statement}`;
    if (!this.#withdrawals.has(filed)) this.#withdrawals.set(filed, { time: this.now, reason });
  }

  use(party: Hex, marker: Hex, tag: Hex): void {
    const filed = `${party}${marker}`;
    if (!this.#uses.has(filed)) this.#uses.set(filed, { tag, time: this.now });
  }

  settle(marker: Hex, tag: Hex, rank: 1 | 2, party: Hex): boolean {
    const known = this.#settlements.get(marker);
    if (known && (known.tag !== tag || known.ranks[rank])) return false;
    this.#settlements.set(marker, { tag, ranks: { ...known?.ranks, [rank]: { party, time: this.now } } });
    return true;
  }

  /** What the chain answers at this block. */
  facts(): ChainFacts {
    return {
      chain: CHAIN,
      block: { number: 1, time: this.now },
      anchoredAt: (root) => this.#anchors.get(root) ?? 0,
      endorsedAt: () => 0,
      standing: (address) => {
        const key = this.#keys.get(address);
        return key
          ? { party: key.party, role: key.role, status: "valid", suspended: false }
          : { party: `0x${"00".repeat(32)}`, role: "none", status: "unknown", suspended: false };
      },
      withdrawal: (party, statement) => this.#withdrawals.get(`${party}${statement}`) ?? null,
      settlement: (marker) => this.#settlements.get(marker) ?? null,
      stockUse: (party, marker) => this.#uses.get(`${party}${marker}`) ?? null,
    };
  }
}
