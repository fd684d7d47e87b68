import {
  assess,
  DEFAULT_POLICY,
  type FindingCode,
  type Hex,
  type Receipt,
  type Statement,
  type Verdict,
  ZERO,
} from "../../src/protocol/index.js";
import type { Choices } from "./choices.js";
import { BACKEND, hashed, type Ledger } from "./ledger.js";
import {
  certify,
  claimOf,
  DAY,
  DAY_ZERO,
  DOSSIER_SECRETS,
  honest,
  MAKER,
  type Made,
  newLedger,
  type Sale,
  STORE,
  ship,
  state,
} from "./trade.js";

/** What a play of times came to. */
export interface TimesPlayed {
  readonly verdict: Verdict;
  readonly violated: readonly string[];
}

const SECRET = DOSSIER_SECRETS[0] as Uint8Array;
const ID = honest.id(SECRET);
const HIGH = 20_000;
const LOW = 5_000;
/** A quote that nobody may rely on any more. */
const LONG_AGO = -400;

interface Step {
  readonly day: number;
  act(): void;
}

/** What has been stated and anchored, with its truth. */
interface Stated {
  readonly stage: "quote" | "order" | "shipment" | "invoice";
  readonly priceCents: number;
  readonly statement: Statement;
  /** First anchored, unix seconds. */
  readonly first: number;
  readonly receipt: Receipt;
  /** The same batch under another root, anchored later, by whoever holds the receipt. */
  readonly later?: Receipt;
}

/** A corrected quote: when, at which price, and why. */
interface Correction {
  readonly day: number;
  readonly priceCents: number;
  readonly reason: "clerical-error" | "order-change";
}

/**
 * One dossier whose equipment is honest, and whose times are not: the cheat chooses when it states, anchors, corrects and withdraws,
 * what it anchors again, and which of two paths to an anchor it shows.
 */
export function playTimes(choices: Choices): TimesPlayed {
  const ledger = newLedger();
  const made = ship({ dossier: ID, eyes: { right: honest.eye(SECRET, "right") }, codeSecret: honest.code(SECRET) });
  const plan = planOf(choices);
  const stated = enact(plan, made, ledger);
  const price = plan.invoicePrice;
  const sale = saleAt(price, made);
  const shown = stated.map((one) =>
    one.later ? choices.pick(`show ${one.stage} anchored`, [one.receipt, one.later], ["first", "again"]) : one.receipt,
  );
  ledger.now = DAY_ZERO + 10 * DAY;
  const facts = ledger.facts();
  const judge = (receipts: readonly Receipt[]) =>
    assess(certify(sale, receipts, facts.chain), claimOf(sale), facts, DEFAULT_POLICY, {}, BACKEND);
  const verdict = judge(shown);
  const first = shown.some((one, i) => one !== stated[i]?.receipt)
    ? judge(stated.map(({ receipt }) => receipt))
    : verdict;
  return { verdict, violated: violationsOf(plan, stated, verdict, first) };
}

interface Plan {
  readonly quoteDay: number;
  readonly quotePrice: number;
  readonly orderDay: number;
  readonly shipmentDay: number;
  readonly invoiceDay: number;
  readonly invoicePrice: number;
  readonly correction?: Correction;
  /** Whose batch is anchored once more, and when. */
  readonly again?: { readonly stage: Stated["stage"]; readonly day: number };
}

function planOf(choices: Choices): Plan {
  const quoteDay = choices.pick("quote on day", [0, LONG_AGO, 3]);
  const orderDay = choices.pick("order on day", [1, 3, 5]);
  // The lens maker makes what the ticket orders, whether an order is anchored or not.
  const shipmentDay = choices.pick("shipment on day", [2, 0]);
  const invoiceDay = choices.pick("invoice on day", [3, 1]);
  const invoicePrice = choices.pick("invoiced price", [LOW, HIGH]);
  const isCorrected = choices.pick("correct the quote", [false, true]);
  const correction = isCorrected && {
    day: choices.pick("correct on day", [1, 2.5, 3.9, 5]),
    priceCents: choices.pick("corrected price", [LOW, HIGH]),
    reason: choices.pick("correct for", ["clerical-error", "order-change"] as const),
  };
  const stage = choices.pick("anchor again", [undefined, "shipment", "quote", "order", "invoice"] as const);
  const again = stage && { stage, day: choices.pick("again on day", [3, 4]) };
  return {
    quoteDay,
    quotePrice: LOW,
    orderDay,
    shipmentDay,
    invoiceDay,
    invoicePrice,
    ...(correction && { correction }),
    ...(again && { again }),
  };
}

