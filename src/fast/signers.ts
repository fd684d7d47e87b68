import type { Kernel } from "./kernel.js";
import { DIGEST, OUT, SIGNER, SIGNER_STATUS, WORK } from "./places.js";
import type { Signatures } from "./signatures.js";

/** Finds out who signed the batches that the kernel remembers, each once. */
export interface Signers {
  /** Whether the key of a remembered batch signed it. */
  isSignedByKey(slot: number): boolean;
  /** How many signatures were recovered. */
  recoveries(): number;
}

const [KNOWN, NONE] = [1, 2] as const;
/** In what was signed: the key, then r, s and v. */
const [R, S, V] = [64, 96, 128] as const;
/** Half the order of secp256k1, below which EIP-2 wants s. */
const HALF_ORDER = Uint8Array.from(
  "7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0".match(/../g) ?? [],
  (pair) => Number.parseInt(pair, 16),
);

/**
 * @internal
 */
export function signersOf(kernel: Kernel, signatures: Signatures): Signers {
  const { bytes } = kernel;
  let recoveries = 0;

  /** Finds the signer of what is remembered in a slot, and remembers it there. */
  function recover(slot: number): void {
    const v = bytes[slot + V];
    const isCanonical = (v === 27 || v === 28) && isLow(bytes, slot + S);
    const key = isCanonical
      ? signatures.recover(
          bytes.subarray(slot + R, slot + V),
          v === 27 ? 0 : 1,
          bytes.subarray(slot + DIGEST, slot + DIGEST + 32),
        )
      : null;
    recoveries++;
    bytes[slot + SIGNER_STATUS] = key ? KNOWN : NONE;
    if (!key) return;
    bytes.set(key.subarray(1), WORK);
    kernel.keccak(WORK, 64, OUT);
    bytes.copyWithin(slot + SIGNER, OUT + 12, OUT + 32);
  }

  return {
    isSignedByKey(slot) {
      if (bytes[slot + SIGNER_STATUS] === 0) recover(slot);
      if (bytes[slot + SIGNER_STATUS] === NONE) return false;
      for (let i = 0; i < 20; i++) if (bytes[slot + SIGNER + i] !== bytes[slot + i]) return false;
      return true;
    },
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
