import { DEFAULT_POLICY, FINDINGS, type FindingCode, type Receipt, type Verdict } from "../../src/protocol/index.js";
import { judge } from "./judge.js";
import { BACKEND, hashed, type Key, type Ledger } from "./ledger.js";
import {
  ACCOMPLICE,
  AFFILIATE,
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
  newLedger,
  type Sale,
  SIBLING,
  STORE,
  settlerOf,
  ship,
  splitOf,
  state,
} from "./trade.js";

const SECRET = DOSSIER_SECRETS[0] as Uint8Array;
const OPENING = honest.opening(SECRET);
const ID = honest.id(SECRET);
const ASKED = { dossier: ID, eyes: { right: honest.eye(SECRET, "right") }, codeSecret: honest.code(SECRET) };

type Name = "quote" | "order" | "shipment" | "invoice" | (string & {});

/** What is stated of one dossier, in the order of its days: an honest one, and what is wrong with it. */
interface Story {
  readonly name: string;
  /** Changes the honest receipts, by name, and may add some; `put` states and anchors on the day. */
  tell(told: Told): void;
}

interface Told {
  readonly ledger: Ledger;
  readonly receipts: Map<Name, Receipt>;
  readonly sale: Sale;
  on(day: number): void;
  put(name: Name, by: Key, statement: ReturnType<typeof state>, issuedAt?: number): Receipt;
}

const otherPrice = (sale: Sale): Sale => ({ ...sale, priceCents: 9_000 });

function corrected(told: Told, stage: "quote" | "invoice", day: number, sale: Sale, reason: Correcting["reason"]) {
  told.on(day);
  const supersedes = hashed((told.receipts.get(stage) as Receipt).statement);
  told.ledger.withdraw(STORE, supersedes, "superseded");
  told.put(`corrected ${stage}`, STORE, state(sale, stage, { correction: { supersedes, reason } }));
}

/** One story for each way in which a receipt more makes a verdict worse. */
const STORIES: readonly Story[] = [
  {
    name: "a second quote at another price",
    tell: (told) => void told.put("second quote", STORE, state(otherPrice(told.sale), "quote")),
  },
  {
    name: "a second invoice of another price",
    tell: (told) => {
      told.on(3.2);
      told.put("second invoice", STORE, state(otherPrice(told.sale), "invoice"));
    },
  },
  {
    name: "a quote of an accomplice",
    tell: (told) => void told.put("accomplice's quote", ACCOMPLICE, state(told.sale, "quote")),
  },
  {
    name: "a quote of a store of the same enterprise",
    tell: (told) => {
      told.ledger.link(STORE.party, SIBLING.party, "sameEnterprise");
      told.on(1);
      told.put("sibling's quote", SIBLING, state(told.sale, "quote"));
    },
  },
  {
    name: "a quote withdrawn, and not replaced",
    tell: (told) => {
      const first = told.put("withdrawn quote", STORE, state(otherPrice(told.sale), "quote"));
      told.ledger.withdraw(STORE, hashed(first.statement), "error");
    },
  },
  {
    name: "a lens returned",
    tell: (told) => {
      told.on(5);
      told.ledger.withdraw(MAKER, hashed((told.receipts.get("shipment") as Receipt).statement), "return");
    },
  },
  {
    name: "a quote corrected after the order",
    tell: (told) => corrected(told, "quote", 2.5, told.sale, "clerical-error"),
  },
  {
    name: "a quote corrected after the order, at another price",
    tell: (told) => {
      // The one that is invoiced is the second: the first was of another price.
      told.receipts.set("quote", told.put("quote", STORE, state(otherPrice(told.sale), "quote")));
      corrected(told, "quote", 2.5, told.sale, "order-change");
    },
  },
  { name: "an invoice corrected", tell: (told) => corrected(told, "invoice", 4, told.sale, "clerical-error") },
  {
    name: "a quote corrected twice, each replacing the first",
    tell: (told) => {
      corrected(told, "quote", 1.2, told.sale, "clerical-error");
      told.on(1.4);
      const supersedes = hashed((told.receipts.get("quote") as Receipt).statement);
      told.put(
        "second correction",
        STORE,
        state(told.sale, "quote", { correction: { supersedes, reason: "order-change" } }),
      );
    },
  },
  {
    name: "a second quote, after the invoice",
    tell: (told) => {
      told.on(9);
      told.put("second quote", STORE, state(told.sale, "quote"));
    },
  },
  {
    name: "a shipment of an affiliated maker too",
    tell: (told) => {
      told.on(2);
      told.put("affiliated maker's shipment", AFFILIATE, ship({ ...ASKED, maker: AFFILIATE }).statement);
    },
  },
  {
    name: "a receipt of another dossier",
    tell: (told) =>
      void told.put(
        "another's quote",
        STORE,
        state({ ...told.sale, id: honest.id(DOSSIER_SECRETS[1] as Uint8Array) }, "quote"),
      ),
  },
  {
    name: "a quote that was anchored too late",
    tell: (told) => {
      told.on(2.9);
      told.put("late quote", STORE, state(otherPrice(told.sale), "quote"), DAY_ZERO - 10 * DAY);
    },
  },
];

