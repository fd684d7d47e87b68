import { sha256 } from "@noble/hashes/sha2.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { AbiCoder, toBeArray, zeroPadBytes, zeroPadValue } from "ethers";

/** Something that a reader holds. Text is what people and parsers read; all else is searched as bytes. */
export interface Sight {
  readonly where: string;
  readonly bytes: Uint8Array;
  readonly isText: boolean;
}

/** One spelling of a value in bytes, before it is rendered (raw, hexadecimal, base 64, ...). */
export interface Form {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** It means something only between quotes or after a field's name: searched in text, as it is, however short. */
  readonly isMember?: boolean;
  /** It is the value itself, which may stand in anything: in every rendering, the base 32 of tickets among them. */
  readonly isPlain?: boolean;
}

/** A value that must stay hidden. `what` names it for a report; the value itself is never reported. */
export interface Secret {
  readonly what: string;
  readonly forms: readonly Form[];
}

/** A value that was found, in what spelling, and where. */
export interface Leak {
  readonly what: string;
  readonly encoding: string;
  readonly where: string;
}

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex.slice(2), "hex"));
/** The bytes of a text. */
export const utf8 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "utf8"));

/** What is in a text, by the name of where it was read. */
export function textSight(where: string, text: string): Sight {
  return { where, bytes: utf8(text), isText: true };
}

/** What is in bytes, from their hexadecimal. */
export function bytesSight(where: string, hex: string): Sight {
  return { where, bytes: bytesOf(hex), isText: false };
}

/** A document as its reader has it: its text, with and without indent, and each hexadecimal field as bytes. */
export function documentSights(where: string, document: unknown): Sight[] {
  const fields: Sight[] = [];
  const walk = (value: unknown, path: string) => {
    if (typeof value === "string" && /^0x(?:[0-9a-f]{2})+$/.test(value)) fields.push(bytesSight(path, value));
    else if (typeof value === "object" && value !== null) {
      for (const [key, inner] of Object.entries(value)) walk(inner, `${path}.${key}`);
    }
  };
  walk(document, where);
  return [textSight(where, JSON.stringify(document)), textSight(where, JSON.stringify(document, null, 2)), ...fields];
}

/** The hashes that a careless program would publish in place of a value: without salt, so a search undoes them. */
export function hashForms(name: string, bytes: Uint8Array): Form[] {
  return [
    { name: `keccak256 of ${name}`, bytes: keccak_256(bytes) },
    { name: `sha256 of ${name}`, bytes: sha256(bytes) },
  ];
}

/** Bytes in the two ways the ABI fills a word. */
function wordForms(name: string, bytes: Uint8Array): Form[] {
  if (bytes.length > 32) return [];
  return [
    { name: `${name}, left of a word`, bytes: bytesOf(zeroPadBytes(bytes, 32)) },
    { name: `${name}, right of a word`, bytes: bytesOf(zeroPadValue(bytes, 32)) },
  ];
}

/** A secret of bytes: a salt, a key to salts. */
export function secretBytes(what: string, bytes: Uint8Array): Secret {
  return {
    what,
    forms: [{ name: "bytes", bytes, isPlain: true }, ...wordForms("bytes", bytes), ...hashForms("bytes", bytes)],
  };
}

/** A secret of text: an identifier, a reference. */
export function secretText(what: string, text: string): Secret {
  if (text === "") return { what, forms: [] };
  const bytes = utf8(text);
  const escaped = (digits: (code: string) => string) =>
    utf8([...text].map((char) => `\\u${digits((char.codePointAt(0) ?? 0).toString(16)).padStart(4, "0")}`).join(""));
  return {
    what,
    forms: [
      { name: "UTF-8", bytes, isPlain: true },
      { name: "UTF-8, lower case", bytes: utf8(text.toLowerCase()) },
      { name: "UTF-16", bytes: Uint8Array.from(Buffer.from(text, "utf16le")) },
      { name: "JSON string", bytes: utf8(JSON.stringify(text)), isMember: true },
      { name: "JSON escapes", bytes: escaped((code) => code) },
      { name: "JSON escapes, upper case", bytes: escaped((code) => code.toUpperCase()) },
      { name: "percent escapes", bytes: utf8([...bytes].map((byte) => `%${byte.toString(16)}`).join("")) },
      ...wordForms("text", bytes),
      { name: "ABI string", bytes: bytesOf(AbiCoder.defaultAbiCoder().encode(["string"], [text])).slice(32) },
      ...hashForms("text", bytes),
      ...hashForms("text and its length", Uint8Array.of(bytes.length, ...bytes)),
      ...(/^[0-9]{8,}$/.test(text) ? numberForms(text) : []),
    ],
  };
}

