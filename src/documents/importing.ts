import { type DossierRecord, dossierRecord, keptDossier, type Vault } from "../keeping/index.js";
import {
  deliverLenses,
  EQUIPMENT_FORMAT,
  type EquipmentFile,
  openDossier,
  parseEquipment,
  stateEquipment,
} from "../parties/index.js";
import {
  aspectNumber,
  EYES,
  type Eye,
  type Hex,
  hashStatement,
  InputError,
  ofEye,
  STAGES,
  type Stage,
  type Statement,
  ZERO,
} from "../protocol/index.js";
import { type BusinessDocument, type DeliveryDocument, kindIn, readDocument, type StoreDocument } from "./documents.js";
import { fingerprint, mergeDocument } from "./equipment.js";
import { type History, placeOf, readHistory, remember, type StatedBefore, statedLine } from "./history.js";
import { type BadRow, type DocumentFile, isBad } from "./rows.js";

/** A document that was understood, and where it stands. */
export interface FoundDocument {
  readonly line: number;
  readonly raw: readonly string[];
  readonly document: BusinessDocument;
}

/** A document whose content is other than what was stated. */
export interface ChangedRow extends Omit<BadRow, "fault"> {
  readonly kind: Stage;
  readonly dossier: Hex;
  /** Hash of what was stated. */
  readonly statement: Hex;
}

/** What became of the documents of a file. */
export interface Imported {
  /** How many were stated, and are to be sealed. */
  stated: number;
  /** How many had been stated before, with the same content. */
  already: number;
  readonly changed: ChangedRow[];
  readonly bad: BadRow[];
}

/** Told how far a work is. */
export type Progress = (done: number, of: number) => void;

/** Documents that are stated and kept together: a process that is killed loses no more, and states nothing twice. */
const AT_ONCE = 500;
/** Documents of one file. */
const MOST_DOCUMENTS = 500_000;

/**
 * The kind of a file's documents, by the columns that only one kind has.
 * @returns undefined when each row says its own.
 * @throws {InputError} when nothing tells.
 */
export function kindOf({ keys }: DocumentFile, given: Stage | undefined): Stage | undefined {
  if (given) return given;
  if (keys.includes("document")) return undefined;
  const signs: readonly (readonly [column: string, kind: Stage])[] = [
    ["ticket", "shipment"],
    ["deliveryNumber", "shipment"],
    ["invoiceNumber", "invoice"],
    ["quoteNumber", "quote"],
  ];
  const kinds = new Set(signs.filter(([column]) => keys.includes(column)).map(([, kind]) => kind));
  const [kind, other] = kinds;
  if (!kind || other) {
    throw new InputError("--kind", "is needed: the columns do not tell; say quote, order, shipment or invoice");
  }
  return kind;
}

/** Reads all documents of a file. A row that is wrong is told of, and stops no other. */
export function readDocuments(
  file: DocumentFile,
  kind: Stage | undefined,
  siret: string | undefined,
  progress: Progress = () => undefined,
): { readonly found: FoundDocument[]; readonly bad: BadRow[] } {
  const found: FoundDocument[] = [];
  const bad: BadRow[] = [];
  for (const row of file.rows()) {
    if (isBad(row)) bad.push(row);
    else {
      const { line, raw, cells } = row;
      try {
        found.push({ line, raw, document: readDocument(kind ?? kindIn(cells), cells, siret) });
      } catch (error) {
        bad.push(asBad(row, error));
      }
    }
    const done = found.length + bad.length;
    if (done % AT_ONCE === 0) progress(done, file.length);
    if (done > MOST_DOCUMENTS) throw new InputError("file", `has more than ${MOST_DOCUMENTS} documents; split it`);
  }
  return { found, bad };
}

function asBad({ line, raw }: { readonly line: number; readonly raw: readonly string[] }, error: unknown): BadRow {
  if (!(error instanceof InputError)) throw error;
  return { line, raw, fault: error };
}

/** A dossier of the store, as it is kept. */
interface Shelved {
  readonly record: DossierRecord;
  readonly equipment: EquipmentFile | undefined;
}

/**
 * States documents, and keeps what is stated: dossiers of a store in the vault, every statement in its journal. Run again
 * on the same documents it states nothing; after a kill it goes on.
 * @param vault Null where nothing was kept yet and `isDry`.
 * @param isDry Only says what would be stated.
 * @returns What became of the documents, and the history with what is to be sealed.
 */
export async function stateDocuments(
  vault: Vault | null,
  found: readonly FoundDocument[],
  isDry: boolean,
  progress: Progress = () => undefined,
): Promise<Imported & { readonly history: History }> {
  const shelf =
    vault && found.some(({ document }) => document.kind !== "shipment")
      ? await readShelf(vault)
      : new Map<string, Shelved>();
  const history: History = vault
    ? await readHistory(vault, dossiersOf(found, shelf))
    : { stated: new Map(), pending: [], batches: [] };
  for (const { record } of shelf.values()) {
    for (const { statement } of record.receipts) remember(history.stated, statement);
  }
  const imported: Imported = { stated: 0, already: 0, changed: [], bad: [] };
  for (let at = 0; at < found.length; at += AT_ONCE) {
    const lines: string[] = [];
    const changedRecords = new Map<Hex, DossierRecord>();
    for (const one of found.slice(at, at + AT_ONCE)) {
      const outcome = attempt(one, history, shelf);
      if (outcome.is === "bad") imported.bad.push(outcome.row);
      else if (outcome.is === "already") imported.already++;
      else if (outcome.is === "changed") imported.changed.push(outcome.row);
      else {
        const { statement, content, record } = outcome;
        imported.stated++;
        lines.push(statedLine(statement, content));
        remember(history.stated, statement, content);
        history.pending.push(statement);
        if (record) changedRecords.set(record.id, record);
      }
    }
    if (vault && !isDry) {
      // The secrets first: a dossier whose secret is lost could never be certified.
      if (changedRecords.size > 0) await vault.putMany([...changedRecords.values()]);
      await vault.append(lines);
    }
    progress(Math.min(at + AT_ONCE, found.length), found.length);
  }
  return { ...imported, history };
}

