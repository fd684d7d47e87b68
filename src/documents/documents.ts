import type { Delivery, LensFile } from "../parties/index.js";
import {
  amcSchema,
  type Billing,
  type BillingLine,
  billingSchema,
  type Code,
  canonicalIdentifier,
  canonicalPrescription,
  EYES,
  type Eye,
  ediCodeSchema,
  type Frame,
  fileReferenceSchema,
  frameReferenceSchema,
  groupedCodeSchema,
  InputError,
  type Lens,
  type OrderTicket,
  orderReferenceSchema,
  type Payer,
  type Prescription,
  prescriptionSchema,
  priorAuthorisationSchema,
  type Rank,
  type Reference,
  read,
  readOrderTicket,
  type Stage,
  siretSchema,
  treatmentSchema,
} from "../protocol/index.js";
import {
  type Cells,
  centsIn,
  classIn,
  degreesIn,
  digitsIn,
  dioptresIn,
  identifierIn,
  indexIn,
  lensTypeIn,
  millimetresIn,
  needed,
  treatmentsIn,
} from "./cells.js";
import { MOST_EXTRAS } from "./columns.js";

/** What a store's document says of one lens; an order or an invoice may leave parts to what was stated before. */
export type PartialLens = Partial<LensFile>;

/** A quote, an order or an invoice, as its document has it. */
export interface StoreDocument {
  readonly kind: Exclude<Stage, "shipment">;
  readonly reference: Reference;
  readonly eyes: { readonly [E in Eye]?: PartialLens };
  readonly billing?: Billing;
  readonly frame?: Frame;
  readonly payers?: readonly Payer[];
  /** Of an order that describes no lens: its reference, for every lens that was quoted. */
  readonly orderReference?: string;
}

/** A delivery note, with the ticket of the order that it answers. */
export interface DeliveryDocument {
  readonly kind: "shipment";
  readonly order: OrderTicket;
  readonly delivery: Delivery;
}

export type BusinessDocument = StoreDocument | DeliveryDocument;

