import {
  type Dossier,
  EQUIPMENT_FORMAT,
  type EquipmentFile,
  makersOf,
  openDossier,
  parseEquipment,
  prescriptionOpenings,
  stateEquipment,
} from "../parties/index.js";
import { unitsOf } from "../parties/stock.js";
import {
  type Correction,
  type Eye,
  type Hex,
  hashStatement,
  InputError,
  type Payer,
  type Receipt,
  type Row,
  type Statement,
  uniqueReceipts,
} from "../protocol/index.js";
import { type DossierRecord, dossierRecord, keptDossier, type VaultRecord } from "./records.js";
import { stockReceiptsOf } from "./units.js";
import type { Vault } from "./vault.js";

/**
 * The record of a dossier. @throws {InputError} when the vault has none.
 *
 * @example
 * ```ts
 * import { dossierIn } from "clairevoie/vault";
 * const { receipts } = await dossierIn(vault, dossier);
 * ```
 */
export async function dossierIn(vault: Vault, id: Hex): Promise<DossierRecord> {
  const record = await vault.get(id);
  if (record?.kind !== "dossier") throw new InputError("dossier", "not-in-vault", { id });
  return record;
}

/** What is stated of a dossier that a vault keeps. */
export interface StatedDossier {
  readonly dossier: Dossier;
  readonly equipment: EquipmentFile;
  readonly statement: Statement;
}

/**
 * States a stage of a dossier, and keeps its secret and the equipment before anything is sent: a dossier whose secret is lost
 * could never be certified.
 * @param id The dossier; undefined opens one.
 * @param equipment The equipment, or its text; undefined repeats what was stated last.
 * @throws {InputError} when the vault does not have the dossier, or the equipment does not suit the stage.
 *
 * @example
 * ```ts
 * import { stateInVault } from "clairevoie/vault";
 * const { dossier, statement } = await stateInVault(vault, "quote", undefined, file);
 * ```
 */
export async function stateInVault(
  vault: Vault,
  stage: Exclude<Row, "shipment">,
  id: Hex | undefined,
  equipment?: EquipmentFile | string,
  correction?: Correction,
): Promise<StatedDossier> {
  const record = id === undefined ? dossierRecord(openDossier()) : await dossierIn(vault, id);
  const given = equipment ?? record.payload;
  if (given === null) throw new InputError("equipment", "never-stated");
  const file = parseEquipment(given);
  const dossier = keptDossier(record);
  const statement = stateEquipment(dossier, stage, file, correction);
  await vault.put(dossierRecord(dossier, { format: EQUIPMENT_FORMAT, ...file }, record.receipts));
  return { dossier, equipment: file, statement };
}

/**
 * Puts receipts to the dossiers and orders that the vault keeps; those of others are passed over. A receipt of the same batch takes
 * the place of the one before: it may lead to another root.
 *
 * @example
 * ```ts
 * import { keepReceipts } from "clairevoie/vault";
 * await keepReceipts(vault, receipts);
 * ```
 */
export async function keepReceipts(vault: Vault, receipts: readonly Receipt[]): Promise<void> {
  const kept = new Set((await vault.list()).filter(({ kind }) => kind !== "unit").map(({ id }) => id));
  const byDossier = new Map<Hex, Receipt[]>();
  for (const receipt of receipts) {
    const { dossier } = receipt.statement;
    if (!kept.has(dossier)) continue;
    const own = byDossier.get(dossier);
    if (own) own.push(receipt);
    else byDossier.set(dossier, [receipt]);
  }
  const records: VaultRecord[] = [];
  for (const [id, own] of byDossier) {
    const record = await vault.get(id);
    if (!record) throw new InputError("dossier", "not-in-vault", { id });
    records.push({ ...record, receipts: uniqueReceipts([...record.receipts, ...own]) });
  }
  await vault.putMany(records);
}

/**
 * The receipts that a certificate of a dossier holds: those that the vault keeps of it and of its stock lenses, and those of
 * others that are of either.
 * @param store Party id of the store.
 * @param others What the lens maker sent, say.
 * @throws {InputError} when there is none.
 *
 * @example
 * ```ts
 * import { receiptsToCertify } from "clairevoie/vault";
 * const { receipts: own } = await receiptsToCertify(vault, dossier, party, receipts);
 * ```
 */
export async function receiptsToCertify(
  vault: Vault,
  id: Hex,
  store: Hex,
  others: readonly Receipt[] = [],
): Promise<{
  readonly dossier: Dossier;
  readonly receipts: readonly Receipt[];
  readonly makers: { readonly [E in Eye]?: string };
  readonly payers: readonly Payer[];
}> {
  const record = await dossierIn(vault, id);
  const dossier = keptDossier(record);
  const file = record.payload === null ? undefined : parseEquipment(record.payload);
  const all = uniqueReceipts([...record.receipts, ...(await stockReceiptsOf(vault, dossier)), ...others]);
  const own = [dossier.id, ...unitsOf(dossier, store)];
  const receipts = all.filter(({ statement }) => own.includes(statement.dossier));
  if (receipts.length === 0) throw new InputError("receipts", "receipts-of-other-dossiers");
  return { dossier, receipts, makers: file ? makersOf(file) : {}, payers: file?.payers ?? [] };
}

/**
 * Whether a receipt in the vault has a statement.
 *
 * @example
 * ```ts
 * import { isStatementInVault } from "clairevoie/vault";
 * const isOurs = await isStatementInVault(vault, statementHash);
 * ```
 */
export async function isStatementInVault(vault: Vault, statement: Hex): Promise<boolean> {
  for (const { id } of await vault.list()) {
    const record = await vault.get(id);
    if (record?.receipts.some((receipt) => hashStatement(receipt.statement) === statement)) return true;
  }
  return false;
}

/**
 * What opens the prescriptions of a dossier, for a prover and nobody else.
 * @throws {InputError} when the vault does not have the dossier, or nothing was stated of it.
 *
 * @example
 * ```ts
 * import { prescriptionsInVault } from "clairevoie/vault";
 * const openings = await prescriptionsInVault(vault, dossier);
 * ```
 */
export async function prescriptionsInVault(vault: Vault, id: Hex): Promise<ReturnType<typeof prescriptionOpenings>> {
  const record = await dossierIn(vault, id);
  if (record.payload === null) throw new InputError("dossier", "without-equipment", { id });
  return prescriptionOpenings(keptDossier(record), parseEquipment(record.payload));
}
