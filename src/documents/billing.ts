import {
  amcSchema,
  type Billing,
  type BillingLine,
  billingSchema,
  type Code,
  EYES,
  type Frame,
  frameReferenceSchema,
  groupedCodeSchema,
  InputError,
  type Payer,
  priorAuthorisationSchema,
  type Rank,
  read,
} from "../protocol/index.js";
import { type Cells, centsIn, classIn, digitsIn, identifierIn } from "./cells.js";
import { MOST_EXTRAS } from "./columns.js";
import { readAll } from "./faults.js";

/** A grouped code with its class. */
export function codeIn(cells: Cells, code: string, ofClass: string): Code {
  return readAll({
    code: () => read(groupedCodeSchema, identifierIn(cells, code), code),
    class: () => classIn(cells, ofClass),
  });
}

/** Where a line of a billing stands. */
interface LineColumns {
  readonly item: BillingLine["item"];
  readonly code: string;
  readonly class: string;
  readonly price: string;
  /** Any of these filled in makes it a line. */
  readonly signs: readonly string[];
}

const LINES: readonly LineColumns[] = [
  ...EYES.map((eye) => {
    const columns = { code: `code.${eye}`, class: `class.${eye}`, price: `price.${eye}` };
    return { item: `${eye}Lens` as const, ...columns, signs: Object.values(columns) };
  }),
  {
    item: "frame",
    code: "frameCode",
    class: "frameClass",
    price: "framePrice",
    signs: ["frame", "frameCode", "frameClass", "framePrice"],
  },
  ...Array.from({ length: MOST_EXTRAS }, (_, i) => {
    const columns = { code: `extraCode.${i + 1}`, class: `extraClass.${i + 1}`, price: `extraPrice.${i + 1}` };
    return { item: "extras" as const, ...columns, signs: Object.values(columns) };
  }),
];

/**
 * What is billed: a line for each lens under its code, the frame, the extras.
 * @throws {InputError} or {RowFaults} naming the columns that are wrong.
 */
export function billingIn(cells: Cells): Billing {
  const billed = LINES.filter(({ signs }) => signs.some((column) => cells.has(column)));
  if (billed.length === 0) throw new InputError("price.right", "prices-empty");
  const readers = billed.map(({ item, code, class: ofClass, price }, i) => [
    String(i),
    (): BillingLine => {
      const read = readAll({ code: () => codeIn(cells, code, ofClass), priceCents: () => centsIn(cells, price) });
      return { item, ...read.code, priceCents: read.priceCents };
    },
  ]);
  const { lines: found, total } = readAll({
    lines: () => readAll(Object.fromEntries(readers) as Record<string, () => BillingLine>),
    total: () => (cells.has("total") ? centsIn(cells, "total") : undefined),
  });
  const lines = billed.flatMap((_, i) => found[String(i)] ?? []);
  const totalCents = lines.reduce((sum, line) => sum + line.priceCents, 0);
  if (total !== undefined && total !== totalCents) {
    throw new InputError("total", "not-sum-of-prices");
  }
  const billing = { lines, totalCents };
  try {
    return read(billingSchema, billing, "billing");
  } catch (error) {
    if (error instanceof InputError) throw error.at("total");
    throw error;
  }
}

/** The frame, where one is billed. */
export function frameIn(cells: Cells): Frame | undefined {
  if (!cells.has("frameCode")) return undefined;
  return readAll({
    frameReference: () => read(frameReferenceSchema, identifierIn(cells, "frame"), "frame"),
    class: () => classIn(cells, "frameClass"),
  });
}

const PAYER_COLUMNS = ["amc", "authorisation", "share"];

/** The complementary insurers of an invoice, one or two. */
export function payersIn(cells: Cells): Payer[] {
  const given = (n: number) => PAYER_COLUMNS.find((column) => cells.has(`${column}.${n}`));
  for (let n = 3; n <= MOST_EXTRAS; n++) {
    const third = given(n);
    if (third) throw new InputError(`${third}.${n}`, "payers-too-many");
  }
  const ranks = ([1, 2] as const).filter((n) => n === 1 || given(n));
  const payers = readAll(Object.fromEntries(ranks.map((rank) => [String(rank), () => payerIn(cells, rank)])));
  const found = ranks.flatMap((rank) => payers[String(rank)] ?? []);
  const sharesCents = found.reduce((sum, { shareCents }) => sum + shareCents, 0);
  return found.map((payer) => ({ ...payer, payers: found.length === 2 ? 2 : 1, sharesCents }));
}

function payerIn(cells: Cells, rank: Rank): Omit<Payer, "payers" | "sharesCents"> {
  const authorisation = `authorisation.${rank}`;
  return readAll({
    amc: () => read(amcSchema, digitsIn(cells, `amc.${rank}`), `amc.${rank}`),
    priorAuthorisation: () =>
      cells.has(authorisation) ? read(priorAuthorisationSchema, identifierIn(cells, authorisation), authorisation) : "",
    rank: () => rank,
    shareCents: () => centsIn(cells, `share.${rank}`),
  });
}
