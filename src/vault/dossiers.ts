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
  EYES,
  type Eye,
  eyeSecret,
  type Hex,
  hashStatement,
  InputError,
  ofEye,
  type Payer,
  type Receipt,
  type Row,
  readOrderTicket,
  STAGES,
  type Statement,
  uniqueReceipts,
} from "../protocol/index.js";
import {
  type DossierRecord,
  dossierRecord,
  keptDossier,
  type OrderRecord,
  orderRecord,
  type VaultRecord,
} from "./records.js";
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
 * Puts receipts to the dossiers and orders that the vault keeps; those of others are passed over.
 * @param insteadOf Receipts that are taken out: of paths that led to no anchor.
 *
 * @example
 * ```ts
 * import { keepReceipts } from "clairevoie/vault";
 * await keepReceipts(vault, receipts);
 * ```
 */
export async function keepReceipts(
  vault: Vault,
  receipts: readonly Receipt[],
  insteadOf: readonly Receipt[] = [],
): Promise<void> {
  const kept = new Set((await vault.list()).filter(({ kind }) => kind !== "unit").map(({ id }) => id));
  const byDossier = new Map<Hex, { readonly added: Receipt[]; readonly removed: Set<string> }>();
  const of = (dossier: Hex) => {
    const own = byDossier.get(dossier) ?? { added: [], removed: new Set<string>() };
    if (kept.has(dossier)) byDossier.set(dossier, own);
    return own;
  };
  for (const receipt of receipts) of(receipt.statement.dossier).added.push(receipt);
  for (const receipt of insteadOf) of(receipt.statement.dossier).removed.add(identityOf(receipt));
  const records: VaultRecord[] = [];
  for (const [id, { added, removed }] of byDossier) {
    const record = await vault.get(id);
    if (!record) throw new InputError("dossier", "not-in-vault", { id });
    const before = record.receipts.filter((one) => !removed.has(identityOf(one)));
    records.push({ ...record, receipts: uniqueReceipts([...before, ...added]) });
  }
  await vault.putMany(records);
}

/** What tells receipts of one statement apart: the batch, and the path to the root. */
function identityOf({ statement, batch, anchorProof }: Receipt): string {
  return [hashStatement(statement), batch.root, batch.key, batch.issuedAt, ...anchorProof].join();
}

/**
 * Keeps order tickets, a record for each dossier: with the tickets that are there already. What an optician keeps itself needs none.
 *
 * @example
 * ```ts
 * import { keepOrders } from "clairevoie/vault";
 * await keepOrders(vault, ["CVO1-…"]);
 * ```
 */
export async function keepOrders(vault: Vault, tickets: readonly string[]): Promise<void> {
  const records = new Map<Hex, OrderRecord>();
  for (const ticket of tickets) {
    const id = readOrderTicket(ticket, "ticket").dossier;
    const before = records.get(id) ?? (await vault.get(id));
    if (before?.kind === "dossier") continue;
    const known = before?.kind === "order" ? before.tickets.map((one) => one.reveal()) : [];
    records.set(id, orderRecord([...new Set([...known, ticket])], before?.payload ?? null, before?.receipts ?? []));
  }
  await vault.putMany([...records.values()]);
}

/** A dossier whose lenses were ordered, and the secrets under which laboratories post their receipts of them. */
export interface AwaitedDelivery {
  readonly dossier: Hex;
  readonly secrets: readonly Uint8Array[];
}

/**
 * The dossiers that were ordered, and of which a shipment is not kept for each eye, or may still be replaced. Lenses from stock are
 * not awaited.
 *
 * @example
 * ```ts
 * import { awaitedDeliveries } from "clairevoie/vault";
 * const secrets = (await awaitedDeliveries(vault)).flatMap((one) => one.secrets);
 * ```
 */
export async function awaitedDeliveries(vault: Vault): Promise<readonly AwaitedDelivery[]> {
  const awaited: AwaitedDelivery[] = [];
  for (const { id, kind } of await vault.list()) {
    if (kind !== "dossier") continue;
    const record = await dossierIn(vault, id);
    const at = (stage: Row) => record.receipts.filter(({ statement }) => statement.stage === STAGES.indexOf(stage));
    const states = (receipts: readonly Receipt[], eye: Eye) =>
      receipts.some(({ statement }) => statement.aspects[ofEye("lens", eye)] !== undefined);
    const [ordered, shipped] = [at("order"), at("shipment")];
    const isMissing = EYES.some((eye) => states(ordered, eye) && !states(shipped, eye) && !record.stock?.[eye]);
    // Until the invoice a laboratory may make a lens again.
    if (!isMissing && (shipped.length === 0 || at("invoice").length > 0)) continue;
    const secret = record.secret.reveal();
    awaited.push({ dossier: id, secrets: EYES.map((eye) => eyeSecret(secret, eye)) });
  }
  return awaited;
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
