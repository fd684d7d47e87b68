import { expect } from "chai";
import { attackMutants } from "./mutants.js";
import { playedOriginals } from "./played.js";

/** A long run: npm run attack -- --long --property 2. */
const ROUNDS = Number(process.env["ATTACK_ROUNDS"] ?? 50);
const SEED = process.env["ATTACK_SEED"] ?? "certificates";

describe("mutants of certificates", () => {
  it("start from all that conforms: one lens, two makers, stock, proofs, smart accounts, corrections", async function () {
    this.timeout(0);
    const originals = await playedOriginals();
    expect(originals.length).to.be.greaterThan(70);
    const shown = originals.map(({ certificate }) => certificate);
    expect(shown.filter(({ stock }) => stock).length).to.be.greaterThan(4);
    expect(shown.filter(({ proofs }) => proofs).length).to.be.greaterThan(2);
    const isEndorsed = shown.filter(({ receipts }) => receipts.some(({ signature }) => signature === "0x"));
    expect(isEndorsed).not.to.deep.equal([]);
  });

  it(`never conform unless they say the same, are judged alike by both paths, and do not hang: ${ROUNDS} rounds`, async function () {
    this.timeout(0);
    const met: Record<string, number> = {};
    let attempts = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const count = await attackMutants(SEED, round);
      expect(count.broken).to.deep.equal([]);
      attempts += count.attempts;
      for (const [name, times] of Object.entries(count.met)) {
        const [, outcome = ""] = name.split(": ");
        met[outcome] = (met[outcome] ?? 0) + times;
      }
    }
    // Each outcome is met: mutants get past the schema, and some are the same certificate written otherwise.
    for (const outcome of ["unread", "refused", "equivalent"]) expect(met[outcome]).to.be.greaterThan(attempts / 100);
  });
});
