import {
  amcSchema,
  type Billing,
  type BillingLine,
  billingSchema,
  type Code,
  EYES,
  type Eye,
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

/** A grouped code with its class. */
export function codeIn(cells: Cells, code: string, ofClass: string): Code {
  return { code: read(groupedCodeSchema, identifierIn(cells, code), code), class: classIn(cells, ofClass) };
}

/**
 * What is billed: a line for each lens under its code, the frame, the extras.
 * @throws {InputError} naming the column that is wrong.
 */
export function billingIn(cells: Cells, eyes: { readonly [E in Eye]?: { readonly code?: Code } }): Billing {
  const lines: BillingLine[] = [];
  for (const eye of EYES) {
    const { code } = eyes[eye] ?? {};
    if (!code && !cells.has(`price.${eye}`)) continue;
    if (!code) throw new InputError(`code.${eye}`, "cell-empty");
    lines.push({ item: `${eye}Lens`, ...code, priceCents: centsIn(cells, `price.${eye}`) });
  }
  if (["frame", "frameCode", "frameClass", "framePrice"].some((column) => cells.has(column))) {
    lines.push({
      item: "frame",
      ...codeIn(cells, "frameCode", "frameClass"),
      priceCents: centsIn(cells, "framePrice"),
    });
  }
  for (let n = 1; n <= MOST_EXTRAS; n++) {
    if (!["extraCode", "extraClass", "extraPrice"].some((column) => cells.has(`${column}.${n}`))) continue;
    lines.push({
      item: "extras",
      ...codeIn(cells, `extraCode.${n}`, `extraClass.${n}`),
      priceCents: centsIn(cells, `extraPrice.${n}`),
    });
  }
  if (lines.length === 0) throw new InputError("price.right", "prices-empty");
  const totalCents = lines.reduce((sum, line) => sum + line.priceCents, 0);
  if (cells.has("total") && centsIn(cells, "total") !== totalCents) {
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
  return {
    frameReference: read(frameReferenceSchema, identifierIn(cells, "frame"), "frame"),
    class: classIn(cells, "frameClass"),
  };
}

/** The complementary insurers of an invoice, one or two. */
export function payersIn(cells: Cells): Payer[] {
  const ranks = ([1, 2] as const).filter(
    (n) => n === 1 || ["amc", "authorisation", "share"].some((column) => cells.has(`${column}.${n}`)),
  );
  const shares = ranks.map((n) => centsIn(cells, `share.${n}`));
  return ranks.map((rank: Rank, i) => ({
    amc: read(amcSchema, digitsIn(cells, `amc.${rank}`), `amc.${rank}`),
    priorAuthorisation: read(
      priorAuthorisationSchema,
      cells.has(`authorisation.${rank}`) ? identifierIn(cells, `authorisation.${rank}`) : "",
      `authorisation.${rank}`,
    ),
    rank,
    payers: ranks.length === 2 ? 2 : 1,
    shareCents: shares[i] ?? 0,
    sharesCents: shares.reduce((sum, share) => sum + share, 0),
  }));
}
