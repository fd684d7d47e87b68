import { readFileSync } from "node:fs";
import { expect } from "chai";
import { markdown, PAGE } from "../../../scenarios/page.js";
import { catalogue, playedScenario } from "../../../scenarios/played.js";
import { FINDINGS, type FindingCode } from "../../../src/protocol/index.js";

const blocking = Object.entries(FINDINGS).flatMap(([code, { severity }]) => (severity === "blocking" ? [code] : []));

describe("the scenarios of the trade", () => {
  for (const scenario of catalogue) {
    const { conform, findings } = scenario.expected;
    const codes = findings.map(({ code }) => code).join(", ");
    it(`${conform ? "accepts" : `refuses (${codes})`} ${scenario.name}, and so does the chain`, async () => {
      const { verdict, fast, found, onChain, offChain } = await playedScenario(scenario);
      expect(fast).to.deep.equal(verdict);
      expect(found).to.deep.equal(findings);
      expect({ conform: verdict.conform, justified: verdict.justified }).to.deep.equal({
        conform,
        justified: scenario.expected.justified,
      });
      expect(onChain).to.deep.equal(offChain);
    });
  }
});

describe("the catalogue of scenarios", () => {
  for (const code of blocking) {
    it(`has a file refused for ${code}, and a near miss that passes`, () => {
      const refused = catalogue.filter(({ group, expected }) => {
        return group === "refused" && expected.findings.some((finding) => finding.code === code);
      });
      const near = catalogue.filter(({ nearMissOf }) => nearMissOf?.some((of) => of === code));
      expect(refused).not.to.deep.equal([]);
      expect(near.filter(({ expected }) => expected.conform)).not.to.deep.equal([]);
    });
  }

  it("shows every finding there is", () => {
    const shown = new Set(catalogue.flatMap(({ expected }) => expected.findings.map(({ code }) => code)));
    expect(Object.keys(FINDINGS).filter((code) => !shown.has(code as FindingCode))).to.deep.equal([]);
  });

  it("puts what is refused, and nothing else, among the refused", () => {
    for (const { name, group, expected, limit } of catalogue) {
      expect(expected.conform, name).to.equal(group !== "refused");
      expect(limit !== undefined, name).to.equal(group === "limits");
    }
  });

  it("is what docs/scenarios.md says (npm run scenarios -- --markdown writes it)", () => {
    expect(readFileSync(PAGE, "utf8")).to.equal(markdown(catalogue));
  });
});
