import { expect } from "chai";
import {
  type Dossier,
  type EquipmentFile,
  Insurer,
  LensMaker,
  makersOf,
  Optician,
} from "../../../src/parties/index.js";
import { splitOf } from "../../../src/protocol/asker.js";
import {
  type GrantShown,
  type Hex,
  hashStatement,
  type InsurerCard,
  type Payer,
  type Receipt,
  settlementTag,
  settlerAddress,
} from "../../../src/protocol/index.js";
import { aChain, aParty, type TestChain, type TestParty } from "../../../testing/chain.js";
import { AMC, CLAIM, DELIVERY, FILE, MAKER, OTHER_AMC, STORE } from "../../../testing/dossiers.js";
import { granted } from "../../../testing/granting.js";

const [PAYER] = FILE.payers as [Payer];
const NO_TAG = `0x${"00".repeat(20)}`;

/** A dossier that is invoiced and anchored. */
interface Invoiced {
  readonly dossier: Dossier;
  readonly receipts: readonly Receipt[];
  readonly invoice: Receipt;
}

describe("settling", () => {
  let chain: TestChain;
  let payer: TestParty;
  let otherPayer: TestParty;
  let optician: Optician;
  let maker: LensMaker;
  let insurer: Insurer;
  let other: Insurer;
  let lives: Invoiced[];

  const connected = (party: TestParty, blockTag?: number) =>
    Insurer.connect({
      deployment: chain.deployment,
      signer: party.signer,
      identity: party.identity,
      ...(blockTag !== undefined && { blockTag }),
    });
  const presented = (one: Invoiced, grant?: GrantShown) => ({
    certificate: optician.certify(one.dossier, one.receipts, 1, { makers: makersOf(FILE), ...(grant && { grant }) }),
    claim: CLAIM,
  });
  const grantOf = ({ dossier, invoice }: Invoiced, party = payer, options: { round?: number; payer?: Payer } = {}) =>
    optician.grant(dossier, { invoice, payer: PAYER, insurer: party.party, ...options });
  const grantedTo = async (one: Invoiced, party = payer) => presented(one, await grantOf(one, party));
  const outcomes = async (results: Promise<readonly { outcome: string }[]>) =>
    (await results).map(({ outcome }) => outcome);
  const stateOf = async ({ dossier }: Invoiced) => {
    const { tag, round, first, second } = await chain.suite.settlements.settlementOf(settlerAddress(dossier.secret));
    return { isFree: tag === NO_TAG, round: Number(round), first, second };
  };
  const newest = async () => chain.suite.provider.getBlockNumber();
  const next = () => lives.pop() as Invoiced;

  /** So many dossiers, all stated in the same four batches. */
  async function live(count: number, file: EquipmentFile = FILE): Promise<Invoiced[]> {
    const dossiers = Array.from({ length: count }, () => optician.open());
    const anchored: (readonly Receipt[])[] = [];
    const anchor = async (by: Optician | LensMaker, statements: Parameters<Optician["seal"]>[0]) => {
      anchored.push((await by.anchor([await by.seal(statements)])).receipts.flat());
    };
    await anchor(
      optician,
      dossiers.map((one) => optician.quote(one, file)),
    );
    await anchor(
      optician,
      dossiers.map((one) => optician.order(one, file)),
    );
    await anchor(
      maker,
      dossiers.map((one) => maker.ship(optician.orderTicket(one, ["right", "left"]), DELIVERY)),
    );
    await anchor(
      optician,
      dossiers.map((one) => optician.invoice(one, file)),
    );
    return dossiers.map((dossier, i) => {
      const receipts = anchored.map((some) => some[i] as Receipt);
      return { dossier, receipts, invoice: receipts[3] as Receipt };
    });
  }

  /** The same dossier, its invoice corrected. */
  async function corrected({ dossier, receipts, invoice }: Invoiced): Promise<Invoiced> {
    const supersedes = hashStatement(invoice.statement);
    await optician.withdraw(supersedes, "superseded");
    const again = optician.invoice(dossier, FILE, { supersedes, reason: "clerical-error" });
    const [fresh] = (await optician.anchor([await optician.seal([again])])).receipts.flat() as [Receipt];
    return { dossier, receipts: [...receipts, fresh], invoice: fresh };
  }

  before(async () => {
    chain = await aChain();
    const store = await aParty(chain, "optician", STORE);
    const laboratory = await aParty(chain, "lens-maker", MAKER);
    payer = await aParty(chain, "insurer", AMC);
    otherPayer = await aParty(chain, "insurer", OTHER_AMC);
    const { deployment } = chain;
    optician = await Optician.connect({ deployment, signer: store.signer, identity: store.identity });
    maker = await LensMaker.connect({ deployment, signer: laboratory.signer, identity: laboratory.identity });
    insurer = await connected(payer);
    other = await connected(otherPayer);
    lives = await live(24);
  });

  it("is said once for each share, by the call that marked it", async () => {
    const one = next();
    const share = await grantedTo(one);
    expect(await outcomes(insurer.settle([share]))).to.deep.equal(["settled"]);
    expect(await stateOf(one)).to.deep.include({ isFree: false, round: 0, first: payer.party });
    const block = await newest();
    expect(await outcomes(insurer.settle([share]))).to.deep.equal(["already-yours"]);
    expect(await newest(), "nothing is sent a second time").to.equal(block);
    const audited = await Insurer.connect({
      deployment: chain.deployment,
      provider: chain.suite.provider,
      identity: payer.identity,
      policy: { acceptOwnSettlement: true },
    });
    expect((await audited.verify(share.certificate, CLAIM)).conform).to.equal(true);
  });

  it("gives what became of each claim, in the order given, and sends nothing for what does not conform", async () => {
    const [first, second, third, fourth] = [next(), next(), next(), next()];
    await insurer.settle([await grantedTo(second)]);
    const wrong = { ...(await grantedTo(third)), claim: { ...CLAIM, shareCents: 39_000 } };
    const claims = [await grantedTo(first), await grantedTo(second), wrong, presented(next()), await grantedTo(fourth)];
    const expected = ["settled", "already-yours", "refused", "grant-missing", "settled"];
    const held = ["held", "already-yours", "refused", "grant-missing", "held"];
    const block = await newest();
    expect(await outcomes(insurer.settle(claims, { together: true }))).to.deep.equal(held);
    expect(await newest()).to.equal(block);
    const results = await insurer.settle(claims);
    expect(results.map(({ outcome }) => outcome)).to.deep.equal(expected);
    expect(await newest()).to.equal(block + 1);
    expect(results.map(({ verdict }) => verdict.conform)).to.deep.equal([true, false, false, true, true]);
    expect(await stateOf(third)).to.deep.include({ isFree: true, round: 0 });
  });

  it("refuses two claims of one share before anything is sent", async () => {
    const [one, another] = [await grantedTo(next()), await grantedTo(next())];
    const block = await newest();
    for (const claims of [
      [one, another, one],
      [one, another, { ...one, certificate: JSON.stringify(one.certificate) }],
    ]) {
      const refusal = await insurer.settle(claims).catch((error: unknown) => String(error));
      expect(refusal).to.contain("claims[2]: claims the same share as claims[0]");
    }
    expect(await newest()).to.equal(block);
    expect(await outcomes(insurer.settle([one, another]))).to.deep.equal(["settled", "settled"]);
  });

  it("settles nothing by another insurer's grant, or by none", async () => {
    const one = next();
    const [forOther] = await insurer.settle([await grantedTo(one, otherPayer)]);
    expect(forOther?.outcome).to.equal("refused");
    expect(forOther?.verdict.findings.map(({ code }) => code)).to.deep.equal(["grant-invalid"]);
    const [without] = await insurer.settle([presented(one)]);
    expect(without?.outcome).to.equal("grant-missing");
    expect(without?.verdict.findings.map(({ code }) => code)).to.deep.equal(["grant-missing"]);
    expect(await stateOf(one)).to.deep.include({ isFree: true, round: 0 });
  });

  it("reads each outcome from the events of its own transaction, whatever came between", async () => {
    const [free, mine, taken, otherInvoice, passed, last] = [next(), next(), next(), next(), next(), next()];
    const claims = await Promise.all([free, mine, taken, otherInvoice, passed, last].map((one) => grantedTo(one)));
    const late = await connected(payer, await newest());
    // What late does not see yet: its own settlement by another program, and what a store granted twice.
    await insurer.settle([await grantedTo(mine)]);
    const { settlements, reference } = chain.suite;
    const theirs = settlements.connect(otherPayer.signer);
    const call = (one: Invoiced, tag: Hex) =>
      granted({ reference }, otherPayer.party, one.dossier.secret, { tag, round: 0 });
    const { certificate } = claims[2] as Awaited<ReturnType<typeof grantedTo>>;
    const invoice = hashStatement(taken.invoice.statement);
    const sameTag = settlementTag(taken.dossier.id, invoice, splitOf(certificate, CLAIM));
    await (await theirs.settle([call(taken, sameTag), call(otherInvoice, `0x${"ab".repeat(32)}`)])).wait();
    await (await theirs.settle([call(passed, `0x${"ab".repeat(32)}`)])).wait();
    await (await theirs.release(settlerAddress(passed.dossier.secret), 1)).wait();
    expect(await outcomes(late.settle(claims))).to.deep.equal([
      "settled",
      "already-yours",
      "rank-taken",
      "other-invoice",
      "round-passed",
      "settled",
    ]);
  });

  it("takes a new grant after a release, and tells that there was one", async () => {
    const one = next();
    const old = await grantedTo(one);
    await insurer.settle([old]);
    await insurer.release(old.certificate);
    expect(await stateOf(one)).to.deep.include({ isFree: true, round: 1 });
    const [passed] = await insurer.settle([old]);
    expect(passed?.outcome).to.equal("round-passed");
    const [again] = await insurer.settle([await grantedTo(one)]);
    expect(again?.outcome).to.equal("settled");
    expect(again?.verdict.findings.map(({ code, severity }) => `${code} ${severity}`)).to.deep.equal([
      "released-before review",
    ]);
    const stranger = String(await other.release(old.certificate).catch((error: unknown) => error));
    expect(stranger).to.contain("NotSettledBy");
  });

  it("moves a mark to the corrected invoice, by a new grant, and never back", async () => {
    const one = next();
    const old = await grantedTo(one);
    await insurer.settle([old]);
    const fixed = await corrected(one);
    const share = await grantedTo(fixed);
    expect((await insurer.verify(share.certificate, CLAIM)).findings.map(({ code }) => code)).to.include(
      "other-invoice-settled",
    );
    expect((await insurer.move(presented(fixed))).outcome).to.equal("grant-missing");
    expect((await insurer.move(old)).outcome).to.equal("refused");
    const before = await stateOf(one);
    expect((await insurer.move(share)).outcome).to.equal("moved");
    expect(await stateOf(one)).to.deep.equal({ ...before, round: 1 });
    expect(await outcomes(insurer.settle([share]))).to.deep.equal(["already-yours"]);
    expect(await outcomes(insurer.settle([old]))).to.deep.equal(["refused"]);
    expect(String(await insurer.move(share).catch((error: unknown) => error))).to.contain("SameTag");
  });

  it("lets a suspended insurer release what it marked, and settle nothing", async () => {
    const [one, another] = [next(), next()];
    const [share, more] = [await grantedTo(one), await grantedTo(another)];
    await insurer.settle([share]);
    await chain.council.suspend(payer.party);
    try {
      expect(String(await insurer.settle([more]).catch((error: unknown) => error))).to.contain("NotInsurer");
      await insurer.release(share.certificate);
    } finally {
      await chain.council.reinstate(payer.party);
    }
    expect(await stateOf(one)).to.deep.include({ isFree: true, round: 1 });
  });

  it("needs a key and an identity", async () => {
    const share = await grantedTo(next());
    const { deployment, suite } = chain;
    const keyless = await Insurer.connect({ deployment, provider: suite.provider, identity: payer.identity });
    const nameless = await Insurer.connect({ deployment, signer: payer.signer });
    for (const [program, said] of [
      [keyless, "settling needs a key"],
      [nameless, "settling needs to know who settles"],
    ] as const) {
      for (const act of [() => program.settle([share]), () => program.move(share)]) {
        expect(String(await act().catch((error: unknown) => error))).to.contain(said);
      }
    }
    expect(String(await keyless.release(share.certificate).catch((error: unknown) => error))).to.contain("needs a key");
  });

  describe("by an insurer card", () => {
    const term = async () => {
      const now = (await chain.suite.provider.getBlock("latest"))?.timestamp ?? 0;
      return { from: now, until: now + 86_400 };
    };
    const refusal = async (card: InsurerCard, one: Invoiced) =>
      String(
        await optician.grant(one.dossier, { ...one, payer: PAYER, insurer: card }).catch((error: unknown) => error),
      );

    it("grants what the insurer of the card settles", async () => {
      const one = next();
      const card = await insurer.card({ ...(await term()), recipient: `age1pq1${"q".repeat(1_952)}` });
      expect(card).to.include({ amc: AMC, key: (await payer.signer.getAddress()).toLowerCase() });
      const grant = await optician.grant(one.dossier, { ...one, payer: PAYER, insurer: card });
      expect(grant).to.include({ insurer: payer.party, round: 0 });
      expect(await outcomes(insurer.settle([presented(one, grant)]))).to.deep.equal(["settled"]);
    });

    it("grants nothing once the card has ended, its insurer is suspended or its key is another's", async () => {
      const one = next();
      const card = await insurer.card(await term());
      const { from, until } = await term();
      expect(await refusal({ ...card, until: until + 1 }, one)).to.contain("signature");
      await chain.council.suspend(payer.party);
      expect(await refusal(card, one)).to.contain("suspended");
      await chain.council.reinstate(payer.party);
      const borrowed = await Insurer.connect({ ...chain, signer: otherPayer.signer, identity: payer.identity });
      expect(String(await borrowed.card({ from, until }).catch((error: unknown) => error))).to.contain(
        "is the key of another insurer",
      );
      await chain.advance(86_401);
      expect(await refusal(card, one)).to.contain("no longer in force");
    });
  });
});
