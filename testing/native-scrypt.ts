import { scrypt as derive } from "node:crypto";
import { getBytes, hexlify, scrypt } from "ethers";

// Keystores of ethers derive their key in JavaScript, which takes most of the time of tests that make some. Node derives the
// same key at the same cost in a fraction of it, and once where a test opens what it made.
const derived = new Map<string, Promise<string>>();

scrypt.register((passphrase, salt, N, r, p, length) => {
  const from = [hexlify(passphrase), hexlify(salt), N, r, p, length].join();
  const key = derived.get(from) ?? deriveKey(getBytes(passphrase), getBytes(salt), length, { N, r, p });
  derived.set(from, key);
  return key;
});

function deriveKey(
  passphrase: Uint8Array,
  salt: Uint8Array,
  length: number,
  cost: { readonly N: number; readonly r: number; readonly p: number },
): Promise<string> {
  const maxmem = 256 * cost.N * cost.r;
  return new Promise((resolve, reject) => {
    derive(passphrase, salt, length, { ...cost, maxmem }, (error, key) =>
      error ? reject(error) : resolve(hexlify(key)),
    );
  });
}
