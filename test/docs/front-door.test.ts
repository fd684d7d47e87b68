import { globSync, readdirSync, readFileSync } from "node:fs";
import { expect } from "chai";

const read = (page: string) => readFileSync(page, "utf8");

/** Files and folders that a page names in code, by their path from the root: `src/protocol`, `kernel/*.as.ts`. */
function namedIn(page: string): string[] {
  const tops = readdirSync(".").filter((name) => name !== "deployments"); // A deployment makes it.
  return [...read(page).matchAll(/`([\w@.*/-]+)`/g)]
    .map(([, code = ""]) => code)
    .filter((code) => code.includes("/") && tops.includes(code.split("/")[0] ?? ""));
}

describe("the front door", () => {
  it("has an index in which every page and folder of docs stands once", () => {
    const linked = [...read("docs/README.md").matchAll(/\]\((?!\.\.\/)([^)#]+)\)/g)].map(([, page]) => page);
    expect(linked.sort()).to.deep.equal(
      readdirSync("docs")
        .filter((name) => name !== "README.md" && name !== "api")
        .sort(),
    );
  });

  it("names files and folders that are there", () => {
    const named = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"].flatMap((page) =>
      namedIn(page).map((name) => ({ page, name })),
    );
    expect(named.length).to.be.greaterThan(40);
    expect(named.filter(({ name }) => globSync(name.replace(/\/$/, "")).length === 0)).to.deep.equal([]);
  });

  it("finds each function in the file that ARCHITECTURE.md gives for it", () => {
    const cited = [...read("ARCHITECTURE.md").matchAll(/`(\w+)`(?: \(|,\s+)`(src\/[\w/-]+\.ts)`/g)];
    expect(cited.length).to.be.greaterThan(20);
    const isThere = ([, name, file = ""]: readonly string[]) =>
      new RegExp(String.raw`(?:export|async|class|function|interface|const)\W[^\n]*\b${name}\b`).test(read(file));
    expect(cited.filter((one) => !isThere(one)).map(([text]) => text)).to.deep.equal([]);
  });

  it("draws the kernel's memory as src/fast/memory-layout.ts lays it out", async () => {
    const layout: Readonly<Record<string, number>> = { ...(await import("../../src/fast/memory-layout.js")) };
    const drawn = [...read("ARCHITECTURE.md").matchAll(/^\| (0x[0-9a-f]+) \| `(\w+)` /gm)];
    expect(drawn.length).to.be.greaterThan(15);
    expect(drawn.filter(([, at, name = ""]) => layout[name] !== Number(at)).map(([text]) => text)).to.deep.equal([]);
  });
});
