import {
  canonicalIdentifier,
  type EquipmentClass,
  type Eye,
  type Hundredths,
  hundredths,
  InputError,
  type LensType,
  passesLuhn,
} from "../protocol/index.js";

/** The cells of one document by column; what is empty is not there. */
export type Cells = ReadonlyMap<string, string>;

/** The text of a cell. @throws {InputError} when it is empty. */
export function needed(cells: Cells, column: string): string {
  const text = cells.get(column);
  if (text === undefined) throw new InputError(column, "cell-empty");
  return text;
}

/** Whether any of some columns of an eye is filled in. */
export function hasAny(cells: Cells, eye: Eye, columns: readonly string[]): boolean {
  return columns.some((column) => cells.has(`${column}.${eye}`));
}

/** What a program leaves where there is nothing. */
const STAND_IN =
  /^(?:[-\u2010-\u2015\u2212_./?*]+|n\/?a|n\.a\.|nan|nil|null|none|undefined|néant|neant|aucune?|sans objet|vide|empty|\(vide\)|\(null\))$/i;
/** Errors of Excel and LibreOffice, in French and English. */
const SHEET_ERROR =
  /^#(?:n\/?a|ref!?|val(?:ue|eur)!?|nom\s*\??|name\??|div\/0!?|num!?|nombre!?|nul!?|null!?|#+)$|^err:\d+$/i;
const EXPONENT = /^[+-]?\d+(?:[.,]\d+)?E[+-]?\d+$/i;
const BOOLEAN = /^(?:vrai|faux|true|false)$/i;
const MONTH =
  "(?:janv?(?:ier)?|january|f[ée]vr?(?:ier)?|feb(?:ruary)?|mars?|march|avr(?:il)?|apr(?:il)?|mai|may|juin|june?|juil(?:let)?|july?|" +
  "ao[uû]t|aug(?:ust)?|sept?(?:embre|ember)?|oct(?:obre|ober)?|nov(?:embre|ember)?|d[ée]c(?:embre|ember)?)\\.?";
const DATE = new RegExp(
  String.raw`^(?:\d{1,2}[- ]${MONTH}(?:[- ]\d{2,4})?|${MONTH}[- ]\d{2,4}|\d{1,2}[/.]\d{1,2}[/.](?:\d{2}|\d{4})|\d{1,2}/\d{1,2}|\d{1,2}/\d{4}|\d{4}-\d{2}-\d{2}(?:[T ].*)?)$`,
  "i",
);

/** What a spreadsheet or a program made of a text. */
type Damage = "cell-exponent" | "cell-date" | "cell-boolean";

/** Whether a text looks like what a spreadsheet makes of an identifier. */
export function damageOf(text: string): Damage | undefined {
  if (DATE.test(text)) return "cell-date";
  if (BOOLEAN.test(text)) return "cell-boolean";
  return EXPONENT.test(text) ? "cell-exponent" : undefined;
}

/** Refuses what is certainly no content. */
function refuseStandIn(text: string, column: string): void {
  if (SHEET_ERROR.test(text)) throw new InputError(column, "cell-of-error");
  if (STAND_IN.test(text)) throw new InputError(column, "cell-stand-in");
}

/** Most are so, and need no further look: letters, and a digit after them. */
const USUAL_IDENTIFIER = /^[A-Z]+[./_-]?\d[A-Z0-9./_-]*$/;

/**
 * An identifier in its one spelling. Its format is for the schema to judge; what looks like an identifier and is another
 * program's doing is refused here.
 */
export function identifierIn(cells: Cells, column: string): string {
  const text = needed(cells, column);
  if (USUAL_IDENTIFIER.test(text)) return text;
  // Two lines of a cell may be two identifiers, and would become one.
  if (/[\r\n\t]/.test(text)) throw new InputError(column, "cell-with-control");
  refuseStandIn(text, column);
  if (/^\d+[.,]\d+E[+-]?\d+$/i.test(text)) throw new InputError(column, "cell-rounded");
  if (/^\d+[.,]0+$/.test(text)) throw new InputError(column, "cell-decimal");
  // What the schema is to refuse anyway: its cause is told.
  const damage = damageOf(text);
  if (damage && !/^[a-z0-9./_-]+$/i.test(text)) throw new InputError(column, damage);
  // Only spaces and case are spelling. Of any other character no form is certain, and the schema refuses it.
  return /[^\u0020-\u007e\s]/.test(text) ? text : canonicalIdentifier(text);
}

