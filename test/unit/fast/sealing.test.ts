import { expect } from "chai";
import { makeAssessor, makeSealer } from "../../../src/fast/index.js";
import { startAuditor } from "../../../src/fast/workers.js";
import { toHex } from "../../../src/protocol/bytes.js";
import { DEFAULT_POLICY, hashStatement, makeTree, parseCertificate, proofOf } from "../../../src/protocol/index.js";
import { drawWave, openFacts } from "../../../testing/load.js";

describe("sealing and auditing many", () => {
  const load = drawWave("test", 30);

  it("hashes statements and grows trees as the plain functions do, whatever the number of leaves", async () => {
    const sealer = await makeSealer();
    const statements = load.pairs.flatMap(({ certificate }) =>
      parseCertificate(certificate).receipts.map(({ statement }) => statement),
    );
    for (const count of [1, 2, 3, 5, 33, 100]) {
      const some = statements.slice(0, count);
      const plain = makeTree(some.map(hashStatement));
      const large = sealer.tree(sealer.hash(some, count));
      expect(large.root).to.equal(plain.root);
      expect(some.map((_, i) => large.proof(i))).to.deep.equal(some.map((_, i) => proofOf(plain, i)));
      expect(() => large.proof(count)).to.throw("there is no leaf");
    }
  });

  it("grows a tree that takes several passes through the kernel", async () => {
    const leaves = Uint8Array.from({ length: 32 * 70_001 }, (_, i) => (i * 2_654_435_761) >>> 24);
    const { root, proof } = (await makeSealer()).tree(leaves);
    const words = Array.from({ length: 70_001 }, (_, i) => toHex(leaves.subarray(32 * i, 32 * i + 32)));
    const plain = makeTree(words);
    expect(root).to.equal(plain.root);
    expect(proof(70_000)).to.deep.equal(proofOf(plain, 70_000));
  });

  it("says which of the statements is malformed", async () => {
    const statement = parseCertificate(load.pairs[0]?.certificate ?? "").receipts[0]?.statement;
    if (!statement) throw new Error("no statement");
    const sealer = await makeSealer();
    expect(() => sealer.hash([{ ...statement, dossier: "0xAB" }], 1)).to.throw("bytes32");
    expect(() => sealer.hash([statement], 2)).to.throw("fewer than 2");
  });

  it("gives back in order, from every worker, the verdicts of one thread, and what cannot be read", async () => {
    const facts = { module: new URL("../../../testing/load.ts", import.meta.url), data: load.facts };
    const auditor = await startAuditor({ facts, policy: DEFAULT_POLICY, workers: 2 });
    const assessor = await makeAssessor({ facts: openFacts(load.facts), policy: DEFAULT_POLICY });
    const pairs = Array.from({ length: 40 }, () => load.pairs).flat();
    const broken = { certificate: "{}", claim: load.pairs[0]?.claim ?? "" };
    const judged = [];
    for await (const one of auditor.judge([...pairs, broken])) judged.push(one);
    await auditor.close();
    const expected = pairs.map(({ certificate, claim }) => ({ verdict: assessor.assess(certificate, claim) }));
    expect(judged.slice(0, -1)).to.deep.equal(expected);
    expect(expected.every(({ verdict }) => verdict.conform)).to.equal(true);
    expect(judged.at(-1)).to.have.nested.property("unreadable.field", "certificate.format");
  });
});
