import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { commitmentsOf, values } from "../../circuits/inputs.js";
import { parseCertificate } from "../../src/protocol/index.js";
import { DEVELOPMENT_KEYS, verifyBand, verifyRenewal } from "../../src/zk/index.js";
import { aLens } from "../../testing/zk/domain.js";

const prove = (input: unknown) =>
  spawnSync(path.resolve("node_modules/.bin/tsx"), [path.resolve("circuits/main.ts")], {
    input: JSON.stringify(input),
    encoding: "utf8",
  });

describe("the prover's command", () => {
  const kept = JSON.parse(readFileSync("testing/fixtures/0.1.0/dossier-1-rank-1.json", "utf8"));
  const certificate = parseCertificate(kept.certificate);
  const dossier = certificate.receipts[0]?.statement.dossier ?? "0x";
  const opening = (byte: string, sphere: number) => ({
    prescription: aLens({ sphere }),
    salt: `0x00${byte.repeat(31)}` as const,
  });
  const openings = {
    right: { ...opening("01", -625), code: { code: "V02", class: "A" } },
    left: { ...opening("02", 100), code: { code: "VU1", class: "B" } },
  };
  const before = { right: opening("03", -575), left: opening("04", 100) };

  it("adds proofs to a certificate, each below a kilobyte, that verify", () => {
    const { proofs } = parseCertificate(prove({ certificate, openings, before }).stdout);
    expect([proofs?.bandRight?.mask, proofs?.bandLeft?.mask]).to.deep.equal([120, 1]);
    const stated = commitmentsOf(openings);
    const right = { dossier, eye: "right", commitment: stated.right ?? "0x", mask: 120 } as const;
    expect(verifyBand(DEVELOPMENT_KEYS, right, proofs?.bandRight?.proof ?? "0x")).to.equal(true);
    const renewal = { dossier, before: commitmentsOf(before), after: stated };
    expect(verifyRenewal(DEVELOPMENT_KEYS, renewal, proofs?.renewal?.proof ?? "0x")).to.equal(true);
    expect(JSON.stringify(proofs?.bandRight).length).to.be.below(1_000);
  });

  it("says what it cannot prove in one line without any value of the prescription", () => {
    const uncovered = {
      ...openings,
      right: { ...openings.right, prescription: aLens({ sphere: -725, cylinder: 10 }) },
    };
    const refused = prove({ certificate, openings: uncovered });
    expect([refused.status, refused.stdout]).to.deep.equal([2, ""]);
    expect(refused.stderr).to.equal(
      "prescription: is in no power band of the code that is billed; it cannot be proven\n",
    );
    const malformed = prove({
      certificate,
      openings: { right: { ...openings.right, prescription: { sphere: -725 } } },
    });
    expect(malformed.status).to.equal(2);
    expect(malformed.stderr).not.to.contain("725");
  });

  it("encodes lens types as the protocol does", () => {
    expect(values(aLens({ lensType: "progressive" })).lensType).to.equal(2);
  });
});
