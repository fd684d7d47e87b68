import { expect } from "chai";
import { assessOnChain, gatherFacts } from "../../../src/chain/index.js";
import {
  type Delivery,
  type Dossier,
  type EquipmentFile,
  grantShare,
  Insurer,
  LensMaker,
  makersOf,
  Optician,
} from "../../../src/parties/index.js";
import {
  assessReceipts,
  type Certificate,
  DEFAULT_POLICY,
  evidenceOf,
  hashStatement,
  type Receipt,
  type Verdict,
} from "../../../src/protocol/index.js";
import { aChain, aParty, type TestChain, type TestParty } from "../../../testing/chain.js";
import { AMC, CLAIM, DELIVERY, FILE, MAKER, OTHER_AMC, OTHER_STORE, STORE } from "../../../testing/dossiers.js";

const codesOf = ({ findings }: Verdict) => findings.map(({ code }) => code);

describe("the life of a dossier", () => {
  let chain: TestChain;
  let store: TestParty;
  let otherStore: TestParty;
  let laboratory: TestParty;
  let payer: TestParty;
  let otherPayer: TestParty;
  let optician: Optician;
  let maker: LensMaker;
  let insurer: Insurer;

  before(async () => {
    chain = await aChain();
    store = await aParty(chain, "optician", STORE);
    otherStore = await aParty(chain, "optician", OTHER_STORE);
    laboratory = await aParty(chain, "lens-maker", MAKER);
    payer = await aParty(chain, "insurer", AMC);
    otherPayer = await aParty(chain, "insurer", OTHER_AMC);
    const { deployment } = chain;
    optician = await Optician.connect({ deployment, signer: store.signer, identity: store.identity });
    maker = await LensMaker.connect({ deployment, signer: laboratory.signer, identity: laboratory.identity });
    insurer = await Insurer.connect({ deployment, signer: payer.signer, identity: payer.identity });
  });

  async function live(file: EquipmentFile = FILE, delivery: Delivery = DELIVERY, invoiced: EquipmentFile = file) {
    const dossier = optician.open();
    const quote = await optician.anchor([await optician.seal([optician.quote(dossier, file)])]);
    const order = await optician.anchor([await optician.seal([optician.order(dossier, file)])]);
    const ticket = optician.orderTicket(dossier, ["right", "left"]);
    const shipment = await maker.anchor([await maker.seal([maker.ship(ticket, delivery)])]);
    const invoice = await optician.anchor([await optician.seal([optician.invoice(dossier, invoiced)])]);
    const receipts = [quote, order, shipment, invoice].flatMap((anchoring) => anchoring.receipts.flat());
    return { dossier, receipts };
  }

  /** With a grant for an insurer of rank 1, where an invoice is shown. */
  function certified(dossier: Dossier, receipts: readonly Receipt[], insured = payer.party, round = 0): Certificate {
    const makers = makersOf(FILE);
    const invoice = receipts.find(({ statement }) => statement.stage === 3);
    const [paid] = FILE.payers ?? [];
    if (!invoice || !paid) return optician.certify(dossier, receipts, 1, { makers });
    const share = { invoice, payer: paid, insurer: insured, round };
    return optician.certify(dossier, receipts, 1, { makers, grant: grantShare(chain.suite.reference, dossier, share) });
  }

  async function blocking(dossier: Dossier, receipts: Receipt[], claim: unknown = CLAIM) {
    const certificate = certified(dossier, receipts);
    const verdict = await insurer.verify(certificate, claim);
    const evidence = evidenceOf(certificate);
    const facts = await gatherFacts(chain.suite, evidence);
    const local = assessReceipts(evidence, facts, DEFAULT_POLICY, { rank: 1 });
    expect(await assessOnChain(chain.suite, evidence, DEFAULT_POLICY, { rank: 1 })).to.deep.equal(local.findings);
    return verdict.findings
      .filter(({ severity }) => severity === "blocking" || severity === "pending")
      .map(({ code, stage, aspect }) => [code, stage, aspect].filter(Boolean).join(" "));
  }

  it("conforms when both notations of the same lens are stated, and settles once", async () => {
    const { dossier, receipts } = await live();
    const certificate = certified(dossier, receipts);
    const verdict = await insurer.verify(JSON.stringify(certificate), CLAIM);
    expect(verdict.findings).to.deep.equal([]);
    expect(verdict.conform).to.equal(true);
    expect((await insurer.settle([{ certificate, claim: CLAIM }])).map(({ outcome }) => outcome)).to.deep.equal([
      "settled",
    ]);
    expect(await blocking(dossier, receipts)).to.deep.equal(["already-settled invoice payerFirst"]);
    expect((await insurer.settle([{ certificate, claim: CLAIM }])).map(({ outcome }) => outcome)).to.deep.equal([
      "already-yours",
    ]);
    const { deployment } = chain;
    const other = await Insurer.connect({ deployment, signer: otherPayer.signer, identity: otherPayer.identity });
    const granted = certified(dossier, receipts, otherPayer.party);
    expect(codesOf(await other.verify(granted, { ...CLAIM, amc: AMC }))).to.include("already-settled");
    await insurer.release(certificate);
    // The old grant serves no more; a new one tells that a mark was released.
    expect(codesOf(await insurer.verify(certificate, CLAIM))).to.deep.equal(["released-before", "grant-outdated"]);
    const renewed = certified(dossier, receipts, payer.party, 1);
    expect(codesOf(await insurer.verify(renewed, CLAIM))).to.deep.equal(["released-before"]);
  });

  it("settles no invoice that was withdrawn", async () => {
    const { dossier, receipts } = await live();
    const certificate = certified(dossier, receipts);
    const invoice = receipts.find(({ statement }) => statement.stage === 3);
    if (!invoice) throw new Error("nothing was invoiced");
    await optician.withdraw(hashStatement(invoice.statement), "cancellation");
    const [refused] = await insurer.settle([{ certificate, claim: CLAIM }]);
    expect(refused?.outcome).to.equal("refused");
  });

  it("ships no lens that the ticket does not order", () => {
    const ticket = optician.orderTicket(optician.open(), ["right"]);
    expect(() => maker.ship(ticket, DELIVERY)).to.throw("delivery.left: is an eye that the ticket does not order");
  });

  it("finds a lens that the maker did not make", async () => {
    const made: Delivery = {
      ...DELIVERY,
      right: { ...DELIVERY.right, lens: { ...DELIVERY.right.lens, index: 1500 } },
    };
    const { dossier, receipts } = await live(FILE, made);
    expect(await blocking(dossier, receipts)).to.deep.equal(["aspect-mismatch shipment lensRight"]);
  });

  it("finds a correction that the maker was not given", async () => {
    const left = DELIVERY.left;
    const made: Delivery = { ...DELIVERY, left: { ...left, prescription: { ...left.prescription, sphere: 150 } } };
    const { dossier, receipts } = await live(FILE, made);
    expect(await blocking(dossier, receipts)).to.deep.equal([
      "aspect-mismatch order prescriptionLeft",
      "aspect-mismatch quote prescriptionLeft",
    ]);
  });

  it("finds equipment that no lens maker made", async () => {
    const { dossier, receipts } = await live();
    const without = receipts.filter(({ statement }) => statement.stage !== 2);
    expect(await blocking(dossier, without)).to.deep.equal([
      "maker-statement-missing shipment makerRight",
      "maker-statement-missing shipment makerLeft",
    ]);
  });

  it("finds a price that changed after the quote", async () => {
    const lines = FILE.billing.lines.map((line) => (line.item === "frame" ? { ...line, priceCents: 15_000 } : line));
    const invoiced = { ...FILE, billing: { lines, totalCents: 57_000 } };
    const { dossier, receipts } = await live(FILE, DELIVERY, invoiced);
    const claim = { ...CLAIM, lines, totalCents: 57_000 };
    expect(await blocking(dossier, receipts, claim)).to.deep.equal(["aspect-mismatch quote billing"]);
  });

  it("finds a claim with one figure changed", async () => {
    const { dossier, receipts } = await live();
    expect(await blocking(dossier, receipts, { ...CLAIM, shareCents: 39_000 })).to.deep.equal([
      "grant-invalid invoice payerFirst",
      "claim-does-not-open invoice payerFirst",
    ]);
  });

  it("finds a claim of another store", async () => {
    const { dossier, receipts } = await live();
    expect(await blocking(dossier, receipts, { ...CLAIM, siret: OTHER_STORE })).to.deep.equal([
      "store-not-claimant invoice",
      "claim-does-not-open invoice reference",
    ]);
  });

  it("finds a return, and accepts a remake that says why", async () => {
    const { dossier, receipts } = await live();
    const shipped = receipts.find(({ statement }) => statement.stage === 2);
    if (!shipped) throw new Error("nothing was shipped");
    await maker.withdraw(hashStatement(shipped.statement), "breakage");
    expect(await blocking(dossier, receipts)).to.deep.equal([
      "withdrawn shipment",
      "maker-statement-missing shipment makerRight",
      "maker-statement-missing shipment makerLeft",
    ]);
    const remade = maker.ship(optician.orderTicket(dossier, ["right", "left"]), DELIVERY, {
      supersedes: hashStatement(shipped.statement),
      reason: "breakage",
    });
    const again = await maker.anchor([await maker.seal([remade])]);
    expect(await blocking(dossier, [...receipts, ...again.receipts.flat()])).to.deep.equal([]);
  });

  it("finds a shipment that the optician's own key states", async () => {
    const { dossier, receipts } = await live();
    const shipment = maker.ship(optician.orderTicket(dossier, ["right", "left"]), DELIVERY);
    const forged = await optician.anchor([await optician.seal([shipment])]);
    const presented = [...receipts.filter(({ statement }) => statement.stage !== 2), ...forged.receipts.flat()];
    expect(await blocking(dossier, presented)).to.deep.equal([
      "wrong-role shipment",
      "same-party shipment",
      "maker-statement-missing shipment makerRight",
      "maker-statement-missing shipment makerLeft",
    ]);
  });

  it("finds a statement of a revoked key, and keeps what was anchored before", async () => {
    const retiring = await aParty(chain, "optician", OTHER_STORE);
    const { deployment } = chain;
    const leaving = await Optician.connect({ deployment, signer: retiring.signer, identity: retiring.identity });
    const dossier = leaving.open();
    const file = { ...FILE, reference: { ...FILE.reference, siret: OTHER_STORE }, eyes: {} };
    const before = await leaving.anchor([await leaving.seal([leaving.quote(dossier, file)])]);
    await retiring.controller.revokeKey(await retiring.signer.getAddress());
    const after = await leaving.anchor([await leaving.seal([leaving.invoice(dossier, file)])]);
    const evidence = evidenceOf(leaving.certify(dossier, [...before.receipts.flat(), ...after.receipts.flat()], 1));
    const facts = await gatherFacts(chain.suite, evidence);
    const { findings } = assessReceipts(evidence, facts, DEFAULT_POLICY);
    expect(findings.map(({ code, stage }) => `${code} ${stage}`)).to.deep.equal([
      "key-not-valid invoice",
      "missing-statement order",
    ]);
    expect(await assessOnChain(chain.suite, evidence, DEFAULT_POLICY)).to.deep.equal(findings);
    expect(otherStore.party).not.to.equal(retiring.party);
  });
});
