import { DEFAULT_POLICY, type Hex, type Receipt, type Verdict } from "../../src/protocol/index.js";
import type { Choices } from "./choices.js";
import { isPayable, judge, unverifiable } from "./judge.js";
import { BACKEND, hashed, type Ledger } from "./ledger.js";
import { ending, reachedBy } from "./times.js";
import {
  ACCOMPLICE,
  AFFILIATE,
  certify,
  claimOf,
  DAY,
  DAY_ZERO,
  DOSSIER_SECRETS,
  grantOf,
  honest,
  INSURER,
  MAKER,
  type Made,
  type Maker,
  newLedger,
  ORDERED,
  OUTSIDE,
  type Sale,
  SECOND,
  SIBLING,
  STORE,
  type Store,
  SUBSTITUTE,
  settlerOf,
  ship,
  splitOf,
  state,
  type Written,
  written,
} from "./trade.js";

/** What a play of makers came to. */
export interface MakersPlayed {
  readonly verdict: Verdict;
  readonly violated: readonly string[];
  readonly reached: string;
}

const SECRET = DOSSIER_SECRETS[0] as Uint8Array;
const OPENING = honest.opening(SECRET);
const ID = honest.id(SECRET);
const ORDER_DAY = 1;
const SHIPMENT_DAY = 2;
const INVOICE_DAY = 3;
const TOLERANCE_DAYS = DEFAULT_POLICY.toleranceSeconds / DAY;

/** A maker that joins while the dossier is on its way. */
const JOINING: Maker = { ...OUTSIDE, identifier: "444555668", party: `0x${"4e".repeat(32)}` };

interface Plan {
  /** Who makes the lens, if anyone does. */
  readonly made: Maker | undefined;
  readonly named: Maker | undefined;
  /** Whether the certificate opens the name. */
  readonly isOpened: boolean;
  /** When it takes part: its enrolment, and from when it states. */
  readonly joins: number;
  readonly states: number;
  /** When it states the shipment. */
  readonly shipmentDay: number;
  readonly isShown: boolean;
  readonly signer: Maker | Store | undefined;
  readonly substitution: Substitution | undefined;
  readonly suspended: "never" | "while ordered" | "while shipped";
  readonly quoted: Quoted;
  readonly askDay: number;
}

/** Another product than the one ordered: when the first statement is taken back, and what the invoice and the certificate say. */
interface Substitution {
  readonly withdrawnDay: number;
  readonly isInvoiced: boolean;
  readonly isFirstShown: boolean;
}
const SUBSTITUTED_DAY = 2.5;

/** Who quotes, and how it stands to the store that invoices. */
interface Quoted {
  readonly by: Store;
  readonly link: "none" | "sameEnterprise" | "takeover" | "affiliation";
  readonly from: number;
  readonly until: number;
}

function planOf(choices: Choices): Plan {
  const made = choices.pick("made by", [MAKER, JOINING, AFFILIATE, OUTSIDE, undefined], MADE_NAMES);
  const named = choices.pick("order names", [MAKER, JOINING, SECOND, AFFILIATE, OUTSIDE, undefined], NAMED_NAMES);
  const isOpened = choices.pick("opens the name", [true, false]);
  const isOfJoining = named === JOINING || made === JOINING;
  const joins = isOfJoining ? choices.pick("joins on day", [-100, 0.5, 1.5, 3.5]) : 0;
  const states = isOfJoining ? choices.pick("states from day", [joins, joins + 1, 8]) : 0;
  const shipmentDay = choices.pick("states the shipment on day", [SHIPMENT_DAY, 4.5, 9]);
  const isShown = choices.pick("shows the shipment", [true, false]);
  const signer = choices.pick("another signs the shipment", [undefined, SECOND, STORE], ["no", "a maker", "the store"]);
  const substitution = choices.pick("substitutes", [false, true])
    ? {
        withdrawnDay: choices.pick("takes the first back on day", [2.4, 2.6]),
        isInvoiced: choices.pick("invoices what was made", [true, false]),
        isFirstShown: choices.pick("shows the first shipment", [true, false]),
      }
    : undefined;
  const suspended = choices.pick("the maker is suspended", ["never", "while ordered", "while shipped"] as const);
  const by = choices.pick("quoted by", [STORE, SIBLING, ACCOMPLICE], ["the store", "its sibling", "an accomplice"]);
  const link =
    by === STORE ? "none" : choices.pick("linked", ["none", "sameEnterprise", "takeover", "affiliation"] as const);
  const from = link === "none" ? 0 : choices.pick("linked from day", [-10, 0.5, 3.5]);
  const until = link === "none" ? 0 : choices.pick("linked until day", [100, 2, 3]);
  const askDay = choices.pick("asks on day", [10, 3.5, 300]);
  return {
    ...{ made, named, isOpened, joins, states, shipmentDay, isShown, signer, substitution, suspended },
    quoted: { by, link, from, until },
    askDay,
  };
}
const MADE_NAMES = ["a maker", "one that joins", "an affiliated maker", "one that takes no part", "nobody"];
const NAMED_NAMES = ["a maker", "one that joins", "another", "an affiliated maker", "one that takes no part", "nobody"];

