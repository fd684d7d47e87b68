import { expect } from "chai";
import { type AskingInsurer, type Claim, type Policy, policy } from "../../../src/protocol/index.js";
import type { Shape } from "../../../testing/drafts.js";
import { judged, PAIR } from "../../../testing/judged-drafts.js";

/** The findings of a certificate that conforms, with a claim that is changed. */
function found(
  shape: Shape,
  change: (claim: Claim) => Partial<Claim>,
  accepted: Partial<Policy> = {},
  insurer: AskingInsurer = {},
): string[] {
  const { findings } = judged((made) => {
    Object.assign(made.claim, change(made.claim));
    Object.assign(made, { policy: policy(accepted), insurer });
  }, shape);
  return findings.map(({ code, aspect }) => `${code}: ${aspect}`);
}

const ALONE = PAIR;
const SECOND: Shape = { ...PAIR, rank: 2, payers: 2 };
const same = () => ({});

describe("the judgement of a claim", () => {
  it("finds nothing in the claim as it is, asked by the insurer that it is made to", () => {
    expect(found(ALONE, same, { extras: ["MS1", "MS2"] }, { amc: "12345678" })).to.deep.equal([]);
    expect(found(SECOND, same, {}, { amc: "12345678" })).to.deep.equal([]);
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
    expect(found(ALONE, asExtra, { extras: ["MS1", "MS2", "VU2"] })).to.not.include("extras-not-accepted: billing");
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
