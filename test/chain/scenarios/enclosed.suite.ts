import { expect } from "chai";
import { playedReports } from "../../../scenarios/played.js";
import { drawEnclosingKey, encloseCertificate, openEnclosed } from "../../../src/gateway/index.js";
import { type Certificate, certificateText, parseCertificate } from "../../../src/protocol/index.js";

/** Siblings from a statement up to an anchor, of a shop of 16 statements a batch on a day of 65,000 batches. */
const PATHS = { statementProof: 4, anchorProof: 16 } as const;
const sibling = `0x${"5a".repeat(32)}` as const;

/** With paths as long as on a day of the whole country, and proofs as long as any. */
function grown(certificate: Certificate): Certificate {
  const receipts = certificate.receipts.map((receipt) => ({
    ...receipt,
    statementProof: Array(PATHS.statementProof).fill(sibling),
    anchorProof: Array(PATHS.anchorProof).fill(sibling),
  }));
  return { ...certificate, receipts };
}

const receiptsOf = ({ receipts, stock = {} }: Certificate) => receipts.length + Object.keys(stock).length;
const proofsOf = ({ proofs }: Certificate) =>
  [proofs?.bandRight, proofs?.bandLeft, proofs?.renewal].filter(Boolean).length;

describe("the enclosed certificates of every scenario", () => {
  it("have one size with up to seven receipts and two proofs, also where their paths are long", async () => {
    const all = [...(await playedReports()).values()].map(({ judged }) => judged.certificate);
    const usual = all.filter((one) => receiptsOf(one) <= 7 && proofsOf(one) <= 2);
    expect(usual.length).to.be.greaterThan(0.8 * all.length);
    const [longest] = usual.map(grown).sort((a, b) => certificateText(b).length - certificateText(a).length);
    const { identity, recipient } = await drawEnclosingKey();
    for (const one of [usual[0], longest] as Certificate[]) {
      const file = await encloseCertificate(one, { recipient });
      expect(file.length, `${certificateText(one).length} characters`).to.equal(34_427);
      expect(parseCertificate(await openEnclosed(file, [identity]))).to.deep.equal(one);
    }
  });
});
