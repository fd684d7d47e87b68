import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from "node:crypto";

const ALGORITHM = "aes-256-gcm";
/** 96 bits, the length that NIST SP 800-38D (8.2) recommends. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** How much longer sealed bytes are than what they hold. */
export const SEAL_BYTES = NONCE_BYTES + TAG_BYTES;

/**
 * Encrypts and authenticates: nonce || ciphertext || tag. Nonces are random: SP 800-38D (8.3) then allows 2^32 seals
 * under one key. A data key here seals once, the master key once for each record written.
 * @param context What the bytes are. It is authenticated, not kept: who opens must say the same.
 */
export function seal(key: KeyObject, plain: Uint8Array, context: readonly string[]): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(JSON.stringify(context)));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** What was sealed; null when the key or the context is another, or a byte was changed. */
export function unseal(key: KeyObject, sealed: Uint8Array, context: readonly string[]): Buffer | null {
  if (sealed.length < SEAL_BYTES) return null;
  const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(JSON.stringify(context)));
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch {
    return null;
  }
}
