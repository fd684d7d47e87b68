import { shownName } from "../language/visible.js";
import { InputError, type Rank } from "../protocol/index.js";
import { parseJson } from "../protocol/json.js";

/** What a line says that no verdict repeats: to be summed up by. */
interface About {
  /** SIRET of the store that claims. */
  readonly store?: string;
  /** Which share is claimed. */
  readonly rank?: Rank;
  /** Identifiers of the makers that the certificate opens, each once. */
  readonly makers?: readonly string[];
  /** Month in which the invoice's batch says it was signed, UTC, such as 2026-03. */
  readonly month?: string;
}

interface Texts {
  readonly certificate: string | Uint8Array;
  readonly claim: string | Uint8Array;
}

/** What is judged of a line: the two texts, or their bytes. */
export interface Pair extends Texts {
  readonly about: About;
}

const FIRST = Buffer.from('{"certificate":');
const SECOND = Buffer.from(',"claim":');
/** The rarest part of a name is what is searched for: the rest is compared where it is found. */
const CLAIM = Buffer.from('laim":');
const [BACKSLASH, CLOSING, COLON, QUOTE] = [0x5c, 0x7d, 0x3a, 0x22];

/**
 * A line in its usual shape, cut in two and not read: what is wrong with it, its judge finds. Of any other shape, nothing: it
 * is read plainly. What is said about it is so where both parts are valid.
 */
export function cutPair(line: Buffer): Pair | undefined {
  const bytes = line.at(-1) === 13 ? line.subarray(0, -1) : line;
  const cut = bytes.lastIndexOf(CLAIM) - (SECOND.length - CLAIM.length);
  const isUsual =
    bytes.at(-1) === CLOSING &&
    cut > 0 &&
    bytes.indexOf(CLAIM) === cut + SECOND.length - CLAIM.length &&
    bytes.compare(FIRST, 0, FIRST.length, 0, FIRST.length) === 0 &&
    bytes.compare(SECOND, 0, SECOND.length, cut, cut + SECOND.length) === 0 &&
    !bytes.includes(BACKSLASH); // Every quote begins or ends a text, so that names are found as they stand.
  if (!isUsual) return undefined;
  const certificate = bytes.subarray(FIRST.length, cut);
  const claim = bytes.subarray(cut + SECOND.length, -1);
  const [store, rank] = [siretIn(claim), rankIn(claim)];
  const [month, makers] = [monthIn(certificate), makersIn(certificate)];
  if (!store || !rank || !month || !makers) return undefined;
  return { certificate, claim, about: { ...store, ...rank, ...month, ...makers } };
}

const SIRET = Buffer.from('siret":"');
const RANK = Buffer.from('rank"');
const IDENTIFIER = Buffer.from('identifier"');
const STAGE = Buffer.from('stage"');
const ISSUED = Buffer.from('ssuedAt"');
const STOCK = Buffer.from('stock"');

function siretIn(claim: Buffer): About | undefined {
  const at = claim.indexOf(SIRET);
  return at < 0 ? undefined : storeOf({ siret: claim.toString("latin1", at + SIRET.length, at + SIRET.length + 14) });
}

function rankIn(claim: Buffer): About | undefined {
  const ranks = numbersOf(claim, RANK);
  return ranks?.length === 1 ? rankOf({ rank: ranks[0] }) : undefined;
}

/** Only what opens a maker has an identifier. */
function makersIn(certificate: Buffer): About | undefined {
  const found: string[] = [];
  for (let at = certificate.indexOf(IDENTIFIER); at >= 0; at = certificate.indexOf(IDENTIFIER, at)) {
    at += IDENTIFIER.length;
    if (certificate[at++] !== COLON || certificate[at++] !== QUOTE) return undefined;
    found.push(certificate.toString("latin1", at, Math.max(at, certificate.indexOf(QUOTE, at))));
  }
  return makersOf(found);
}

/** Each receipt has one stage and one time: both come in the order of receipts, whatever stands between. */
function monthIn(certificate: Buffer): About | undefined {
  const [stages, times] = [numbersOf(certificate, STAGE), numbersOf(certificate, ISSUED)];
  // The receipts of stock lenses are no part of the sale.
  if (!stages || stages.length !== times?.length || certificate.includes(STOCK)) return undefined;
  return monthOfTimes(times.filter((_, i) => stages[i] === 3));
}

