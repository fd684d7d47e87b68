import {
  type Hex,
  type Receipt,
  stockMarker,
  stockNullifier,
  stockTag,
  type Verdict,
} from "../../src/protocol/index.js";
import type { Choices } from "./choices.js";
import { isPayable, judge } from "./judge.js";
import { BACKEND, hashed, type Key, type Ledger } from "./ledger.js";
import { reachedBy } from "./times.js";
import {
  certify,
  claimOf,
  copied,
  DAY,
  DAY_ZERO,
  DOSSIER_SECRETS,
  grantOf,
  honest,
  INSURER,
  MAKER,
  newLedger,
  OTHER_INSURER,
  PLATFORM,
  type Sale,
  SECOND,
  STORE,
  settlerOf,
  ship,
  shipStock,
  splitOf,
  state,
  UNITS,
} from "./trade.js";

/** What a play of griefing came to. */
export interface GriefingPlayed {
  readonly verdict: Verdict;
  readonly violated: readonly string[];
  readonly reached: string;
}

const SECRET = DOSSIER_SECRETS[0] as Uint8Array;
const OPENING = honest.opening(SECRET);
const ID = honest.id(SECRET);
const UNIT = UNITS[0] as Uint8Array;
const NULLIFIER = stockNullifier(UNIT);
const INVOICE_DAY = 3;

/** What the others know of an honest dossier: all that is public, and what the platform carries. */
interface Seen {
  readonly receipts: Receipt[];
  readonly grant: ReturnType<typeof grantOf>;
}

type Act = (choices: Choices, ledger: Ledger, seen: Seen) => void;

/** A thief of a key acts; then the theft is told of, and the council declares it. */
function stolen(ledger: Ledger, key: Key, act: () => void): void {
  const from = ledger.now - 60;
  act();
  ledger.now += 60;
  ledger.compromise(key.address, from);
}

/** What somebody does who has no part in the dossier. */
const ACTS: Readonly<Record<string, Act>> = {
  "a stranger anchors a batch again": (choices, ledger, seen) => {
    const receipt = pickReceipt(choices, seen);
    if (receipt) ledger.anchor(receipt, `0x${"ee".repeat(32)}`);
  },
  "another maker withdraws a statement": (choices, ledger, seen) => {
    const receipt = pickReceipt(choices, seen);
    if (receipt) ledger.withdraw(SECOND, hashed(receipt.statement), "error");
  },
  "the platform withdraws a statement": (choices, ledger, seen) => {
    const receipt = pickReceipt(choices, seen);
    if (receipt) ledger.withdraw(PLATFORM, hashed(receipt.statement), "error");
  },
  "another maker uses the unit": (_, ledger) => {
    ledger.use(SECOND.party, stockMarker(NULLIFIER), stockTag(ID, NULLIFIER, "right"));
  },
  "a thief of the store's key withdraws a statement": (choices, ledger, seen) => {
    const receipt = pickReceipt(choices, seen);
    if (receipt) stolen(ledger, STORE, () => ledger.withdraw(STORE, hashed(receipt.statement), "cancellation"));
  },
  "a thief of the maker's key withdraws a statement": (choices, ledger, seen) => {
    const receipt = pickReceipt(choices, seen);
    if (receipt) stolen(ledger, MAKER, () => ledger.withdraw(MAKER, hashed(receipt.statement), "return"));
  },
  "the platform settles": (choices, ledger, { grant }) => {
    const own = grantOf(settlerOf(DOSSIER_SECRETS[1] as Uint8Array), OPENING.settler, grant.presented.tag, {
      to: PLATFORM,
    });
    ledger.settle(PLATFORM, [
      choices.pick("with", [grant.presented, own.presented], ["a copied grant", "a grant of its own"]),
    ]);
  },
  "the other insurer settles": (choices, ledger, { grant }) => {
    const rank = choices.pick("rank", [1, 2] as const);
    ledger.settle(OTHER_INSURER, [{ ...grant.presented, rank }]);
  },
  "the council suspends the maker": (_, ledger) => ledger.suspend(MAKER.party, true),
  "the council suspends the store": (_, ledger) => ledger.suspend(STORE.party, true),
  "another maker joins": (_, ledger) => ledger.enrolMaker({ ...SECOND, address: `0x${"77".repeat(20)}` }, "444555668"),
  "the store is affiliated with another maker": (_, ledger) => ledger.link(STORE.party, SECOND.party, "affiliation"),
};

function pickReceipt(choices: Choices, { receipts }: Seen): Receipt | undefined {
  const at = choices.pick(
    "statement",
    receipts.map((_, i) => i),
    ["quote", "order", "shipment", "unit", "invoice"],
  );
  return receipts[at];
}

const WHEN = ["before the insurer asks", "between its question and its mark"] as const;

/**
 * An honest pair, its right lens ordered and its left from stock. All that others do comes after what the dossier's own parties stated;
 * whatever it is, the insurer that the dossier is for accepts it and settles.
 */
export function playGriefing(choices: Choices): GriefingPlayed {
  const ledger = newLedger();
  const unit = shipStock(UNIT);
  const made = ship({ dossier: ID, eyes: { right: honest.eye(SECRET, "right") }, codeSecret: honest.code(SECRET) });
  const sale: Sale = {
    ...{ opening: OPENING, id: ID, secret: SECRET, priceCents: 5000 },
    eyes: { right: copied(made, "right"), left: copied(unit, "left") },
  };
  const on = (day: number) => {
    ledger.now = DAY_ZERO + day * DAY;
  };
  on(-3);
  const stocked = ledger.anchor(ledger.seal(MAKER, unit.statement));
  const own = (stage: "quote" | "order" | "invoice") => ledger.anchor(ledger.seal(STORE, state(sale, stage)));
  on(0);
  const quote = own("quote");
  on(1);
  const order = own("order");
  on(2);
  const shipment = ledger.anchor(ledger.seal(MAKER, made.statement));
  ledger.use(STORE.party, stockMarker(NULLIFIER), stockTag(ID, NULLIFIER, "left"));
  on(INVOICE_DAY);
  const invoice = own("invoice");
  const tag: Hex = BACKEND.settlementTag(ID, hashed(invoice.statement), splitOf(sale));
  const grant = grantOf(settlerOf(SECRET), OPENING.settler, tag);
  const seen: Seen = { receipts: [quote, order, shipment, stocked, invoice], grant };
  const disturb = (when: (typeof WHEN)[number]) => {
    for (let times = choices.pick(`acts ${when}`, [0, 1, 2, 3]); times > 0; times--) {
      ledger.now += 600;
      choices.pick("act", Object.values(ACTS), Object.keys(ACTS))(choices, ledger, seen);
    }
  };
  on(INVOICE_DAY + 1);
  disturb(WHEN[0]);
  ledger.now += 600;
  const ask = () =>
    judge({
      certificate: certify(sale, [quote, order, shipment, invoice], {
        stock: { left: { nullifier: NULLIFIER, receipt: stocked } },
        grant: grant.shown,
      }),
      claim: claimOf(sale),
      facts: ledger.facts(),
      insurer: { party: INSURER.party },
    });
  const verdict = ask();
  const violated: string[] = [];
  if (!isPayable(verdict)) violated.push("griefing: an honest dossier does not conform");
  disturb(WHEN[1]);
  const [outcome] = ledger.settle(INSURER, [grant.presented]);
  if (outcome !== "settled") violated.push("griefing: an honest dossier cannot be settled");
  return { verdict, violated, reached: reachedBy(verdict) };
}