/** The lens as the dossier has it: as ordered, or as substituted. */
const lensOf = (named: Maker | undefined, of: typeof ORDERED): Written => written(SECRET, "right", named, of);
const saleOf = (lens: Written): Sale => ({
  ...{ opening: OPENING, id: ID, secret: SECRET, priceCents: 5000 },
  eyes: { right: lens },
});

/** One lens, and whom the order names as its maker: who states it, when, under which links, with which substitution. */
export function playMakers(choices: Choices): MakersPlayed {
  const plan = planOf(choices);
  const { named, made, substitution, quoted, suspended } = plan;
  const ledger = newLedger();
  const at = (day: number) => {
    ledger.now = DAY_ZERO + day * DAY;
  };
  const steps: { readonly day: number; act(): void }[] = [];
  const on = (day: number, act: () => void) => steps.push({ day, act });
  const receipts: Receipt[] = [];
  const show = (receipt: Receipt) => receipts.push(receipt);

  on(plan.joins, () => ledger.enrolMaker(JOINING, JOINING.identifier, DAY_ZERO + plan.states * DAY));
  if (quoted.link !== "none") {
    const { link } = quoted;
    on(quoted.from, () => ledger.link(STORE.party, quoted.by.party, link));
    on(quoted.until, () => ledger.unlink(STORE.party, quoted.by.party));
  }
  const [from, until] = { never: [0, 0], "while ordered": [0.9, 1.1], "while shipped": [1.9, 2.1] }[suspended];
  if (named && from !== undefined && until !== undefined && from !== until) {
    on(from, () => ledger.suspend(named.party, true));
    on(until, () => ledger.suspend(named.party, false));
  }

  const ordered = saleOf(lensOf(named, ORDERED));
  const invoiced = saleOf(lensOf(named, substitution?.isInvoiced ? SUBSTITUTE : ORDERED));
  on(0, () => show(ledger.anchor(ledger.seal(quoted.by, state(ordered, "quote")))));
  on(ORDER_DAY, () => show(ledger.anchor(ledger.seal(STORE, state(ordered, "order")))));
  on(INVOICE_DAY, () => show(ledger.anchor(ledger.seal(STORE, state(invoiced, "invoice")))));
  const shipped = makes(plan, ledger, on);
  for (const { day, act } of steps.toSorted((a, b) => a.day - b.day)) {
    if (day > plan.askDay) break;
    at(day);
    act();
  }
  if (plan.isShown) receipts.push(...shipped());
  at(plan.askDay);
  const facts = ledger.facts();
  const invoice = receipts.find(({ statement }) => statement.stage === 3);
  const tag = BACKEND.settlementTag(ID, hashed((invoice as Receipt).statement), splitOf(invoiced));
  const granted = grantOf(settlerOf(SECRET), OPENING.settler, tag).shown;
  const ask = (time = facts.block.time) =>
    judge({
      certificate: certify(invoiced, receipts, { grant: granted, isWithoutMakers: !plan.isOpened }),
      claim: claimOf(invoiced),
      facts: { ...facts, block: { ...facts.block, time } },
      insurer: { party: INSURER.party },
    });
  const verdict = ask();
  const violated = [...naming(plan, made, verdict), ...linking(plan, verdict), ...ending(verdict, ask)];
  return { verdict, violated, reached: reachedBy(verdict) };
}

/** An honest lens maker, and what it states when it takes part. Gives the receipts that the cheat shows. */
function makes(plan: Plan, ledger: Ledger, on: (day: number, act: () => void) => void): () => readonly Receipt[] {
  const { made, signer, substitution } = plan;
  const stated: { first?: Receipt; second?: Receipt } = {};
  const shown = () => [...(stated.first ? [stated.first] : []), ...(stated.second ? [stated.second] : [])];
  const by = signer ?? made;
  if (!by || (!signer && !takesPart(plan, made as Maker))) return () => [];
  const asked = { dossier: ID, eyes: { right: honest.eye(SECRET, "right") }, codeSecret: honest.code(SECRET) };
  const maker = made ?? MAKER;
  const first: Made = ship({ ...asked, maker });
  on(plan.shipmentDay, () => {
    stated.first = ledger.anchor(ledger.seal(by, first.statement));
  });
  if (!substitution) return shown;
  const supersedes: Hex = hashed(first.statement);
  const second = ship({
    ...{ ...asked, maker, made: SUBSTITUTE },
    correction: { supersedes, reason: "substitution" },
  });
  const late = plan.shipmentDay - SHIPMENT_DAY;
  on(substitution.withdrawnDay + late, () => ledger.withdraw(by, supersedes, "superseded"));
  on(SUBSTITUTED_DAY + late, () => {
    stated.second = ledger.anchor(ledger.seal(by, second.statement));
  });
  return () => (substitution.isFirstShown ? shown() : stated.second ? [stated.second] : []);
}

