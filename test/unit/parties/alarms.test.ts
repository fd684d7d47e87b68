import { expect } from "chai";
import { alarmsIn } from "../../../src/parties/index.js";
import { hashStatement, parseCertificate } from "../../../src/protocol/index.js";
import { type Draft, draft, seal, word } from "../../../testing/drafts.js";
import { at, PAIR } from "../../../testing/judged-drafts.js";

const DAY = 86_400;
const OWN = word("insurer");

/** What stands against a dossier that this insurer has paid, but for what is changed. */
function alarms(change: (made: Draft) => void, party: `0x${string}` | null = OWN) {
  const made = draft("paid", PAIR);
  made.settled = { ...made.settled, ranks: { 1: OWN } };
  change(made);
  const { certificate, facts } = seal(made);
  const options = { remakeSeconds: 60 * DAY, ...(party && { party }) };
  return alarmsIn([parseCertificate(certificate)], facts, options);
}

const withdrawnAt = (time: number, stage: "quote" | "shipment" | "invoice") => (made: Draft) => {
  Object.assign(at(made, stage), { isWithdrawn: true, withdrawnAt: time });
};

describe("what stands against a share that was paid", () => {
  it("is nothing while nothing is withdrawn, and a withdrawn quote is for the next verdict", () => {
    expect(alarms(() => {})).to.deep.equal([]);
    expect(alarms(withdrawnAt(5, "quote"))).to.deep.equal([]);
  });

  it("is an invoice that was withdrawn under one's own mark, until the mark is moved or released", () => {
    const withdrawn = withdrawnAt(5, "invoice");
    const [alarm, ...more] = alarms(withdrawn);
    expect(more).to.deep.equal([]);
    expect(alarm).to.deep.include({ certificate: 0, kind: "invoice-withdrawn", stage: "invoice", since: 5 });
    const settled = (change: (made: Draft) => void) =>
      alarms((made) => {
        withdrawn(made);
        change(made);
      });
    const released = (made: Draft) => Object.assign(made, { settled: { ...made.settled, ranks: {}, round: 1 } });
    const moved = (made: Draft) => Object.assign(made, { settled: { ...made.settled, round: 1 } });
    const another = (made: Draft) => Object.assign(made, { settled: { ...made.settled, ranks: { 1: word("other") } } });
    const otherRank = (made: Draft) => Object.assign(made, { settled: { ...made.settled, ranks: { 2: OWN } } });
    for (const change of [released, moved, another, otherRank]) expect(settled(change)).to.deep.equal([]);
    const anyone = alarms((made) => {
      withdrawn(made);
      another(made);
    }, null);
    expect(anyone).to.have.lengthOf(1);
  });

  it("is not a withdrawal with an account that was in other hands", () => {
    const isVoid = (made: Draft) => {
      withdrawnAt(5, "invoice")(made);
      at(made, "invoice").isVoid = true;
    };
    expect(alarms(isVoid)).to.deep.equal([]);
  });

  it("is a lens that was returned or broken: its remake is awaited, then missing, until it is shown", () => {
    const since = (days: number) => (made: Draft) => withdrawnAt(made.blockTime - days * DAY, "shipment")(made);
    const [awaited] = alarms(since(60));
    expect(awaited).to.deep.include({ kind: "remake-awaited", stage: "shipment" });
    expect(awaited?.until).to.equal((awaited?.since ?? 0) + 60 * DAY);
    const [missing] = alarms((made) => {
      since(60)(made);
      made.blockTime += 1;
    });
    expect(missing?.kind).to.equal("remake-missing");
    expect(missing?.until).to.equal(undefined);
    const remade = alarms((made) => {
      since(3)(made);
      const shipment = at(made, "shipment");
      const before = { dossier: shipment.dossier, stage: 2, aspects: shipment.aspects };
      const again = { ...shipment, isWithdrawn: false, supersedes: hashStatement(before), reason: 2 };
      made.statements.push({ ...again, issuedAt: made.blockTime - 2 * DAY, anchoredAt: made.blockTime - 2 * DAY });
    });
    expect(remade).to.deep.equal([]);
  });
});
