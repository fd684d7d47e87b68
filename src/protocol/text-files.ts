import { InputError } from "./errors.js";

/** A format of other programs, by which a file that is read in vain is named. */
type ForeignFormat =
  | "pdf"
  | "old-workbook"
  | "workbook"
  | "gzip"
  | "packed"
  | "image"
  | "database"
  | "html"
  | "workbook-xml"
  | "fhir"
  | "b2boptic"
  | "xml"
  | "edi"
  | "hl7"
  | "oma"
  | "rtf"
  | "sylk"
  | "mail"
  | "json-lines"
  | "of-clairevoie";

/** What a file was expected to be: the remedy differs. */
type Expected = "documents" | "json" | "line";

const HEADS: readonly (readonly [head: string, format: ForeignFormat])[] = [
  ["%PDF", "pdf"],
  ["\u00d0\u00cf\u0011\u00e0", "old-workbook"],
  ["PK\u0003\u0004", "workbook"],
  ["PK\u0005\u0006", "workbook"],
  ["\u001f\u008b", "gzip"],
  ["(\u00b5/\u00fd", "packed"],
  ["\u00fd7zXZ", "packed"],
  ["7z\u00bc\u00af", "packed"],
  ["Rar!", "packed"],
  ["BZh", "packed"],
  ["\u0089PNG", "image"],
  ["\u00ff\u00d8\u00ff", "image"],
  ["GIF8", "image"],
  ["II*\u0000", "image"],
  ["MM\u0000*", "image"],
  ["SQLite format 3", "database"],
  ["PAR1", "database"],
];
const LOOKED_AT = 4_096;

function formatOfBytes(bytes: Uint8Array): ForeignFormat | undefined {
  const head = String.fromCharCode(...bytes.subarray(0, 16));
  return HEADS.find(([begin]) => head.startsWith(begin))?.[1];
}

/**
 * The format of a text that is no document of ours.
 * @internal
 */
export function formatOfText(text: string): ForeignFormat | undefined {
  const head = text.slice(0, LOOKED_AT).trimStart();
  if (head.startsWith("<")) {
    if (/<(?:!doctype\s+html|html|head|body|table|meta)\b/i.test(head)) return "html";
    if (/urn:schemas-microsoft-com:office:spreadsheet|<Workbook\b/.test(head)) return "workbook-xml";
    if (head.includes("http://hl7.org/fhir")) return "fhir";
    return /<b2boptic|b2boptic/i.test(head) ? "b2boptic" : "xml";
  }
  if (/^(?:UNA.{6}|UN[BH]\+|ISA\*|STX=)/s.test(head)) return "edi";
  if (/^(?:MSH|FHS|BHS)\|/.test(head)) return "hl7";
  if (/^\{\\rtf/.test(head)) return "rtf";
  if (/^ID;P/.test(head)) return "sylk";
  if (/^(?:From|Received|Return-Path|MIME-Version|Message-ID): ?/i.test(head)) return "mail";
  // Records of laboratories are `LABEL=right;left`, one a line; a line of titles has no such form.
  if (/^(?:[A-Z][A-Z0-9_]{1,11}=[^\r\n]*(?:\r\n?|\n)){2}/.test(head)) return "oma";
  return undefined;
}

/**
 * The text of a file: UTF-8, or UTF-16 where its mark says so. The mark is no part of it.
 * @param otherwise Reads bytes that are no UTF-8 and have no mark; without it they are refused.
 * @throws {InputError} when it is no text, is damaged, or is of a format that is known to be another.
 * @internal
 */
export function decodeText(
  bytes: Uint8Array,
  file: string,
  expected: Expected,
  otherwise?: (bytes: Uint8Array) => string,
): string {
  const format = formatOfBytes(bytes);
  if (format === "workbook" && expected === "documents") throw new InputError(file, "workbook-or-archive");
  if (format) throw new InputError(file, "foreign-format", { format, expected });
  const [a, b, c] = bytes;
  const isWide = (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff);
  if (isWide) {
    const isFour = a === 0xff && c === 0 && bytes[3] === 0 && bytes.length > 2;
    const text = isFour ? undefined : decoded(bytes, a === 0xff ? "utf-16le" : "utf-16be");
    if (text === undefined) throw new InputError(file, "encoding-damaged");
    return text;
  }
  if (isWideWithoutMark(bytes)) throw new InputError(file, "encoding-without-mark");
  const text = decoded(bytes, "utf-8");
  if (text !== undefined) return text;
  const isMarked = a === 0xef && b === 0xbb && c === 0xbf;
  if (isMarked || !otherwise) throw new InputError(file, "encoding-damaged");
  return otherwise(bytes);
}

function decoded(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Every other byte of what is written in Latin letters is zero in UTF-16. */
function isWideWithoutMark(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, 64);
  if (head.length < 4) return false;
  const zeros = [0, 0];
  for (const [i, byte] of head.entries()) if (byte === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const half = head.length / 2;
  return (even === 0 && odd > 0.7 * half) || (odd === 0 && even > 0.7 * half);
}