/** It is enrolled, and states its deliveries by the time of this one. */
function takesPart({ joins, states, shipmentDay }: Plan, maker: Maker): boolean {
  if (maker === JOINING) return joins <= shipmentDay && states <= shipmentDay;
  return maker !== OUTSIDE;
}

/** What the name of a maker must come to. */
function naming(plan: Plan, made: Maker | undefined, verdict: Verdict): string[] {
  const { named, isOpened, substitution, signer, askDay } = plan;
  const violated: string[] = [];
  const isUnverifiable = unverifiable(verdict).length > 0;
  const isSaidMade = isPayable(verdict) && !isUnverifiable;
  if (isSaidMade && (!made || signer === STORE)) violated.push("C3: a lens is paid that nobody made");
  if (isSaidMade && signer !== STORE && signer?.party !== named?.party && made?.party !== named?.party) {
    violated.push("C8: a lens of one maker is paid under another's name");
  }
  if (isSaidMade && substitution && !substitution.isInvoiced)
    violated.push("R12: another product is paid than was made");
  if (isSaidMade && substitution && substitution.withdrawnDay > SUBSTITUTED_DAY) {
    violated.push("R12: a substitution is accepted whose first statement was still in force");
  }
  if (isSaidMade && made === AFFILIATE && !hasReview(verdict)) violated.push("R11: an affiliated maker is not told");
  if (isPayable(verdict) && !isOpened) violated.push("R9: a lens is paid whose maker nobody names");
  const isOutside =
    named === OUTSIDE ||
    (named === JOINING && (plan.joins > ORDER_DAY || plan.states > ORDER_DAY)) ||
    isSuspended(plan);
  if (isUnverifiable && !isOutside) violated.push("R10: a maker that took part passes for one that did not");

  // An honest dossier conforms, whenever it is asked about, from the day on which all is there.
  const isHonest = made !== undefined && named === made && isOpened && !signer && plan.isShown && isLawful(plan);
  if (isHonest && !isPayable(verdict) && askDay >= INVOICE_DAY) {
    if (!(verdict.outcome === "pending" && isAwaited(plan)))
      violated.push("griefing: an honest dossier does not conform");
  }
  return violated;
}

const hasReview = ({ findings }: Verdict) => findings.some(({ severity }) => severity === "review");
const isSuspended = ({ suspended, named }: Plan) => suspended === "while ordered" && named !== undefined;

/** All was done as it must be. */
function isLawful(plan: Plan): boolean {
  const { shipmentDay, substitution, suspended, quoted, made, states, askDay } = plan;
  if (suspended !== "never" || quoted.by !== STORE) return false;
  // A maker that states late: the invoice must be corrected, which is played in times.
  if (shipmentDay > INVOICE_DAY + TOLERANCE_DAYS) return false;
  // A maker that joined, and states only what it delivers from a later day on.
  if (made === JOINING && states > shipmentDay && states <= ORDER_DAY) return false;
  if (!substitution) return true;
  // Known: that another product was made than was ordered is the maker's to state. Until it has, what is invoiced does not conform; where
  // it takes no part, the store corrects its order.
  if (!takesPart(plan, made as Maker)) return false;
  if (askDay < SUBSTITUTED_DAY + shipmentDay - SHIPMENT_DAY) return false;
  return substitution.withdrawnDay < SUBSTITUTED_DAY && substitution.isInvoiced && substitution.isFirstShown;
}

/** What may still come: the maker has some days. */
const isAwaited = ({ askDay, shipmentDay }: Plan) => askDay < shipmentDay + 1;

/** R11: only two kinds of link, in force at the later statement, let another store quote. */
function linking({ quoted }: Plan, verdict: Verdict): string[] {
  if (quoted.by === STORE || !isPayable(verdict)) return [];
  const { link, from, until } = quoted;
  const isInForce = from <= INVOICE_DAY && INVOICE_DAY < until && (link === "sameEnterprise" || link === "takeover");
  const isTold = verdict.findings.some(({ code }) => code === "linked-store");
  if (!isInForce) return ["R11: the quote of a store that is not linked is accepted"];
  return isTold ? [] : ["R11: the quote of another store is not told"];
}
