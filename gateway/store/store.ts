import type { Hex } from "../../src/protocol/index.js";

/** A batch as it is accepted: its promise included, since every answer repeats it. Times are of the chain, unix seconds. */
export interface AcceptedBatch {
  readonly digest: Hex;
  readonly key: Hex;
  readonly root: Hex;
  readonly issuedAt: number;
  readonly signature: Hex;
  readonly acceptedAt: number;
  readonly anchorBy: number;
}

/** What is kept of a batch for ever. */
export interface KeptBatch {
  readonly digest: Hex;
  readonly anchorBy: number;
  /** Number of its round, once it is frozen. */
  readonly round: number | null;
}

type RoundState = "frozen" | "sent" | "anchored" | "final";

/** A round without its digests, which are 32 bytes each. */
export interface RoundRow {
  readonly number: number;
  readonly root: Hex;
  readonly state: RoundState;
  readonly size: number;
  /** Of the anchor, once it is seen. */
  readonly block: number | null;
  readonly time: number | null;
}

export type RelayKind = "withdrawal" | "stock-uses";
type RelayRowState = "received" | "sent" | "done" | "final" | "failed" | "expired";

export interface RelayRow {
  readonly digest: Hex;
  readonly kind: RelayKind;
  /** The request, as JSON. */
  readonly body: string;
  readonly party: Hex;
  readonly gas: number;
  readonly deadline: number;
  readonly state: RelayRowState;
  readonly block: number | null;
}

/** A signed transaction: stored before it is sent. */
export interface Send {
  /** `round/7`, or the digest of what is relayed. */
  readonly subject: string;
  readonly account: Hex;
  readonly nonce: number;
  readonly raw: Hex;
  readonly maxFee: bigint;
  readonly tip: bigint;
}

export interface BoxRow {
  readonly index: Hex;
  /** Null once it is erased: the tombstone stays, so that a recorded post cannot restore it. */
  readonly content: Uint8Array | null;
  readonly eraser: Hex;
  /** Day of expiry, counted from 1970. */
  readonly untilDay: number;
}

/** Somebody else leads, or led since: what this process was about to write is not written. */
export class NotLeader extends Error {
  constructor() {
    super("another instance leads");
  }
}

/**
 * What a gateway keeps. Whatever a method wrote is durable when its promise is fulfilled. Writes of the loops carry the term in which
 * they lead, and are refused (`NotLeader`) when another term began.
 */
export interface Store {
  /** Stores batches in one commit, and gives the digests that are new. What is known already stays as it is. */
  accept(batches: readonly AcceptedBatch[]): Promise<ReadonlySet<Hex>>;
  batch(digest: Hex): Promise<KeptBatch | undefined>;
  /** Digests that are in no round and were issued at or before a time, oldest first. */
  waiting(issuedUpTo: number, most: number): Promise<Hex[]>;
  /** Batches that no final round holds, and when the oldest of them was accepted. */
  pending(): Promise<{ readonly count: number; readonly oldest: number | null }>;
  /** Puts digests into a new round, all or none. */
  freeze(term: number, root: Hex, digests: readonly Hex[]): Promise<RoundRow>;
  setRound(term: number, number: number, state: RoundState, anchor?: { block: number; time: number }): Promise<void>;
  round(by: { readonly root: Hex } | { readonly number: number }): Promise<RoundRow | undefined>;
  /** Sorted by value, as they were frozen. */
  digestsOf(number: number): Promise<Hex[]>;
  /** The newest round. */
  lastRound(): Promise<RoundRow | undefined>;
  /** Drops what is needed no more of batches in rounds that are final: all but digest, promise and round. */
  prune(acceptedBefore: number): Promise<number>;

  saveSend(term: number, send: Send): Promise<void>;
  /** The newest transaction for a subject in the present epoch. */
  lastSend(subject: string): Promise<Send | undefined>;
  /** The newest transaction of an account in the present epoch: the chain's nonce is never expected above the one after it. */
  lastSendOf(account: Hex): Promise<Send | undefined>;
  /** The newest transaction of an account with a nonce, in the present epoch. */
  sendAt(account: Hex, nonce: number): Promise<Send | undefined>;
  /** Begins a new epoch: transactions of before are no longer expected to be all that the account sent. */
  newEpoch(): Promise<number>;

  addRelay(relay: Omit<RelayRow, "state" | "block">): Promise<void>;
  relay(digest: Hex): Promise<RelayRow | undefined>;
  /** Relays that are not done, oldest first. */
  openRelays(most: number): Promise<RelayRow[]>;
  setRelay(term: number, digest: Hex, state: RelayRowState, block?: number): Promise<void>;

  /** Stores a box, unless something lies there: then what lies there. */
  putBox(box: BoxRow & { readonly content: Uint8Array }): Promise<BoxRow | undefined>;
  /** Contents in the order of the indexes; null where nothing lies any more. */
  readBoxes(indexes: readonly Hex[], today: number): Promise<(Uint8Array | null)[]>;
  box(index: Hex): Promise<BoxRow | undefined>;
  eraseBox(index: Hex): Promise<void>;
  expireBoxes(today: number, most: number): Promise<number>;

  /** Becomes the one that anchors: its term, or undefined while another leads. */
  lead(): Promise<number | undefined>;
  /** Whether it can be written to. Throws when not. */
  probe(): Promise<void>;
  /** A whole copy into a new file. Only where the store is one file. */
  backup?(file: string): Promise<void>;
  close(): Promise<void>;
}
