import { expect } from "chai";
import { policy } from "../../../../src/protocol/index.js";
import {
  DAY,
  type Draft,
  type DraftLink,
  type DraftStatement,
  MAKERS,
  NOON,
  namesMaker,
  partyOf,
  type Signer,
} from "../../../../testing/drafts.js";
import { at, found, judged, ONE_LENS, PAIR } from "../../../../testing/judged-drafts.js";

const TOLERANCE = 2 * DAY;
const HOUR = 3_600;
/** When the invoice, and the order, of a draft are anchored. */
const INVOICED = NOON + 9 * DAY + HOUR;
const ORDERED = NOON + 3 * DAY + HOUR;

const link = (of: Signer, what: Partial<DraftLink>): DraftLink => ({
  ...{ of, from: 0, until: Number.MAX_SAFE_INTEGER, sameEnterprise: false, takeover: false, affiliation: false },
  ...what,
});
const without =
  (stage: "quote" | "order" | "shipment" | "invoice", blockTime = NOON + 30 * DAY) =>
  (made: Draft) => {
    const gone = at(made, stage);
    made.statements = made.statements.filter((one) => one !== gone);
    made.blockTime = blockTime;
  };

describe("the rules of parties, presence and makers", () => {
  it("3.1: does not let who ordered ship, whether the order counts or not", () => {
    const orderedByMaker = (change: Partial<DraftStatement>) =>
      found(
        judged((made) => {
          const order = at(made, "order");
          made.statements.push({ ...structuredClone(order), standing: { party: partyOf("maker") }, ...change });
        }),
      );
    expect(orderedByMaker({})).to.include.members(["same-party shipment", "store-mismatch order"]);
    expect(orderedByMaker({ isWithdrawn: true })).to.include("same-party shipment");
    expect(orderedByMaker({ anchoredAt: 0 })).not.to.include("same-party shipment");
  });

  it("3.2: takes a quote of another store for information while the two are linked, and blocks it otherwise", () => {
    const quotedBy = (...links: DraftLink[]) =>
      found(
        judged((made) => {
          at(made, "quote").by = "other store";
          made.links = links;
        }),
      );
    expect(quotedBy()).to.deep.equal(["store-mismatch quote"]);
    for (const kind of ["sameEnterprise", "takeover"] as const) {
      expect(quotedBy(link("other store", { [kind]: true, from: INVOICED }))).to.deep.equal([
        "linked-store quote info",
      ]);
      // Judged when the later of the two was anchored: the link began a second after, or ended then.
      expect(quotedBy(link("other store", { [kind]: true, from: INVOICED + 1 }))).to.deep.equal([
        "store-mismatch quote",
      ]);
      expect(quotedBy(link("other store", { [kind]: true, until: INVOICED }))).to.deep.equal(["store-mismatch quote"]);
    }
    expect(quotedBy(link("other store", { affiliation: true }))).to.deep.equal(["store-mismatch quote"]);
  });

  it("3.3: tells that a maker is affiliated when it ships", () => {
    const shipped = NOON + 6 * DAY + HOUR;
    const affiliated = (from: number) =>
      judged((made) => {
        made.links = [link("maker", { affiliation: true, from })];
      });
    expect(found(affiliated(shipped))).to.deep.equal(["affiliated-maker shipment review"]);
    expect(affiliated(shipped).outcome).to.equal("conforming");
    expect(found(affiliated(shipped + 1))).to.deep.equal([]);
  });

  it("5: waits for a quote and an order until the tolerance after the invoice, and for no invoice", () => {
    const last = INVOICED + TOLERANCE;
    expect(found(judged(without("quote", last)))).to.deep.equal([`missing-statement quote pending ${last}`]);
    expect(found(judged(without("quote", last + 1)))).to.deep.equal(["missing-statement quote"]);
    const order = judged(without("order", last));
    expect(found(order)).to.deep.equal([`missing-statement order pending ${last}`]);
    expect(order.outcome).to.equal("pending");
    expect(found(judged(without("order", last + 1)))).to.deep.equal(["missing-statement order"]);
    expect(judged(without("invoice", last)).outcome).to.equal("not-conforming");
  });

  it("5: asks for no order of a frame alone", () => {
    expect(found(judged(undefined, { ...PAIR, eyes: [] }))).to.deep.equal([]);
  });

  it("6.1: asks that the maker of the order be shown, and be the one that the order names", () => {
    const opened = (change: (made: Draft) => void) => found(judged(change, ONE_LENS));
    const blocked = ["maker-not-opened order makerRight"];
    expect(opened((made) => (made.makers = {}))).to.deep.equal(blocked);
    expect(
      opened((made) => Object.assign(made.makers.right ?? {}, { identifier: MAKERS["other maker"] })),
    ).to.deep.equal(blocked);
    expect(opened((made) => Object.assign(made.makers.right ?? {}, { salt: made.payer.salt }))).to.deep.equal(blocked);
  });

  it("6.2: asks that who ships be the maker named (F1)", () => {
    const verdict = judged((made) => {
      at(made, "shipment").by = "other maker";
    }, ONE_LENS);
    expect(found(verdict)).to.deep.equal(["maker-mismatch shipment makerRight"]);
  });

  it("6.3: cannot verify a lens of a maker that did not take part when it was ordered", () => {
    const outside = (change: (made: Draft) => void) =>
      judged((made) => {
        without("shipment")(made);
        change(made);
      }, ONE_LENS);
    const notEnrolled = "maker-not-enrolled shipment makerRight not-verifiable";
    const gone = outside((made) => (made.enrolled = []));
    expect(found(gone)).to.deep.equal([notEnrolled]);
    expect(gone.outcome).to.equal("not-verifiable");
    expect(gone.conform).to.equal(false);
    const since = (field: "enrolledAt" | "statesFrom", time: number) =>
      found(
        outside((made) => {
          for (const maker of made.enrolled) maker[field] = time;
        }),
      );
    const missing = "maker-statement-missing shipment makerRight";
    for (const field of ["enrolledAt", "statesFrom"] as const) {
      expect(since(field, ORDERED + 1)).to.deep.equal([notEnrolled]);
      expect(since(field, ORDERED)).to.deep.equal([missing]);
    }
    const suspended = outside((made) => {
      for (const maker of made.enrolled) maker.suspended = true;
    });
    expect(found(suspended)).to.deep.equal([notEnrolled, "maker-suspended shipment makerRight review"]);
  });

  it("6.3: is not moved by an order that is shown again later", () => {
    const verdict = judged((made) => {
      without("shipment")(made);
      for (const maker of made.enrolled) maker.enrolledAt = ORDERED + 1;
      const order = structuredClone(at(made, "order"));
      made.statements.push({ ...order, issuedAt: order.issuedAt + 1_800, anchoredAt: ORDERED + HOUR });
    }, ONE_LENS);
    expect(found(verdict)).to.deep.equal(["maker-not-enrolled shipment makerRight not-verifiable"]);
  });

  it("6.4: waits for the statement of a maker that takes part", () => {
    const last = INVOICED + TOLERANCE;
    const verdict = judged(without("shipment", last), ONE_LENS);
    expect(found(verdict)).to.deep.equal([`maker-statement-missing shipment makerRight pending ${last}`]);
    expect(found(judged(without("shipment", last + 1), ONE_LENS))).to.deep.equal([
      "maker-statement-missing shipment makerRight",
    ]);
  });

  it("6.5: asks for a shipment where the order names no maker", () => {
    const verdict = judged((made) => {
      without("shipment")(made);
      delete at(made, "order").aspects.makerRight;
    }, ONE_LENS);
    expect(found(verdict)).to.deep.equal(["missing-statement shipment makerRight", "missing-aspect order makerRight"]);
  });

  it("6: judges each eye by its own maker", () => {
    const verdict = judged(
      (made) => {
        made.statements = made.statements.filter(({ by }) => by !== "other maker");
        made.enrolled = made.enrolled.filter(({ by }) => by === "maker");
      },
      { ...PAIR, isShared: true },
    );
    expect(found(verdict)).to.deep.equal(["maker-not-enrolled shipment makerLeft not-verifiable"]);
  });

  it("C.9: tells an outside maker that the insurer does not know, and one that is the claimant", () => {
    const outside = (change: (made: Draft) => void) =>
      found(
        judged((made) => {
          without("shipment")(made);
          made.enrolled = [];
          change(made);
        }, ONE_LENS),
      );
    const notEnrolled = "maker-not-enrolled shipment makerRight not-verifiable";
    const known = (from: number, until: number) =>
      outside((made) => (made.policy = policy({ makers: [{ identifier: MAKERS.maker, from, until }] })));
    const unknown = [notEnrolled, "maker-not-known shipment makerRight review"];
    expect(known(ORDERED, ORDERED)).to.deep.equal([notEnrolled]);
    expect(known(ORDERED + 1, ORDERED + 2)).to.deep.equal(unknown);
    expect(known(0, ORDERED - 1)).to.deep.equal(unknown);
    expect(outside((made) => (made.policy = policy({ makers: [] })))).to.deep.equal(unknown);
    const own = (identifier: string) => outside((made) => namesMaker(made, "right", identifier));
    const siren = "123456782";
    expect(own(siren)).to.deep.equal([notEnrolled, "maker-is-claimant shipment makerRight review"]);
    expect(own(`FR-MF-${siren}`)).to.deep.equal([notEnrolled]);
    expect(own("123456783")).to.deep.equal([notEnrolled]);
  });
});
