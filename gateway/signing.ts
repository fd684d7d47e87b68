import { secp256k1 } from "@noble/curves/secp256k1.js";
import { TypedDataEncoder } from "ethers";
import { DOMAIN_NAMES, fieldsOf, TYPES } from "../src/protocol/eip712.js";
import type { Domain, Hex } from "../src/protocol/index.js";

/** The digest of one of the protocol's types that a registry checks, by its encoded type. */
export function typedDigest(domain: Domain, type: string, value: object): Hex {
  const name = type.slice(0, type.indexOf("("));
  const types = { [name]: fieldsOf(type), ...(type === TYPES.StockUses && { StockUse: fieldsOf(TYPES.StockUse) }) };
  return TypedDataEncoder.hash({ ...DOMAIN_NAMES, ...domain }, types, value) as Hex;
}

/** r and s, 64 bytes, and the parity that recovers the key. Both ways are RFC 6979, and give the same. */
export type Sign = (digest: Uint8Array) => { readonly signature: Uint8Array; readonly parity: number };

interface NativeSigner {
  ecdsaSign(digest: Uint8Array, key: Uint8Array): { readonly signature: Uint8Array; readonly recid: number };
}

/** Signs with a key: in native code where it is installed, since every answer repeats a promise. */
export async function startSigning(secret: Uint8Array): Promise<Sign> {
  const key = Uint8Array.from(secret);
  const name: string = "secp256k1/bindings.js";
  const native = await import(name).then(
    (module) => module.default as NativeSigner,
    () => undefined,
  );
  if (native) {
    return (digest) => {
      const { signature, recid } = native.ecdsaSign(Uint8Array.from(digest), key);
      return { signature, parity: recid };
    };
  }
  return (digest) => {
    const bytes = secp256k1.sign(digest, key, { prehash: false, format: "recovered" });
    return { signature: bytes.subarray(1), parity: bytes[0] as number };
  };
}
