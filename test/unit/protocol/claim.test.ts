import { readFileSync } from "node:fs";
import { expect } from "chai";
import {
  type AskingInsurer,
  assess,
  type Claim,
  type Policy,
  parseCertificate,
  parseClaim,
  policy,
} from "../../../src/protocol/index.js";
import { replaying } from "../../../testing/recorded-facts.js";

/** The findings of a certificate that conforms, with a claim that is changed. */
function found(
  name: string,
  change: (claim: Claim) => Partial<Claim>,
  accepted: Partial<Policy> = {},
  insurer: AskingInsurer = {},
): string[] {
  const { certificate, claim, facts } = JSON.parse(readFileSync(`testing/fixtures/0.1.0/${name}.json`, "utf8"));
  const held = parseClaim(claim);
  const verdict = assess(
    parseCertificate(certificate),
    { ...held, ...change(held) },
    replaying(facts),
    policy(accepted),
    insurer,
  );
  return verdict.findings.map(({ code, aspect }) => `${code}: ${aspect}`);
}

const ALONE = "dossier-1-rank-1";
const SECOND = "dossier-2-rank-2";
const same = () => ({});

describe("the judgement of a claim", () => {
  it("finds nothing in the claim as it is, asked by the insurer that it is made to", () => {
    expect(found(ALONE, same, { extras: [] }, { amc: "99000001" })).to.deep.equal([]);
    expect(found(SECOND, same, {}, { amc: "99000000" })).to.deep.equal([]);
  });

  it("refuses the claim on another insurer", () => {
    expect(found(ALONE, same, {}, { amc: "99000000" })).to.deep.equal(["claim-of-another-insurer: payerFirst"]);
  });

  it("finds that the second insurer was told it is alone", () => {
    expect(found(SECOND, () => ({ payers: 1 }))).to.include("payers-disagree: payerSecond");
  });

  it("finds a lens that is billed as an extra, where the contract lists other extras", () => {
    const asExtra = ({ lines }: Claim) => ({
      lines: lines.map((line) => (line.item === "rightLens" ? { ...line, item: "extras" as const } : line)),
    });
    expect(found(ALONE, asExtra, { extras: [] })).to.include("extras-not-accepted: billing");
    expect(found(ALONE, asExtra, { extras: ["VU1"] })).to.not.include("extras-not-accepted: billing");
  });

  it("finds a lens that is invoiced and not billed, and one that is billed with another code", () => {
    const without = ({ lines }: Claim) => {
      const others = lines.filter(({ item }) => item !== "leftLens");
      return { lines: others, totalCents: others.reduce((sum, { priceCents }) => sum + priceCents, 0) };
    };
    expect(found(ALONE, without)).to.include("code-billing-disagree: codeLeft");
    const upgraded = ({ lines }: Claim) => ({
      lines: lines.map((line) => (line.item === "leftLens" ? { ...line, code: "VP4" } : line)),
    });
    expect(found(ALONE, upgraded)).to.include("code-billing-disagree: codeLeft");
    expect(found(ALONE, upgraded)).to.not.include("code-billing-disagree: codeRight");
  });
});
