import { expect } from "chai";
import { isJudgedOnChain } from "../../src/chain/index.js";
import { FINDINGS, type FindingCode } from "../../src/protocol/index.js";
import { compareMadeUp, compareVerdicts, endMadeUp, newTally } from "./differential.js";

/** How many dossiers are judged. A long run, on many chains: npm run attack -- --long --property 10. */
const RUNS = Number(process.env["AGREEMENT_RUNS"] ?? 300);
const SEED = process.env["AGREEMENT_SEED"] ?? "agreement";

describe("agreement of the Solidity verdict, the TypeScript one and the oracle's", () => {
  it(`is whole on ${RUNS} dossiers of a chain and ${RUNS} with any facts, right and wrong ones, and every finding is met`, async function () {
    this.timeout(0);
    const tally = newTally();
    await compareVerdicts(SEED, 0, RUNS, tally);
    await compareMadeUp(SEED, 0, RUNS, tally);
    await endMadeUp();
    expect(tally.disagreements).to.deep.equal([]);
    expect(tally.judged).to.equal(2 * RUNS);
    const onChain = (Object.keys(FINDINGS) as FindingCode[]).filter(isJudgedOnChain);
    const unmet = onChain.filter((code) => code !== "wrong-chain" && !tally.met[code]);
    if (RUNS >= 300) expect(unmet).to.deep.equal([]);
    if (RUNS >= 300) expect(tally.conforming).to.be.greaterThan(RUNS / 20);
    if (RUNS >= 300) expect(tally.proven).to.be.greaterThan(3);
  });
});
