import { TypedDataEncoder } from "ethers";
import { DOMAIN_NAMES, fieldsOf, TYPES } from "../src/protocol/eip712.js";
import type { Domain, Hex } from "../src/protocol/index.js";

/** The digest of one of the protocol's types that a registry checks, by its encoded type. */
export function typedDigest(domain: Domain, type: string, value: object): Hex {
  const name = type.slice(0, type.indexOf("("));
  const types = { [name]: fieldsOf(type), ...(type === TYPES.StockUses && { StockUse: fieldsOf(TYPES.StockUse) }) };
  return TypedDataEncoder.hash({ ...DOMAIN_NAMES, ...domain }, types, value) as Hex;
}
