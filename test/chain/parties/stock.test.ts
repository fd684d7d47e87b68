import { setTimeout as pause } from "node:timers/promises";
import { expect } from "chai";
import { assessOnChain, ChainError, gatherFactsOf } from "../../../src/chain/index.js";
import {
  type Dossier,
  type EquipmentFile,
  Insurer,
  LensMaker,
  makersOf,
  Optician,
  type StatedUnit,
  type StockLens,
} from "../../../src/parties/index.js";
import { stockOf } from "../../../src/parties/stock.js";
import { fromHex, toHex } from "../../../src/protocol/bytes.js";
import {
  type Claim,
  type Code,
  codeSalt,
  DEFAULT_POLICY,
  EYES,
  evidenceOf,
  eyeSalt,
  type Hex,
  hashStatement,
  InputError,
  prescriptionSalt,
  type Receipt,
  stockMarker,
  stockNullifier,
  stockUnit,
  stockUseOf,
  ZERO,
} from "../../../src/protocol/index.js";
import { aChain, aParty, type TestChain, type TestParty } from "../../../testing/chain.js";
import { type Rpc, readChain } from "../../../testing/chain-record.js";
import { AMC, CLAIM, DELIVERY, FILE, MAKER, OTHER_STORE, STORE } from "../../../testing/dossiers.js";
import { documentSights, Scanner, secretBytes } from "../../../testing/leaks.js";

const CODE: Code = { code: "V01", class: "A" };
const SPHERE: StockLens = {
  code: CODE,
  lens: { ediCode: "STK-1500", diameterMm: 65, index: 1500, treatments: ["AR"], lensType: "unifocal" },
  prescription: { lensType: "unifocal", sphere: -150, cylinder: 0, axis: 0, addition: 0, prism: 0, prismBase: 0 },
  orderReference: "BL-2026-0417",
  maker: MAKER,
};
const { prescription: _, ...WITHOUT } = SPHERE;
const TORIC: StockLens = { ...WITHOUT, orderReference: "BL-2026-0418" };
const [right, left] = FILE.billing.lines;
const BILLED = {
  lines: [right, left].flatMap((line) => (line ? [{ ...line, ...CODE, priceCents: 3_000 }] : [])),
  totalCents: 6_000,
};
/** A sphere and a cylinder, both from stock, without a frame. */
const PAIR: EquipmentFile = {
  reference: FILE.reference,
  billing: BILLED,
  payers: (FILE.payers ?? []).map((payer) => ({ ...payer, shareCents: 5_000, sharesCents: 5_000 })),
  eyes: {
    right: { ...SPHERE, prescription: SPHERE.prescription as NonNullable<StockLens["prescription"]> },
    left: {
      ...TORIC,
      prescription: { lensType: "unifocal", sphere: -100, cylinder: 75, axis: 20, addition: 0, prism: 0, prismBase: 0 },
    },
  },
};
const ASKED: Claim = { ...CLAIM, ...BILLED, shareCents: 5_000, sharesCents: 5_000 };

