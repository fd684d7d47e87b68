import { type Dossier, type StockLens, takeFromStock, type UnitsFile } from "../parties/index.js";
import {
  EYES,
  type Eye,
  type Hex,
  InputError,
  type Receipt,
  readStockTicket,
  stockNullifier,
  stockUnit,
} from "../protocol/index.js";
import { dossierRecord, keptDossier, type UnitRecord, unitRecord } from "./records.js";
import type { Vault } from "./vault.js";

/**
 * The stock lenses that a vault keeps.
 *
 * @example
 * ```ts
 * import { unitsIn } from "clairevoie/vault";
 * const free = (await unitsIn(vault)).filter(({ takenFor }) => !takenFor);
 * ```
 */
export async function unitsIn(vault: Vault): Promise<UnitRecord[]> {
  const units: UnitRecord[] = [];
  for (const { id, kind } of await vault.list()) {
    const record = kind === "unit" ? await vault.get(id) : null;
    if (record?.kind === "unit") units.push(record);
  }
  return units;
}

/**
 * The record of a stock lens. @throws {InputError} when the vault has none.
 *
 * @example
 * ```ts
 * import { unitIn } from "clairevoie/vault";
 * const { takenFor } = await unitIn(vault, unit);
 * ```
 */
export async function unitIn(vault: Vault, id: Hex): Promise<UnitRecord> {
  const record = await vault.get(id);
  if (record?.kind !== "unit") throw new InputError("unit", "unit-not-in-vault", { id });
  return record;
}

/**
 * Takes the units of a delivery into the vault of the store. Again it changes nothing, and adds receipts that came later.
 * @param store Party id of the store that the vault is of.
 * @param receipts The maker's, as far as they came.
 * @throws {InputError} when the units were shipped to another store.
 *
 * @example
 * ```ts
 * import { parseUnits } from "clairevoie/parties";
 * import { receiveUnits } from "clairevoie/vault";
 * await receiveUnits(vault, party, parseUnits(text), receipts);
 * ```
 */
export async function receiveUnits(
  vault: Vault,
  store: Hex,
  delivery: UnitsFile,
  receipts: readonly Receipt[] = [],
): Promise<void> {
  if (delivery.store !== store) throw new InputError("units.store", "units-of-another-store");
  const byUnit = new Map(receipts.map((receipt) => [receipt.statement.dossier, receipt]));
  const known = new Map((await unitsIn(vault)).map((unit) => [unit.id, unit]));
  await vault.putMany(
    delivery.units.map(({ ticket, lens }) => {
      const nullifier = stockNullifier(readStockTicket(ticket).secret);
      const before = known.get(nullifier);
      const receipt = byUnit.get(stockUnit(nullifier, store));
      return unitRecord(ticket, lens, receipt ? [receipt] : (before?.receipts ?? []), before?.takenFor);
    }),
  );
}

/**
 * Takes a unit for an eye of a dossier, before the quote.
 * @throws {InputError} when the vault does not have one of the two, or the unit is taken for another eye or dossier.
 *
 * @example
 * ```ts
 * import { takeUnit } from "clairevoie/vault";
 * await takeUnit(vault, unit, dossier, "right");
 * ```
 */
export async function takeUnit(vault: Vault, id: Hex, dossier: Hex, eye: Eye): Promise<void> {
  const { takenFor, ticket, payload, receipts } = await unitIn(vault, id);
  if (takenFor && (takenFor.dossier !== dossier || takenFor.eye !== eye)) {
    throw new InputError("unit", "unit-taken", { eye: takenFor.eye, dossier: takenFor.dossier });
  }
  const record = await vault.get(dossier);
  if (record?.kind !== "dossier") throw new InputError("dossier", "not-in-vault", { id: dossier });
  const revealed = ticket.reveal();
  const taken = takeFromStock(keptDossier(record), eye, readStockTicket(revealed, "unit").secret);
  // The unit first: cut off between the two, it is taken again, and for no other dossier.
  await vault.put(unitRecord(revealed, payload, receipts, { dossier, eye }));
  await vault.put(dossierRecord(taken, record.payload, record.receipts));
}

/**
 * Puts back a unit that was taken and not mounted: its dossier no longer states that eye under it.
 * @throws {InputError} when the vault does not have the unit.
 *
 * @example
 * ```ts
 * import { putBackUnit } from "clairevoie/vault";
 * await putBackUnit(vault, unit);
 * ```
 */
export async function putBackUnit(vault: Vault, id: Hex): Promise<void> {
  const { takenFor, ticket, payload, receipts } = await unitIn(vault, id);
  if (!takenFor) return;
  const record = await vault.get(takenFor.dossier);
  if (record?.kind === "dossier") {
    const { stock, ...dossier } = keptDossier(record);
    const kept = EYES.flatMap((eye) => (eye !== takenFor.eye && stock?.[eye] ? [[eye, stock[eye]] as const] : []));
    const left = kept.length === 0 ? dossier : { ...dossier, stock: Object.fromEntries(kept) };
    // The dossier first: cut off between the two, the unit serves no other before it is put back again.
    await vault.put(dossierRecord(left, record.payload, record.receipts));
  }
  await vault.put(unitRecord(ticket.reveal(), payload, receipts));
}

/**
 * What the store knows of the lens, where the vault was filled by `receiveUnits`.
 *
 * @example
 * ```ts
 * import { lensOfUnit, unitIn } from "clairevoie/vault";
 * const { orderReference } = lensOfUnit(await unitIn(vault, unit));
 * ```
 */
export function lensOfUnit({ payload }: UnitRecord): StockLens {
  return payload as StockLens;
}

/**
 * The makers' receipts of the units of a dossier, as far as the vault has them.
 * @internal
 */
export async function stockReceiptsOf(vault: Vault, dossier: Dossier): Promise<Receipt[]> {
  const receipts: Receipt[] = [];
  for (const eye of EYES) {
    const secret = dossier.stock?.[eye];
    const record = secret ? await vault.get(stockNullifier(secret)) : null;
    if (record) receipts.push(...record.receipts);
  }
  return receipts;
}
