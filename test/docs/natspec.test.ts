import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";

const SOURCES = globSync("contracts/**/*.sol").map((file) => [file, readFileSync(file, "utf8")] as const);
const DECLARED = /\bfunction (\w+)\(([^)]*)\)|\bmapping\(.* public (\w+);/g;

/** Functions of a contract or library as `name/number of arguments`; its interface counts too. */
function functionsOf(name: string): Set<string> {
  const own = SOURCES.filter(([file]) => [`${name}.sol`, `I${name}.sol`].includes(path.basename(file)));
  const found = own.flatMap(([, text]) => [...text.matchAll(DECLARED)]);
  return new Set(
    found.map(([, called, parameters = "", getter]) =>
      called ? `${called}/${parameters.trim() === "" ? 0 : parameters.split(",").length}` : `${getter}/1`,
    ),
  );
}

describe("comments of contracts", () => {
  it("cite functions that there are, with as many arguments", () => {
    const cited = SOURCES.flatMap(([file, text]) =>
      [...text.matchAll(/\/\/.*`([A-Z]\w+)\.(\w+)\(([^)]*)\)/g)].map(([, name = "", called = "", given = ""]) => ({
        file,
        name,
        call: `${called}/${given === "" ? 0 : given.split(",").length}`,
      })),
    );
    expect(cited.length).to.be.greaterThan(0);
    expect(cited.filter(({ name, call }) => !functionsOf(name).has(call))).to.deep.equal([]);
  });
});
