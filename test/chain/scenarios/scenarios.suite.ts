import { readFileSync } from "node:fs";
import { expect } from "chai";
import { markdown, PAGE } from "../../../scenarios/page.js";
import { catalogue, playedScenario } from "../../../scenarios/played.js";
import type { Scenario } from "../../../scenarios/scenario.js";
import { FINDINGS, type FindingCode } from "../../../src/protocol/index.js";

/** An audit alone finds that a claim is repeated: a scenario ends with one claim. */
const OF_AUDITS = ["claim-repeated"];
/** What is only waited for ends by itself. */
const WAITED = ["not-final"];
const blocking = Object.entries(FINDINGS).flatMap(([code, { severity }]) =>
  severity === "blocking" && !OF_AUDITS.includes(code) ? [code] : [],
);
const passes = ({ expected: { outcome } }: Scenario) => outcome === "conforming" || outcome === "justified";

/** Where a scenario belongs; what no record shows stands apart. */
const GROUP_OF = {
  conforming: "conforming",
  justified: "conforming",
  pending: "pending",
  "not-verifiable": "not-verifiable",
  "not-conforming": "refused",
} as const;

describe("the scenarios of the trade", () => {
  for (const scenario of catalogue) {
    const { outcome, until, findings } = scenario.expected;
    const codes = findings.map(({ code }) => code).join(", ");
    it(`finds ${scenario.name} ${outcome}${codes && ` (${codes})`}, and so does the chain`, async () => {
      const { verdict, fast, byEvidence, found, until: waits, onChain, offChain } = await playedScenario(scenario);
      expect(fast).to.deep.equal(verdict);
      expect(byEvidence).to.deep.equal(verdict);
      expect(found).to.deep.equal(findings);
      expect({ outcome: verdict.outcome, until: waits }).to.deep.equal({ outcome, until });
      expect(verdict.conform).to.equal(passes(scenario));
      expect(onChain).to.deep.equal(offChain);
    });
  }
});

describe("the catalogue of scenarios", () => {
  for (const code of blocking) {
    it(`has a file that ${code} stops, and a near miss that passes`, () => {
      const stopped = catalogue.filter(({ group, expected }) => {
        const stops = group === "refused" || (group === "pending" && WAITED.includes(code));
        return stops && expected.findings.some((finding) => finding.code === code);
      });
      const near = catalogue.filter(({ nearMissOf }) => nearMissOf?.some((of) => of === code));
      expect(stopped).not.to.deep.equal([]);
      expect(near.filter(passes)).not.to.deep.equal([]);
    });
  }

  it("shows every finding there is", () => {
    const shown = new Set(catalogue.flatMap(({ expected }) => expected.findings.map(({ code }) => code)));
    expect(Object.keys(FINDINGS).filter((code) => !shown.has(code as FindingCode))).to.deep.equal(OF_AUDITS);
  });

  it("puts each among those of its verdict, and what passes and should not among the limits", () => {
    for (const scenario of catalogue) {
      const { name, group, expected, limit } = scenario;
      expect(group, name).to.equal(limit !== undefined && passes(scenario) ? "limits" : GROUP_OF[expected.outcome]);
      expect(limit !== undefined, name).to.equal(group === "limits");
    }
  });

  it("is what docs/scenarios.md says (npm run scenarios -- --markdown writes it)", () => {
    expect(readFileSync(PAGE, "utf8")).to.equal(markdown(catalogue));
  });
});
