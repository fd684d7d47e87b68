import { expect } from "chai";
import type { AspectName } from "../../../../src/protocol/index.js";
import { DAY, type Draft, type DraftStatement, NOON, replaced, stockUnitOf, word } from "../../../../testing/drafts.js";
import { at, found, judged, ONE_LENS, PAIR } from "../../../../testing/judged-drafts.js";

const INVOICED = NOON + 9 * DAY + 3_600;
const TOLERANCE = 2 * DAY;
const OTHER = word("another lens");

describe("the rules of aspects, substitution and stock lenses", () => {
  it("7.1: waits for what a stage does not state, and for nothing that differs", () => {
    const incomplete = (blockTime: number) =>
      judged((made) => {
        delete at(made, "quote").aspects.prescriptionRight;
        made.blockTime = blockTime;
      });
    const last = INVOICED + TOLERANCE;
    expect(found(incomplete(last))).to.deep.equal([`missing-aspect quote prescriptionRight pending ${last}`]);
    expect(found(incomplete(last + 1))).to.deep.equal(["missing-aspect quote prescriptionRight"]);
    const differs = judged((made) => {
      at(made, "quote").aspects.prescriptionRight = word("another prescription");
      made.blockTime = last;
    });
    expect(found(differs)).to.deep.equal(["aspect-mismatch quote prescriptionRight"]);
  });

  it("7.1: waits no longer because the invoice was corrected", () => {
    const verdict = judged((made) => {
      delete at(made, "quote").aspects.prescriptionRight;
      replaced(made, at(made, "invoice"), { issuedAt: INVOICED + DAY, anchoredAt: INVOICED + DAY });
      made.blockTime = INVOICED + TOLERANCE + 1;
    });
    expect(found(verdict)).to.include("missing-aspect quote prescriptionRight");
  });

  it("7.1: asks the order and the shipment for the maker", () => {
    for (const stage of ["order", "shipment"] as const) {
      const verdict = judged((made) => delete at(made, stage).aspects.makerRight);
      expect(found(verdict), stage).to.deep.equal([`missing-aspect ${stage} makerRight`]);
    }
  });

  describe("substitution (7.3)", () => {
    /** The maker delivers another lens than ordered, which the invoice states. */
    const substituted = (
      change: (made: Draft, correction: DraftStatement, ordered: DraftStatement) => void = () => {},
      aspects: readonly AspectName[] = ["lensRight"],
    ) =>
      judged((made) => {
        const ordered = at(made, "shipment");
        const lenses = Object.fromEntries(aspects.map((aspect) => [aspect, OTHER]));
        const correction = replaced(made, ordered, { reason: 7, aspects: { ...ordered.aspects, ...lenses } });
        ordered.withdrawnAt = correction.issuedAt;
        Object.assign(at(made, "invoice").aspects, lenses);
        change(made, correction, ordered);
      });

    it("lets a maker deliver another lens, and is not asked of the quote", () => {
      expect(found(substituted())).to.deep.equal(["justified shipment info"]);
      expect(found(substituted(() => {}, ["lensRight", "lensLeft"]))).to.deep.equal(["justified shipment info"]);
    });

    it("does not let it when the old shipment was withdrawn a second after the new one was signed", () => {
      const late = substituted((_, correction, ordered) => {
        ordered.withdrawnAt = correction.issuedAt + 1;
      });
      expect(found(late)).to.include("aspect-mismatch order lensRight");
    });

    it("does not let it for another reason, of other aspects, or of a lens that was not ordered", () => {
      const mismatch = "aspect-mismatch order lensRight";
      const breakage = substituted((_, correction) => Object.assign(correction, { reason: 1 }));
      expect(found(breakage)).to.include(mismatch);
      const code = substituted((made, correction) => {
        for (const one of [correction, at(made, "invoice")]) one.aspects.codeRight = word("another code");
      });
      expect(found(code)).to.include.members([mismatch, "aspect-mismatch order codeRight"]);
      const notOrdered = substituted((made) => {
        at(made, "order").aspects.lensRight = word("a third lens");
        at(made, "quote").aspects.lensRight = word("a third lens");
      });
      expect(found(notOrdered)).to.include(mismatch);
      const quoted = substituted((made) => {
        at(made, "quote").aspects.lensRight = word("a third lens");
      });
      expect(found(quoted)).to.include("aspect-mismatch quote lensRight");
    });

    it("does not let the invoice state the lens that was ordered", () => {
      const verdict = substituted((made) => {
        at(made, "invoice").aspects.lensRight = at(made, "order").aspects.lensRight as `0x${string}`;
      });
      expect(found(verdict)).to.include("aspect-mismatch shipment lensRight");
    });

    it("asks for what was replaced", () => {
      const verdict = substituted((made, _, ordered) => {
        made.statements = made.statements.filter((one) => one !== ordered);
      });
      expect(found(verdict)).to.include("aspect-mismatch order lensRight");
    });
  });

  describe("stock lenses", () => {
    const stocked = (change: (made: Draft) => void = () => {}) =>
      judged((made) => {
        made.statements = made.statements.filter(({ stage }) => stage !== 2);
        made.stock.right = stockUnitOf(made, "right");
        change(made);
      }, ONE_LENS);
    const unitOf = ({ stock }: Draft) => {
      if (!stock.right) throw new Error("no unit");
      return stock.right;
    };

    it("conforms with a unit that was used for this dossier and eye", () => {
      expect(found(stocked())).to.deep.equal([]);
      const toric = stocked((made) => delete unitOf(made).statement.aspects.prescriptionRight);
      expect(found(toric)).to.deep.equal([]);
    });

    it("takes no stock lens as a pair, and no shipment as a stock lens (F1, F2)", () => {
      const pair = judged((made) => {
        const { nullifier, statement } = stockUnitOf(made, "right");
        made.statements = made.statements.filter(({ stage }) => stage !== 2);
        const both = { ...at(made, "order").aspects };
        made.stock.right = { ...stockUnitOf(made, "right"), nullifier, statement: { ...statement, aspects: both } };
      }, PAIR);
      expect(found(pair)).to.deep.equal(["maker-statement-missing shipment makerLeft"]);
      const shipmentOfUnit = judged((made) => {
        const { statement } = stockUnitOf(made, "right");
        Object.assign(at(made, "shipment"), { dossier: statement.dossier });
      }, ONE_LENS);
      expect(found(shipmentOfUnit)).to.include("other-dossier shipment");
      const unitAsShipment = stocked((made) => Object.assign(unitOf(made).statement, { stage: 2 }));
      expect(found(unitAsShipment)).to.include("malformed-statement shipment");
    });

    it("11.2: waits for the use until the tolerance after the invoice", () => {
      const last = INVOICED + TOLERANCE;
      const used = (usedAt: number, blockTime: number) =>
        found(
          stocked((made) => {
            unitOf(made).usedAt = usedAt;
            made.blockTime = blockTime;
          }),
        );
      expect(used(0, last)).to.deep.equal([`stock-not-used stock codeRight pending ${last}`]);
      expect(used(0, last + 1)).to.deep.equal(["stock-not-used stock codeRight"]);
      expect(used(last, last)).to.deep.equal([]);
      expect(used(last + 1, last + 1)).to.deep.equal(["stock-not-used stock codeRight"]);
    });

    it("11.1, 11.3: asks that the unit be the store's, and used for this dossier", () => {
      const elsewhere = stocked((made) => {
        unitOf(made).usedFor = word("another dossier");
      });
      expect(found(elsewhere)).to.deep.equal(["stock-used-elsewhere stock codeRight"]);
      const other = stocked((made) => {
        unitOf(made).statement.dossier = word("another unit");
      });
      expect(found(other)).to.deep.equal(["stock-of-another-store stock codeRight"]);
    });

    it("6.2: asks that the unit's maker be the one that the order names", () => {
      const verdict = stocked((made) => {
        unitOf(made).statement.by = "other maker";
      });
      expect(found(verdict)).to.deep.equal(["maker-mismatch stock makerRight"]);
    });
  });
});
