import { isDeepStrictEqual } from "node:util";
import { ChainError, type Suite } from "../chain/index.js";
import { asRefusal } from "../chain/refusals.js";
import { transact } from "../chain/transactions.js";
import {
  type AspectName,
  type Correction,
  codeSalt,
  drawUnitSecret,
  EYES,
  type Eye,
  type Hex,
  InputError,
  makeStatement,
  readStockTicket,
  type Statement,
  stockMarker,
  stockNullifier,
  stockTicket,
  stockUnit,
  stockUseOf,
} from "../protocol/index.js";
import { commitEye, type Dossier, type StockLens } from "./lens.js";
import type { Member } from "./member.js";
import type { StockFile, UnitsFile } from "./stock-files.js";

/** A unit of stock: its ticket goes with the lens to the store, its statement is sealed with others. */
export interface StatedUnit {
  /** The line that goes with the lens. Secret. */
  readonly ticket: string;
  readonly statement: Statement;
}

/**
 * States the shipment of one stock lens to a store, for whichever eye it will serve.
 * @param store Party id of the store.
 * @param unitSecret 24 bytes; drawn anew by default. One secret for one physical lens.
 * @throws {InputError} when the lens is not unifocal, or a prescription is given that mounting completes.
 *
 * @example
 * ```ts
 * import { stateStock } from "clairevoie/parties";
 * const { ticket, statement } = stateStock(stockLens, party);
 * ```
 */
export function stateStock(
  stocked: StockLens,
  store: Hex,
  unitSecret: Uint8Array = drawUnitSecret(),
  correction?: Correction,
): StatedUnit {
  const { lens, prescription } = stocked;
  if (lens.lensType !== "unifocal") throw new InputError("stock.lens.lensType", "stock-not-unifocal");
  if (prescription && (prescription.cylinder !== 0 || prescription.prism !== 0)) {
    throw new InputError("stock.prescription", "stock-prescription");
  }
  const commitments: Partial<Record<AspectName, Hex>> = {};
  for (const eye of EYES) {
    Object.assign(commitments, commitEye(eye, { secret: unitSecret, codeSalt: codeSalt(unitSecret, eye) }, stocked));
  }
  const unit = stockUnit(stockNullifier(unitSecret), store);
  return {
    ticket: stockTicket(unitSecret),
    statement: makeStatement(unit, "stock", commitments, correction),
  };
}

/** A delivery to a store's stock, stated: the tickets for the store, and what is to be sealed. */
export interface StatedDelivery {
  /** Secret. Write it down before anything is anchored: a unit whose ticket is lost serves nobody. */
  readonly delivery: UnitsFile;
  readonly statements: readonly Statement[];
}

/**
 * States a delivery to the stock of a store, unit by unit.
 * @param earlier What an earlier run made of the same delivery, and may have died before it anchored: the same units are stated
 * again, and no unit twice.
 * @throws {InputError} when `earlier` is of another delivery, or a lens cannot be of stock.
 *
 * @example
 * ```ts
 * import { parseStock, stateStockDelivery } from "clairevoie/parties";
 * const { delivery, statements } = stateStockDelivery(parseStock(text));
 * ```
 */
export function stateStockDelivery({ store, lenses }: StockFile, earlier?: UnitsFile): StatedDelivery {
  const shipped = lenses.flatMap(({ units, ...lens }) => Array.from({ length: units }, () => lens));
  if (earlier) {
    const before = earlier.units.map(({ lens }) => lens);
    if (earlier.store !== store || !isDeepStrictEqual(before, shipped)) {
      throw new InputError("units", "units-of-another-delivery");
    }
  }
  const stated = shipped.map((lens, i) => {
    const ticket = earlier?.units[i]?.ticket;
    return { lens, ...stateStock(lens, store, ticket === undefined ? undefined : readStockTicket(ticket).secret) };
  });
  return {
    delivery: { store, units: stated.map(({ ticket, lens }) => ({ ticket, lens })) },
    statements: stated.map(({ statement }) => statement),
  };
}

/**
 * When a unit was consumed on chain, in unix seconds; null where it was not.
 * @param store Party id of the store.
 * @param unit The unit's nullifier.
 * @throws {ChainError} when the chain cannot be reached, or has no stock registry.
 *
 * @example
 * ```ts
 * import { stockUseTime } from "clairevoie/parties";
 * const isFree = (await stockUseTime(suite, party, unit)) === null;
 * ```
 */
export async function stockUseTime(suite: Suite, store: Hex, unit: Hex): Promise<number | null> {
  const registry = stockOf(suite);
  try {
    const { time } = await registry.useOf(store, stockMarker(unit));
    return time === 0n ? null : Number(time);
  } catch (error) {
    throw asRefusal(error, "reading-stock");
  }
}

/**
 * What the stock statements of a dossier's lenses name in place of it.
 * @param store Party id of the store that the units were shipped to.
 * @internal
 */
export function unitsOf({ stock }: Dossier, store: Hex): Hex[] {
  return EYES.flatMap((eye) => (stock?.[eye] ? [stockUnit(stockNullifier(stock[eye]), store)] : []));
}

/** What became of a use of a unit on chain. */
export interface StockResult {
  readonly eye: Eye;
  readonly outcome: "used" | "already-used";
  /** Gas that the transaction used; 0 when nothing was to be done. */
  readonly gasUsed: bigint;
}

/**
 * The suite's stock registry. @throws {ChainError} when it was deployed without.
 * @internal
 */
export function stockOf({ stock }: Suite): NonNullable<Suite["stock"]> {
  if (!stock) throw new ChainError("refused", "stock-without-registry");
  return stock;
}

/**
 * Consumes the units of a dossier on chain, in one transaction, for ever: do it when the lenses are mounted, and no later than
 * the invoice. What is consumed for this dossier already costs nothing.
 * @throws {ChainError} before anything is sent, when a unit was consumed for another dossier or eye.
 * @internal
 */
export async function useStock({ suite, party }: Member, { id, stock }: Dossier): Promise<StockResult[]> {
  const registry = stockOf(suite);
  const wanted = EYES.flatMap((eye) => (stock?.[eye] ? [{ eye, use: stockUseOf(stock[eye], id, eye) }] : []));
  const known = await Promise.all(wanted.map(({ use }) => registry.useOf(party, use.marker)));
  const open = wanted.filter(({ eye, use }, i) => {
    const { tag, time } = known[i] ?? { tag: use.tag, time: 0n };
    if (time === 0n) return true;
    if (tag === use.tag) return false;
    const day = new Date(Number(time) * 1000).toISOString().slice(0, 10);
    throw new ChainError("refused", "stock-consumed", { eye, day });
  });
  if (open.length === 0) return wanted.map(({ eye }) => ({ eye, outcome: "already-used", gasUsed: 0n }));
  const { gasUsed } = await transact("using-stock", () => registry.use(open.map(({ use }) => use)));
  return wanted.map(({ eye }) =>
    open.some((one) => one.eye === eye)
      ? { eye, outcome: "used", gasUsed }
      : { eye, outcome: "already-used", gasUsed: 0n },
  );
}
