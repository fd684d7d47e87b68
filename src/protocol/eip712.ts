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

const ALIAS = "Alias(string alias,string ediCode,uint64 from,uint64 until)";
const BILLING_LINE = "BillingLine(uint8 item,string code,uint8 class,uint64 priceCents)";
const SETTLEMENT = "Settlement(address settler,bytes32 tag,uint8 rank,uint32 round,bytes32 r,bytes32 vs)";
const STOCK_USE = "StockUse(bytes32 marker,bytes32 tag)";

/** Every struct that the protocol hashes or has signed, as EIP-712 encodes types. docs/protocol.md explains each. */
export const TYPES = {
  // What is stated, and how it is signed.
  Statement: "Statement(bytes32 dossier,uint8 stage,bytes32[15] aspects,bytes32 supersedes,uint8 reason)",
  Batch: "Batch(address key,bytes32 root,uint64 issuedAt)",
  Party: "Party(bytes32 salt,uint8 role,string identifier)",
  Dossier: "Dossier(bytes32 seed,address settler)",

  // What the aspects of a statement commit to; a prescription is committed to by Poseidon, and has no type.
  Reference: "Reference(uint8 aspect,bytes32 salt,string siret,string fileReference)",
  Payer:
    "Payer(uint8 aspect,bytes32 salt,string amc,string priorAuthorisation,uint8 rank,uint8 payers,uint64 shareCents,uint64 sharesCents)",
  Billing: `Billing(uint8 aspect,bytes32 salt,BillingLine[] lines,uint64 totalCents)${BILLING_LINE}`,
  BillingLine: BILLING_LINE,
  Frame: "Frame(uint8 aspect,bytes32 salt,string frameReference,uint8 class)",
  Code: "Code(uint8 aspect,bytes32 salt,string code,uint8 class)",
  Lens: "Lens(uint8 aspect,bytes32 salt,string ediCode,uint16 diameterMm,uint16 index,string[] treatments,uint8 lensType)",
  Order: "Order(uint8 aspect,bytes32 salt,string orderReference)",
  Maker: "Maker(uint8 aspect,bytes32 salt,string identifier)",

  // What lets one insurer settle, and how an optician knows it.
  Grant: "Grant(bytes32 insurer,bytes32 tag,uint8 rank,address settler,uint32 round)",
  Alias: ALIAS,
  AliasTable: `AliasTable(string maker,Alias[] aliases)${ALIAS}`,
  InsurerCard: "InsurerCard(string amc,bytes32 salt,string recipient,uint64 from,uint64 until)",

  // What names a settlement, a unit of stock and a proof without telling of what they are.
  SettlementSplit: "SettlementSplit(bytes32 salt,uint64 first,uint64 second)",
  SettlementTag: "SettlementTag(bytes32 dossier,bytes32 invoice,bytes32 split)",
  StockUnit: "StockUnit(bytes32 nullifier,bytes32 store)",
  StockMarker: "StockMarker(bytes32 nullifier)",
  StockTag: "StockTag(bytes32 dossier,bytes32 nullifier,uint8 eye)",
  ProofBinding: "ProofBinding(bytes32 dossier)",

  // What vouches for a block, to whoever reads evidence.
  Checkpoint: "Checkpoint(uint256 chainId,uint64 number,bytes32 hash)",

  // What a key signs for a registry.
  KeyConsent: "KeyConsent(bytes32 party,address key)",
  Withdrawal: "Withdrawal(bytes32 party,bytes32 statement,uint8 reason,address signer,uint256 deadline)",
  Settlement: SETTLEMENT,
  Settlements: `Settlements(Settlement[] settlements,address signer,uint256 nonce,uint256 deadline)${SETTLEMENT}`,
  Release: "Release(address settler,uint8 rank,address signer,uint256 nonce,uint256 deadline)",
  Move: `Move(Settlement settlement,address signer,uint256 nonce,uint256 deadline)${SETTLEMENT}`,
  StockUse: STOCK_USE,
  StockUses: `StockUses(StockUse[] uses,address signer,uint256 deadline)${STOCK_USE}`,
} as const;

/** The fields of a struct, as `signTypedData` of any wallet takes them. */
export interface TypedField {
  readonly name: string;
  readonly type: string;
}

/**
 * The fields of an encoded type.
 * @internal
 */
export function fieldsOf(encodedType: string): TypedField[] {
  const members = encodedType.slice(encodedType.indexOf("(") + 1, encodedType.indexOf(")"));
  return members.split(",").map((member) => {
    const [type = "", name = ""] = member.split(" ");
    return { name, type };
  });
}

/** The name and the version of every domain of the protocol. */
export const DOMAIN_NAMES = { name: "Clairevoie", version: "1" } as const;

/** Where a signature is good: one chain and one contract. */
export interface Domain {
  readonly chainId: number;
  /** The contract that the domain is bound to: the party registry for batches. */
  readonly verifyingContract: Hex;
}

const NAME_HASH = textHash(DOMAIN_NAMES.name);
const VERSION_HASH = textHash(DOMAIN_NAMES.version);
const DOMAIN_TYPE = typeHash("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");

/**
 * The domain separator of EIP-712 for this protocol.
 * @internal
 */
export function domainSeparator(domain: Domain): Uint8Array {
  const { chainId, verifyingContract } = domain;
  return hashStruct(DOMAIN_TYPE, NAME_HASH, VERSION_HASH, word(chainId), word(BigInt(verifyingContract)));
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

/**
 * The account of a public key (uncompressed, 65 bytes), in lower case.
 * @internal
 */
export function accountOf(publicKey: Uint8Array): Hex {
  return toHex(keccak(publicKey.subarray(1)).subarray(12));
}