/** A number that people write in digits, as machines write it. */
function numberForms(digits: string): Form[] {
  const integer = toBeArray(BigInt(digits));
  return [
    { name: "integer", bytes: integer, isPlain: true },
    { name: "integer of 8 bytes", bytes: bytesOf(zeroPadValue(integer, 8)) },
    { name: "integer of 8 bytes, low byte first", bytes: bytesOf(zeroPadValue(integer, 8)).reverse() },
    ...wordForms("integer", integer),
    { name: "two digits a byte", bytes: bytesOf(`0x${digits.length % 2 === 0 ? digits : `0${digits}`}`) },
    ...hashForms("integer as a word", bytesOf(zeroPadValue(integer, 32))),
  ];
}

const LEAST_BYTES = 6;
const LEAST_DIGITS = 15;
const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const RFC4648_BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

function base32(bytes: Uint8Array, alphabet: string): string {
  let text = "";
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xfff;
    for (bits += 8; bits >= 5; bits -= 5) text += alphabet[(value >> (bits - 5)) & 31];
  }
  return bits === 0 ? text : text + alphabet[(value << (5 - bits)) & 31];
}

/** What `bytes` become wherever they begin in a longer text: the characters that its neighbours cannot change. */
function windows(bytes: Uint8Array, bitsPerChar: 5 | 6, encode: (bytes: Uint8Array) => string): string[] {
  const starts = Array.from({ length: bitsPerChar === 5 ? 5 : 3 }, (_, start) => start);
  return starts.map((start) => {
    const padded = new Uint8Array(start + bytes.length);
    padded.set(bytes, start);
    const from = Math.ceil((8 * start) / bitsPerChar);
    return encode(padded).slice(from, Math.floor((8 * padded.length) / bitsPerChar));
  });
}

type Rendering = (bytes: Uint8Array) => string[];

/** How bytes are written down. Each gives the texts to look for. */
const COMMON_RENDERINGS: Readonly<Record<string, Rendering>> = {
  hexadecimal: (bytes) => [Buffer.from(bytes).toString("hex")],
  "hexadecimal, upper case": (bytes) => [Buffer.from(bytes).toString("hex").toUpperCase()],
  "base 64": (bytes) => windows(bytes, 6, (all) => Buffer.from(all).toString("base64")),
};
const ALL_RENDERINGS: Readonly<Record<string, Rendering>> = {
  ...COMMON_RENDERINGS,
  "base 64 for URLs": (bytes) => windows(bytes, 6, (all) => Buffer.from(all).toString("base64url")),
  "base 32 of tickets": (bytes) => windows(bytes, 5, (all) => base32(all, CROCKFORD)),
  "base 32 of tickets, lower case": (bytes) => windows(bytes, 5, (all) => base32(all, CROCKFORD).toLowerCase()),
  "base 32": (bytes) => windows(bytes, 5, (all) => base32(all, RFC4648_BASE32)),
  decimal: (bytes) => [BigInt(`0x${Buffer.from(bytes).toString("hex")}`).toString()].filter(isLong),
};

const isLong = (digits: string) => digits.length >= LEAST_DIGITS;

interface Needle {
  readonly what: string;
  readonly encoding: string;
  readonly bytes: Uint8Array;
  /** Where in it the bytes are by which it is looked up. */
  readonly at: number;
  /** Only whole: its neighbours in a text are no hexadecimal digits. */
  readonly isWhole: boolean;
  readonly isMember: boolean;
}