type Outcome =
  | { readonly is: "bad"; readonly row: BadRow }
  | { readonly is: "already" }
  | { readonly is: "changed"; readonly row: ChangedRow }
  | {
      readonly is: "stated";
      readonly statement: Statement;
      readonly content?: string;
      readonly record?: DossierRecord;
    };

function attempt(one: FoundDocument, history: History, shelf: Map<string, Shelved>): Outcome {
  const { document } = one;
  try {
    return document.kind === "shipment"
      ? ship({ ...one, document }, history)
      : state({ ...one, document }, history, shelf);
  } catch (error) {
    return { is: "bad", row: asBad(one, error) };
  }
}

type Found<D extends BusinessDocument> = FoundDocument & { readonly document: D };

function ship(one: Found<DeliveryDocument>, history: History): Outcome {
  const { order, delivery } = one.document;
  const statement = deliverLenses(order, delivery);
  const before = history.stated.get(placeOf(statement.dossier, statement.stage));
  return settle(one, statement, before, (eyes) =>
    deliverLenses(order, Object.fromEntries(eyes.map((eye) => [eye, delivery[eye]]))),
  );
}

function state(one: Found<StoreDocument>, history: History, shelf: Map<string, Shelved>): Outcome {
  const { document } = one;
  const { kind, reference } = document;
  const place = `${reference.siret}/${reference.fileReference}`;
  const shelved = shelf.get(place);
  const dossier = shelved ? keptDossier(shelved.record) : openDossier();
  const before = history.stated.get(placeOf(dossier.id, STAGES.indexOf(kind)));
  const content = fingerprint(dossier, document);
  if (before?.contents.has(content)) return { is: "already" };
  const { stated, kept } = mergeDocument(document, shelved?.equipment);
  const outcome = settle(one, stateEquipment(dossier, kind, stated), before, (eyes) =>
    stateEquipment(dossier, kind, { ...stated, eyes: Object.fromEntries(eyes.map((eye) => [eye, stated.eyes[eye]])) }),
  );
  if (outcome.is !== "stated") return outcome;
  const record = dossierRecord(dossier, { format: EQUIPMENT_FORMAT, ...kept }, shelved?.record.receipts);
  shelf.set(place, { record, equipment: kept });
  return { ...outcome, content, record };
}

/**
 * Judges a statement by what was stated before. An order or a shipment speaks of eyes, which may come one by one; a quote or
 * an invoice speaks once.
 */
function settle(
  one: FoundDocument,
  statement: Statement,
  before: StatedBefore | undefined,
  only: (eyes: readonly Eye[]) => Statement,
): Outcome {
  if (!before) return { is: "stated", statement };
  const { kind } = one.document;
  const changed: Outcome = {
    is: "changed",
    row: { line: one.line, raw: one.raw, kind, dossier: statement.dossier, statement: hashStatement(before.statement) },
  };
  if (kind === "quote" || kind === "invoice") {
    return statement.aspects.every((value, i) => (before.aspects.get(i) ?? ZERO) === value)
      ? { is: "already" }
      : changed;
  }
  const fresh: Eye[] = [];
  for (const eye of EYES) {
    const aspects = (["code", "lens", "prescription", "order"] as const).map((part) => aspectNumber(ofEye(part, eye)));
    const stated = aspects.filter((i) => statement.aspects[i] !== ZERO);
    if (stated.length === 0) continue;
    if (stated.every((i) => !before.aspects.has(i))) fresh.push(eye);
    else if (stated.some((i) => before.aspects.get(i) !== statement.aspects[i])) return changed;
  }
  return fresh.length === 0 ? { is: "already" } : { is: "stated", statement: only(fresh) };
}

function dossiersOf(found: readonly FoundDocument[], shelf: ReadonlyMap<string, Shelved>): ReadonlySet<string> {
  const ids = new Set<string>([...shelf.values()].map(({ record }) => record.id));
  for (const { document } of found) if (document.kind === "shipment") ids.add(document.order.dossier);
  return ids;
}

/** The dossiers of the vault by store and file reference. */
async function readShelf(vault: Vault): Promise<Map<string, Shelved>> {
  const shelf = new Map<string, Shelved>();
  for (const { id, kind } of await vault.list()) {
    if (kind !== "dossier") continue;
    const record = await vault.get(id);
    if (record?.kind !== "dossier") continue;
    const equipment = equipmentIn(record);
    if (!equipment) continue;
    shelf.set(`${equipment.reference.siret}/${equipment.reference.fileReference}`, { record, equipment });
  }
  return shelf;
}

/** What a record keeps of the equipment; undefined when it keeps something else, as other programs may. */
function equipmentIn({ payload }: DossierRecord): EquipmentFile | undefined {
  try {
    return parseEquipment(payload);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
