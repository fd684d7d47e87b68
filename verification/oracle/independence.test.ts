import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { DEVELOPMENT_KEYS } from "../../src/zk/index.js";

/** Types are erased; of what runs, the oracle may have hashes, signatures, pairings and what reads its own data. */
const ALLOWED = ["ethers", "@noble/curves/bn254.js", "node:fs"];
const FOLDER = "verification/oracle";

/** What a file imports to run: neither types, nor what lies beside it. */
function importsOf(text: string): string[] {
  const said = [
    ...text.matchAll(/^(?:import|export)\b(?! type\b)[^;]*?\bfrom "([^"]+)"|\bimport\(([^)]*)\)|^import "([^"]+)"/gm),
  ];
  return said
    .map(([, from, dynamic, bare]) => from ?? dynamic ?? bare ?? "")
    .filter((from) => !/^\.\/[\w-]+\.js$/.test(from));
}

describe("the oracle", () => {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));

  for (const name of files) {
    it(`is independent of what it is compared with: ${name} takes no code of this project`, () => {
      const imports = importsOf(readFileSync(path.join(FOLDER, name), "utf8"));
      expect(imports.filter((from) => !ALLOWED.includes(from))).to.deep.equal([]);
    });
  }

  it("has the keys of proofs that are published", () => {
    expect(JSON.parse(readFileSync(path.join(FOLDER, "development-keys.json"), "utf8"))).to.deep.equal(
      DEVELOPMENT_KEYS,
    );
  });

  it("would be found to import code, however it did", () => {
    for (const text of [
      'import { ZERO } from "../../src/protocol/index.js";',
      'import {\n  type Hex,\n  ZERO,\n} from "../../src/protocol/index.js";',
      'export { ZERO } from "../agreement/numbered.js";',
      'const it = await import("../../src/fast/index.js");',
      'import "../../src/zk/index.js";',
    ]) {
      expect(importsOf(text), text).to.have.length(1);
    }
    expect(
      importsOf('import type { Hex } from "../../src/protocol/index.js";\nimport { x } from "./hashes.js";'),
    ).to.deep.equal([]);
  });
});
