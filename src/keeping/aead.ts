import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, scrypt } from "node:crypto";
import { InputError } from "../protocol/index.js";

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts with AES-256-GCM under a fresh random nonce: nonce, ciphertext, tag. A key is used far less than the 2^32 times
 * that random nonces allow (NIST SP 800-38D, section 8.3).
 * @param purpose Authenticated with it, so that a file cannot be put in the place of another.
 */
export function seal(key: Uint8Array, plain: Uint8Array, purpose: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(purpose));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Decrypts what `seal` made. @throws {InputError} when key or purpose is another, or a byte was changed. */
export function unseal(key: Uint8Array, sealed: Uint8Array, purpose: string, what: string): Buffer {
  try {
    const nonce = sealed.subarray(0, NONCE_BYTES);
    const decipher = createDecipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(purpose));
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch {
    throw new InputError(
      what,
      "does not open: it was changed, truncated or put in the place of another; restore it from a backup",
    );
  }
}

/** Cost of turning a passphrase into a key (RFC 7914): takes 128·n·r bytes of memory. */
export interface ScryptCost {
  readonly n: number;
  readonly r: number;
  readonly p: number;
}

/** A key from a passphrase. Unicode is normalised, so that two keyboards give one key. */
export function stretch(passphrase: string, salt: Uint8Array, { n, r, p }: ScryptCost): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize("NFKC"), salt, 32, { N: n, r, p, maxmem: 256 * n * r }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

/** A key for one use, from another (HKDF-SHA256, RFC 5869). */
export function subkey(key: Uint8Array, use: string): Buffer {
  return Buffer.from(hkdfSync("sha256", key, new Uint8Array(), `clairevoie-vault/1/${use}`, 32));
}
