import { expect } from "chai";
import { policy } from "../../../../src/protocol/index.js";
import { DAY, type Draft, hashOf, NOON, replaced, stockUnitOf, word } from "../../../../testing/drafts.js";
import { at, found, judged, ONE_LENS } from "../../../../testing/judged-drafts.js";

const LAG = 2 * DAY;

describe("the rules of single receipts, withdrawals and corrections", () => {
  it("finds nothing in a dossier that conforms", () => {
    for (const shape of [undefined, ONE_LENS]) {
      const verdict = judged(undefined, shape);
      expect(found(verdict)).to.deep.equal([]);
      expect(verdict.outcome).to.equal("conforming");
      expect(verdict.conform).to.equal(true);
    }
  });

  it("1.1: refuses a reason without what it replaces, and a maker's reason elsewhere than at the shipment", () => {
    const reasoned = (stage: "quote" | "shipment", reason: number, supersedes?: `0x${string}`) =>
      found(
        judged((made) => {
          Object.assign(at(made, stage), { reason, ...(supersedes && { supersedes }) });
        }),
      );
    expect(reasoned("quote", 6)).to.include("malformed-statement quote");
    for (const reason of [2, 7]) {
      expect(reasoned("quote", reason, word("before"))).to.include("malformed-statement quote");
      expect(reasoned("shipment", reason, word("before"))).not.to.include("malformed-statement shipment");
    }
    expect(reasoned("quote", 6, word("before"))).not.to.include("malformed-statement quote");
  });

  it("1.1: has a stage for stock, whose statements are opened and no other", () => {
    const asStock = (made: Draft) => {
      at(made, "shipment").stage = 4;
    };
    expect(found(judged(asStock))).to.include("malformed-statement stock");
    const withUnit = (made: Draft) => {
      made.stock.right = stockUnitOf(made, "right");
    };
    expect(found(judged(withUnit))).to.deep.equal([]);
    const shipped = (made: Draft) => {
      withUnit(made);
      if (made.stock.right) made.stock.right.statement.stage = 2;
    };
    expect(found(judged(shipped))).to.include("malformed-statement shipment");
  });

  it("1.2: takes the dossier from its opening, not from the receipts (F2)", () => {
    const verdict = judged((made) => {
      made.dossier = { ...made.dossier, seed: word("another seed") };
    });
    expect(found(verdict).filter((one) => one.startsWith("other-dossier"))).to.have.length(4);
    expect(verdict.outcome).to.equal("not-conforming");
  });

  it("1.5: waits for an anchor until the second at which it is too late", () => {
    const without = (blockTime: number) =>
      judged((made) => {
        at(made, "invoice").anchoredAt = 0;
        made.blockTime = blockTime;
      });
    const last = NOON + 9 * DAY + LAG;
    const pending = without(last);
    expect(found(pending)).to.include(`not-anchored invoice pending ${last}`);
    expect(pending.outcome).to.equal("pending");
    expect(pending.until).to.equal(last);
    const late = without(last + 1);
    expect(found(late)).to.include("not-anchored invoice");
    expect(late.outcome).to.equal("not-conforming");
    expect(late.until).to.equal(undefined);
  });

  it("1.6: takes an anchor from the second of signing to the last of the lag", () => {
    const anchored = (after: number) =>
      found(
        judged((made) => {
          at(made, "quote").anchoredAt = NOON + after;
        }),
      );
    expect(anchored(-1)).to.deep.equal(["anchor-before-issue quote"]);
    expect(anchored(0)).to.deep.equal([]);
    expect(anchored(LAG)).to.deep.equal([]);
    expect(anchored(LAG + 1)).to.include("late-anchor quote");
  });

  it("1.7: believes a clock that is 600 seconds ahead, and no further", () => {
    const ahead = (seconds: number) =>
      found(
        judged((made) => {
          made.blockTime = NOON + 9 * DAY + 3_600;
          Object.assign(at(made, "invoice"), { issuedAt: made.blockTime + seconds, anchoredAt: 0 });
        }),
      );
    expect(ahead(600)).not.to.include("issued-in-future invoice");
    expect(ahead(601)).to.include("issued-in-future invoice");
  });

  it("2.1 to 2.3: justifies a correction of what was withdrawn, and not by a thief", () => {
    const corrected = (change: (made: Draft) => void = () => {}) =>
      judged((made) => {
        replaced(made, at(made, "quote"), { reason: 6, isWithdrawn: true });
        change(made);
      });
    expect(found(corrected())).to.deep.equal(["justified quote info"]);
    expect(corrected().outcome).to.equal("justified");
    expect(corrected().conform).to.equal(true);
    const byThief = corrected((made) => {
      at(made, "quote").isVoid = true;
    });
    expect(found(byThief)).to.include.members([
      "superseded-without-justification quote",
      "void-withdrawal quote review",
    ]);
    const stolen = judged((made) => Object.assign(at(made, "invoice"), { isWithdrawn: true, isVoid: true }));
    expect(found(stolen)).to.deep.equal(["void-withdrawal invoice review"]);
    expect(stolen.outcome).to.equal("conforming");
    expect(found(judged((made) => Object.assign(at(made, "invoice"), { isWithdrawn: true })))).to.include(
      "withdrawn invoice",
    );
  });

  it("2.4: asks for what a correction replaces", () => {
    const verdict = judged((made) => {
      const [before] = [at(made, "quote")];
      replaced(made, before, { reason: 6, isWithdrawn: true });
      made.statements = made.statements.filter((one) => one !== before);
      made.withdrawn.push(hashOf(before));
    });
    expect(found(verdict)).to.include("missing-link quote review");
  });

  it("9.2: waits for finality until the second before it", () => {
    const time = NOON + 9 * DAY + 3_600;
    const judgedAt = (after: number) =>
      judged((made) => {
        made.policy = policy({ finalitySeconds: 900 });
        made.blockTime = time + after;
      });
    expect(found(judgedAt(899))).to.deep.equal([`not-final invoice pending ${time + 899}`]);
    expect(found(judgedAt(900))).to.deep.equal([]);
  });
});
