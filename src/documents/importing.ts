import {
  deliverLenses,
  EQUIPMENT_FORMAT,
  type EquipmentFile,
  openDossier,
  parseEquipment,
  stateEquipment,
} from "../parties/index.js";
import { orderedAt } from "../protocol/demands.js";
import { type Eye, type Hex, hashStatement, InputError, type Row, STAGES, type Statement } from "../protocol/index.js";
import { type DossierRecord, dossierRecord, keptDossier, type Vault } from "../vault/index.js";
import type { DeliveryDocument, FoundDocument, StoreDocument } from "./documents.js";
import { fingerprint, mergeDocument } from "./equipment.js";
import { type History, placeOf, readHistory, remember, statedLine } from "./history.js";
import { type Issued, issuedWith } from "./issued.js";
import { compareWithStated } from "./judging.js";
import { asBad, type Progress } from "./reading.js";
import { AlikeReferences } from "./references.js";
import { type BadRow, ROW } from "./rows.js";

/** A document whose content is other than what was stated. */
interface ChangedRow extends Omit<BadRow, "faults"> {
  readonly kind: Row;
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
  /** Rows that are stated, and yet may be wrong. */
  readonly warnings: BadRow[];
  /** Of the store's documents that are stated, now or before: what goes with them. */
  readonly issued: Issued[];
}

/** Documents that are stated and kept together: a process that is killed loses no more, and states nothing twice. */
const AT_ONCE = 500;

/** A dossier of the store, as it is kept. */
interface Shelved {
  readonly record: DossierRecord;
  readonly equipment: EquipmentFile | undefined;
}

/** What is wanted of an import. */
interface Wants {
  /** Only to be told what would be stated. */
  readonly dryRun?: boolean;
  /** The tickets that go with orders and invoices. */
  readonly tickets?: boolean;
}

/**
 * States documents, and keeps what is stated: dossiers of a store in the vault, every statement in its journal. Run again
 * on the same documents it states nothing; after a kill it goes on.
 * @param vault Null where nothing was kept yet, for a dry run.
 * @returns What became of the documents, and the history with what is to be sealed.
 *
 * @example
 * ```ts
 * import { openDocuments, readDocuments, stateDocuments } from "clairevoie/documents";
 * const { found } = readDocuments(openDocuments(bytes, "day.csv"), undefined, "12345678200010");
 * const { history } = await stateDocuments(vault, found, { tickets: true });
 * ```
 */
