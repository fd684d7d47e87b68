import { expect } from "chai";
import type { JsonRpcProvider } from "ethers";
import {
  type Cursor,
  type Dossier,
  Insurer,
  LensMaker,
  makersOf,
  Optician,
  parseCursor,
} from "../../../src/parties/index.js";
import { cursorFrom, readOn } from "../../../src/parties/watching.js";
import { type Certificate, type Hex, hashStatement, type Receipt, ZERO } from "../../../src/protocol/index.js";
import { aChain, aParty, type TestChain, type TestParty } from "../../../testing/chain.js";
import { AMC, CLAIM, DELIVERY, FILE, MAKER, OTHER_AMC, STORE } from "../../../testing/dossiers.js";
import { granted } from "../../../testing/granting.js";

describe("watching what was paid", () => {
  let chain: TestChain;
  let optician: Optician;
  let maker: LensMaker;
  let insurer: Insurer;
  let rival: TestParty;
  let tag: Hex;
  let certificate: Certificate;
  let receipts: Receipt[];
  let dossier: Dossier;

  const rpc = (method: string, params: unknown[] = []) =>
    (chain.suite.provider as unknown as JsonRpcProvider).send(method, params);
  /** What a program that was started with this cursor is told, and the cursor that it keeps: through a file, as text. */
  async function told(cursor?: Cursor) {
    for await (const found of insurer.watch([certificate], cursor ? { cursor } : {})) {
      const kept = parseCursor(JSON.stringify(found.cursor));
      return { kinds: found.alerts.map(({ event }) => event.kind), cursor: kept, reorganised: found.reorganised };
    }
    throw new Error("nothing was read");
  }
  const hashAt = (stage: number) => {
    const receipt = receipts.find(({ statement }) => statement.stage === stage);
    if (!receipt) throw new Error("no such stage");
    return hashStatement(receipt.statement);
  };

  /** What an optician shows to the insurer of the first rank. */
  async function certified(): Promise<Certificate> {
    const invoice = receipts.find(({ statement }) => statement.stage === 3);
    const [payer] = FILE.payers ?? [];
    if (!invoice || !payer) throw new Error("nothing was invoiced");
    const grant = await optician.grant(dossier, { invoice, payer, insurer: insurer.party ?? ZERO });
    return optician.certify(dossier, receipts, 1, { makers: makersOf(FILE), grant });
  }

  /** A second insurer, which the store granted the same share, marks it: it looked before the first one had paid. */
  async function claimTwice(): Promise<void> {
    const call = granted(chain.suite, rival.party, dossier.secret, { tag });
    await (await chain.suite.settlements.connect(rival.signer).settle([call])).wait();
  }

  beforeEach(async () => {
    chain = await aChain();
    const [store, laboratory] = [await aParty(chain, "optician", STORE), await aParty(chain, "lens-maker", MAKER)];
    const payer = await aParty(chain, "insurer", AMC);
    rival = await aParty(chain, "insurer", OTHER_AMC);
    const { deployment } = chain;
    optician = await Optician.connect({ deployment, ...store });
    maker = await LensMaker.connect({ deployment, ...laboratory });
    insurer = await Insurer.connect({ deployment, ...payer });
    dossier = optician.open();
    const anchored = [
      await optician.anchor([await optician.seal([optician.quote(dossier, FILE)])]),
      await optician.anchor([await optician.seal([optician.order(dossier, FILE)])]),
      await maker.anchor([await maker.seal([maker.ship(optician.orderTicket(dossier, ["right", "left"]), DELIVERY)])]),
      await optician.anchor([await optician.seal([optician.invoice(dossier, FILE)])]),
    ];
    receipts = anchored.flatMap(({ receipts: some }) => some.flat());
    certificate = await certified();
    const [settled] = await insurer.settle([{ certificate, claim: CLAIM }]);
    expect(settled?.outcome).to.equal("settled");
    tag = settled?.tag ?? ZERO;
  });

  it("tells of a return, a second claim and a compromised key, each once", async () => {
    let { kinds, cursor } = await told();
    expect(kinds).to.deep.equal([]);
    await maker.withdraw(hashAt(2), "return");
    await claimTwice();
    ({ kinds, cursor } = await told(cursor));
    expect(kinds).to.deep.equal(["withdrawn", "double-claim"]);
    await chain.council.declareCompromise(receipts[3]?.batch.key ?? "0x", receipts[3]?.batch.issuedAt ?? 0);
    ({ kinds, cursor } = await told(cursor));
    expect(kinds).to.deep.equal(["key-compromised"]);
    expect((await told(cursor)).kinds).to.deep.equal([]);
  });

  it("tells of a second claim on the same share", async () => {
    const { cursor } = await told();
    await claimTwice();
    expect((await told(cursor)).kinds).to.deep.equal(["double-claim"]);
  });

  it("says nothing of what other dossiers suffer", async () => {
    const { cursor } = await told();
    await maker.withdraw(`0x${"77".repeat(32)}`, "error");
    expect((await told(cursor)).kinds).to.deep.equal([]);
  });

  it("says nothing when another party claims to withdraw what it never stated", async () => {
    const { cursor } = await told();
    await optician.withdraw(hashAt(2), "return"); // The shipment is the lens maker's.
    expect((await told(cursor)).kinds).to.deep.equal([]);
  });

  it("does not tell again what a reorganisation moves to another block", async () => {
    const { cursor } = await told();
    const before = await rpc("evm_snapshot");
    await maker.withdraw(hashAt(2), "return");
    const first = await told(cursor);
    expect(first.kinds).to.deep.equal(["withdrawn"]);
    const { hash } = await rpc("eth_getBlockByNumber", ["latest", false]);
    await rpc("evm_revert", [before]);
    await rpc("evm_mine");
    await rpc("evm_mine");
    await maker.withdraw(hashAt(2), "return");
    expect((await rpc("eth_getBlockByNumber", ["latest", false])).hash).to.not.equal(hash);
    const second = await told(first.cursor);
    expect(second.reorganised).to.equal(true);
    expect(second.kinds).to.deep.equal([]);
    expect((await told(second.cursor)).kinds).to.deep.equal([]);
  });

  it("misses nothing that only the chain after a reorganisation has", async () => {
    const { cursor } = await told();
    const before = await rpc("evm_snapshot");
    await rpc("evm_mine");
    await rpc("evm_mine");
    const first = await told(cursor);
    expect(first.kinds).to.deep.equal([]);
    await rpc("evm_revert", [before]);
    await maker.withdraw(hashAt(2), "breakage"); // In a block whose number was read already.
    await rpc("evm_mine");
    await rpc("evm_mine");
    const second = await told(first.cursor);
    expect(second.reorganised).to.equal(true);
    expect(second.kinds).to.deep.equal(["withdrawn"]);
  });

  it("waits for more when the chain is shorter than what was read", async () => {
    const before = await rpc("evm_snapshot");
    await rpc("evm_mine");
    const { cursor } = await told();
    await rpc("evm_revert", [before]);
    const shorter = await told(cursor);
    expect(shorter.kinds).to.deep.equal([]);
    await maker.withdraw(hashAt(2), "return");
    expect((await told(shorter.cursor)).kinds).to.deep.equal(["withdrawn"]);
  });

  it("refuses the cursor of another chain", async () => {
    const failure = await readOn(chain.suite, cursorFrom(1, 0)).then(
      () => "read",
      (error: Error) => error.message,
    );
    expect(failure).to.contain("cursor.chainId");
  });

  it("goes on until it is told to stop", async () => {
    const stop = new AbortController();
    const seen: string[] = [];
    let readings = 0;
    for await (const { alerts } of insurer.watch([certificate], { everyMs: 10, signal: stop.signal })) {
      seen.push(...alerts.map(({ event }) => event.kind));
      readings += 1;
      if (readings === 1) await maker.withdraw(hashAt(2), "return");
      if (readings === 3) stop.abort();
    }
    expect(seen).to.deep.equal(["withdrawn"]);
  });
});
