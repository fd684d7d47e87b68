import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";

const PROOF =
  /\[[^\]]+\]\((\.\.\/(?:test|contracts|scenarios|verification|testing)\/[^)]+)\)|"((?:[a-z]|test(?:Fuzz)?_|invariant_)[^"]{12,})"/g;

/** The proofs that a text gives: each quoted test, with the files that its paragraph or row links. */
function proofsIn(text: string): { files: string[]; names: string[] }[] {
  return text.split(/\n\n|\n(?=\|)/).map((passage) => {
    const found = [...passage.replaceAll(/\s+/g, " ").matchAll(PROOF)];
    return {
      files: found.flatMap(([, file]) => (file ? [path.join("docs", file)] : [])),
      names: found.flatMap(([, , name]) => (name ? [name] : [])),
    };
  });
}

/** What a text claims that the code does not have. */
function unproven(text: string): string[] {
  return proofsIn(text).flatMap(({ files, names }) => {
    const missing = files.filter((file) => !existsSync(file));
    const texts = files.filter(existsSync).map((file) => readFileSync(file, "utf8"));
    const isThere = (name: string) =>
      texts.some((code) => code.includes(`it("${name}"`) || code.includes(`function ${name}(`));
    return [...missing, ...names.filter((name) => !isThere(name))];
  });
}

describe("the document of threats", () => {
  const text = readFileSync("docs/threats.md", "utf8");

  it("names tests that are there, each in a file that it links", () => {
    expect(proofsIn(text).flatMap(({ names }) => names).length).to.be.greaterThan(25);
    expect(unproven(text)).to.deep.equal([]);
    expect(
      unproven(
        '[a](../test/no.test.ts), [b](../verification/privacy/leak.test.ts) "shows nobody anything" "is collected"',
      ),
    ).to.deep.equal(["test/no.test.ts", "shows nobody anything"]);
  });

  it("names every blind spot that a scenario shows", () => {
    const limits = readdirSync("scenarios/data/limits");
    expect(limits.filter((name) => !text.includes(`data/limits/${name}`))).to.deep.equal([]);
  });
});
