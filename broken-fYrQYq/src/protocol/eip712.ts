import { keccak_256 } from "@noble/hashes/sha3.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { fromHex, type Hex, toHex, word } from "./bytes.js";

/**
 * keccak256 of the given parts, one after the other. 32 bytes.
 * @internal
 */
export function keccak(...parts: Uint8Array[]): Uint8Array {
  return keccak_256(parts.length === 1 && parts[0] ? parts[0] : concatBytes(...parts));
}

/**
 * `typeHash` of EIP-712: keccak256 of the encoded type.
 * @internal
 */
export function typeHash(encodedType: string): Uint8Array {
  return keccak(utf8ToBytes(encodedType));
}

/**
 * A dynamic `string` as EIP-712 encodes it in a struct: the keccak256 of its UTF-8 bytes.
 * @internal
 */
export function textHash(text: string): Uint8Array {
  return keccak(utf8ToBytes(text));
}

/**
 * `hashStruct` of EIP-712, from a type hash and members that are each 32 bytes already.
 * @internal
 */
export function hashStruct(type: Uint8Array, ...members: Uint8Array[]): Uint8Array {
  return keccak(type, ...members);
}

/** Where a signature is good: one chain and one contract. */
export interface Domain {
  readonly chainId: number;
  /** The contract that the domain is bound to: the party registry for batches. */
  readonly verifyingContract: Hex;
}

const DOMAIN_TYPE = typeHash("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
const NAME = textHash("Clairevoie");
const VERSION = textHash("1");

/**
 * The domain separator of EIP-712 for this protocol.
 * @internal
 */
export function domainSeparator(domain: Domain): Uint8Array {
  return hashStruct(DOMAIN_TYPE, NAME, VERSION, word(domain.chainId), word(BigInt(domain.verifyingContract)));
}

const PREFIX = Uint8Array.of(0x19, 0x01);

/**
 * The digest that is signed: `keccak256(0x1901 || domainSeparator || hashStruct)`. 66 bytes, never 64, go in.
 * @internal
 */
export function typedDataDigest(domain: Domain, structHash: Uint8Array): Hex {
  return toHex(keccak(PREFIX, domainSeparator(domain), structHash));
}

/**
 * 32 bytes of a `bytes32` member.
 * @internal
 */
export function member(hex: Hex): Uint8Array {
  return fromHex(hex, 32, "bytes32");
}