/** The numbers of all fields of a name; nothing where one is written in an unusual way. */
function numbersOf(bytes: Buffer, name: Buffer): number[] | undefined {
  const found: number[] = [];
  for (let at = bytes.indexOf(name); at >= 0; at = bytes.indexOf(name, at)) {
    at += name.length;
    if (bytes[at++] !== COLON || !isDigit(bytes[at])) return undefined;
    let value = 0;
    for (; isDigit(bytes[at]); at++) value = value * 10 + (bytes[at] as number) - 48;
    found.push(value);
  }
  return found;
}

const isDigit = (char: number | undefined) => char !== undefined && char >= 48 && char <= 57;

/**
 * Reads `{"certificate": {…}, "claim": {…}}`. The texts are handed on as they stand: only the judge reads them strictly.
 * @throws {InputError} naming what is wrong.
 */
export function readPair(line: string): Pair {
  const text = unmarked(line);
  let parsed: { readonly certificate?: unknown; readonly claim?: unknown } | null;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new InputError("line", "not-json");
  }
  const pair = sliced(text) ?? strictly(text);
  const { claim, certificate } = parsed ?? {};
  return {
    ...pair,
    about: { ...storeOf(claim), ...rankOf(claim), ...monthOf(certificate), ...makersNamed(certificate) },
  };
}

/**
 * A line without the marks (U+FEFF) that its two files began with: whoever puts files together copies them too, and the other
 * readers drop them. Within a text of JSON a quotation mark has a backslash, so that nothing there is taken for a name.
 */
function unmarked(line: string): string {
  return line.includes("\uFEFF") ? line.replaceAll(/([{,]\s*"(?:certificate|claim)"\s*:\s*)\uFEFF/g, "$1") : line;
}

/** The two texts of a line in its usual shape. Cut elsewhere, one of them is no JSON, and the strict reader decides. */
function sliced(text: string): Texts | undefined {
  const [first, second] = ['{"certificate":', ',"claim":'];
  const cut = text.lastIndexOf(second);
  if (!text.startsWith(first) || cut < 0 || text.indexOf(second) !== cut) return undefined;
  return { certificate: text.slice(first.length, cut), claim: text.slice(cut + second.length, -1) };
}

function strictly(text: string): Texts {
  const line = parseJson(text, "line", text.length);
  if (typeof line !== "object" || line === null) throw new InputError("line", "wrong-type", { type: "object" });
  const { certificate, claim, ...others } = line as Record<string, unknown>;
  if (certificate === undefined) throw new InputError("line.certificate", "needed");
  if (claim === undefined) throw new InputError("line.claim", "needed");
  const [other] = Object.keys(others);
  if (other !== undefined) throw new InputError("line", "unknown-field", { given: shownName(other) });
  return { certificate: JSON.stringify(certificate), claim: JSON.stringify(claim) };
}

function storeOf(claim: unknown): About {
  const siret = (claim as { readonly siret?: unknown } | null | undefined)?.siret;
  return typeof siret === "string" && /^\d{14}$/.test(siret) ? { store: siret } : {};
}

function rankOf(claim: unknown): About {
  const rank = (claim as { readonly rank?: unknown } | null | undefined)?.rank;
  return rank === 1 || rank === 2 ? { rank } : {};
}

function makersNamed(certificate: unknown): About {
  const opened = (certificate as { readonly makers?: unknown } | null | undefined)?.makers;
  const makers = Object.values(typeof opened === "object" && opened !== null ? opened : {}) as (Named | null)[];
  return makersOf(makers.map((maker) => maker?.identifier).filter((name) => typeof name === "string"));
}

function makersOf(names: readonly string[]): About {
  const makers = [...new Set(names)];
  return makers.length === 0 ? {} : { makers };
}

interface Named {
  readonly identifier?: unknown;
}

interface Stated {
  readonly statement?: { readonly stage?: unknown };
  readonly batch?: { readonly issuedAt?: unknown };
}

function monthOf(certificate: unknown): About {
  const receipts = (certificate as { readonly receipts?: unknown } | null | undefined)?.receipts;
  if (!Array.isArray(receipts)) return {};
  const times = (receipts as (Stated | null)[])
    .filter((receipt) => receipt?.statement?.stage === 3)
    .map((receipt) => receipt?.batch?.issuedAt)
    .filter((time) => typeof time === "number");
  return monthOfTimes(times);
}

function monthOfTimes(all: readonly number[]): About {
  const times = all.filter((time) => Number.isSafeInteger(time) && time < 250_000_000_000);
  return times.length === 0 ? {} : { month: new Date(Math.max(...times) * 1_000).toISOString().slice(0, 7) };
}
