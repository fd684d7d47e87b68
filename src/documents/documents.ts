import type { Delivery, LensFile } from "../parties/index.js";
import {
  type Billing,
  canonicalIdentifier,
  EYES,
  type Eye,
  ediCodeSchema,
  type Frame,
  fileReferenceSchema,
  InputError,
  type Lens,
  makerIdentifierSchema,
  type OrderTicket,
  orderReferenceSchema,
  type Payer,
  type Reference,
  type Row,
  read,
  readOrderTicket,
  siretSchema,
  treatmentSchema,
} from "../protocol/index.js";
import { billingIn, frameIn, payersIn } from "./billing.js";
import {
  type Cells,
  hasAny,
  identifierIn,
  indexIn,
  lensTypeIn,
  millimetresIn,
  needed,
  siretIn,
  treatmentsIn,
} from "./cells.js";
import { readAll } from "./faults.js";
import { lensCodeIn, withCodes } from "./lens-codes.js";
import { CORRECTION_COLUMNS, prescriptionIn } from "./prescriptions.js";

/** What a store's document says of one lens; an order or an invoice may leave parts to what was stated before. */
export type PartialLens = Partial<LensFile>;

/** A quote, an order or an invoice, as its document has it. */
export interface StoreDocument {
  readonly kind: Exclude<Row, "shipment">;
  readonly reference: Reference;
  readonly eyes: { readonly [E in Eye]?: PartialLens };
  readonly billing?: Billing;
  readonly frame?: Frame;
  readonly payers?: readonly Payer[];
  /** Of an order that describes no lens: its maker and reference, for every lens that was quoted. */
  readonly made?: Made;
}

/** Who makes a lens, and under what reference. */
interface Made {
  readonly orderReference: string;
  readonly maker: string;
}

/** A delivery note, with the ticket of the order that it answers. */
export interface DeliveryDocument {
  readonly kind: "shipment";
  readonly order: OrderTicket;
  /** As it was typed. Secret. */
  readonly ticket: string;
  readonly delivery: Delivery;
}

export type BusinessDocument = StoreDocument | DeliveryDocument;

/** A document that was understood, and where it stands. */
export interface FoundDocument {
  readonly line: number;
  readonly raw: readonly string[];
  readonly document: BusinessDocument;
  /** What is stated, and yet may be wrong. */
  readonly warnings: readonly InputError[];
}

const KIND_WORDS: Readonly<Record<string, Row>> = {
  DEVIS: "quote",
  QUOTE: "quote",
  COMMANDE: "order",
  ORDER: "order",
  BL: "shipment",
  LIVRAISON: "shipment",
  BONDELIVRAISON: "shipment",
  SHIPMENT: "shipment",
  DELIVERYNOTE: "shipment",
  FACTURE: "invoice",
  INVOICE: "invoice",
};

/** What the column `document` says. @throws {InputError} when it says something else. */
export function kindIn(cells: Cells): Row {
  const found = KIND_WORDS[canonicalIdentifier(needed(cells, "document"))];
  if (!found) throw new InputError("document", "not-document-kind");
  return found;
}

/**
 * Reads a document from its cells.
 * @param siret The store's, where the file has no such column; a document of another store is refused.
 * @param at Which table of codes counts, Unix seconds: by default the one in force now.
 * @throws {InputError} whose field is the column that is wrong.
 */
export function readDocument(
  kind: Row,
  cells: Cells,
  siret?: string,
  at: number = Math.floor(Date.now() / 1000),
): BusinessDocument {
  // An invoice states no prescription: its code is held to what was stated before.
  const coded = kind === "invoice" ? cells : withCodes(cells, at);
  return kind === "shipment" ? readDelivery(coded, at) : readStoreDocument(kind, coded, siret, at);
}

function readDelivery(cells: Cells, at: number): DeliveryDocument {
  const { order, right, left } = readAll({
    order: () => {
      const ticket = needed(cells, "ticket");
      return { ...readOrderTicket(ticket, "ticket"), ticket };
    },
    right: () => deliveredIn(cells, "right", at),
    left: () => deliveredIn(cells, "left", at),
  });
  const delivery: Delivery = { ...(right && { right }), ...(left && { left }) };
  const foreign = EYES.find((eye) => delivery[eye] && !order.eyes[eye]);
  if (foreign) throw new InputError(`edi.${foreign}`, "eye-not-of-ticket");
  if (!right && !left) throw new InputError("edi.right", "eyes-empty");
  const { ticket, ...opened } = order;
  return { kind: "shipment", order: opened, ticket, delivery };
}

function deliveredIn(cells: Cells, eye: Eye, at: number): Delivery[Eye] {
  if (!hasLens(cells, eye)) {
    if (cells.has(`order.${eye}`)) throw new InputError(`order.${eye}`, "eye-without-lens");
    return undefined;
  }
  const { lens, made } = readAll({
    lens: () => completeLens(eyeIn(cells, eye, true, at), eye),
    made: () => madeIn(cells, eye),
  });
  return lens && { ...lens, ...made };
}

