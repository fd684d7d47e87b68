import { expect } from "chai";
import { DEFAULT_POLICY, hashDossier, policy, settlementTag } from "../../../../src/protocol/index.js";
import {
  DAY,
  type Draft,
  type DraftGrant,
  draft,
  hashOf,
  NOON,
  replaced,
  splitOf,
  word,
} from "../../../../testing/drafts.js";
import { at, found, judged, judgedAsIs, PAIR } from "../../../../testing/judged-drafts.js";

const HOUR = 3_600;
const TOLERANCE = 2 * DAY;
const QUOTE_TIME = 365 * DAY;

describe("the rules of order, age and settlement", () => {
  it("8: takes the later statement from when it was signed, to the second of the tolerance (F8)", () => {
    const shipped = (issuedAt: number, anchoredAt: number) =>
      found(
        judged((made) => {
          Object.assign(at(made, "shipment"), { issuedAt, anchoredAt });
        }),
      );
    const ordered = NOON + 3 * DAY + HOUR;
    expect(shipped(ordered - TOLERANCE, ordered - TOLERANCE)).to.deep.equal([]);
    expect(shipped(ordered - TOLERANCE - 1, ordered - TOLERANCE)).to.deep.equal(["out-of-order shipment"]);
    // Anchored again after the order, as anyone can who has the receipt: it is still signed before it.
    expect(shipped(ordered - TOLERANCE - 1, ordered - 2)).to.deep.equal(["out-of-order shipment"]);
  });

  it("9.1: counts the age of a quote from its first statement of the price (F5)", () => {
    const invoicedAfter = (seconds: number, change: (made: Draft) => void = () => {}) =>
      found(
        judged((made) => {
          const quote = at(made, "quote");
          Object.assign(quote, {
            issuedAt: quote.issuedAt + 8 * DAY - seconds,
            anchoredAt: NOON + 9 * DAY + HOUR - seconds,
          });
          change(made);
        }),
      );
    const renewed = (aspects: Partial<Record<"billing" | "frame", `0x${string}`>>) => (made: Draft) => {
      const quote = at(made, "quote");
      const last = { issuedAt: NOON + DAY, anchoredAt: NOON + DAY + HOUR };
      replaced(made, quote, { ...last, aspects: { ...quote.aspects, ...aspects } });
    };
    expect(invoicedAfter(QUOTE_TIME)).not.to.include("quote-too-old invoice");
    expect(invoicedAfter(QUOTE_TIME + 1)).to.include("quote-too-old invoice");
    expect(invoicedAfter(QUOTE_TIME + 1, renewed({}))).to.include("quote-too-old invoice");
    expect(invoicedAfter(QUOTE_TIME, renewed({}))).not.to.include("quote-too-old invoice");
    expect(invoicedAfter(QUOTE_TIME + 1, renewed({ frame: word("frame") }))).to.include("quote-too-old invoice");
    expect(invoicedAfter(QUOTE_TIME + 1, renewed({ billing: word("price") }))).not.to.include("quote-too-old invoice");
  });

  it("9.3: lets no price be quoted a second after the invoice was signed (F5)", () => {
    const invoice = NOON + 9 * DAY;
    const requoted = (issuedAt: number, change: Partial<{ billing: `0x${string}` | undefined }> = {}) =>
      found(
        judged((made) => {
          const quote = at(made, "quote");
          const aspects = { ...quote.aspects, ...change } as typeof quote.aspects;
          replaced(made, quote, { issuedAt, anchoredAt: issuedAt + HOUR, aspects });
        }),
      );
    expect(requoted(invoice)).not.to.include("quote-after-invoice quote");
    expect(requoted(invoice + 1)).to.include("quote-after-invoice quote");
    expect(requoted(invoice + 1, { billing: undefined })).not.to.include("quote-after-invoice quote");
    const again = judged((made) => {
      made.statements.push({
        ...structuredClone(at(made, "quote")),
        issuedAt: invoice + 1,
        anchoredAt: invoice + HOUR,
      });
    });
    expect(found(again)).to.include("quote-after-invoice quote");
  });

  it("9.4: has a quote looked at that was corrected after the order", () => {
    const order = NOON + 3 * DAY;
    const requoted = (issuedAt: number, aspect: "billing" | "frame" | "reference") =>
      found(
        judged((made) => {
          const quote = at(made, "quote");
          const before = { ...quote.aspects };
          quote.aspects = { ...before, [aspect]: word(`another ${aspect}`) };
          replaced(made, quote, { issuedAt, anchoredAt: issuedAt + HOUR, aspects: before });
        }),
      );
    for (const aspect of ["billing", "frame"] as const) {
      expect(requoted(order, aspect)).to.deep.equal(["justified quote info"]);
      expect(requoted(order + 1, aspect)).to.deep.equal([
        "justified quote info",
        "quote-changed-after-order quote review",
      ]);
    }
    expect(requoted(order + 1, "reference")).to.deep.equal([
      "justified quote info",
      "quote-reference-changed quote info",
    ]);
  });

  describe("settlement", () => {
    const tagOf = (made: Draft) =>
      settlementTag(hashDossier(made.dossier), hashOf(at(made, "invoice")), splitOf(made)).slice(
        0,
        42,
      ) as `0x${string}`;
    const settled = (change: (made: Draft) => void) => {
      const made = draft("settled", PAIR);
      change(made);
      return found(judgedAsIs(made));
    };
    const granted = (change: Partial<DraftGrant>) =>
      settled((made) => {
        made.insurer = { party: word("insurer") };
        if (made.grant) Object.assign(made.grant, change);
      });

    it("10.1, 10.2: tells what is paid, by whom, and for which invoice", () => {
      const by = (party: `0x${string}`, acceptOwnSettlement = false) =>
        settled((made) => {
          made.insurer = { party: word("insurer") };
          made.policy = policy({ acceptOwnSettlement });
          made.settled = { tag: tagOf(made), round: 0, ranks: { 1: party } };
        });
      expect(by(word("insurer"))).to.deep.equal(["already-settled invoice payerFirst"]);
      expect(by(word("insurer"), true)).to.deep.equal(["settled-by-asker invoice payerFirst info"]);
      expect(by(word("another insurer"), true)).to.deep.equal(["already-settled invoice payerFirst"]);
      const other = settled((made) => {
        made.settled = { tag: `0x${"7a".repeat(20)}`, round: 0, ranks: { 2: word("another insurer") } };
      });
      expect(other).to.deep.equal(["other-invoice-settled invoice"]);
    });

    it("10.3: tells a share that was settled and released", () => {
      const released = settled((made) => {
        made.settled = { ...made.settled, round: 1 };
        if (made.grant) made.grant.round = 1;
      });
      expect(released).to.deep.equal(["released-before invoice payerFirst review"]);
    });

    it("10.4: asks for a grant of the settler, for who asks, for this share, of this round", () => {
      expect(granted({})).to.deep.equal([]);
      const missing = (party?: `0x${string}`) =>
        settled((made) => {
          made.grant = null;
          if (party) made.insurer = { party };
        });
      expect(missing(word("insurer"))).to.deep.equal(["grant-missing invoice payerFirst review"]);
      expect(missing()).to.deep.equal([]);
      const invalid = ["grant-invalid invoice payerFirst"];
      expect(granted({ insurer: word("another insurer") })).to.deep.equal(invalid);
      expect(granted({ by: "store" })).to.deep.equal(invalid);
      expect(granted({ rank: 2 })).to.deep.equal(invalid);
      expect(granted({ tag: word("another tag") })).to.deep.equal(invalid);
      expect(granted({ round: 1 })).to.deep.equal(["grant-outdated invoice payerFirst review"]);
      const own = settled((made) => {
        made.insurer = { party: word("insurer") };
        made.settled = { tag: tagOf(made), round: 2, ranks: { 1: word("insurer") } };
      });
      expect(own).to.deep.equal(["already-settled invoice payerFirst"]);
    });
  });

  it("refuses a tolerance that is a second below the lag", () => {
    expect(policy({ lagSeconds: 100, toleranceSeconds: 100 }).toleranceSeconds).to.equal(100);
    expect(() => policy({ lagSeconds: 100, toleranceSeconds: 99 })).to.throw("policy.toleranceSeconds");
    const unread = { ...DEFAULT_POLICY, lagSeconds: DEFAULT_POLICY.toleranceSeconds + 1 };
    expect(() => judged((made) => Object.assign(made, { policy: unread }))).to.throw("policy.toleranceSeconds");
  });
});
