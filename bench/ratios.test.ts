import { expect } from "chai";
import { makeAssessor, makeSealer } from "../src/fast/index.js";
import { startKernel } from "../src/fast/kernel.js";
import { RECEIPTS, ROOT, SIGNATURE, SIGNER_STATUS, WORK } from "../src/fast/memory-layout.js";
import { DEFAULT_POLICY } from "../src/protocol/index.js";
import { drawWave, openFacts } from "../testing/load.js";
import { cpuSeconds } from "./clock.js";
import { straightforward } from "./straightforward.js";

const COUNT = 100;

describe("what the fast path costs", () => {
  const load = drawWave("ratios", COUNT);

  const secondsOf = (judge: (pair: (typeof load.pairs)[number]) => boolean, rounds: number): number => {
    const start = cpuSeconds();
    for (let round = 0; round < rounds; round++) expect(load.pairs.every(judge)).to.equal(true);
    return (cpuSeconds() - start) / rounds;
  };

  it("is a fifth of the straightforward implementation at most, whatever the machine (twenty times and more is usual)", async () => {
    const assessor = await makeAssessor({ facts: openFacts(load.facts), policy: DEFAULT_POLICY });
    const judge = ({ certificate, claim }: (typeof load.pairs)[number]) => assessor.assess(certificate, claim).conform;
    secondsOf(judge, 10);
    const fresh = await makeAssessor({ facts: openFacts(load.facts), policy: DEFAULT_POLICY });
    const fast = secondsOf(({ certificate, claim }) => fresh.assess(certificate, claim).conform, 1);
    const naive = secondsOf(straightforward(load.facts), 1);
    expect(naive / fast).to.be.greaterThan(5);
    const plain = await makeAssessor({ facts: openFacts(load.facts), policy: DEFAULT_POLICY, engine: "plain" });
    const slow = secondsOf(({ certificate, claim }) => plain.assess(certificate, claim).conform, 1);
    expect(slow / fast).to.be.greaterThan(5);
  });

  it("grows with what is sealed and no faster: sixteen times the leaves take at most fifty times as long, paths too", async () => {
    const sealer = await makeSealer();
    const sealing = (leaves: number, times: number): number => {
      const words = new Uint8Array(32 * leaves).map((_, i) => (i * 2_654_435_761) >>> 23);
      const start = cpuSeconds();
      for (let time = 0; time < times; time++) {
        const tree = sealer.tree(words);
        for (let leaf = 0; leaf < leaves; leaf++) tree.proof(leaf);
      }
      return (cpuSeconds() - start) / times;
    };
    // The quickest of three: a collection of garbage is no growth.
    const quickest = (leaves: number, times: number) => Math.min(...[1, 2, 3].map(() => sealing(leaves, times)));
    quickest(4_096, 4);
    expect(quickest(65_536, 1) / quickest(4_096, 8)).to.be.below(50);
  });

  it("recovers each signature once, hashes each node once, and reads nine kilobytes and a half", async () => {
    const assessor = await makeAssessor({ facts: openFacts(load.facts), policy: DEFAULT_POLICY });
    for (const { certificate, claim } of load.pairs) assessor.assess(certificate, claim);
    const { permutations, recoveries } = assessor.counts();
    expect(recoveries).to.equal((3 * COUNT) / 5 + 1); // Three optician's batches of five, one lens maker's.
    expect(permutations / COUNT).to.be.below(80);
    for (const { certificate } of load.pairs) expect(certificate.length).to.be.within(9_000, 10_000);
  });

  it("remembers the batches of a day's certificates, after those of the days before, and mixes none up", async () => {
    const kernel = await startKernel();
    const { bytes, view } = kernel;
    const ofBatch = (number: number): number => {
      view.setUint32(WORK, number);
      kernel.keccak(WORK, 4, RECEIPTS + ROOT);
      kernel.keccak(RECEIPTS + ROOT, 32, RECEIPTS + SIGNATURE);
      return kernel.batch(RECEIPTS);
    };
    const batches = 12_308; // Of 20,480 certificates of the load of the benchmarks.
    const seen = (number: number): boolean => {
      const slot = ofBatch(number);
      const isKnown = bytes[slot + SIGNER_STATUS] === 1;
      bytes[slot + SIGNER_STATUS] = 1;
      return isKnown;
    };
    for (let day = 0; day < 4; day++) {
      for (let i = 0; i < batches; i++) expect(seen(day * batches + i)).to.equal(false);
    }
    let known = 0;
    for (let i = 0; i < batches; i++) if (seen(3 * batches + ((i * 5_003) % batches))) known++;
    expect(known / batches).to.be.greaterThan(0.97);
  });
});
