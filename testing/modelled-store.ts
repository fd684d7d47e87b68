import { GatewayError } from "../gateway/failing.js";
import {
  type AcceptedBatch,
  type BoxRow,
  NotLeader,
  type RelayRow,
  type RoundRow,
  type Send,
  type Store,
} from "../gateway/store/store.js";
import type { Hex } from "../src/protocol/index.js";

type KeptRow = AcceptedBatch & { readonly round: number | null };

/**
 * What PostgreSQL is to gateways, in memory: one database, several instances, a lock that one of them holds. Each write happens at once and
 * whole. The tests that both stores must pass hold for it too.
 */
export class ModelledDatabase {
  /** Writes fail, as on a full disk. */
  isFull = false;
  readonly batches = new Map<Hex, KeptRow>();
  readonly rounds: (RoundRow & { readonly digests: readonly Hex[] })[] = [];
  readonly #sends: (Send & { readonly epoch: number })[] = [];
  readonly #relays = new Map<Hex, RelayRow>();
  readonly #boxes = new Map<Hex, BoxRow>();
  #term = 0;
  #epoch = 0;
  #leader: Store | undefined;

  get epoch(): number {
    return this.#epoch;
  }

  /** The backend that holds the lock dies: whoever leads does not know it yet. */
  dropLock(): void {
    this.#leader = undefined;
  }

  #write(): void {
    if (this.isFull) throw new Error("the disk is full");
  }

  #writeIn(term: number): void {
    this.#write();
    if (term !== this.#term) throw new NotLeader();
  }

  #isPending({ round }: KeptRow): boolean {
    return round === null || this.rounds[round - 1]?.state !== "final";
  }

  /** A connection to it. */
  open(): Store {
    const { batches, rounds } = this;
    const [sends, relays, boxes] = [this.#sends, this.#relays, this.#boxes];
    const round = (row: (typeof rounds)[number] | undefined): RoundRow | undefined => {
      if (!row) return undefined;
      const { digests: _, ...rest } = row;
      return rest;
    };
    const store: Store = {
      accept: async (posted) => {
        this.#write();
        const added = posted.filter(({ digest }, i) => {
          return !batches.has(digest) && posted.findIndex((one) => one.digest === digest) === i;
        });
        for (const one of added) batches.set(one.digest, { ...one, round: null });
        return new Set(added.map(({ digest }) => digest));
      },
      batch: async (wanted) => {
        const row = batches.get(wanted);
        return row && { digest: row.digest, anchorBy: row.anchorBy, round: row.round };
      },
      waiting: async (issuedUpTo, most) =>
        [...batches.values()]
          .filter((one) => one.round === null && one.issuedAt <= issuedUpTo)
          .sort((a, b) => a.acceptedAt - b.acceptedAt || (a.digest < b.digest ? -1 : 1))
          .slice(0, most)
          .map(({ digest }) => digest),
      pending: async () => {
        const open = [...batches.values()].filter((one) => this.#isPending(one));
        return { count: open.length, oldest: open.length ? Math.min(...open.map((one) => one.acceptedAt)) : null };
      },
      freeze: async (term, root, digests) => {
        this.#writeIn(term);
        if (digests.some((digest) => batches.get(digest)?.round !== null)) throw new GatewayError("store-inconsistent");
        const number = rounds.length + 1;
        const row = { number, root, state: "frozen", size: digests.length, block: null, time: null } as const;
        rounds.push({ ...row, digests: [...digests] });
        for (const digest of digests) batches.set(digest, { ...(batches.get(digest) as KeptRow), round: number });
        return row;
      },
      setRound: async (term, number, state, anchor) => {
        this.#writeIn(term);
        const row = rounds[number - 1];
        if (row) rounds[number - 1] = { ...row, state, block: anchor?.block ?? null, time: anchor?.time ?? null };
      },
      round: async (by) =>
        round(rounds.find((one) => ("root" in by ? one.root === by.root : one.number === by.number))),
      digestsOf: async (number) => [...(rounds[number - 1]?.digests ?? [])],
      lastRound: async () => round(rounds.at(-1)),
      prune: async (before) => {
        this.#write();
        const old = [...batches.values()].filter((one) => {
          return one.acceptedAt < before && one.signature !== "0x" && !this.#isPending(one);
        });
        for (const one of old) batches.set(one.digest, { ...one, signature: "0x" });
        return old.length;
      },

      saveSend: async (term, send) => {
        this.#writeIn(term);
        sends.push({ ...send, epoch: this.#epoch });
      },
      lastSend: async (subject) => sent(sends.findLast((one) => one.subject === subject && one.epoch === this.#epoch)),
      lastSendOf: async (account) => {
        const own = sends.filter((one) => one.account === account && one.epoch === this.#epoch);
        const nonce = Math.max(...own.map((one) => one.nonce));
        return sent(own.findLast((one) => one.nonce === nonce));
      },
      sendAt: async (account, nonce) =>
        sent(sends.findLast((one) => one.account === account && one.nonce === nonce && one.epoch === this.#epoch)),
      newEpoch: async () => {
        this.#write();
        return ++this.#epoch;
      },

      addRelay: async (relay) => {
        this.#write();
        if (!relays.has(relay.digest)) relays.set(relay.digest, { ...relay, state: "received", block: null });
      },
      relay: async (digest) => relays.get(digest),
      openRelays: async (most) =>
        [...relays.values()].filter(({ state }) => ["received", "sent", "done"].includes(state)).slice(0, most),
      setRelay: async (term, digest, state, block) => {
        this.#writeIn(term);
        const row = relays.get(digest);
        if (row) relays.set(digest, { ...row, state, block: block ?? null });
      },

      putBox: async (box) => {
        this.#write();
        const other = boxes.get(box.index);
        if (!other) boxes.set(box.index, box);
        return other;
      },
      readBoxes: async (indexes, today) =>
        indexes.map((index) => {
          const row = boxes.get(index);
          return row && row.untilDay >= today ? row.content : null;
        }),
      box: async (index) => boxes.get(index),
      eraseBox: async (index) => {
        this.#write();
        const row = boxes.get(index);
        if (row) boxes.set(index, { ...row, content: null });
      },
      expireBoxes: async (today, most) => {
        this.#write();
        const old = [...boxes.values()].filter(({ untilDay }) => untilDay < today).slice(0, most);
        for (const { index } of old) boxes.delete(index);
        return old.length;
      },

      lead: async () => {
        if (this.#leader === store) return this.#term;
        if (this.#leader !== undefined) return undefined;
        this.#write();
        this.#leader = store;
        return ++this.#term;
      },
      probe: async () => this.#write(),
      close: async () => {
        if (this.#leader === store) this.#leader = undefined;
      },
    };
    return store;
  }
}

function sent(row: (Send & { readonly epoch: number }) | undefined): Send | undefined {
  if (!row) return undefined;
  const { epoch: _, ...send } = row;
  return send;
}
