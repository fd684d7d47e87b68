import * as z from "zod";
import {
  bytes32,
  codeSchema,
  type Hex,
  InputError,
  lensSchema,
  makerIdentifierSchema,
  orderSchema,
  prescriptionSchema,
  read,
  readStockTicket,
} from "../protocol/index.js";
import { parseJson } from "../protocol/json.js";
import { says } from "../protocol/schema.js";
import { codedStock, type Uncoded } from "./codes.js";
import type { StockLens } from "./lens.js";

/** What a lens maker puts into the stock of a store, and what goes with the lenses to the store. */
export const STOCK_FORMAT = "clairevoie-stock/1";
export const UNITS_FORMAT = "clairevoie-units/1";

const format = <F extends string>(name: F) => z.literal(name, says("wrong-version", { format: name }));
const MOST_UNITS = 10_000;

const stockLensSchema = z.strictObject({
  code: codeSchema,
  lens: lensSchema,
  orderReference: orderSchema.shape.orderReference,
  maker: makerIdentifierSchema,
  prescription: prescriptionSchema.optional(),
});

export const stockSchema = z.strictObject({
  format: format(STOCK_FORMAT),
  store: bytes32,
  lenses: z
    .array(
      z.strictObject({
        ...stockLensSchema.shape,
        code: codeSchema.partial({ code: true }),
        units: z.int().min(1).max(MOST_UNITS),
      }),
    )
    .min(1)
    .max(MOST_UNITS),
});
/** What is shipped to a store, and how many of each. */
export interface StockFile {
  readonly store: Hex;
  readonly lenses: readonly (StockLens & { readonly units: number })[];
}

export const unitsSchema = z.strictObject({
  format: format(UNITS_FORMAT),
  store: bytes32,
  units: z
    .array(z.strictObject({ ticket: z.string().max(100), lens: stockLensSchema }))
    .min(1)
    .max(MOST_UNITS),
});
/** The tickets of a delivery. Secret. */
export interface UnitsFile {
  readonly store: Hex;
  readonly units: readonly { readonly ticket: string; readonly lens: StockLens }[];
}

/**
 * Reads what a lens maker ships to the stock of a store. @throws {InputError} naming the field that is wrong.
 *
 * @example
 * ```ts
 * import { parseStock } from "clairevoie/parties";
 * const { store, lenses } = parseStock(text);
 * ```
 */
export function parseStock(input: unknown): StockFile {
  const file = read(stockSchema, typeof input === "string" ? parseJson(input, "stock") : input, "stock");
  if (file.lenses.reduce((sum, { units }) => sum + units, 0) > MOST_UNITS) {
    throw new InputError("stock.lenses", "too-many", { limit: MOST_UNITS, of: "units" });
  }
  const lenses = file.lenses.map((lens, i) =>
    codedStock(lens as Uncoded<StockLens> & { readonly units: number }, `stock.lenses[${i}]`),
  );
  return { ...file, lenses } as StockFile;
}

/**
 * Reads the tickets of a delivery. @throws {InputError} naming the field that is wrong; tickets are not repeated.
 *
 * @example
 * ```ts
 * import { parseUnits } from "clairevoie/parties";
 * const { units } = parseUnits(text);
 * ```
 */
export function parseUnits(input: unknown): UnitsFile {
  const file = read(unitsSchema, typeof input === "string" ? parseJson(input, "units") : input, "units");
  for (const [i, { ticket }] of file.units.entries()) readStockTicket(ticket, `units.units[${i}].ticket`);
  return file as UnitsFile;
}
