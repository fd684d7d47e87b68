import type { Delivery, LensFile } from "../parties/index.js";
import {
  type Billing,
  type Code,
  canonicalIdentifier,
  codeOfLens,
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
  type Prescription,
  type Reference,
  type Row,
  read,
  readOrderTicket,
  siretSchema,
  treatmentSchema,
} from "../protocol/index.js";
import { billingIn, codeIn, frameIn, payersIn } from "./billing.js";
import {
  type Cells,
  classIn,
  digitsIn,
  hasAny,
  identifierIn,
  indexIn,
  lensTypeIn,
  millimetresIn,
  needed,
  treatmentsIn,
} from "./cells.js";
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
  readonly delivery: Delivery;
}

export type BusinessDocument = StoreDocument | DeliveryDocument;

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
  return kind === "shipment" ? readDelivery(cells, at) : readStoreDocument(kind, cells, siret, at);
}

function readDelivery(cells: Cells, at: number): DeliveryDocument {
  const order = readOrderTicket(needed(cells, "ticket"), "ticket");
  const delivery: { [E in Eye]?: Delivery[E] } = {};
  for (const eye of EYES) {
    const lens = completeLens(eyeIn(cells, eye, true, at), eye);
    if (!lens) continue;
    if (!order.eyes[eye]) throw new InputError(`edi.${eye}`, "eye-not-of-ticket");
    delivery[eye] = { ...lens, ...madeIn(cells, eye) };
  }
  if (!delivery.right && !delivery.left) throw new InputError("edi.right", "eyes-empty");
  return { kind: "shipment", order, delivery };
}

function readStoreDocument(
  kind: StoreDocument["kind"],
  cells: Cells,
  siret: string | undefined,
  at: number,
): StoreDocument {
  const reference = referenceIn(cells, siret);
  const eyes: { [E in Eye]?: PartialLens } = {};
  for (const eye of EYES) {
    if (kind === "order" && !cells.has(`order.${eye}`) && !hasLens(cells, eye)) continue;
    const part = eyeIn(kind === "invoice" ? withoutCorrection(cells, eye) : cells, eye, kind === "quote", at);
    const lens = kind === "quote" ? completeLens(part, eye) : part;
    if (kind === "order") eyes[eye] = { ...part, ...madeIn(cells, eye) };
    else if (lens) eyes[eye] = lens;
  }
  if (kind === "order") {
    const isWhole = eyes.right === undefined && eyes.left === undefined;
    return { kind, reference, eyes, ...(isWhole && { made: madeIn(cells) }) };
  }
  const billing = billingIn(cells, eyes);
  const frame = frameIn(cells);
  const payers = kind === "invoice" ? payersIn(cells) : undefined;
  return { kind, reference, eyes, billing, ...(frame && { frame }), ...(payers && { payers }) };
}

function referenceIn(cells: Cells, siret: string | undefined): Reference {
  const given =
    cells.has("siret") || siret === undefined ? read(siretSchema, digitsIn(cells, "siret"), "siret") : siret;
  if (siret !== undefined && given !== siret) {
    throw new InputError("siret", "of-another-store");
  }
  return { siret: given, fileReference: read(fileReferenceSchema, identifierIn(cells, "file"), "file") };
}

/** Who makes a lens, and under what reference: in a column of the eye, or in one of both. */
function madeIn(cells: Cells, eye?: Eye): Made {
  const columnOf = (name: string) => (eye && cells.has(`${name}.${eye}`) ? `${name}.${eye}` : name);
  const [order, maker] = [columnOf("order"), columnOf("maker")];
  return {
    orderReference: read(orderReferenceSchema, identifierIn(cells, order), order),
    maker: read(makerIdentifierSchema, identifierIn(cells, maker), maker),
  };
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
  const prescription = has(CORRECTION_COLUMNS) ? prescriptionIn(cells, eye) : undefined;
  return {
    ...(has(CODE_COLUMNS) && { code: lensCodeIn(cells, eye, prescription, at) }),
    ...(has(LENS_COLUMNS) && { lens: lensIn(cells, eye) }),
    ...(prescription && { prescription }),
  };
}

/** The grouped code of a lens: that of its correction where the row has it, and one that is given must be that. */
function lensCodeIn(cells: Cells, eye: Eye, prescription: Prescription | undefined, at: number): Code {
  const [code, ofClass] = [`code.${eye}`, `class.${eye}`];
  if (!prescription) return codeIn(cells, code, ofClass);
  const given = cells.has(code) ? codeIn(cells, code, ofClass) : { class: classIn(cells, ofClass) };
  return codeOfLens(given, prescription, at, code);
}

function completeLens(part: PartialLens | undefined, eye: Eye): LensFile | undefined {
  if (!part) return undefined;
  const { code, lens, prescription } = part;
  if (!code || !lens || !prescription) throw new InputError(`edi.${eye}`, "cell-empty");
  return { code, lens, prescription };
}

function lensIn(cells: Cells, eye: Eye): Lens {
  const column = `treatments.${eye}`;
  const treatments = treatmentsIn(cells, column).map((one) => read(treatmentSchema, one, column));
  if (treatments.length > 16) throw new InputError(column, "too-many", { limit: 16, of: "treatments" });
  return {
    ediCode: read(ediCodeSchema, identifierIn(cells, `edi.${eye}`), `edi.${eye}`),
    diameterMm: millimetresIn(cells, `diameter.${eye}`),
    index: indexIn(cells, `index.${eye}`),
    treatments,
    lensType: lensTypeIn(cells, `type.${eye}`),
  };
}
