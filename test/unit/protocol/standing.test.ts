import { readFileSync } from "node:fs";
import { expect } from "chai";
import { assess, DEFAULT_POLICY, parseCertificate, parseClaim, type Standing } from "../../../src/protocol/index.js";
import { replaying } from "../../../testing/recorded-facts.js";

const { certificate, claim, facts } = JSON.parse(readFileSync("testing/fixtures/0.1.0/dossier-1-rank-1.json", "utf8"));

/** The findings of a certificate that conforms, where one key of it stands otherwise. */
function found(key: string, standing: Partial<Standing>): string[] {
  const known = replaying(facts);
  const changed = {
    ...known,
    standing: (of: `0x${string}`, time: number) => ({ ...known.standing(of, time), ...(of === key ? standing : {}) }),
  };
  const { conform, findings } = assess(parseCertificate(certificate), parseClaim(claim), changed, DEFAULT_POLICY);
  expect(conform).to.equal(findings.length === 0);
  return [...new Set(findings.map(({ code }) => code))];
}

describe("what a key was worth when its batch was anchored", () => {
  const keyOf = (stage: number): string =>
    parseCertificate(certificate).receipts.find(({ statement }) => statement.stage === stage)?.batch.key ?? "";
  for (const [signer, stage] of [
    ["the optician", 3],
    ["the lens maker", 2],
  ] as const) {
    for (const [standing, code] of [
      [{ suspended: true }, "party-suspended"],
      [{ status: "revoked" }, "key-not-valid"],
      [{ status: "compromised" }, "key-not-valid"],
      [{ status: "not-yet" }, "key-not-valid"],
      [{ status: "unknown" }, "unknown-key"],
      [{ role: "insurer" }, "wrong-role"],
    ] as const) {
      it(`decides: ${JSON.stringify(standing)} of ${signer}`, () => {
        expect(found(keyOf(stage), {})).to.deep.equal([]);
        expect(found(keyOf(stage), standing)).to.include(code);
      });
    }
  }
});