/** Too short, or too much zero, to be told from chance: such values are looked for inside longer spellings. */
function isTelling(bytes: Uint8Array): boolean {
  return bytes.length >= LEAST_BYTES && bytes.filter((byte) => byte !== 0).length >= 3;
}

const KEY_BYTES = 5;

/** The bytes by which a needle is looked up, as a number. */
function keyAt(bytes: Uint8Array, at: number): number {
  let key = 0;
  for (let i = at; i < at + KEY_BYTES; i++) key = key * 256 + (bytes[i] ?? 0);
  return key;
}

/** The part of a needle that is rarest: material is full of zeros, and of the same first letters. */
function rarest(bytes: Uint8Array): number {
  let [best, most] = [0, 0];
  for (let at = bytes.length - KEY_BYTES; at >= 0; at--) {
    const different = new Set(bytes.subarray(at, at + KEY_BYTES)).size;
    if (different > most) [best, most] = [at, different];
    if (most === KEY_BYTES) break;
  }
  return best;
}

function makeNeedle(secret: Secret, form: Form, rendering: string, bytes: Uint8Array): Needle | undefined {
  if (form.isMember ? bytes.length < KEY_BYTES : !isTelling(bytes)) return undefined;
  return {
    what: secret.what,
    encoding: rendering === "" ? form.name : `${form.name}, ${rendering}`,
    bytes,
    at: rarest(bytes),
    isWhole: bytes.length < 2 * LEAST_BYTES && bytes.every(isHexDigit),
    isMember: form.isMember ?? false,
  };
}

const isHexDigit = (byte: number | undefined) =>
  byte !== undefined &&
  ((byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x66) || (byte >= 0x41 && byte <= 0x46));

function needlesOf(secret: Secret): Needle[] {
  const needles: (Needle | undefined)[] = [];
  for (const form of secret.forms) {
    needles.push(makeNeedle(secret, form, "", form.bytes));
    if (form.isMember || !isTelling(form.bytes)) continue;
    for (const [rendering, render] of Object.entries(form.isPlain ? ALL_RENDERINGS : COMMON_RENDERINGS)) {
      for (const text of render(form.bytes)) needles.push(makeNeedle(secret, form, rendering, utf8(text)));
    }
  }
  return needles.filter((needle) => needle !== undefined);
}

function isThere(needle: Needle, sight: Sight, from: number): boolean {
  if (from < 0 || from + needle.bytes.length > sight.bytes.length) return false;
  if (needle.isMember && !sight.isText) return false;
  for (let i = 0; i < needle.bytes.length; i++) if (needle.bytes[i] !== sight.bytes[from + i]) return false;
  if (!needle.isWhole || !sight.isText) return true;
  return !isHexDigit(sight.bytes[from - 1]) && !isHexDigit(sight.bytes[from + needle.bytes.length]);
}

/** A search for many secrets at once: every spelling of each, in one pass over what a reader holds. */
export class Scanner {
  readonly #byKey = new Map<number, Needle[]>();
  readonly #encodings = new Set<string>();

  constructor(secrets: readonly Secret[]) {
    for (const needle of secrets.flatMap(needlesOf)) {
      const key = keyAt(needle.bytes, needle.at);
      const others = this.#byKey.get(key);
      if (others) others.push(needle);
      else this.#byKey.set(key, [needle]);
      this.#encodings.add(needle.encoding);
    }
  }

  /** The spellings that it looks for. */
  get encodings(): readonly string[] {
    return [...this.#encodings].sort();
  }

  /** Every secret that is there, each once for each spelling and place. */
  scan(sights: readonly Sight[]): Leak[] {
    const leaks = new Map<string, Leak>();
    for (const sight of sights) {
      for (let at = 0; at + KEY_BYTES <= sight.bytes.length; at++) {
        for (const needle of this.#byKey.get(keyAt(sight.bytes, at)) ?? []) {
          if (!isThere(needle, sight, at - needle.at)) continue;
          const leak: Leak = { what: needle.what, encoding: needle.encoding, where: sight.where };
          leaks.set(JSON.stringify(leak), leak);
        }
      }
    }
    return [...leaks.values()];
  }
}
