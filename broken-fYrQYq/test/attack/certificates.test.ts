import { expect } from "chai";
import { attackCertificates, emptyTally } from "./binding.js";
import { readOriginals } from "./originals.js";

/** A long run: npm run attack -- --long. */
const MUTANTS = Number(process.env["ATTACK_MUTANTS"] ?? 5_000);
const SEED = process.env["ATTACK_SEED"] ?? "certificates";

describe("mutants of certificates", () => {
  it("start from certificates that conform, with one insurer, with two, and corrected", () => {
    expect(readOriginals().originals.length).to.be.greaterThan(4);
  });

  it(`never conform unless they say the same, throw only typed errors and do not hang: ${MUTANTS} of them`, function () {
    this.timeout(0);
    const tally = emptyTally();
    attackCertificates(SEED, 0, MUTANTS, tally);
    expect(tally.successes).to.deep.equal([]);
    expect(tally.attempts).to.equal(MUTANTS);
    // Each outcome is met: mutants get past the schema, and some are the same certificate written otherwise.
    for (const met of [tally.unread, tally.refused, tally.equivalent]) expect(met).to.be.greaterThan(MUTANTS / 100);
  });
});
