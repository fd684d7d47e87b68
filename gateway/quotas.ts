/** A number that refills evenly up to its size. */
interface Bucket {
  left: number;
  at: number;
}

/** How much a party may use in a day, and what of it each of its keys has for itself. */
export interface Quota {
  readonly perDay: number;
  readonly perKey: number;
}

const DAY_MS = 86_400_000;
/** Parties and keys that are remembered; the least recently seen are dropped, and begin with a full bucket again. */
const MOST = 100_000;

/**
 * Counts what parties use. A key uses what is its own first, then what its party shares: a thief of one key leaves every other key its
 * own part. Nothing of it is stored.
 */
export class Quotas {
  readonly #buckets = new Map<string, Bucket>();
  readonly #quota: Quota;
  readonly #nowMs: () => number;

  constructor(quota: Quota, nowMs: () => number) {
    this.#quota = quota;
    this.#nowMs = nowMs;
  }

  /** Takes an amount, or nothing: then the seconds until it could be had. */
  take(party: string, key: string, amount = 1): number {
    const { perDay, perKey } = this.#quota;
    const own = this.#bucket(`${party}/${key}`, perKey);
    const shared = this.#bucket(party, perDay);
    for (const bucket of [own, shared]) {
      if (bucket.left < amount) continue;
      bucket.left -= amount;
      return 0;
    }
    const rate = Math.max(perKey, perDay) / DAY_MS;
    return Math.max(1, Math.ceil((amount - Math.max(own.left, shared.left)) / rate / 1000));
  }

  #bucket(name: string, size: number): Bucket {
    const now = this.#nowMs();
    const known = this.#buckets.get(name);
    const left = known ? Math.min(size, known.left + ((now - known.at) * size) / DAY_MS) : size;
    const bucket = { left, at: now };
    this.#buckets.delete(name);
    this.#buckets.set(name, bucket);
    if (this.#buckets.size > MOST) {
      const [oldest] = this.#buckets.keys();
      if (oldest !== undefined) this.#buckets.delete(oldest);
    }
    return bucket;
  }
}
