import { expect } from "chai";
import { artefactsOf } from "../../circuits/artefacts.js";
import { commitmentOf } from "../../circuits/inputs.js";
import { proveBand, proveRenewal } from "../../circuits/prove.js";
import { endThreads } from "../../circuits/setup.js";
import { assessCertificateOnChain, gatherFactsOf, isJudgedOnChain } from "../../src/chain/index.js";
import { LensMaker, makersOf, Optician, prescriptionOpenings } from "../../src/parties/index.js";
import {
  assess,
  type BandName,
  type Certificate,
  type Claim,
  evidenceOf,
  FINDINGS,
  type Hex,
  type Policy,
  type Proofs,
  parseCertificate,
  policy as policyOf,
} from "../../src/protocol/index.js";
import { DEVELOPMENT_KEYS } from "../../src/zk/index.js";
import { aChain, aParty, type TestChain } from "../../testing/chain.js";
import { CLAIM, DELIVERY, FILE, MAKER, STORE } from "../../testing/dossiers.js";
import { judgeCertificate } from "../oracle/claim.js";
import { numbered } from "./numbered.js";

/** A chain that is nobody's own, of which no number of confirmations is known: none follows here by itself. */
const PUBLIC = 4_242_424;
/** `FILE` bills progressive lenses as VM2 and VM3. */
const [VM2, VM3] = [1 << 8, 1 << 9];
const ASKED: Partial<Policy> = { require: ["band", "renewal"] };

/** What is billed, and what an honest optician proves of it. */
interface Presented {
  readonly certificate: Certificate;
  readonly claim: Claim;
  readonly proofs: { readonly [P in keyof Proofs]-?: NonNullable<Proofs[P]> };
}

