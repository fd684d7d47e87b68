import { readFileSync } from "node:fs";
import { expect } from "chai";
import { DEFAULT_POLICY, parseCertificate, parseClaim } from "../../../src/protocol/index.js";
import { type Report, report, reportAsOf, reportPage } from "../../../src/report/index.js";
import { replaying } from "../../../testing/recorded-facts.js";

const DAY = 86_400;

function reportOf(fixture: string): Report {
  const { certificate, claim, facts } = JSON.parse(readFileSync(`testing/fixtures/0.1.0/${fixture}.json`, "utf8"));
  return report(parseCertificate(certificate), parseClaim(claim), replaying(facts), DEFAULT_POLICY);
}

/** What a page says as text. */
const pageOf = (told: Report, language: "en" | "fr") => reportPage(told, language).replaceAll(/<[^>]*>|\s+/g, " ");

describe("a report by evidence", () => {
  const conforming = reportOf("dossier-1-rank-1");
  const { time } = conforming.verdict.block;

  it("says that it conforms while its block is at most a day old, and that it conformed after", () => {
    const [fresh, old] = [reportAsOf(conforming, time + DAY), reportAsOf(conforming, time + DAY + 1)];
    expect(pageOf(fresh, "en"))
      .to.match(/Conforming\b/)
      .and.to.contain("As of ");
    expect(pageOf(fresh, "en")).not.to.contain("Conformed on");
    expect(pageOf(old, "en"))
      .to.match(/Conformed on \d+ \w+ \d{4}/)
      .and.not.to.match(/✓ Conforming/);
    expect(pageOf(old, "fr"))
      .to.match(/Était conforme le \d/)
      .and.to.contain("sur preuves seules");
  });

  it("speaks of the past where the clock is behind the block, which then is not known to be recent", () => {
    expect(pageOf(reportAsOf(conforming, time - 120), "en")).not.to.contain("Conformed on");
    expect(pageOf(reportAsOf(conforming, time - 121), "en")).to.contain("Conformed on");
  });

  it("never says that a share can be paid, in either language", () => {
    const told = reportAsOf(conforming, time);
    for (const language of ["en", "fr"] as const) {
      expect(pageOf(conforming, language)).to.contain(language === "en" ? "can be settled" : "peut être réglée");
      expect(pageOf(told, language)).not.to.match(/can be settled|peut être réglée/);
      expect(told.summary.ask[language]).not.to.match(/can be settled|peut être réglée/);
    }
  });

  it("says so where nobody looked at what was settled", () => {
    expect(pageOf(reportAsOf(conforming, time, false), "en")).to.contain("What was settled is left out.");
    expect(pageOf(reportAsOf(conforming, time, true), "en")).not.to.contain("left out");
  });
});
