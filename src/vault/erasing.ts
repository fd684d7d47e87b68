import { EYES, type Hex, InputError, stockNullifier } from "../protocol/index.js";
import type { VaultRecord } from "./records.js";
import { unitIn } from "./units.js";
import type { Vault } from "./vault.js";

const INVOICE = 3;

/**
 * Destroys what a vault keeps of a dossier: its record, and those of the stock lenses that were taken for it. What a unit states
 * of its lens is stated for that dossier too, so that a unit that stays would keep a part of the dossier readable.
 * Cut off, it goes on when it is called again. A unit whose record is damaged is found by the dossier's own record.
 * @returns The units that were erased.
 * @throws {InputError} when the vault does not have the dossier.
 *
 * @example
 * ```ts
 * import { eraseDossier } from "clairevoie/vault";
 * const units = await eraseDossier(vault, dossier);
 * ```
 */
export async function eraseDossier(vault: Vault, id: Hex): Promise<Hex[]> {
  const listed = await vault.list();
  const found = listed.find((one) => one.id === id);
  if (!found || found.kind === "unit") throw new InputError("dossier", "not-in-vault", { id });
  const units = new Set<Hex>();
  const record = await readable(vault, id);
  if (record?.kind === "dossier") {
    for (const eye of EYES) {
      const secret = record.stock?.[eye];
      if (secret) units.add(stockNullifier(secret.reveal()));
    }
  }
  for (const { id: unit, kind } of listed) {
    const kept = kind === "unit" ? await readable(vault, unit) : null;
    if (kept?.kind === "unit" && kept.takenFor?.dossier === id) units.add(unit);
  }
  // The dossier last: as long as it is there, whoever is cut off can call this again.
  const erased: Hex[] = [];
  for (const unit of units) if (await vault.erase(unit)) erased.push(unit);
  await vault.erase(id);
  return erased;
}

/**
 * Destroys what a vault keeps of a stock lens that serves no dossier: sold otherwise, broken or returned.
 * @throws {InputError} when the vault does not have the unit, or a dossier of the vault has taken it: put it back, or erase that
 * dossier, which erases the unit too.
 *
 * @example
 * ```ts
 * import { eraseUnit } from "clairevoie/vault";
 * await eraseUnit(vault, unit);
 * ```
 */
export async function eraseUnit(vault: Vault, id: Hex): Promise<void> {
  const listed = await vault.list();
  if (!listed.some((one) => one.id === id && one.kind === "unit")) await unitIn(vault, id); // It says that it is not there.
  const record = await readable(vault, id);
  const takenFor = record?.kind === "unit" ? record.takenFor : undefined;
  if (takenFor && listed.some((one) => one.id === takenFor.dossier)) {
    throw new InputError("unit", "unit-of-dossier", { dossier: takenFor.dossier });
  }
  await vault.erase(id);
}

/** A record whose files were damaged can be erased all the same. */
async function readable(vault: Vault, id: Hex): Promise<VaultRecord | null> {
  try {
    return await vault.get(id);
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

/**
 * When the last invoice of a dossier was signed, in unix seconds, by the receipts that the vault keeps; undefined where it keeps
 * none of an invoice, and null where nothing was stated of the dossier at all.
 * @internal
 */
export function invoicedAt(record: VaultRecord): number | undefined | null {
  const times = record.receipts
    .filter(({ statement }) => statement.stage === INVOICE)
    .map(({ batch }) => batch.issuedAt);
  if (times.length > 0) return Math.max(...times);
  return record.payload === null && record.receipts.length === 0 ? null : undefined;
}
