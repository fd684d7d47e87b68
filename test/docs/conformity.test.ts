import { readFileSync } from "node:fs";
import { expect } from "chai";
import { readCatalogue } from "../../scenarios/catalogue.js";
import { withFindings } from "../../scenarios/findings-page.js";
import { CORRECTION_REASONS, FINDINGS, policySchema } from "../../src/protocol/index.js";

const page = readFileSync("docs/conformity.md", "utf8");
const section = (title: string) => page.split(/^## /m).find((text) => text.startsWith(title)) ?? "";
const inCode = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? "");

describe("docs/conformity.md", () => {
  it("names scenarios that there are", () => {
    const names = readCatalogue().map(({ name }) => name);
    const named = inCode(section("The profession's cases"));
    expect(named).to.have.length.greaterThan(20);
    expect(named.filter((name) => !names.includes(name))).to.deep.equal([]);
  });

  it("explains every rule of a policy, and no other", () => {
    const rules = [...section("Policies").matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);
    expect(rules).to.deep.equal(Object.keys(policySchema.shape));
    expect(CORRECTION_REASONS.length).to.equal(8); // "all seven"
  });

  it("has the table of findings that the code gives (npm run scenarios -- --markdown writes it)", () => {
    expect(page).to.equal(withFindings(page, readCatalogue()));
  });

  it("names findings that there are", () => {
    const named = [...page.matchAll(/\*([a-z]+(?:-[a-z]+)+)\*/g)].map(([, name]) => name ?? "");
    expect(named).to.have.length.greaterThan(4);
    expect(named.filter((name) => !(name in FINDINGS))).to.deep.equal([]);
  });
});
