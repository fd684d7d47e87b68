import {
  DEFAULT_POLICY,
  type FindingCode,
  type Hex,
  type Policy,
  type Receipt,
  type Statement,
  type Verdict,
} from "../../src/protocol/index.js";
import type { Choices } from "./choices.js";
import { isPayable, judge as judged } from "./judge.js";
import { BACKEND, hashed, type Ledger } from "./ledger.js";
import {
  type Correcting,
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
  type Made,
  newLedger,
  type Sale,
  STORE,
  settlerOf,
  ship,
  splitOf,
  state,
} from "./trade.js";

/** What a play of times came to. */
export interface TimesPlayed {
  readonly verdict: Verdict;
  readonly violated: readonly string[];
  readonly reached: string;
}

const SECRET = DOSSIER_SECRETS[0] as Uint8Array;
const ID = honest.id(SECRET);
const HIGH = 20_000;
const LOW = 5_000;
/** A quote that nobody may rely on any more. */
const LONG_AGO = -400;
const { lagSeconds: LAG, toleranceSeconds: TOLERANCE, quoteSeconds: QUOTE_AGE } = DEFAULT_POLICY;
/** Half a year after the last step. */
const LATER = 200;

type Stated = "quote" | "order" | "shipment" | "invoice";

interface Step {
  readonly day: number;
  act(): void;
}

/** What has been stated and anchored, with its truth. */
interface Known {
  readonly stage: Stated;
  readonly priceCents: number;
  readonly statement: Statement;
  /** First anchored, unix seconds. */
  readonly first: number;
  readonly receipt: Receipt;
  /** The same batch under another root, anchored later, by whoever holds the receipt. */
  readonly later?: Receipt;
}

/** A correction of the quote or of the invoice: when, at which price, and why. */
interface Correction {
  readonly day: number;
  readonly priceCents: number;
  readonly reason: Correcting["reason"];
  /** Not linked to what it replaces: a second statement. */
  readonly isUnlinked: boolean;
  /** Signed with a time that is this much too early, seconds. */
  readonly early: number;
}

/**
 * One dossier whose equipment is honest, and whose times are not: the cheat chooses when it states, anchors, corrects and withdraws,
 * what it anchors again, which of two paths to an anchor it shows, what it hides, and when it asks.
 */
export function playTimes(choices: Choices): TimesPlayed {
  const ledger = newLedger();
  const made = ship({ dossier: ID, eyes: { right: honest.eye(SECRET, "right") }, codeSecret: honest.code(SECRET) });
  const plan = planOf(choices);
  const askDay = choices.pick("ask on day", [10, 5.2, LATER]);
  const known = enact(plan, made, ledger, askDay);
  const sale = saleAt(plan.finalPrice, made);
  const isHidden = (one: Known) =>
    (one.stage === "quote" || one.stage === "invoice") &&
    known.filter(({ stage }) => stage === one.stage).length > 1 &&
    choices.pick(`show the ${one.stage} at ${one.priceCents}`, [true, false]) === false;
  const chosen = known.filter((one) => !isHidden(one));
  const shown = chosen.map((one) =>
    one.later ? choices.pick(`show ${one.stage} anchored`, [one.receipt, one.later], ["first", "again"]) : one.receipt,
  );
  ledger.now = DAY_ZERO + askDay * DAY;
  const facts = ledger.facts();
  const invoice = chosen.find(({ stage, statement }) => stage === "invoice" && !isTakenBack(statement));
  const opening = honest.opening(SECRET);
  const tag = invoice && BACKEND.settlementTag(ID, hashed(invoice.statement), splitOf(sale));
  const granted = tag && grantOf(settlerOf(SECRET), opening.settler, tag).shown;
  const judge = (receipts: readonly Receipt[], policy: Policy = DEFAULT_POLICY, time = facts.block.time) =>
    judged({
      certificate: certify(sale, receipts, { grant: granted }),
      claim: claimOf(sale),
      facts: { ...facts, block: { ...facts.block, time } },
      policy,
      insurer: { party: INSURER.party },
    });
  const verdict = judge(shown);
  const violated = [
    ...pricing(plan, known, chosen, verdict),
    ...ordering(shown, verdict, judge),
    ...ending(verdict, (time) => judge(shown, DEFAULT_POLICY, time)),
  ];
  const first = chosen.map(({ receipt }) => receipt);
  if (shown.some((one, i) => one !== first[i])) violated.push(...anchoring(first, verdict, judge));
  return { verdict, violated, reached: reachedBy(verdict) };

  function isTakenBack(statement: Statement): boolean {
    return facts.withdrawal(STORE.party, hashed(statement)) !== null;
  }
}

