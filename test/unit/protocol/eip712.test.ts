import { readdirSync, readFileSync } from "node:fs";
import { expect } from "chai";
import { TypedDataEncoder } from "ethers";
import { DOMAIN_NAMES, fieldsOf, TYPES } from "../../../src/protocol/eip712.js";

const SOLIDITY = ["contracts", "contracts/libraries"].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".sol"))
    .map((name) => readFileSync(`${folder}/${name}`, "utf8")),
);

/** The encoded types whose hashes the contracts hold. */
const hashed = SOLIDITY.flatMap((text) =>
  [...text.matchAll(/keccak256\(\s*"(\w+\([^"]+)"\s*\)/g)].map(([, type]) => type),
);

describe("the EIP-712 types", () => {
  it("are those that the contracts hash", () => {
    const known: readonly string[] = Object.values(TYPES);
    const domain = "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)";
    expect(hashed).to.have.length.above(10);
    expect(hashed.filter((type) => type !== domain && !known.includes(type ?? ""))).to.deep.equal([]);
  });

  it("belong to the domain that the contracts are of", () => {
    const { name, version } = DOMAIN_NAMES;
    const constructors = SOLIDITY.flatMap((text) => text.match(/EIP712\("[^)]*\)/g) ?? []);
    expect(new Set(constructors)).to.deep.equal(new Set([`EIP712("${name}", "${version}")`]));
  });

  it("are named after their structs, and have the fields that a wallet encodes back to the same type", () => {
    const types: Record<string, { name: string; type: string }[]> = Object.fromEntries(
      Object.entries(TYPES).map(([name, encoded]) => [name, fieldsOf(encoded)]),
    );
    for (const [name, encoded] of Object.entries(TYPES)) {
      const own = Object.fromEntries(
        Object.entries(types).filter(([other]) => other === name || encoded.includes(`)${other}(`)),
      );
      expect(new TypedDataEncoder(own).encodeType(name)).to.equal(encoded);
    }
  });
});
