import { decodeRlp, encodeRlp, toBeArray } from "ethers";
import { fromHex, type Hex, toHex } from "../../protocol/bytes.js";
import { keccak } from "../../protocol/eip712.js";
import { ChainError } from "../errors.js";

/** What of a block's header is used, once its hash is known to be the trusted one. */
export interface TrustedHeader {
  readonly number: number;
  /** Unix seconds. */
  readonly timestamp: number;
  readonly stateRoot: Hex;
  readonly parentHash: Hex;
  readonly receiptsRoot: Hex;
  readonly logsBloom: Hex;
}

/** A header's fields in their order, with their lengths in bytes (Yellow Paper 4.4.4; then one EIP or more a fork). */
const FIELDS: readonly (readonly [name: string, length: number | "integer" | "any"])[] = [
  ["parentHash", 32],
  ["sha3Uncles", 32],
  ["miner", 20],
  ["stateRoot", 32],
  ["transactionsRoot", 32],
  ["receiptsRoot", 32],
  ["logsBloom", 256],
  ["difficulty", "integer"],
  ["number", "integer"],
  ["gasLimit", "integer"],
  ["gasUsed", "integer"],
  ["timestamp", "integer"],
  ["extraData", "any"],
  ["mixHash", 32],
  ["nonce", 8],
  ["baseFeePerGas", "integer"], // London, EIP-1559
  ["withdrawalsRoot", 32], // Shanghai, EIP-4895
  ["blobGasUsed", "integer"], // Cancun, EIP-4844
  ["excessBlobGas", "integer"],
  ["parentBeaconBlockRoot", 32], // Cancun, EIP-4788
  ["requestsHash", 32], // Prague, EIP-7685
];

/**
 * Reads a header as `eth_getBlockByHash` gives it, and holds it to a hash that is trusted.
 * @throws {ChainError} when it is not the header of that hash, whatever the node says of it.
 * @internal
 */
export function readHeader(block: unknown, trusted: Hex): TrustedHeader {
  const header = hashedHeader(block);
  if (header?.hash !== trusted) {
    throw new ChainError("contradicted", "other-header");
  }
  return header;
}

/**
 * A header as a node gives it, with the hash that it has, whatever the node says of it. Null when it is none.
 * @internal
 */
export function hashedHeader(block: unknown): (TrustedHeader & { readonly hash: Hex; readonly rlp: Hex }) | null {
  const header = encoded(block);
  return header && headed(header);
}

/**
 * A header as its hash is made of it. Null for anything else. Fields that a later fork adds at its end are part of the hash.
 * @internal
 */
export function decodedHeader(rlp: Hex): (TrustedHeader & { readonly hash: Hex; readonly rlp: Hex }) | null {
  try {
    const values = decodeRlp(rlp);
    if (typeof values === "string" || encodeRlp(values) !== rlp || values.length < FIRST_FORK) return null;
    const known = FIELDS.slice(0, values.length).map(([name, length], i) => [name, values[i], length] as const);
    if (!known.every(([, value, length]) => typeof value === "string" && isEncodedField(value, length))) return null;
    return headed({ rlp, fields: Object.fromEntries(known) as Record<string, Hex> });
  } catch {
    return null;
  }
}

/** How many fields the first headers had. */
const FIRST_FORK = 15;

function isEncodedField(value: string, length: number | "integer" | "any"): boolean {
  return typeof length === "number" ? value.length === 2 + 2 * length : length === "any" || value.length <= 66;
}

function headed(header: { readonly rlp: Hex; readonly fields: Readonly<Record<string, Hex>> }) {
  const field = (name: string) => header.fields[name] as Hex;
  return {
    hash: toHex(keccak(fromHex(header.rlp))),
    rlp: header.rlp,
    number: integer(field("number")),
    timestamp: integer(field("timestamp")),
    stateRoot: field("stateRoot"),
    parentHash: field("parentHash"),
    receiptsRoot: field("receiptsRoot"),
    logsBloom: field("logsBloom"),
  };
}

/** Zero has no byte in RLP. */
const integer = (bytes: Hex) => (bytes === "0x" ? 0 : Number(bytes));

function encoded(block: unknown): { readonly rlp: Hex; readonly fields: Readonly<Record<string, Hex>> } | null {
  if (typeof block !== "object" || block === null) return null;
  const given = block as Readonly<Record<string, unknown>>;
  const fields: Record<string, Hex> = {};
  for (const [name, length] of FIELDS) {
    const value = given[name];
    if (value === undefined || value === null) break; // A fork only ever adds fields at the end.
    if (typeof value !== "string" || !isField(value, length)) return null;
    fields[name] = (length === "integer" ? toHex(toBeArray(BigInt(value))) : value.toLowerCase()) as Hex;
  }
  return { rlp: encodeRlp(Object.values(fields)) as Hex, fields };
}

function isField(value: string, length: number | "integer" | "any"): boolean {
  if (length === "integer") return /^0x[0-9a-f]{1,64}$/i.test(value);
  if (length === "any") return /^0x(?:[0-9a-f]{2})*$/i.test(value);
  return value.length === 2 + 2 * length && /^0x[0-9a-f]*$/i.test(value);
}