export async function stateDocuments(
  vault: Vault | null,
  found: readonly FoundDocument[],
  wants: Wants,
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
  const imported: Imported = { stated: 0, already: 0, changed: [], bad: [], warnings: [], issued: [] };
  /** What this file states, by the line that says it. */
  const said = new Map<Statement, number>();
  const alike = new AlikeReferences([...shelf.keys()]);
  for (let at = 0; at < found.length; at += AT_ONCE) {
    const lines: string[] = [];
    const changedRecords = new Map<Hex, DossierRecord>();
    for (const one of found.slice(at, at + AT_ONCE)) {
      const other = alike.of(one);
      const outcome = attempt(one, history, shelf, other, said);
      const warnings = [...one.warnings, ...(other && "issue" in outcome ? [other] : [])];
      if (warnings.length > 0 && outcome.is !== "bad") {
        imported.warnings.push({ line: one.line, raw: one.raw, faults: warnings });
      }
      if ("issue" in outcome && wants.tickets) imported.issued.push(...outcome.issue());
      if (outcome.is === "bad") imported.bad.push(outcome.row);
      else if (outcome.is === "already") imported.already++;
      else if (outcome.is === "changed") imported.changed.push(outcome.row);
      else {
        const { statement, content, record } = outcome;
        imported.stated++;
        lines.push(statedLine(statement, content));
        remember(history.stated, statement, content);
        said.set(statement, one.line);
        history.pending.push(statement);
        if (record) changedRecords.set(record.id, record);
      }
    }
    if (vault && !wants.dryRun) {
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
  | { readonly is: "changed"; readonly row: ChangedRow }
  | { readonly is: "already"; readonly issue: () => Issued[] }
  | {
      readonly is: "stated";
      readonly statement: Statement;
      readonly content?: string;
      readonly record?: DossierRecord;
      readonly issue: () => Issued[];
    };

function attempt(
  one: FoundDocument,
  history: History,
  shelf: Map<string, Shelved>,
  alike: InputError | undefined,
  said: ReadonlyMap<Statement, number>,
): Outcome {
  const { document } = one;
  try {
    return document.kind === "shipment"
      ? ship(one, document, history, said)
      : state(one, document, history, shelf, said);
  } catch (error) {
    const isLost = alike && error instanceof InputError && error.code === "without-quote";
    return { is: "bad", row: asBad(one, isLost ? alike : error) };
  }
}

function ship(
  one: FoundDocument,
  { order, delivery }: DeliveryDocument,
  history: History,
  said: ReadonlyMap<Statement, number>,
): Outcome {
  const statement = deliverLenses(order, delivery);
  const judged = compareWithStated(statement, history.stated.get(placeOf(statement.dossier, statement.stage)));
  const issue = () => [];
  if (judged.is === "changed") return changed(one, judged.earlier, said);
  if (judged.is === "already") return { is: "already", issue };
  const fresh = "eyes" in judged ? deliverLenses(order, only(delivery, judged.eyes)) : statement;
  return { is: "stated", statement: fresh, issue };
}

function state(
  one: FoundDocument,
  document: StoreDocument,
  history: History,
  shelf: Map<string, Shelved>,
  said: ReadonlyMap<Statement, number>,
): Outcome {
  const { kind, reference } = document;
  const place = `${reference.siret}/${reference.fileReference}`;
  const shelved = shelf.get(place);
  const dossier = shelved ? keptDossier(shelved.record) : openDossier();
  const before = history.stated.get(placeOf(dossier.id, STAGES.indexOf(kind)));
  const content = fingerprint(dossier, document);
  const issue = () => issuedWith(dossier, document, shelved?.equipment);
  if (before?.contents.has(content)) return { is: "already", issue };
  const { stated, kept } = mergeDocument(document, shelved?.equipment, codesAt(document, shelved));
  const statement = stateEquipment(dossier, kind, stated);
  const judged = compareWithStated(statement, before);
  if (judged.is === "changed") return changed(one, judged.earlier, said);
  if (judged.is === "already") return { is: "already", issue };
  const fresh =
    "eyes" in judged ? stateEquipment(dossier, kind, { ...stated, eyes: only(stated.eyes, judged.eyes) }) : statement;
  const record = dossierRecord(dossier, { format: EQUIPMENT_FORMAT, ...kept }, shelved?.record.receipts);
  shelf.set(place, { record, equipment: kept });
  return { is: "stated", statement: fresh, content, record, issue };
}

/** Which table of codes counts: that of the order for an invoice, if its receipt is kept, else the one in force now. */
function codesAt({ kind }: StoreDocument, shelved: Shelved | undefined): number {
  const ordered = kind === "invoice" && shelved ? orderedAt(shelved.record.receipts) : Number.POSITIVE_INFINITY;
  return Number.isFinite(ordered) ? ordered : Math.floor(Date.now() / 1000);
}

function only<L>(lenses: { readonly [E in Eye]?: L }, eyes: readonly Eye[]): { readonly [E in Eye]?: L } {
  return Object.fromEntries(eyes.map((eye) => [eye, lenses[eye]]));
}

function changed(
  { line, raw, document }: FoundDocument,
  earlier: Statement,
  said: ReadonlyMap<Statement, number>,
): Outcome {
  const { dossier } = earlier;
  const before = said.get(earlier);
  if (before !== undefined) {
    return { is: "bad", row: { line, raw, faults: [new InputError(ROW, "contradicts-line", { line: before })] } };
  }
  return { is: "changed", row: { line, raw, kind: document.kind, dossier, statement: hashStatement(earlier) } };
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
