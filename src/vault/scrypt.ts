import { scrypt } from "node:crypto";
import { InputError } from "../protocol/index.js";

/** What a derivation by scrypt (RFC 7914) costs: memory is 128 · n · r bytes, time grows with n · r · p. */
export interface ScryptCost {
  /** A power of two. */
  readonly n: number;
  readonly r: number;
  readonly p: number;
}

/** What protects a new vault or keystore: 128 MiB and some tenths of a second for each guess at the passphrase. */
export const STANDARD_COST: ScryptCost = { n: 2 ** 17, r: 8, p: 1 };

/** 512 MiB: four times the standard, for files of other programs, and not enough to bring a machine down. */
const MOST_MEMORY = 2 ** 29;
/** Eight times the work of the standard. */
const MOST_WORK = 2 ** 23;

/**
 * Checks the cost that a file asks for, before it is paid: a hostile file must not exhaust memory or time.
 * @throws {InputError} when it is no cost of scrypt, or above 512 MiB or eight times the standard work.
 */
export function checkCost({ n, r, p }: ScryptCost, field: string): void {
  const whole = [n, r, p].every((value) => Number.isSafeInteger(value) && value >= 1);
  // Bounds first: a bitwise test of a power of two is exact below 2^31 only.
  const bounded = whole && 128 * n * r <= MOST_MEMORY && n * r * p <= MOST_WORK;
  if (!whole || n < 2 || (bounded && (n & (n - 1)) !== 0)) {
    throw new InputError(field, "scrypt-invalid");
  }
  if (!bounded) {
    throw new InputError(field, "scrypt-too-costly");
  }
}

/** 32 bytes from a passphrase. The cost must have been checked. */
export function stretch(passphrase: string, salt: Uint8Array, { n, r, p }: ScryptCost): Promise<Buffer> {
  const options = { N: n, r, p, maxmem: 2 * MOST_MEMORY };
  return new Promise((resolve, reject) => {
    scrypt(passphrase, salt, 32, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