/** What leaving something out gains. */
export interface Gain {
  readonly story: string;
  /** What is left out. */
  readonly omitted: string;
  readonly before: Verdict["outcome"];
  readonly after: Verdict["outcome"];
  /** Findings that it takes away: number and severity. */
  readonly removed: readonly string[];
}

const WORST: readonly Verdict["outcome"][] = ["conforming", "justified", "not-verifiable", "pending", "not-conforming"];

/** Every way in which leaving receipts or openings out of a certificate makes its verdict better, story by story. */
export function measureOmissions(): Gain[] {
  return STORIES.flatMap(gainsOf);
}

function gainsOf({ name: story, tell }: Story): Gain[] {
  const ledger = newLedger();
  const sale: Sale = {
    ...{ opening: OPENING, id: ID, secret: SECRET, priceCents: 5_000 },
    eyes: { right: copied(ship(ASKED), "right") },
  };
  const receipts = new Map<Name, Receipt>();
  const on = (day: number) => {
    ledger.now = DAY_ZERO + day * DAY;
  };
  const put: Told["put"] = (name, by, statement, issuedAt = ledger.now) => {
    const receipt = ledger.anchor(ledger.seal(by, statement, issuedAt));
    receipts.set(name, receipt);
    return receipt;
  };
  for (const [day, name] of [
    [0, "quote"],
    [1, "order"],
    [2, "shipment"],
    [3, "invoice"],
  ] as const) {
    on(day);
    if (name === "shipment") put(name, MAKER, ship(ASKED).statement);
    else put(name, STORE, state(sale, name));
  }
  on(0.1);
  tell({ ledger, receipts, sale, on, put });
  on(20);
  const facts = ledger.facts();
  const names = [...receipts.keys()];
  const ask = (shown: readonly Name[], isWithoutMakers = false): Verdict => {
    const list = shown.map((name) => receipts.get(name) as Receipt);
    const invoice = list.find(
      ({ statement }) => statement.stage === 3 && facts.withdrawal(STORE.party, hashed(statement)) === null,
    );
    const tag = invoice && BACKEND.settlementTag(ID, hashed(invoice.statement), splitOf(sale));
    const grant = tag && grantOf(settlerOf(SECRET), OPENING.settler, tag).shown;
    return judge({
      certificate: certify(sale, list, { grant, isWithoutMakers }),
      claim: claimOf(sale),
      facts,
      policy: DEFAULT_POLICY,
      insurer: { party: INSURER.party },
    });
  };
  const whole = ask(names);
  const gains: Gain[] = [];
  const compare = (omitted: string, { outcome, findings }: Verdict) => {
    const has = ({ code, subject }: Verdict["findings"][number]) =>
      findings.some((one) => one.code === code && one.subject === subject);
    const removed = whole.findings.filter((one) => one.severity !== "info" && !has(one));
    const isBetter = WORST.indexOf(outcome) < WORST.indexOf(whole.outcome);
    const isQuieter = outcome === whole.outcome && outcome !== "not-conforming" && removed.length > 0;
    if (!isBetter && !isQuieter) return;
    const told = [...new Set(removed.map(({ code, severity }) => `${FINDINGS[code].number} ${code} (${severity})`))];
    gains.push({ story, omitted, before: whole.outcome, after: outcome, removed: told });
  };
  for (const name of names) compare(name, ask(names.filter((one) => one !== name)));
  compare("the maker's opening", ask(names, true));
  return gains;
}

/** The codes that leaving something out takes away, of all stories. */
export function hideable(gains: readonly Gain[]): FindingCode[] {
  const names = gains.flatMap(({ removed }) => removed.map((one) => one.split(" ")[1] as FindingCode));
  return [...new Set(names)].sort();
}

/** The list as docs/threats.md has it. */
export function omissionsTable(gains: readonly Gain[]): string {
  const rows = gains.map(
    ({ story, omitted, before, after, removed }) =>
      `| ${story} | ${omitted} | ${before} | ${after} | ${removed.join(", ")} |`,
  );
  return [
    "| of | left out | verdict with it | without it | findings that are gone |",
    "|---|---|---|---|---|",
    ...rows,
  ].join("\n");
}