const saleAt = (priceCents: number, made: Made): Sale => ({
  id: ID,
  secret: SECRET,
  eyes: { right: { from: made, eye: "right" } },
  priceCents,
});

/** Does everything in the order of its days. */
function enact(plan: Plan, made: Made, ledger: Ledger): readonly Stated[] {
  const stated: Stated[] = [];
  const put = (stage: Stated["stage"], priceCents: number, statement: Statement) => {
    const receipt = ledger.anchor(ledger.seal(stage === "shipment" ? MAKER : STORE, statement));
    stated.push({ stage, priceCents, statement, first: ledger.now, receipt });
  };
  const own = (stage: "quote" | "order" | "invoice", priceCents: number) =>
    put(stage, priceCents, state(saleAt(priceCents, made), stage));
  const correct = ({ priceCents, reason }: Correction) => {
    const supersedes = hashed(state(saleAt(plan.quotePrice, made), "quote"));
    ledger.withdraw(STORE.party, supersedes, "superseded");
    put("quote", priceCents, state(saleAt(priceCents, made), "quote", { supersedes, reason }));
  };
  const steps: Step[] = [
    { day: plan.quoteDay, act: () => own("quote", plan.quotePrice) },
    { day: plan.orderDay, act: () => own("order", plan.invoicePrice) },
    { day: plan.shipmentDay, act: () => put("shipment", 0, made.statement) },
    { day: plan.invoiceDay, act: () => own("invoice", plan.invoicePrice) },
  ];
  const { correction, again } = plan;
  if (correction) steps.push({ day: correction.day, act: () => correct(correction) });
  if (again) {
    steps.push({
      day: again.day,
      act: () => {
        const at = stated.findIndex(({ stage }) => stage === again.stage);
        const one = stated[at];
        if (one) stated[at] = { ...one, later: ledger.anchor(one.receipt, SIBLING) };
      },
    });
  }
  for (const { day, act } of steps.toSorted((a, b) => a.day - b.day)) {
    ledger.now = DAY_ZERO + day * DAY;
    act();
  }
  return stated;
}

/** A leaf beside the batch, so that its root is another. */
const SIBLING: Hex = `0x${"ee".repeat(32)}`;

/** Findings that a later anchor of the same batch must not take away (C12). */
const BY_TIME: readonly FindingCode[] = ["anchor-before-issue", "out-of-order", "quote-too-old", "stock-not-used"];

function violationsOf(plan: Plan, stated: readonly Stated[], verdict: Verdict, first: Verdict): string[] {
  const violated: string[] = [];
  const isReviewed = verdict.findings.some(({ severity }) => severity !== "info");
  const atPrice = stated.filter(({ stage, priceCents }) => stage === "quote" && priceCents === plan.invoicePrice);
  const quoted = Math.min(...atPrice.map((one) => one.first));
  const timeOf = (stage: Stated["stage"]) =>
    stated.find((one) => one.stage === stage && one.statement.supersedes === ZERO)?.receipt.batch.issuedAt ?? 0;
  if (verdict.conform && quoted > timeOf("invoice")) violated.push("R4: a quote was priced after the invoice");
  else if (verdict.conform && !isReviewed && quoted > timeOf("order") && plan.invoicePrice !== plan.quotePrice) {
    violated.push("R4: a quote was priced after the order, and nobody is told");
  }
  if (verdict.conform && timeOf("invoice") > quoted + DEFAULT_POLICY.quoteSeconds) {
    violated.push("R4: a correction that changes nothing renews an old quote");
  }
  const has = (one: Verdict, code: FindingCode) => one.findings.some((finding) => finding.code === code);
  if (BY_TIME.some((code) => has(first, code) && !has(verdict, code))) {
    violated.push("C12: a batch that was anchored again takes a finding away");
  }
  return violated;
}
