import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { FRENCH, inFrench } from "../../src/cli/french.js";
import { clairevoie } from "../../testing/cli.js";

/** What the code gives as the reason of an error, with `*` where a value is put in. */
function reasons(): string[] {
  const files = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  const quoted = String.raw`("(?:[^"\\]|\\.)*"|\`(?:[^\`\\]|\\.)*\`)`;
  const argument = String.raw`(?:[^(),"\`]|\([^()]*\)|"[^"]*"|\`[^\`]*\`)*?`;
  const errors = new RegExp(String.raw`new (?:InputError|ChainError)\(\s*${argument},\s*${quoted}`, "g");
  const all = files
    .filter((name) => !name.startsWith("cli/french"))
    .flatMap((name) => [...readFileSync(path.join("src", name), "utf8").matchAll(errors)].map(([, text = ""]) => text));
  return [...new Set(all)].map((text) =>
    text
      .slice(1, -1)
      .replaceAll("\\`", "`")
      .replaceAll(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, "*"),
  );
}

describe("errors in French", () => {
  it("have a French text for each that the code gives", () => {
    const known = new Set(FRENCH.map(([english]) => english));
    const all = reasons();
    expect(all.length).to.be.greaterThan(100);
    const general = (text: string) =>
      text
        .replace(/^reading the chain:/, "*:")
        .replace(/chmod \d+ \*/, "chmod *")
        .replace(/ \d+ levels/, " * levels");
    expect(all.map(general).filter((text) => !known.has(text))).to.deep.equal([]);
  });

  it("keep what changes, in its order", () => {
    expect(inFrench("the node refuses (-32005: limit); try another node")).to.equal(
      "le nœud refuse (-32005 : limit) ; essayez-en un autre",
    );
    expect(inFrench("nothing like it")).to.equal("nothing like it");
    for (const [english, french] of FRENCH) {
      expect(french.split("*").length, english).to.equal(english.split("*").length);
    }
  });

  it("are what a person who asks for French reads", async () => {
    const missing = await clairevoie(["inspect", "nowhere.json"], { LANG: "fr_FR.UTF-8" });
    expect(missing.err).to.equal(
      "clairevoie: nowhere.json : ne peut être lu (ENOENT) ; vérifiez le chemin et vos droits\n",
    );
    const number = await clairevoie(
      ["inspect", "-"],
      { LANG: "fr_FR.UTF-8" },
      '{"format":"clairevoie-claim/1","siret":5}',
    );
    expect(number.err).to.contain("claim.siret : ").and.not.contain("Invalid input");
  });
});
