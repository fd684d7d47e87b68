import type { Stage } from "../protocol/index.js";

/** What a document is: the stage that it is stated at. */
export const DOCUMENT_KINDS = ["quote", "order", "shipment", "invoice"] as const satisfies readonly Stage[];

/** A column of a file of documents. A name with `{eye}` stands for two columns, `{n}` for several. */
interface Column {
  readonly key: string;
  /** The names it has in docs/documents.md: these come first in messages. */
  readonly fr: string;
  readonly en: string;
  /** Other names that are understood. */
  readonly also: readonly string[];
  /** Which documents it is read of. */
  readonly kinds: readonly Stage[];
}

const ALL = DOCUMENT_KINDS;
const STORE: readonly Stage[] = ["quote", "order", "invoice"];
const BILLED: readonly Stage[] = ["quote", "invoice"];
const PRESCRIBED: readonly Stage[] = ["quote", "order", "shipment"];
const MADE: readonly Stage[] = ["order", "shipment"];

const column = (key: string, kinds: readonly Stage[], fr: string, en: string, ...also: readonly string[]): Column => ({
  key,
  kinds,
  fr,
  en,
  also,
});

/** Every column that is read. docs/documents.md is held to this list by a test. */
export const COLUMNS: readonly Column[] = [
  column("document", ALL, "Type de document", "Document", "Nature du document", "Document type", "Kind"),
  column("quoteNumber", ["quote"], "N° de devis", "Quote number", "Numéro de devis", "N° devis"),
  column("invoiceNumber", ["invoice"], "N° de facture", "Invoice number", "Numéro de facture", "N° facture"),
  column(
    "deliveryNumber",
    ["shipment"],
    "N° de bon de livraison",
    "Delivery note",
    "N° de BL",
    "N° BL",
    "Numéro de BL",
  ),
  column("siret", STORE, "SIRET du magasin", "Store SIRET", "SIRET magasin", "SIRET", "SIRET point de vente"),
  column("file", STORE, "N° de dossier", "File reference", "Numéro de dossier", "Référence dossier", "Dossier"),
  column("ticket", ["shipment"], "Ticket de commande", "Order ticket", "Ticket"),
  column("order", MADE, "N° de commande", "Order reference", "Numéro de commande", "Référence commande"),
  column(
    "order{eye}",
    MADE,
    "N° de commande {eye}",
    "Order reference {eye}",
    "Référence commande {eye}",
    "Commande {eye}",
  ),
  column("maker", MADE, "Verrier", "Lens maker", "SIREN du verrier", "Fabricant", "Maker"),
  column("maker{eye}", MADE, "Verrier {eye}", "Lens maker {eye}", "Fabricant {eye}", "Maker {eye}"),
  column(
    "code{eye}",
    ALL,
    "Code de regroupement {eye}",
    "Grouped code {eye}",
    "Code regroupement {eye}",
    "Regroupement {eye}",
  ),
  column("class{eye}", ALL, "Classe {eye}", "Class {eye}", "Classe verre {eye}"),
  column("price{eye}", BILLED, "Prix {eye}", "Price {eye}", "Prix TTC {eye}", "Prix verre {eye}", "Montant {eye}"),
  column("edi{eye}", ALL, "Code EDI {eye}", "EDI code {eye}", "Code verre {eye}", "Lens code {eye}"),
  column("diameter{eye}", ALL, "Diamètre {eye}", "Diameter {eye}", "Diamètre verre {eye}"),
  column("index{eye}", ALL, "Indice {eye}", "Index {eye}", "Indice de réfraction {eye}", "Refractive index {eye}"),
  column("treatments{eye}", ALL, "Traitements {eye}", "Treatments {eye}", "Traitement {eye}", "Coatings {eye}"),
  column("type{eye}", ALL, "Type de verre {eye}", "Lens type {eye}", "Géométrie {eye}", "Type {eye}"),
  column("correction{eye}", PRESCRIBED, "Correction {eye}", "Correction {eye}", "Prescription {eye}"),
  column("sphere{eye}", PRESCRIBED, "Sphère {eye}", "Sphere {eye}", "Sph {eye}"),
  column("cylinder{eye}", PRESCRIBED, "Cylindre {eye}", "Cylinder {eye}", "Cyl {eye}"),
  column("axis{eye}", PRESCRIBED, "Axe {eye}", "Axis {eye}"),
  column("addition{eye}", PRESCRIBED, "Addition {eye}", "Add {eye}"),
  column("prism{eye}", PRESCRIBED, "Prisme {eye}", "Prism {eye}"),
  column("prismBase{eye}", PRESCRIBED, "Base du prisme {eye}", "Prism base {eye}", "Base {eye}", "Base prisme {eye}"),
  column("frame", BILLED, "Référence monture", "Frame reference", "Monture", "Frame"),
  column(
    "frameCode",
    BILLED,
    "Code de regroupement monture",
    "Frame code",
    "Code regroupement monture",
    "Code monture",
  ),
  column("frameClass", BILLED, "Classe monture", "Frame class"),
  column("framePrice", BILLED, "Prix monture", "Frame price", "Prix TTC monture", "Montant monture"),
  column("extraCode{n}", BILLED, "Code supplément {n}", "Extra code {n}", "Code de regroupement supplément {n}"),
  column("extraClass{n}", BILLED, "Classe supplément {n}", "Extra class {n}"),
  column("extraPrice{n}", BILLED, "Prix supplément {n}", "Extra price {n}", "Montant supplément {n}"),
  column("total", BILLED, "Total TTC", "Total", "Montant total", "Total facture", "Total devis"),
  column("amc{n}", ["invoice"], "N° AMC {n}", "AMC number {n}", "Numéro AMC {n}", "AMC {n}"),
  column(
    "authorisation{n}",
    ["invoice"],
    "N° de prise en charge {n}",
    "Prior authorisation {n}",
    "Prise en charge {n}",
    "N° PEC {n}",
    "PEC {n}",
  ),
  column("share{n}", ["invoice"], "Part AMC {n}", "Share {n}", "Montant AMC {n}", "Part complémentaire {n}"),
  column("error", ALL, "Erreur", "Error"),
];