/** Where a play came to, so that the search prefers what it has not seen. */
export const reachedBy = ({ outcome, findings }: Verdict): string =>
  `${outcome} ${[...new Set(findings.map(({ code, severity }) => `${code}/${severity}`))].sort().join(" ")}`;

interface Plan {
  readonly quoteDay: number;
  readonly quotePrice: number;
  readonly orderDay: number;
  readonly shipmentDay: number;
  readonly invoiceDay: number;
  readonly invoicePrice: number;
  /** What is claimed at last. */
  readonly finalPrice: number;
  readonly correction?: Correction;
  readonly invoiceAgain?: Correction;
  /** Whose batch is anchored once more, and when. */
  readonly again?: { readonly stage: Stated; readonly day: number };
}

const PRICES = [LOW, HIGH];
const correctionOf = (choices: Choices, what: string, days: readonly number[]): Correction => ({
  day: choices.pick(`correct the ${what} on day`, days),
  priceCents: choices.pick(`corrected price of the ${what}`, PRICES),
  reason: choices.pick(`correct the ${what} for`, ["clerical-error", "order-change"] as const),
  isUnlinked: choices.pick(`the corrected ${what} is`, [false, true], ["linked", "a second one"]),
  early: choices.pick(`the corrected ${what} is dated`, [0, LAG], ["as signed", "too early"]),
});

function planOf(choices: Choices): Plan {
  const quoteDay = choices.pick("quote on day", [0, LONG_AGO, 3]);
  const orderDay = choices.pick("order on day", [1, 3, 5]);
  // The lens maker makes what the ticket orders, whether an order is anchored or not.
  const shipmentDay = choices.pick("shipment on day", [2, 0, 9]);
  const invoiceDay = choices.pick("invoice on day", [3, 1]);
  const invoicePrice = choices.pick("invoiced price", PRICES);
  const correction = choices.pick("correct the quote", [false, true])
    ? correctionOf(choices, "quote", [1, 2.5, 3.9, 5, 9])
    : undefined;
  const invoiceAgain = choices.pick("correct the invoice", [false, true])
    ? correctionOf(choices, "invoice", [4, 9.5])
    : undefined;
  const stage = choices.pick("anchor again", [undefined, "shipment", "quote", "order", "invoice"] as const);
  const again = stage && { stage, day: choices.pick("again on day", [3, 4]) };
  return {
    quoteDay,
    quotePrice: LOW,
    orderDay,
    shipmentDay,
    invoiceDay,
    invoicePrice,
    finalPrice: invoiceAgain?.priceCents ?? invoicePrice,
    ...(correction && { correction }),
    ...(invoiceAgain && { invoiceAgain }),
    ...(again && { again }),
  };
}

const saleAt = (priceCents: number, made: Made): Sale => ({
  opening: honest.opening(SECRET),
  id: ID,
  secret: SECRET,
  eyes: { right: copied(made, "right") },
  priceCents,
});

/** Does everything in the order of its days. */
function enact(plan: Plan, made: Made, ledger: Ledger, askDay: number): readonly Known[] {
  const known: Known[] = [];
  const put = (stage: Stated, priceCents: number, statement: Statement, early = 0) => {
    const receipt = ledger.anchor(ledger.seal(stage === "shipment" ? MAKER : STORE, statement, ledger.now - early));
    known.push({ stage, priceCents, statement, first: ledger.now, receipt });
  };
  const own = (stage: Exclude<Stated, "shipment">, priceCents: number) =>
    put(stage, priceCents, state(saleAt(priceCents, made), stage));
  const correct = (stage: "quote" | "invoice", before: number, by: Correction) => {
    const { priceCents, reason, isUnlinked, early } = by;
    const supersedes = hashed(state(saleAt(before, made), stage));
    ledger.withdraw(STORE, supersedes, "superseded");
    const correction = isUnlinked ? {} : { correction: { supersedes, reason } };
    put(stage, priceCents, state(saleAt(priceCents, made), stage, correction), early);
  };
  const steps: Step[] = [
    { day: plan.quoteDay, act: () => own("quote", plan.quotePrice) },
    { day: plan.orderDay, act: () => own("order", plan.invoicePrice) },
    { day: plan.shipmentDay, act: () => put("shipment", 0, made.statement) },
    { day: plan.invoiceDay, act: () => own("invoice", plan.invoicePrice) },
  ];
  const { correction, invoiceAgain, again } = plan;
  if (correction) steps.push({ day: correction.day, act: () => correct("quote", plan.quotePrice, correction) });
  if (invoiceAgain) {
    steps.push({ day: invoiceAgain.day, act: () => correct("invoice", plan.invoicePrice, invoiceAgain) });
  }
  if (again) {
    steps.push({
      day: again.day,
      act: () => {
        const at = known.findIndex(({ stage }) => stage === again.stage);
        const one = known[at];
        if (one) known[at] = { ...one, later: ledger.anchor(one.receipt, SIBLING) };
      },
    });
  }
  for (const { day, act } of steps.toSorted((a, b) => a.day - b.day)) {
    if (day > askDay) break;
    ledger.now = DAY_ZERO + day * DAY;
    act();
  }
  return known;
}