const KIND_WORDS: Readonly<Record<string, Stage>> = {
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
export function kindIn(cells: Cells): Stage {
  const found = KIND_WORDS[canonicalIdentifier(needed(cells, "document"))];
  if (!found) throw new InputError("document", "must be devis, commande, livraison or facture");
  return found;
}

/**
 * Reads a document from its cells.
 * @param siret The store's, where the file has no such column; a document of another store is refused.
 * @throws {InputError} whose field is the column that is wrong.
 */
export function readDocument(kind: Stage, cells: Cells, siret?: string): BusinessDocument {
  return kind === "shipment" ? readDelivery(cells) : readStoreDocument(kind, cells, siret);
}

function readDelivery(cells: Cells): DeliveryDocument {
  const order = readOrderTicket(needed(cells, "ticket"), "ticket");
  const delivery: { [E in Eye]?: Delivery[E] } = {};
  for (const eye of EYES) {
    const lens = completeLens(eyeIn(cells, eye, true), eye);
    if (!lens) continue;
    if (!order.eyes[eye])
      throw new InputError(`edi.${eye}`, "is of an eye that the ticket does not order; empty the cells of that eye");
    delivery[eye] = { ...lens, orderReference: orderReferenceIn(cells, eye) };
  }
  if (!delivery.right && !delivery.left)
    throw new InputError("edi.right", "is empty, and so is the other eye; fill in what was made");
  return { kind: "shipment", order, delivery };
}

function readStoreDocument(kind: StoreDocument["kind"], cells: Cells, siret: string | undefined): StoreDocument {
  const reference = referenceIn(cells, siret);
  const eyes: { [E in Eye]?: PartialLens } = {};
  for (const eye of EYES) {
    if (kind === "order" && !cells.has(`order.${eye}`) && !hasLens(cells, eye)) continue;
    const part = eyeIn(kind === "invoice" ? withoutCorrection(cells, eye) : cells, eye, kind === "quote");
    const lens = kind === "quote" ? completeLens(part, eye) : part;
    if (kind === "order") eyes[eye] = { ...part, orderReference: orderReferenceIn(cells, eye) };
    else if (lens) eyes[eye] = lens;
  }
  if (kind === "order") {
    const isWhole = eyes.right === undefined && eyes.left === undefined;
    return { kind, reference, eyes, ...(isWhole && { orderReference: orderReferenceIn(cells) }) };
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
    throw new InputError("siret", "is another store's than the identity; import it with that store's identity");
  }
  return { siret: given, fileReference: read(fileReferenceSchema, identifierIn(cells, "file"), "file") };
}

function orderReferenceIn(cells: Cells, eye?: Eye): string {
  const column = eye && cells.has(`order.${eye}`) ? `order.${eye}` : "order";
  return read(orderReferenceSchema, identifierIn(cells, column), column);
}

const LENS_COLUMNS = ["edi", "diameter", "index", "treatments", "type"];
const CORRECTION_COLUMNS = ["correction", "sphere", "cylinder", "axis", "addition", "prism", "prismBase"];
const CODE_COLUMNS = ["code", "class"];

const hasAny = (cells: Cells, eye: Eye, columns: readonly string[]) =>
  columns.some((column) => cells.has(`${column}.${eye}`));

function hasLens(cells: Cells, eye: Eye): boolean {
  return hasAny(cells, eye, [...LENS_COLUMNS, ...CORRECTION_COLUMNS, ...CODE_COLUMNS]);
}

/** An invoice states no prescription, so that none is read of it. */
function withoutCorrection(cells: Cells, eye: Eye): Cells {
  return new Map([...cells].filter(([key]) => !CORRECTION_COLUMNS.some((column) => key === `${column}.${eye}`)));
}

/** What is said of one eye: each of code, lens and prescription whole, or not at all. `isWhole` asks for all or none. */
function eyeIn(cells: Cells, eye: Eye, isWhole: boolean): PartialLens | undefined {
  if (!hasLens(cells, eye)) return undefined;
  const has = (columns: readonly string[]) => isWhole || hasAny(cells, eye, columns);
  return {
    ...(has(CODE_COLUMNS) && { code: codeIn(cells, `code.${eye}`, `class.${eye}`) }),
    ...(has(LENS_COLUMNS) && { lens: lensIn(cells, eye) }),
    ...(has(CORRECTION_COLUMNS) && { prescription: prescriptionIn(cells, eye) }),
  };
}

function completeLens(part: PartialLens | undefined, eye: Eye): LensFile | undefined {
  if (!part) return undefined;
  const { code, lens, prescription } = part;
  if (!code || !lens || !prescription) throw new InputError(`edi.${eye}`, "is empty; fill it in");
  return { code, lens, prescription };
}

function codeIn(cells: Cells, code: string, ofClass: string): Code {
  return { code: read(groupedCodeSchema, identifierIn(cells, code), code), class: classIn(cells, ofClass) };
}

function lensIn(cells: Cells, eye: Eye): Lens {
  const column = `treatments.${eye}`;
  const treatments = treatmentsIn(cells, column).map((one) => read(treatmentSchema, one, column));
  if (treatments.length > 16) throw new InputError(column, "has more than 16 treatments");
  return {
    ediCode: read(ediCodeSchema, identifierIn(cells, `edi.${eye}`), `edi.${eye}`),
    diameterMm: millimetresIn(cells, `diameter.${eye}`),
    index: indexIn(cells, `index.${eye}`),
    treatments,
    lensType: lensTypeIn(cells, `type.${eye}`),
  };
}

const NUMBER = String.raw`[+\-\u2010-\u2015\u2212]?\s*\d{1,2}(?:[.,]\d{1,3})?`;
/** `-2,00 (-1,00) 20° Add 2,00`: the way a correction is written by hand. */
const CORRECTION = new RegExp(
  String.raw`^(${NUMBER}|plan)\s*(?:\(\s*(${NUMBER})\s*\)\s*(?:[àax@]\s*)?(\d{1,3})\s*°?)?\s*(?:add(?:ition)?\.?\s*(${NUMBER}))?$`,
  "i",
);

/** The cells of a correction that is written in one. */
function splitCorrection(cells: Cells, eye: Eye): Cells {
  const text = cells.get(`correction.${eye}`);
  if (text === undefined) return cells;
  const column = `correction.${eye}`;
  if (hasAny(cells, eye, ["sphere", "cylinder", "axis"])) {
    throw new InputError(column, "is given beside sphere, cylinder and axis; keep one of the two");
  }
  const found = CORRECTION.exec(text.trim());
  if (!found) throw new InputError(column, "must be written like -2,00 (-1,00) 20° Add 2,00");
  const [, sphere, cylinder, axis, addition] = found;
  const parts = { sphere, cylinder, axis, addition: cells.get(`addition.${eye}`) ?? addition };
  const given = Object.entries(parts).flatMap(([key, value]) =>
    value === undefined ? [] : [[`${key}.${eye}`, value] as const],
  );
  return new Map([...cells, ...given]);
}

function prescriptionIn(all: Cells, eye: Eye): Prescription {
  const cells = splitCorrection(all, eye);
  needed(cells, `sphere.${eye}`);
  if (!cells.has(`axis.${eye}`) && dioptresIn(cells, `cylinder.${eye}`, -1500, 1500) !== 0)
    needed(cells, `axis.${eye}`);
  if (!cells.has(`prismBase.${eye}`) && dioptresIn(cells, `prism.${eye}`, 0, 2000) !== 0)
    needed(cells, `prismBase.${eye}`);
  const value: Prescription = {
    lensType: lensTypeIn(cells, `type.${eye}`),
    sphere: dioptresIn(cells, `sphere.${eye}`, -4000, 4000),
    cylinder: dioptresIn(cells, `cylinder.${eye}`, -1500, 1500),
    axis: degreesIn(cells, `axis.${eye}`, 180),
    addition: dioptresIn(cells, `addition.${eye}`, 0, 600),
    prism: dioptresIn(cells, `prism.${eye}`, 0, 2000),
    prismBase: degreesIn(cells, `prismBase.${eye}`, 360),
  };
  try {
    read(prescriptionSchema, value, "prescription");
    return canonicalPrescription(value);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`${error.field.split(".")[1] ?? "sphere"}.${eye}`, error.reason);
  }
}