function readStoreDocument(
  kind: StoreDocument["kind"],
  cells: Cells,
  siret: string | undefined,
  at: number,
): StoreDocument {
  const isOrder = kind === "order";
  const { reference, right, left, made, billing, frame, payers } = readAll({
    reference: () => referenceIn(cells, siret),
    right: () => partIn(kind, cells, "right", at),
    left: () => partIn(kind, cells, "left", at),
    made: () => (isOrder && !EYES.some((eye) => isOrdered(cells, eye)) ? madeIn(cells) : undefined),
    billing: () => (isOrder ? undefined : billingIn(cells)),
    frame: () => (isOrder ? undefined : frameIn(cells)),
    payers: () => (kind === "invoice" ? payersIn(cells) : undefined),
  });
  const eyes = { ...(right && { right }), ...(left && { left }) };
  if (isOrder) return { kind, reference, eyes, ...(made && { made }) };
  return {
    kind,
    reference,
    eyes,
    ...(billing && { billing }),
    ...(frame && { frame }),
    ...(payers && { payers }),
  };
}

/** What a store's document says of one eye. */
function partIn(kind: StoreDocument["kind"], cells: Cells, eye: Eye, at: number): PartialLens | undefined {
  if (kind === "quote") return completeLens(eyeIn(cells, eye, true, at), eye);
  if (kind === "invoice") return eyeIn(withoutCorrection(cells, eye), eye, false, at);
  if (!isOrdered(cells, eye)) return undefined;
  const { part, made } = readAll({ part: () => eyeIn(cells, eye, false, at), made: () => madeIn(cells, eye) });
  return { ...part, ...made };
}

/** Whether an order names an eye, in whatever column. */
function isOrdered(cells: Cells, eye: Eye): boolean {
  return hasAny(cells, eye, ["order", "maker"]) || hasLens(cells, eye);
}

function referenceIn(cells: Cells, siret: string | undefined): Reference {
  return readAll({
    siret: () => storeIn(cells, siret),
    fileReference: () => read(fileReferenceSchema, identifierIn(cells, "file"), "file"),
  });
}

function storeIn(cells: Cells, siret: string | undefined): string {
  if (!cells.has("siret") && siret !== undefined) return siret;
  const given = read(siretSchema, siretIn(cells, "siret"), "siret");
  if (siret !== undefined && given !== siret) throw new InputError("siret", "of-another-store");
  return given;
}

/** Who makes a lens, and under what reference: in a column of the eye, or in one of both. */
function madeIn(cells: Cells, eye?: Eye): Made {
  const columnOf = (name: string) => (eye && cells.has(`${name}.${eye}`) ? `${name}.${eye}` : name);
  const [order, maker] = [columnOf("order"), columnOf("maker")];
  return readAll({
    orderReference: () => read(orderReferenceSchema, identifierIn(cells, order), order),
    maker: () => read(makerIdentifierSchema, identifierIn(cells, maker), maker),
  });
}

const LENS_COLUMNS = ["edi", "diameter", "index", "treatments", "type"];
const CODE_COLUMNS = ["code", "class"];

function hasLens(cells: Cells, eye: Eye): boolean {
  return hasAny(cells, eye, [...LENS_COLUMNS, ...CORRECTION_COLUMNS, ...CODE_COLUMNS]);
}

/** An invoice states no prescription, so that none is read of it. */
function withoutCorrection(cells: Cells, eye: Eye): Cells {
  return new Map([...cells].filter(([key]) => !CORRECTION_COLUMNS.some((column) => key === `${column}.${eye}`)));
}

/** What is said of one eye: each of code, lens and prescription whole, or not at all. `isWhole` asks for all or none. */
function eyeIn(cells: Cells, eye: Eye, isWhole: boolean, at: number): PartialLens | undefined {
  if (!hasLens(cells, eye)) return undefined;
  const has = (columns: readonly string[]) => isWhole || hasAny(cells, eye, columns);
  const { code, lens, prescription } = readAll({
    code: () => (has(CODE_COLUMNS) ? lensCodeIn(cells, eye, at) : undefined),
    lens: () => (has(LENS_COLUMNS) ? lensIn(cells, eye) : undefined),
    prescription: () => (has(CORRECTION_COLUMNS) ? prescriptionIn(cells, eye) : undefined),
  });
  return { ...(code && { code }), ...(lens && { lens }), ...(prescription && { prescription }) };
}

function completeLens(part: PartialLens | undefined, eye: Eye): LensFile | undefined {
  if (!part) return undefined;
  const { code, lens, prescription } = part;
  if (!code || !lens || !prescription) throw new InputError(`edi.${eye}`, "cell-empty");
  return { code, lens, prescription };
}

function lensIn(cells: Cells, eye: Eye): Lens {
  return readAll({
    ediCode: () => read(ediCodeSchema, identifierIn(cells, `edi.${eye}`), `edi.${eye}`),
    diameterMm: () => millimetresIn(cells, `diameter.${eye}`),
    index: () => indexIn(cells, `index.${eye}`),
    treatments: () => treatmentCodes(cells, `treatments.${eye}`),
    lensType: () => lensTypeIn(cells, `type.${eye}`),
  });
}

function treatmentCodes(cells: Cells, column: string): string[] {
  const treatments = treatmentsIn(cells, column).map((one) => read(treatmentSchema, one, column));
  if (treatments.length > 16) throw new InputError(column, "too-many", { limit: 16, of: "treatments" });
  return treatments;
}