export const EYE_NAMES = {
  right: [
    "OD",
    "droit",
    "droite",
    "œil droit",
    "verre droit",
    "VD",
    "right",
    "right eye",
    "right lens",
    "RE",
    "D",
    "R",
  ],
  left: ["OG", "OS", "gauche", "œil gauche", "verre gauche", "VG", "left", "left eye", "left lens", "LE", "G", "L"],
} as const;
/**
 * Names that say an eye only where the other eye of the same pair is there too: `D` is the right of `D` and `G`, and `Le prix` is of
 * no eye.
 */
const PAIRS: Readonly<Record<string, string>> = { d: "g", g: "d", r: "l", l: "r", re: "le", le: "re" };
/** As many extras as fit beside two lenses and a frame in a billing of 16 lines. */
export const MOST_EXTRAS = 13;

/** A header as it is compared: no accent, no case, no punctuation. */
export function plainHeader(header: string): string {
  return header
    .replaceAll(/[œŒ]/g, "oe")
    .replaceAll(/[°º]/g, " ")
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/([a-z])(?=\d)/g, "$1 ")
    .replaceAll(/[^a-z0-9]+/g, " ")
    .replaceAll(/\bno\b/g, "n")
    .trim();
}

/** The names that a pattern stands for, with what they mean. */
function* namesOf({ key, fr, en, also }: Column): Generator<readonly [name: string, key: string]> {
  for (const name of [fr, en, ...also]) {
    if (name.includes("{eye}")) {
      for (const eye of ["right", "left"] as const) {
        for (const word of EYE_NAMES[eye]) {
          yield [name.replace("{eye}", word), key.replace("{eye}", `.${eye}`)];
          yield [`${word} ${name.replace("{eye}", "")}`, key.replace("{eye}", `.${eye}`)];
        }
      }
    } else if (name.includes("{n}")) {
      yield [name.replace("{n}", ""), key.replace("{n}", ".1")];
      for (let n = 1; n <= MOST_EXTRAS; n++) yield [name.replace("{n}", String(n)), key.replace("{n}", `.${n}`)];
    } else yield [name, key];
  }
}

const KEYS: ReadonlyMap<string, string> = new Map(
  COLUMNS.flatMap((one) => [...namesOf(one)].map(([name, key]) => [plainHeader(name), key] as const)),
);

/** What a header means by itself: `sphere.right`, `share.2`, `file`; undefined when it is none of ours. */
export function columnOf(header: string): string | undefined {
  const plain = plainHeader(header);
  return isOfPair(plain) ? undefined : (KEYS.get(plain) ?? KEYS.get(plainHeader(apart(header))));
}

/** What the headers of a file mean, each beside the others. */
export function columnsOf(headers: readonly string[]): (string | undefined)[] {
  const plain = headers.map(plainHeader);
  const all = new Set(plain);
  // One title in both words of a pair shows that the file says its eyes so.
  const said = new Set(
    plain.flatMap((one) =>
      pairsOf(one)
        .filter(([, twin]) => all.has(twin))
        .map(([word]) => word),
    ),
  );
  return headers.map((header, i) => {
    const one = plain[i] ?? "";
    return isOfPair(one) && pairsOf(one).some(([word]) => said.has(word)) ? KEYS.get(one) : columnOf(header);
  });
}

/** `SphOD` as two words. */
function apart(header: string): string {
  return header.replaceAll(/(\p{Ll})(?=\p{Lu})/gu, "$1 ");
}

/** Whether a header says its eye in a word that needs its twin. */
function isOfPair(plain: string): boolean {
  return KEYS.has(plain) && pairsOf(plain).length > 0;
}

/** The words of a header that may say an eye of a pair, each with the same header of the other eye. */
function pairsOf(plain: string): readonly (readonly [word: string, twin: string])[] {
  const words = plain.split(" ");
  if (words.length < 2) return [];
  return [0, words.length - 1].flatMap((at) => {
    const word = words[at] ?? "";
    const other = PAIRS[word];
    return other === undefined ? [] : [[word, words.with(at, other).join(" ")] as const];
  });
}

/**
 * The name of a column in messages about a file that has no such column.
 *
 * @example
 * ```ts
 * import { nameOfColumn } from "clairevoie/documents";
 * nameOfColumn("sphere.right", "en"); // "Sphere OD"
 * ```
 */
export function nameOfColumn(key: string, language: "en" | "fr"): string {
  const [base, part] = key.split(".");
  const found = COLUMNS.find(
    (one) => one.key.replace(/\{\w+\}/, "") === base && one.key.includes("{") === (part !== undefined),
  );
  if (!found) return key;
  const word = part === "right" ? EYE_NAMES.right[0] : part === "left" ? EYE_NAMES.left[0] : (part ?? "");
  return found[language].replace(/\{\w+\}/, part === "1" ? "" : word).trim();
}
