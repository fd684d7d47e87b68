import { computeAddress, type SigningKey } from "ethers";
import {
  type Batch,
  batchDigest,
  type ChainFacts,
  type ChainReference,
  type CryptoBackend,
  commit,
  type Hex,
  hashStatement,
  type LinkFacts,
  type MakerFact,
  makerName,
  type PartyRole,
  PLAIN,
  partyId,
  type Receipt,
  type Statement,
  settlementTag,
  type WithdrawalReason,
  ZERO,
} from "../../src/protocol/index.js";
import { grantDigest } from "../oracle/hashes.js";

/** An account that signs. */
export interface Key {
  readonly address: Hex;
  readonly secret: SigningKey;
  readonly party: Hex;
  readonly role: PartyRole;
}

export const CHAIN: ChainReference = {
  chainId: 31337,
  partyRegistry: `0x${"11".repeat(20)}`,
  anchorRegistry: `0x${"22".repeat(20)}`,
  withdrawalRegistry: `0x${"33".repeat(20)}`,
  settlementRegistry: `0x${"44".repeat(20)}`,
  stockRegistry: `0x${"55".repeat(20)}`,
};

/** Remembers what a function gave: the small worlds of the search ask the same few questions a million times. */
export function remembered<A extends readonly unknown[], R>(make: (...given: A) => R, keyOf: (...given: A) => string) {
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

const hashes = new WeakMap<Statement, Hex>();
/** The hash of a statement, computed once for each object. */
export function hashed(statement: Statement): Hex {
  const hash = hashes.get(statement) ?? hashStatement(statement);
  hashes.set(statement, hash);
  return hash;
}
export const digestOf = remembered(
  (batch: Batch) => batchDigest({ chainId: CHAIN.chainId, verifyingContract: CHAIN.partyRegistry }, batch),
  ({ key, root, issuedAt }) => `${key}${root}${issuedAt}`,
);
export const committed: typeof commit = remembered(
  commit as (...given: readonly [string, Hex, unknown]) => Hex,
  (aspect, salt, value) => `${aspect}${salt}${JSON.stringify(value)}`,
) as never;
/** The account of a secret key. */
export const accountOf: (secret: SigningKey) => Hex = remembered(
  (secret: SigningKey) => computeAddress(secret).toLowerCase() as Hex,
  ({ privateKey }) => privateKey,
);

const keys = new Map<Hex, SigningKey>();
/** What stands for a signature: of which digest it is, and whose. The search attacks rules, not secp256k1. */
export const signature = (digest: Hex, key: SigningKey): Hex => {
  const account = accountOf(key);
  keys.set(account, key);
  return `0x${digest.slice(2)}${account.slice(2)}${"00".repeat(13)}`;
};
const isSigned = (digest: string, signature: Hex, account: Hex): boolean =>
  signature.slice(0, 66) === digest && signature.slice(66, 106) === account.slice(2);

/** The signature itself, for whoever recovers it: the oracle and the contracts. */
export const realSignature = remembered(
  (standing: Hex): Hex =>
    (keys.get(`0x${standing.slice(66, 106)}`) as SigningKey).sign(standing.slice(0, 66)).serialized as Hex,
  (standing) => standing,
);

/** The protocol's own functions, each answer computed once. */
export const BACKEND: CryptoBackend = {
  ...PLAIN,
  hashStatement: hashed,
  batchDigest: (_, batch) => digestOf(batch),
  isSignedByKey: (digest, batch, signature) => isSigned(digest, signature, batch.key),
  rootOf: (leaf, proof) => (proof.length === 0 ? leaf : climbed(leaf, proof)),
  isGranted: (_, granted, signature) => isSigned(grantDigestOf(granted), signature, granted.settler),
  commit: committed,
  partyId: remembered(partyId, (salt, role, identifier) => `${salt}${role}${identifier}`),
  settlementTag: remembered(settlementTag, (dossier, invoice, split) => `${dossier}${invoice}${split}`),
};
const grantDigestOf = remembered(
  (given: Parameters<typeof grantDigest>[1]) => grantDigest(CHAIN, given),
  ({ insurer, tag, rank, settler, round }) => `${insurer}${tag}${rank}${settler}${round}`,
);
const climbed = remembered(PLAIN.rootOf, (leaf, proof) => `${leaf}${proof.join("")}`);

/** A grant, as whoever presents it hands it in. */
export interface Presented {
  readonly settler: Hex;
  readonly tag: Hex;
  readonly rank: 1 | 2;
  readonly round: number;
  readonly signature: Hex;
}

/** What became of it, as `SettlementRegistry` tells it. */
export type Outcome = "settled" | "already-yours" | "rank-taken" | "other-invoice" | "grant-refused" | "round-passed";

/** Signs a grant: what the optician does with the settler's key, for whom it likes. */
export function grant(
  secret: SigningKey,
  given: { insurer: Hex; tag: Hex; rank: 1 | 2; settler: Hex; round: number },
): Presented {
  const { settler, tag, rank, round } = given;
  return { settler, tag, rank, round, signature: signature(grantDigestOf(given) as Hex, secret) };
}

interface Marks {
  tag: Hex;
  round: number;
  readonly ranks: { 1?: Hex; 2?: Hex };
}

interface Taken {
  readonly time: number;
  readonly reason: WithdrawalReason;
  readonly account: Hex;
}

interface Link {
  readonly parties: readonly [Hex, Hex];
  readonly kind: keyof LinkFacts;
  readonly from: number;
  until: number;
}

const NO_TAG: Hex = `0x${"00".repeat(20)}`;
const FAR = 2 ** 40;

/** The registries as the contracts keep them, without the chain: what stands under which key, and when it first came there. */
export class Ledger {
  /** Unix seconds of the block that is being made. */
  now: number;
  readonly #anchors = new Map<Hex, number>();
  readonly #keys = new Map<Hex, { readonly key: Key; readonly added: number }>();
  readonly #compromised = new Map<Hex, number>();
  readonly #suspensions: { readonly party: Hex; readonly time: number; readonly isSuspended: boolean }[] = [];
  readonly #makers = new Map<Hex, MakerFact>();
  readonly #links: Link[] = [];
  readonly #withdrawals = new Map<string, Taken>();
  readonly #uses = new Map<string, { readonly tag: Hex; readonly time: number }>();
  readonly #marks = new Map<Hex, Marks>();

  constructor(from: number) {
    this.now = from;
  }

  enrol(key: Key): void {
    this.#keys.set(key.address, { key, added: this.now });
  }

  /** A lens maker takes part under its identifier. */
  enrolMaker(key: Key, identifier: string, statesFrom = this.now): void {
    this.enrol(key);
    this.#makers.set(makerName(identifier), { party: key.party, enrolledAt: this.now, statesFrom });
  }

  /** The council declares a key compromised, from a time on. */
  compromise(address: Hex, from: number): void {
    this.#compromised.set(address, Math.min(from, this.#compromised.get(address) ?? from));
  }

  suspend(party: Hex, isSuspended: boolean): void {
    this.#suspensions.push({ party, time: this.now, isSuspended });
  }

  link(a: Hex, b: Hex, kind: keyof LinkFacts): void {
    this.#links.push({ parties: [a, b], kind, from: this.now, until: FAR });
  }

  unlink(a: Hex, b: Hex): void {
    for (const link of this.#links) if (joins(link, a, b) && link.until === FAR) link.until = this.now;
  }

  /** Signs one statement as a batch of its own. */
  seal(key: Key, statement: Statement, issuedAt = this.now): Receipt {
    const batch: Batch = { key: key.address, root: hashed(statement), issuedAt };
    return {
      statement,
      statementProof: [],
      batch,
      signature: signature(digestOf(batch), key.secret),
      anchorProof: [],
    };
  }

  /** Anchors a sealed statement now: under its own digest, or with a sibling under another root. */
  anchor(receipt: Receipt, sibling?: Hex): Receipt {
    const anchored: Receipt = sibling ? { ...receipt, anchorProof: [sibling] } : receipt;
    const root = BACKEND.rootOf(digestOf(receipt.batch), anchored.anchorProof);
    if (!this.#anchors.has(root)) this.#anchors.set(root, this.now);
    return anchored;
  }

  /** A party takes a statement back; one that a compromised account took back may be taken back again. */
  withdraw({ address, party }: Key, statement: Hex, reason: WithdrawalReason): void {
    const filed = `${party}${statement}`;
    const known = this.#withdrawals.get(filed);
    if (this.#isCompromised(address, this.now)) return;
    if (known && !this.#isCompromised(known.account, known.time)) return;
    this.#withdrawals.set(filed, { time: this.now, reason, account: address });
  }

  use(party: Hex, marker: Hex, tag: Hex): void {
    const filed = `${party}${marker}`;
    if (!this.#uses.has(filed)) this.#uses.set(filed, { tag, time: this.now });
  }

  /** An insurer's key marks what it has grants for. */
  settle(key: Key, presented: readonly Presented[]): Outcome[] {
    if (!this.#isActive(key) || this.#isSuspended(key.party, this.now)) return [];
    return presented.map((one) => {
      const { settler, tag, rank, round } = one;
      const marks = this.#marksOf(settler);
      if (!this.#isGranted(one, key.party)) return "grant-refused";
      const isSame = marks.tag === short(tag);
      if (isSame && marks.ranks[rank] === key.party) return "already-yours";
      if (round !== marks.round) return "round-passed";
      if (marks.tag !== NO_TAG && !isSame) return "other-invoice";
      if (marks.ranks[rank]) return "rank-taken";
      this.#marks.set(settler, { ...marks, tag: short(tag), ranks: { ...marks.ranks, [rank]: key.party } });
      return "settled";
    });
  }

  /** Takes a mark back: its party only, suspended or not. */
  release(key: Key, settler: Hex, rank: 1 | 2): boolean {
    const marks = this.#marksOf(settler);
    if (!this.#isActive(key) || marks.ranks[rank] !== key.party) return false;
    const { [rank]: _, ...ranks } = marks.ranks;
    const isLast = Object.keys(ranks).length === 0;
    this.#marks.set(settler, { tag: isLast ? NO_TAG : marks.tag, round: marks.round + 1, ranks });
    return true;
  }

  /** The only mark goes to the tag of a new grant. */
  move(key: Key, one: Presented): boolean {
    const { settler, tag, rank, round } = one;
    const marks = this.#marksOf(settler);
    const isSole = marks.ranks[rank] === key.party && Object.keys(marks.ranks).length === 1;
    if (!this.#isActive(key) || !isSole || marks.tag === short(tag)) return false;
    if (round !== marks.round || !this.#isGranted(one, key.party)) return false;
    this.#marks.set(settler, { tag: short(tag), round: round + 1, ranks: marks.ranks });
    return true;
  }

  #isGranted({ settler, tag, rank, round, signature }: Presented, insurer: Hex): boolean {
    return isSigned(grantDigestOf({ insurer, tag, rank, settler, round }), signature, settler);
  }

  #marksOf(settler: Hex): Marks {
    return this.#marks.get(settler) ?? { tag: NO_TAG, round: 0, ranks: {} };
  }

  #isCompromised(account: Hex, time: number): boolean {
    return (this.#compromised.get(account) ?? FAR) <= time;
  }

  #isActive(key: Key): boolean {
    return key.role === "insurer" && this.#keys.has(key.address) && !this.#isCompromised(key.address, this.now);
  }

  #isSuspended(party: Hex, time: number): boolean {
    return this.#suspensions.findLast((one) => one.party === party && one.time <= time)?.isSuspended ?? false;
  }

  /** What the chain answers at this block. */
  facts(): ChainFacts {
    return {
      chain: CHAIN,
      block: { number: 1, time: this.now },
      anchoredAt: (root) => this.#anchors.get(root) ?? 0,
      endorsedAt: () => 0,
      standing: (address, time) => {
        const known = this.#keys.get(address);
        if (!known) return { party: ZERO, role: "none", status: "unknown", suspended: false };
        const { party, role } = known.key;
        const isCompromised = this.#isCompromised(address, time);
        const status = isCompromised ? "compromised" : time < known.added ? "not-yet" : "valid";
        return { party, role, status, suspended: this.#isSuspended(party, time) };
      },
      withdrawal: (party, statement) => {
        const known = this.#withdrawals.get(`${party}${statement}`);
        return known ? { ...known, isVoid: this.#isCompromised(known.account, known.time) } : null;
      },
      settlement: (settler) => this.#marksOf(settler),
      stockUse: (party, marker) => this.#uses.get(`${party}${marker}`) ?? null,
      maker: (name) => this.#makers.get(name) ?? null,
      isSuspended: (party, time) => this.#isSuspended(party, time),
      links: (a, b, time) => {
        const is = (kind: keyof LinkFacts) =>
          this.#links.some((link) => joins(link, a, b) && link.kind === kind && link.from <= time && time < link.until);
        return { sameEnterprise: is("sameEnterprise"), takeover: is("takeover"), affiliation: is("affiliation") };
      },
    };
  }
}

/** What a registry keeps of a tag. */
const short = (tag: Hex): Hex => tag.slice(0, 42) as Hex;

const joins = ({ parties: [one, other] }: Link, a: Hex, b: Hex) =>
  (one === a && other === b) || (one === b && other === a);