describe("a certificate with proofs, judged by the chain, by the SDK and by the oracle", () => {
  let chain: TestChain;
  let mine: Presented;
  let another: Presented;

  before(async () => {
    chain = await aChain();
    [mine, another] = await present(chain, 2);
  });

  /** Dossiers that go as they should, each with proofs of its power bands and of a change since the equipment before. */
  async function present(on: TestChain, count: number): Promise<[Presented, Presented]> {
    const store = await aParty(on, "optician", STORE);
    const laboratory = await aParty(on, "lens-maker", MAKER);
    const { deployment } = on;
    const optician = await Optician.connect({ deployment, signer: store.signer, identity: store.identity });
    const maker = await LensMaker.connect({ deployment, signer: laboratory.signer, identity: laboratory.identity });
    const made: Presented[] = [];
    for (let i = 0; i < count; i++) {
      const dossier = optician.open();
      const shipment = maker.ship(optician.orderTicket(dossier, ["right", "left"]), DELIVERY);
      const anchored = [
        await optician.anchor([await optician.seal([optician.quote(dossier, FILE)])]),
        await optician.anchor([await optician.seal([optician.order(dossier, FILE)])]),
        await maker.anchor([await maker.seal([shipment])]),
        await optician.anchor([await optician.seal([optician.invoice(dossier, FILE)])]),
      ];
      const { right, left } = prescriptionOpenings(dossier, FILE);
      if (!right || !left) throw new Error("there are two lenses");
      const then = { ...right, prescription: { ...right.prescription, sphere: right.prescription.sphere + 75 } };
      const receipts = anchored.flatMap(({ receipts: some }) => some.flat());
      made.push({
        certificate: optician.certify(dossier, receipts, 1, { makers: makersOf(FILE) }),
        claim: { ...CLAIM, previous: { prescriptionRight: commitmentOf("right", then) } },
        proofs: {
          keys: DEVELOPMENT_KEYS.id,
          bandRight: await proveBand(artefactsOf("band"), dossier.id, "right", right, VM2),
          bandLeft: await proveBand(artefactsOf("band"), dossier.id, "left", left, VM3),
          renewal: await proveRenewal(artefactsOf("renewal"), dossier.id, { right: then }, { right, left }),
        },
      });
    }
    await endThreads();
    return made as [Presented, Presented];
  }

  /** The findings, on which all three agree: those that each judges. */
  async function judged(
    proofs: Proofs | undefined,
    changes: Partial<Policy> = ASKED,
    { certificate, claim }: Pick<Presented, "certificate" | "claim"> = mine,
    on: TestChain = chain,
  ): Promise<string[]> {
    const shown = parseCertificate(JSON.stringify({ ...certificate, ...(proofs && { proofs }) }));
    const policy = policyOf(changes);
    const facts = await gatherFactsOf(on.suite, [evidenceOf(shown)]);
    const { findings } = assess(shown, claim, facts, policy);
    const there = await assessCertificateOnChain(on.suite, shown, claim, policy);
    expect(there).to.deep.equal(findings.filter(({ code }) => isJudgedOnChain(code)));
    expect(judgeCertificate(shown, claim, facts, policy)).to.deep.equal(numbered(findings));
    return findings.map(({ code, severity, aspect }) =>
      [FINDINGS[code].number, severity, aspect].filter(Boolean).join(" "),
    );
  }

  const KEYS = "76 info";
  const spelt = (proof: Hex, first: string): Hex => `0x${first}${proof.slice(66)}`;

  it("conforms where all that is asked is proven", async () => {
    expect(await judged(mine.proofs)).to.deep.equal([KEYS]);
  });

  it("is refused without proofs, and without what the insurer kept of the equipment before", async () => {
    const missing = ["72 blocking prescriptionRight", "72 blocking prescriptionLeft", "74 blocking"];
    expect(await judged(undefined)).to.deep.equal(missing);
    const { previous: _, ...claim } = mine.claim;
    expect(await judged(mine.proofs, ASKED, { ...mine, claim })).to.deep.equal([KEYS, "74 blocking"]);
    const kept = { ...claim, previous: {} };
    expect(await judged(mine.proofs, ASKED, { ...mine, claim: kept })).to.deep.equal([KEYS, "74 blocking"]);
  });

  it("is refused with the proofs of another dossier of the same lenses", async () => {
    const refused = ["75 blocking prescriptionRight", "75 blocking prescriptionLeft", "75 blocking"];
    expect(await judged(another.proofs)).to.deep.equal([KEYS, ...refused]);
  });

  it("is refused where other bands are billed, or claimed for the proof: also more of them, or fewer", async () => {
    const billedFor = (bands: BandName[]): Partial<Policy> => ({
      ...ASKED,
      bands: ["VM2", "VM3"].map((code) => ({ code, bands })),
    });
    const dearer = billedFor(["VM6"]);
    const wrong = ["73 blocking prescriptionRight", "73 blocking prescriptionLeft"];
    expect(await judged(mine.proofs, dearer)).to.deep.equal([KEYS, ...wrong]);
    expect(await judged(mine.proofs, billedFor(["VM2", "VM3"]))).to.deep.equal([KEYS, ...wrong]);
    const lying = { ...mine.proofs, bandRight: { ...mine.proofs.bandRight, mask: VM2 | VM3 } };
    expect(await judged(lying, dearer)).to.deep.equal([KEYS, "75 blocking prescriptionRight", wrong[1]]);
  });

  it("is refused with the other eye's proofs", async () => {
    const { bandRight, bandLeft } = mine.proofs;
    const swapped = { ...mine.proofs, bandRight: bandLeft, bandLeft: bandRight };
    const refused = ["75 blocking prescriptionRight", "75 blocking prescriptionLeft"];
    expect(await judged(swapped)).to.deep.equal([KEYS, ...refused]);
  });

  it("is refused where the equipment before is another", async () => {
    const { claim } = mine;
    const other = another.claim.previous;
    expect(await judged(mine.proofs, ASKED, { ...mine, claim: { ...claim, previous: other } })).to.deep.equal([
      KEYS,
      "75 blocking",
    ]);
  });

  it("is refused with points that are none", async () => {
    const { bandRight, renewal } = mine.proofs;
    for (const first of ["00".repeat(32), "ff".repeat(32), `${"00".repeat(31)}01`]) {
      const proofs = {
        ...mine.proofs,
        bandRight: { ...bandRight, proof: spelt(bandRight.proof, first) },
        renewal: { proof: spelt(renewal.proof, first) },
      };
      expect(await judged(proofs)).to.deep.equal([KEYS, "75 blocking prescriptionRight", "75 blocking"]);
    }
  });

  it("is refused with keys that nobody knows", async () => {
    const refused = ["75 blocking prescriptionRight", "75 blocking prescriptionLeft", "75 blocking"];
    expect(await judged({ ...mine.proofs, keys: "ceremony-2030" })).to.deep.equal(refused);
  });

  it("is refused with development keys on a public chain, unless the policy accepts them", async () => {
    const open = await aChain({ chainId: PUBLIC });
    const [there] = await present(open, 1);
    expect(await judged(there.proofs, ASKED, there, open)).to.deep.equal(["76 blocking"]);
    const accepting = { ...ASKED, acceptDevelopmentKeys: true };
    expect(await judged(there.proofs, accepting, there, open)).to.deep.equal([KEYS]);
    expect(await judged(mine.proofs, { ...ASKED, acceptDevelopmentKeys: false })).to.deep.equal(["76 blocking"]);
  });

  it("is another chain's business where the certificate names another", async () => {
    const certificate = { ...mine.certificate, chain: { ...mine.certificate.chain, chainId: PUBLIC } };
    expect(await judged(mine.proofs, ASKED, { ...mine, certificate })).to.deep.equal(["64 blocking"]);
  });
});