/** Digits, as a SIRET or an AMC number is typed: spaces between them, or the groups of a SIRET. */
export function digitsIn(cells: Cells, column: string): string {
  const text = identifierIn(cells, column);
  if (EXPONENT.test(text)) throw new InputError(column, "cell-rounded");
  const grouped = /^\d{3}([.-])\d{3}\1\d{3}\1\d{5}$/.test(text);
  return grouped ? text.replaceAll(/[.-]/g, "") : text;
}

/** A SIRET as it is typed. */
export function siretIn(cells: Cells, column: string): string {
  const digits = digitsIn(cells, column);
  if (/^\d{13}$/.test(digits) && passesLuhn(`0${digits}`)) throw new InputError(column, "siret-zero-lost");
  return digits;
}

const SPACE = "[ \\u00a0\\u202f\\u2009]";
const CURRENCY = "(?:€|EUR(?:OS?)?)";
/** `1 234`, `1'234`, `1.234` or `1,234` in thousands, or no groups at all; each with the mark that then is the decimal one. */
const AMOUNTS: readonly RegExp[] = [
  /^(\d{1,7})(?:[.,](\d{1,2}))?$/,
  new RegExp(String.raw`^(\d{1,3}(?:${SPACE}\d{3}){1,2})(?:[.,](\d{1,2}))?$`),
  /^(\d{1,3}(?:['’]\d{3}){1,2})(?:[.,](\d{1,2}))?$/,
  /^(\d{1,3}(?:\.\d{3}){1,2}),(\d{1,2})$/,
  /^(\d{1,3}(?:,\d{3}){1,2})\.(\d{1,2})$/,
];
/** `42€50`: the sign is the decimal mark. */
const SIGN_BETWEEN = new RegExp(
  String.raw`^(\d{1,7}|\d{1,3}(?:${SPACE}\d{3}){1,2})${SPACE}?${CURRENCY}${SPACE}?(\d{2})$`,
  "i",
);
const SIGN_AROUND = new RegExp(`^(?:${CURRENCY}${SPACE}*(.*)|(.*?)${SPACE}*${CURRENCY}(?:${SPACE}*TTC)?)$`, "i");

/** An amount, such as `1 234,50 €` or `42€50`, in euro cents. What could be another amount is refused. */
export function centsIn(cells: Cells, column: string): number {
  const text = needed(cells, column);
  const usual = AMOUNTS[0]?.exec(text);
  if (usual) return centsOf(usual[1] ?? "", usual[2] ?? "");
  refuseStandIn(text, column);
  const damage = damageOf(text);
  if (damage) throw new InputError(column, damage === "cell-exponent" ? "cell-rounded" : damage);
  const between = SIGN_BETWEEN.exec(text);
  if (between) return centsOf(between[1] ?? "", between[2] ?? "");
  const around = SIGN_AROUND.exec(text);
  const number = around ? (around[1] ?? around[2] ?? "") : text;
  for (const form of AMOUNTS) {
    const match = form.exec(number);
    if (match) return centsOf(match[1] ?? "", match[2] ?? "");
  }
  throw new InputError(column, "not-euros");
}

function centsOf(euros: string, cents: string): number {
  return Number(euros.replaceAll(/\D/g, "")) * 100 + Number(cents.padEnd(2, "0"));
}

/** How an optician writes that there is no power, or no cylinder. */
const NO_POWER = /^(?:plan|plano|pl|neutre|afocal|∞|infini)$/i;
const NO_CYLINDER = /^(?:sph(?:[ée]rique|erical)?\.?|ds|d\.s\.)$/i;
/** `-2,00`, `-,50`, `+ 1.25 D`; the decimals are judged by whoever reads them. */
const POWER =
  /^([+\-\u2010-\u2015\u2212]?)\s*(\d{0,2})(?:[.,](\d+))?\s*(?:d|dpt|dioptries?|dioptres?|diopters?|[Δδ])?$/i;
const EIGHTH = /^(?:125|375|625|875)0*$/;
/** Above it a power without decimals may have lost its mark: -25 for -0,25. */
const MOST_WHOLE = 20;
const GREATEST = 40;

/** Dioptres in hundredths, within bounds; empty is 0. */
export function dioptresIn(cells: Cells, column: string, least: number, most: number): Hundredths {
  const text = cells.get(column);
  if (text === undefined) return 0;
  const value = dioptresOf(text, column);
  if (value < least || value > most) {
    throw new InputError(column, "dioptres-out-of-range", { least: least / 100, most: most / 100 });
  }
  return value;
}

/** Most are so, and need no further look. */
const USUAL_POWER = /^[+-]?\d{1,2}[.,]\d\d$/;

function dioptresOf(text: string, column: string): Hundredths {
  if (USUAL_POWER.test(text)) return hundredths(text, column);
  refuseStandIn(text, column);
  const isCylinder = column.startsWith("cylinder.");
  if (NO_POWER.test(text) || (isCylinder && NO_CYLINDER.test(text))) return 0;
  const damage = damageOf(text);
  if (damage) throw new InputError(column, damage);
  const [, sign = "", whole = "", decimals = ""] = POWER.exec(bare(text, column)) ?? [];
  if (whole === "" && decimals === "") throw new InputError(column, "not-dioptres");
  if (EIGHTH.test(decimals)) throw new InputError(column, "dioptres-eighth");
  if (decimals === "" && Number(whole) > MOST_WHOLE && Number(whole) <= GREATEST) {
    throw new InputError(column, "dioptres-mark-lost");
  }
  const exact = decimals.replace(/^(\d\d)0+$/, "$1");
  const isNegative = sign !== "" && sign !== "+";
  return hundredths(`${isNegative ? "-" : ""}${whole || "0"}${exact === "" ? "" : `.${exact}`}`, column);
}

/**
 * Without what a column's custom writes around a number: a cylinder's parentheses, where its sign is in them (a bookkeeper's `(0,50)`
 * is -0,50); `SPH` or `DS` behind a sphere.
 */
function bare(text: string, column: string): string {
  if (column.startsWith("cylinder.")) return /^\(\s*([+\-\u2010-\u2015\u2212][^()]*?)\s*\)$/.exec(text)?.[1] ?? text;
  return column.startsWith("sphere.") ? text.replace(/\s+(?:sph|ds)\.?$/i, "") : text;
}

/** Degrees; empty is 0. */
export function degreesIn(cells: Cells, column: string, most: number): number {
  const text = cells.get(column);
  if (text === undefined) return 0;
  refuseStandIn(text, column);
  const value = wholeOf(text.replace(/°$/, ""));
  if (value === undefined || value > most) throw new InputError(column, "not-degrees", { most });
  return value;
}

const [UP, DOWN] = [90, 270];
const IN = /^(?:in|int|interne|inside|nasal|nasale|bi)$/;
const OUT = /^(?:out|ext|externe|outside|temporal|temporale|bo)$/;
const ABOVE = /^(?:up|haut|haute|sup|sup[ée]rieur|sup[ée]rieure|bu)$/;
const BELOW = /^(?:down|bas|basse|inf|inf[ée]rieur|inf[ée]rieure|bd)$/;

/**
 * The base of a prism: degrees (TABO, seen by who faces the wearer), or a direction in words. Nasal is 0° for the right eye and
 * 180° for the left.
 */
export function prismBaseIn(cells: Cells, eye: Eye): number {
  const column = `prismBase.${eye}`;
  const text = cells.get(column);
  if (text === undefined) return 0;
  refuseStandIn(text, column);
  const word = text
    .toLowerCase()
    .replace(/^base\s+/, "")
    .replace(/\.$/, "");
  if (IN.test(word)) return eye === "right" ? 0 : 180;
  if (OUT.test(word)) return eye === "right" ? 180 : 0;
  if (ABOVE.test(word)) return UP;
  if (BELOW.test(word)) return DOWN;
  const value = wholeOf(text.replace(/°$/, ""));
  if (value === undefined || value > 360) throw new InputError(column, "not-prism-base");
  return value;
}

/** Millimetres. */
export function millimetresIn(cells: Cells, column: string): number {
  const value = wholeOf(
    needed(cells, column)
      .replace(/^[øØ⌀]\s*/, "")
      .replace(/mm$/i, ""),
  );
  if (value === undefined || value < 40 || value > 90) {
    throw new InputError(column, "not-diameter");
  }
  return value;
}

/** A refractive index, `1,6` or `1.600` or `1600`, in thousandths. */
export function indexIn(cells: Cells, column: string): number {
  const text = needed(cells, column).replace(",", ".");
  const value = /^1\.\d{1,3}$/.test(text) ? Number(text.slice(2).padEnd(3, "0")) + 1000 : (wholeOf(text) ?? 0);
  if (value < 1400 || value > 2000) throw new InputError(column, "not-refractive-index");
  return value;
}

const NO_TREATMENT = /^(?:sans|sans traitement|aucune?|aucun traitement|néant|none|no)$/i;

/** Codes of treatments, between `+`, `|`, `,` or `;`; sorted, each once. Empty is none. */
export function treatmentsIn(cells: Cells, column: string): string[] {
  const text = cells.get(column);
  if (text === undefined || NO_TREATMENT.test(text)) return [];
  const parts = text
    .split(/[+|,;]/)
    .map((part) => part.trim())
    .filter(Boolean);
  return [...new Set(parts.map((part) => identifierIn(new Map([[column, part]]), column)))].sort();
}

const CLASSES: Readonly<Record<string, EquipmentClass>> = {
  A: "A",
  B: "B",
  CLASSEA: "A",
  CLASSEB: "B",
  CLASSA: "A",
  CLASSB: "B",
};

export function classIn(cells: Cells, column: string): EquipmentClass {
  const found = CLASSES[canonicalIdentifier(needed(cells, column))];
  if (!found) throw new InputError(column, "not-class");
  return found;
}

/**
 * What the trade calls lenses: in full, by the two letters of OMA/VCA (SV, BI, TR, PR), or by use. A degressive or mid-distance lens
 * varies its power without a line, as ISO 13666 has it, so it is of the progressive ones; its addition says how much.
 */
const LENS_WORDS: readonly (readonly [RegExp, LensType])[] = [
  [/^(?:unifoca(?:l|le|ux|les)|monofoca(?:l|le|ux|les)|simple foyer|single ?vision|sv)$/, "unifocal"],
  [/^(?:(?:multi|bi|tri)foca(?:l|le|ux|les|ls)|(?:double|triple) foyer|bi|tr)$/, "multifocal"],
  [
    /^(?:progressi(?:f|fs|ve|ves)|varifocal|pr|pal|degressi(?:f|fs|ve|ves)|mi[ -]?distance|mid[ -]?distance)$/,
    "progressive",
  ],
];

export function lensTypeIn(cells: Cells, column: string): LensType {
  const word = needed(cells, column)
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/\s+/g, " ")
    .replace(/^verres? /, "")
    .replace(/ lens(?:es)?$/, "");
  const found = LENS_WORDS.find(([pattern]) => pattern.test(word));
  if (!found) throw new InputError(column, "not-lens-type");
  return found[1];
}

function wholeOf(text: string): number | undefined {
  const plain = text.trim().replace(/[.,]0+$/, "");
  return /^\d{1,4}$/.test(plain) ? Number(plain) : undefined;
}
