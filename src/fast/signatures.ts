/** Recovers public keys: 65 bytes, or null when the signature has none. `r` and `s`, 32 bytes each, then 0 or 1. */
export interface Signatures {
  /** What it is, to be reported. */
  readonly name: "native libsecp256k1" | "WebAssembly libsecp256k1";
  recover(signature: Uint8Array, recovery: 0 | 1, digest: Uint8Array): Uint8Array | null;
}

interface NativeModule {
  ecdsaRecover(
    signature: Uint8Array,
    recovery: number,
    digest: Uint8Array,
    compressed: boolean,
    output: Uint8Array,
  ): Uint8Array;
}

/** The optional package `secp256k1`, where it is installed with its native part: its fallback in JavaScript is slow. */
async function startNative(): Promise<Signatures> {
  const name = "secp256k1/bindings.js"; // A variable, so that bundlers for browsers leave it alone.
  const { default: native } = (await import(name)) as { default: NativeModule };
  const output = new Uint8Array(65);
  return {
    name: "native libsecp256k1",
    recover(signature, recovery, digest) {
      try {
        return native.ecdsaRecover(signature, recovery, digest, false, output);
      } catch {
        return null;
      }
    },
  };
}

async function startPortable(): Promise<Signatures> {
  // Loaded when it is needed: it awaits at its top level, and such a module cannot be required by a CommonJS program.
  const { instantiateSecp256k1 } = await import("@bitauth/libauth");
  const portable = await instantiateSecp256k1();
  return {
    name: "WebAssembly libsecp256k1",
    recover(signature, recovery, digest) {
      const key = portable.recoverPublicKeyUncompressed(signature, recovery, digest);
      return typeof key === "string" ? null : key;
    },
  };
}

/**
 * The fastest libsecp256k1 that this platform has.
 * @internal
 */
export async function startSignatures(prefer: "native" | "portable" = "native"): Promise<Signatures> {
  if (prefer === "portable") return startPortable();
  return startNative().catch(startPortable);
}