function billingIn(cells: Cells, eyes: StoreDocument["eyes"]): Billing {
  const lines: BillingLine[] = [];
  for (const eye of EYES) {
    const { code } = eyes[eye] ?? {};
    if (!code && !cells.has(`price.${eye}`)) continue;
    if (!code) throw new InputError(`code.${eye}`, "is empty; fill it in");
    lines.push({ item: `${eye}Lens`, ...code, priceCents: centsIn(cells, `price.${eye}`) });
  }
  if (["frame", "frameCode", "frameClass", "framePrice"].some((column) => cells.has(column))) {
    lines.push({
      item: "frame",
      ...codeIn(cells, "frameCode", "frameClass"),
      priceCents: centsIn(cells, "framePrice"),
    });
  }
  for (let n = 1; n <= MOST_EXTRAS; n++) {
    if (!["extraCode", "extraClass", "extraPrice"].some((column) => cells.has(`${column}.${n}`))) continue;
    lines.push({
      item: "extras",
      ...codeIn(cells, `extraCode.${n}`, `extraClass.${n}`),
      priceCents: centsIn(cells, `extraPrice.${n}`),
    });
  }
  if (lines.length === 0)
    throw new InputError("price.right", "is empty, and so is every price; fill in what is billed");
  const totalCents = lines.reduce((sum, line) => sum + line.priceCents, 0);
  if (cells.has("total") && centsIn(cells, "total") !== totalCents) {
    throw new InputError("total", "is not the sum of the prices; correct a price or the total");
  }
  const billing = { lines, totalCents };
  try {
    return read(billingSchema, billing, "billing");
  } catch (error) {
    if (error instanceof InputError) throw new InputError("total", error.reason);
    throw error;
  }
}

function frameIn(cells: Cells): Frame | undefined {
  if (!cells.has("frameCode")) return undefined;
  return {
    frameReference: read(frameReferenceSchema, identifierIn(cells, "frame"), "frame"),
    class: classIn(cells, "frameClass"),
  };
}

function payersIn(cells: Cells): Payer[] {
  const ranks = ([1, 2] as const).filter(
    (n) => n === 1 || ["amc", "authorisation", "share"].some((column) => cells.has(`${column}.${n}`)),
  );
  const shares = ranks.map((n) => centsIn(cells, `share.${n}`));
  return ranks.map((rank: Rank, i) => ({
    amc: read(amcSchema, digitsIn(cells, `amc.${rank}`), `amc.${rank}`),
    priorAuthorisation: read(
      priorAuthorisationSchema,
      cells.has(`authorisation.${rank}`) ? identifierIn(cells, `authorisation.${rank}`) : "",
      `authorisation.${rank}`,
    ),
    rank,
    payers: ranks.length === 2 ? 2 : 1,
    shareCents: shares[i] ?? 0,
    sharesCents: shares.reduce((sum, share) => sum + share, 0),
  }));
}