describe("stock lenses", () => {
  let chain: TestChain;
  let store: TestParty;
  let other: TestParty;
  let optician: Optician;
  let maker: LensMaker;
  let insurer: Insurer;

  before(async () => {
    chain = await aChain();
    store = await aParty(chain, "optician", STORE);
    other = await aParty(chain, "optician", OTHER_STORE);
    const laboratory = await aParty(chain, "lens-maker", MAKER);
    const payer = await aParty(chain, "insurer", AMC);
    const { deployment } = chain;
    optician = await Optician.connect({ deployment, signer: store.signer, identity: store.identity });
    maker = await LensMaker.connect({ deployment, signer: laboratory.signer, identity: laboratory.identity });
    insurer = await Insurer.connect({ deployment, signer: payer.signer, identity: payer.identity });
  });

  const ship = (...lenses: readonly StockLens[]) =>
    deliver(lenses.map((lens) => maker.stateStock(lens, optician.party)));

  async function deliver(units: StatedUnit[]): Promise<{ units: StatedUnit[]; receipts: Receipt[] }> {
    const anchored = await maker.anchor([await maker.seal(units.map(({ statement }) => statement))]);
    await chain.advance(200 * 86_400);
    return { units, receipts: anchored.receipts.flat() };
  }

  const taken = ([one, two]: readonly StatedUnit[]): Dossier =>
    optician.takeFromStock(
      optician.takeFromStock(optician.open(), "right", one?.ticket ?? ""),
      "left",
      two?.ticket ?? "",
    );

  async function state(dossier: Dossier): Promise<Receipt[]> {
    const stated = [optician.quote(dossier, PAIR), optician.order(dossier, PAIR), optician.invoice(dossier, PAIR)];
    return (await optician.anchor([await optician.seal(stated)])).receipts.flat();
  }

  /** With a grant of the first share, and the makers that the order names. */
  async function certified(dossier: Dossier, receipts: readonly Receipt[], by = optician, file = PAIR) {
    const makers = makersOf(file);
    const invoice = receipts.find(({ statement }) => statement.stage === 3);
    const [payer] = file.payers ?? [];
    if (!invoice || !payer) return by.certify(dossier, receipts, 1, { makers });
    const grant = await by.grant(dossier, { invoice, payer, insurer: insurer.party ?? ZERO });
    return by.certify(dossier, receipts, 1, { makers, grant });
  }

  async function findings(certificate: ReturnType<Optician["certify"]>): Promise<string[]> {
    const verdict = await insurer.verify(certificate, ASKED);
    const onChain = await assessOnChain(chain.suite, evidenceOf(certificate), DEFAULT_POLICY, { rank: 1 });
    expect(verdict.findings.filter(({ code }) => onChain.some((one) => one.code === code))).to.deep.equal(onChain);
    return verdict.findings.map(({ code, aspect }) => [code, aspect].filter(Boolean).join(" "));
  }

  it("go from the maker to two eyes of a dossier, are consumed once, and settle", async () => {
    const { units, receipts } = await ship(SPHERE, TORIC);
    const dossier = taken(units);
    const own = await state(dossier);
    const certificate = await certified(dossier, [...own, ...receipts]);
    expect(await findings(certificate)).to.deep.equal(["stock-not-used codeRight", "stock-not-used codeLeft"]);
    const used = await optician.useStock(dossier);
    expect(used.map(({ eye, outcome }) => `${eye} ${outcome}`)).to.deep.equal(["right used", "left used"]);
    expect(await findings(certificate)).to.deep.equal([]);
    expect((await insurer.settle([{ certificate, claim: ASKED }])).map(({ outcome }) => outcome)).to.deep.equal([
      "settled",
    ]);
    const again = await optician.useStock(dossier);
    expect(again.map(({ outcome, gasUsed }) => `${outcome} ${gasUsed}`)).to.deep.equal([
      "already-used 0",
      "already-used 0",
    ]);
  });

  it("are refused, before anything is sent, when they were consumed for another dossier", async () => {
    const { units, receipts } = await ship(SPHERE, TORIC);
    const [first, second] = [taken(units), taken([...units].reverse())];
    await optician.useStock(first);
    const before = await chain.suite.provider.getTransactionCount(await store.signer.getAddress());
    const failure = await optician.useStock(second).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(ChainError);
    expect(String(failure)).to.contain("take another unit");
    expect(await chain.suite.provider.getTransactionCount(await store.signer.getAddress())).to.equal(before);
    const certificate = await certified(second, [...(await state(second)), ...receipts]);
    const found = await findings(certificate);
    expect(found.slice(-2)).to.deep.equal(["stock-used-elsewhere codeRight", "stock-used-elsewhere codeLeft"]);
  });

  it("serve the store that they were delivered to, and no other that has their tickets", async () => {
    const { units, receipts } = await deliver([SPHERE, TORIC].map((lens) => maker.stateStock(lens, other.party)));
    const dossier = taken(units);
    await optician.useStock(dossier);
    const { deployment } = chain;
    const lender = await Optician.connect({ deployment, signer: other.signer, identity: other.identity });
    const certificate = await certified(dossier, [...(await state(dossier)), ...receipts], lender);
    const found = await findings(certificate);
    expect(found.slice(0, 2)).to.deep.equal(["stock-of-another-store codeRight", "stock-of-another-store codeLeft"]);
  });

  it("that were returned are found, and the watch tells who paid of that and of a second use", async () => {
    const { units, receipts } = await ship(SPHERE, TORIC);
    const dossier = taken(units);
    await optician.useStock(dossier);
    const certificate = await certified(dossier, [...(await state(dossier)), ...receipts]);
    const since = await chain.suite.provider.getBlockNumber();
    await maker.withdraw(hashStatement(receipts[0]?.statement as Receipt["statement"]), "return");
    expect(await findings(certificate)).to.include("withdrawn");
    // The store tries the other unit on another dossier too; what another store does with its marker is nothing.
    const use = stockUseOf(dossier.stock?.left as Uint8Array, optician.open().id, "left");
    await (await stockOf(chain.suite).connect(other.signer).use([use])).wait();
    await (
      await stockOf(chain.suite)
        .connect(other.signer)
        .use([{ ...use, tag: use.marker }])
    ).wait();
    await (await stockOf(chain.suite).connect(store.signer).use([use])).wait();
    for await (const { alerts } of insurer.watch([certificate], { since })) {
      expect(alerts.map(({ event }) => event.kind)).to.deep.equal(["withdrawn", "stock-used-twice"]);
    }
  });

  it("cost one more call each, in the round that there is", async () => {
    const { units, receipts } = await ship(SPHERE, TORIC);
    const dossier = taken(units);
    await optician.useStock(dossier);
    const certificate = await certified(dossier, [...(await state(dossier)), ...receipts]);
    const asked: string[] = [];
    let [rounds, isOpen] = [0, false];
    const { reader, reference, linkRegistry } = chain.suite;
    const counting = {
      reference,
      linkRegistry,
      reader: {
        block: reader.block,
        call: async (to: `0x${string}`, data: string, block: number) => {
          asked.push(to);
          if (!isOpen) rounds += 1;
          isOpen = true;
          await pause(5); // A node's answer: what is asked meanwhile goes with it.
          isOpen = false;
          return reader.call(to, data, block);
        },
      },
    };
    await gatherFactsOf(counting, [evidenceOf(certificate)]);
    expect(asked.filter((to) => to === reference.stockRegistry)).to.have.lengthOf(2);
    expect(rounds).to.equal(2);
  });

  it("show the chain no unit and no dossier, and the insurer nothing that opens lens, order or prescription", async () => {
    const { units, receipts } = await ship(SPHERE, TORIC);
    const dossier = taken(units);
    const certificate = await certified(dossier, [...(await state(dossier)), ...receipts]);
    await optician.useStock(dossier);
    const named = EYES.flatMap((eye) => {
      const secret = dossier.stock?.[eye] ?? new Uint8Array();
      const nullifier = stockNullifier(secret);
      const opens = {
        secret: toHex(secret),
        lens: eyeSalt(secret, "lens"),
        order: eyeSalt(secret, "order"),
        prescription: prescriptionSalt(secret),
      };
      const tells = { nullifier, unit: stockUnit(nullifier, optician.party), code: codeSalt(secret, eye) };
      const bytes = (of: Record<string, Hex>) =>
        Object.entries(of).map(([what, hex]) => secretBytes(`${what} ${eye}`, fromHex(hex)));
      return [{ hidden: bytes(opens), told: bytes(tells), marker: stockMarker(nullifier) }];
    });
    const onChain = (await readChain(chain.suite.provider as unknown as Rpc)).sights;
    const shown = documentSights("certificate", certificate);
    const hidden = named.flatMap((eye) => eye.hidden);
    const told = named.flatMap((eye) => eye.told);
    const public_ = new Scanner([...hidden, ...told, secretBytes("dossier", fromHex(dossier.id))]);
    expect(public_.scan(onChain)).to.deep.equal([]);
    expect(new Scanner(hidden).scan(shown)).to.deep.equal([]);
    // What it must find, it finds.
    expect(new Set(new Scanner(told).scan(shown).map(({ what }) => what))).to.have.property("size", told.length);
    const markers = named.map(({ marker }, i) => secretBytes(`marker ${i}`, fromHex(marker)));
    expect(new Set(new Scanner(markers).scan(onChain).map(({ what }) => what))).to.have.property("size", 2);
  });

  it("are of one stock registry: a certificate of another, or of none, is of another chain", async () => {
    const { units, receipts } = await ship(SPHERE, TORIC);
    const dossier = taken(units);
    await optician.useStock(dossier);
    const certificate = await certified(dossier, [...(await state(dossier)), ...receipts]);
    const { stockRegistry, ...registries } = certificate.chain;
    const elsewhere = { ...certificate, chain: { ...registries, stockRegistry: registries.anchorRegistry } };
    expect((await insurer.verify(elsewhere, ASKED)).findings.map(({ code }) => code)).to.deep.equal(["wrong-chain"]);
    const unnamed = await insurer.verify({ ...certificate, chain: registries }, ASKED).catch((error: unknown) => error);
    expect(String(unnamed)).to.contain("certificate.chain.stockRegistry: is needed");
    expect(stockRegistry).to.equal(chain.suite.reference.stockRegistry);
  });

  it("are not named where there are none: a certificate without them names no stock registry", async () => {
    const dossier = optician.open();
    const made = maker.ship(optician.orderTicket(dossier, ["right", "left"]), DELIVERY);
    const sealed = [
      await optician.seal([
        optician.quote(dossier, FILE),
        optician.order(dossier, FILE),
        optician.invoice(dossier, FILE),
      ]),
      await maker.seal([made]),
    ];
    const certificate = await certified(dossier, (await optician.anchor(sealed)).receipts.flat(), optician, FILE);
    expect(certificate.chain).not.to.have.property("stockRegistry");
    expect((await insurer.verify(certificate, CLAIM)).findings).to.deep.equal([]);
  });

  it("name what is wrong with them", async () => {
    const { units, receipts } = await ship(SPHERE, TORIC);
    const dossier = taken(units);
    const refused = (act: () => unknown, text: string) => expect(act, text).to.throw(InputError, text);
    const ticket = units[0]?.ticket ?? "";
    refused(() => optician.takeFromStock(dossier, "left", ticket), "serves the other eye");
    refused(() => optician.orderTicket(dossier, ["left"]), "comes from stock");
    refused(
      () => optician.certify(dossier, receipts.slice(1), 1, { makers: makersOf(PAIR) }),
      "none of the right lens",
    );
    refused(() => maker.stateStock({ ...SPHERE, lens: { ...SPHERE.lens, lensType: "progressive" } }, "0x"), "unifocal");
    const cylinder = { ...SPHERE.prescription, cylinder: 25, axis: 10 } as StockLens["prescription"] & object;
    refused(() => maker.stateStock({ ...SPHERE, prescription: cylinder }, "0x"), "must be left out");
  });
});