/** A leaf beside the batch, so that its root is another. */
const SIBLING: Hex = `0x${"ee".repeat(32)}`;

type Judge = (receipts: readonly Receipt[], policy?: Policy) => Verdict;

/** R4: a price is not made after the fact, beyond what the lag leaves open. */
function pricing(plan: Plan, known: readonly Known[], chosen: readonly Known[], verdict: Verdict): string[] {
  if (!isPayable(verdict)) return [];
  const violated: string[] = [];
  const isReviewed = verdict.findings.some(({ severity }) => severity === "review");
  const atPrice = known.filter(({ stage, priceCents }) => stage === "quote" && priceCents === plan.finalPrice);
  const quoted = Math.min(...atPrice.map(({ first }) => first));
  const datesOf = (stage: Stated) =>
    chosen.filter((one) => one.stage === stage).map(({ receipt }) => receipt.batch.issuedAt);
  const shownAtPrice = atPrice.filter((one) => chosen.includes(one)).map(({ receipt }) => receipt.batch.issuedAt);
  if (shownAtPrice.length > 0 && Math.min(...shownAtPrice) > Math.max(...datesOf("invoice"))) {
    violated.push("R4: a quote is accepted that is dated after the invoice");
  }
  if (quoted > Math.max(...datesOf("invoice")) + LAG) violated.push("R4: a quote was priced after the invoice");
  if (!isReviewed && plan.finalPrice !== plan.quotePrice && quoted > Math.max(...datesOf("order")) + TOLERANCE) {
    violated.push("R4: a quote was priced after the order, and nobody is told");
  }
  const invoiced = known.filter(({ stage }) => stage === "invoice").map(({ first }) => first);
  const isRenewed = plan.correction?.isUnlinked === false && Math.min(...invoiced) > quoted + QUOTE_AGE + LAG;
  if (!isReviewed && isRenewed) violated.push("R4: a correction that changes nothing renews an old quote");
  return violated;
}

/** Findings that a later anchor of the same batch must not take away (C12). */
const BY_TIME: readonly FindingCode[] = ["anchor-before-issue", "out-of-order", "quote-too-old", "stock-not-used"];

/** C12: another path to an anchor takes no finding away that a lag more would not have taken away too. */
function anchoring(first: readonly Receipt[], verdict: Verdict, judge: Judge): string[] {
  const { quoteSeconds, toleranceSeconds } = DEFAULT_POLICY;
  const lenient = judge(first, {
    ...DEFAULT_POLICY,
    quoteSeconds: quoteSeconds + LAG,
    toleranceSeconds: toleranceSeconds + LAG,
  });
  const has = (one: Verdict, code: FindingCode) => one.findings.some((finding) => finding.code === code);
  const isTaken = BY_TIME.some((code) => has(lenient, code) && !has(verdict, code));
  const isWorse = verdict.findings.some(({ code, severity }) => severity === "blocking" && !has(lenient, code));
  return isTaken && !isWorse ? ["C12: a batch that was anchored again takes a finding away"] : [];
}

/** C12: neither order nor repetition of receipts changes what is thought of them. */
function ordering(shown: readonly Receipt[], verdict: Verdict, judge: Judge): string[] {
  const isSame = (receipts: readonly Receipt[]) => judge(receipts).outcome === verdict.outcome;
  const violated: string[] = [];
  if (!isSame(shown.toReversed())) violated.push("C12: the order of receipts changes the verdict");
  if (!isSame([...shown, ...shown])) violated.push("C12: repeating receipts changes the verdict");
  return violated;
}

/** What is pending ends when the verdict says so. */
export function ending(verdict: Verdict, at: (time: number) => Verdict): string[] {
  if (verdict.outcome !== "pending") return [];
  const { until } = verdict;
  if (until === undefined) return ["S6: a pending verdict does not say until when"];
  return at(until + 1).outcome === "pending" ? ["S6: a verdict is pending after the time that it gives"] : [];
}
