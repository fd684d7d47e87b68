import type { Kernel } from "./kernel.js";
import { DIGEST, OUT, SIGNER, SIGNER_STATUS, WORK } from "./memory-layout.js";
import type { Signatures } from "./signatures.js";

/** Finds out who signed the batches that the kernel remembers, each once. */
export interface Signers {
  /** Whether the key of a remembered batch signed it. */
  isSignedByKey(slot: number): boolean;
  /** Whether the account at a place signed the digest at another: not remembered, as each is asked once. */
  isSignedBy(account: number, digest: number, signature: number): boolean;
  /** How many signatures were recovered. */
  recoveries(): number;
}

const [KNOWN, NONE] = [1, 2] as const;
/** In what was signed: the key, then r, s and v. */
const [R, S, V] = [64, 96, 128] as const;
/** What was signed, the signature and the digest, which follow one another in what is remembered of a batch. */
const SIGNED_BYTES = DIGEST + 32;
/** A hash in numbers of 32 bits. */
const HASH_INTS = 8;
/** Batches that threads tell one another of: the latest of those whose hashes begin alike. */
const MOST_TOLD = 131_072;

/**
 * What threads that judge for one another tell of batches whose key signed them: 4 MB of hashes of what was signed, the signature and
 * the digest. Nothing is locked: what is half written is a hash of nothing.
 * @internal
 */
export const newSharedSignatures = (): SharedArrayBuffer => new SharedArrayBuffer(4 * HASH_INTS * MOST_TOLD);

/** Half the order of secp256k1, below which EIP-2 wants s. */
const HALF_ORDER = Uint8Array.from(
  "7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0".match(/../g) ?? [],
  (pair) => Number.parseInt(pair, 16),
);

/**
 * @param shared Where threads tell one another what they found.
 * @internal
 */
export function signersOf(kernel: Kernel, signatures: Signatures, shared?: SharedArrayBuffer): Signers {
  const { bytes, ints } = kernel;
  const told = shared && new Int32Array(shared);
  let recoveries = 0;

  /** Finds who signed a digest: the account is then at the end of `OUT`. False when nobody did. */
  function recover(digest: number, signature: number): boolean {
    const [s, v] = [signature + S - R, bytes[signature + V - R]];
    const key =
      (v === 27 || v === 28) && isLow(bytes, s)
        ? signatures.recover(
            bytes.subarray(signature, signature + V - R),
            v === 27 ? 0 : 1,
            bytes.subarray(digest, digest + 32),
          )
        : null;
    recoveries++;
    if (!key) return false;
    bytes.set(key.subarray(1), WORK);
    kernel.keccak(WORK, 64, OUT);
    return true;
  }

  /** Finds the signer of what is remembered in a slot, and remembers it there. */
  function recoverSigner(slot: number): void {
    const isFound = recover(slot + DIGEST, slot + R);
    bytes[slot + SIGNER_STATUS] = isFound ? KNOWN : NONE;
    if (isFound) bytes.copyWithin(slot + SIGNER, OUT + 12, OUT + 32);
  }

  const isSameAccount = (a: number, b: number): boolean => {
    for (let i = 0; i < 20; i++) if (bytes[a + i] !== bytes[b + i]) return false;
    return true;
  };
  const isKey = (slot: number): boolean => bytes[slot + SIGNER_STATUS] === KNOWN && isSameAccount(slot + SIGNER, slot);

  /** The same, where another thread may have found it, or is told. */
  function recoverOnce(slot: number, told: Int32Array): void {
    kernel.keccak(slot, SIGNED_BYTES, OUT);
    const hash = ints.slice(OUT >> 2, (OUT >> 2) + HASH_INTS);
    const at = HASH_INTS * ((hash[0] as number) & (MOST_TOLD - 1));
    if (hash.every((word, i) => word === told[at + i])) {
      bytes.copyWithin(slot + SIGNER, slot, slot + 20);
      bytes[slot + SIGNER_STATUS] = KNOWN;
      return;
    }
    recoverSigner(slot);
    if (isKey(slot)) told.set(hash, at);
  }

  return {
    isSignedByKey(slot) {
      if (bytes[slot + SIGNER_STATUS] === 0) {
        if (told) recoverOnce(slot, told);
        else recoverSigner(slot);
      }
      return isKey(slot);
    },
    isSignedBy: (account, digest, signature) => recover(digest, signature) && isSameAccount(OUT + 12, account),
    recoveries: () => recoveries,
  };
}

function isLow(bytes: Uint8Array, s: number): boolean {
  for (let i = 0; i < 32; i++) {
    const [byte, most] = [bytes[s + i] as number, HALF_ORDER[i] as number];
    if (byte !== most) return byte < most;
  }
  return true;
}
