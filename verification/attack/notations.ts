import type { Chance } from "../../testing/chance.js";

/** A match, drawn; undefined where there is none. */
function drawMatch(text: string, pattern: RegExp, drawing: Chance): RegExpMatchArray | undefined {
  const found = [...text.matchAll(pattern)];
  return found.length > 0 ? drawing.pick(found) : undefined;
}

const replaced = (text: string, match: RegExpMatchArray, by: string) =>
  text.slice(0, match.index) + by + text.slice((match.index ?? 0) + match[0].length);

const NUMBER = /(?<=[:,[])-?\d+(?=[,}\]])/g;
const KEY = /"(\w+)":/g;
const WORD = /"0x[0-9a-f]{40,}"/g;
const VALUE = /(?<=:)"[^"\\]+"/g;

/** The same number, almost the same, or none, in every notation that some reader of JSON takes. */
const numbers = (n: string): readonly string[] => [
  `${n}.0`,
  `${n}e0`,
  `${n}E+0`,
  `${n}0e-1`,
  `0.${n}e${n.length}`,
  `${n}.00000000000000001`,
  `${n}.5`,
  `0${n}`,
  `+${n}`,
  `-${n}`,
  "-0",
  "1e3",
  "1e400",
  "9007199254740993",
  "18446744073709551616",
  `1${"0".repeat(400)}`,
  `0x${Number(n).toString(16)}`,
  `${n}n`,
  `${n}_0`,
  `"${n}"`,
  `[${n}]`,
  "NaN",
  "Infinity",
  "null",
  "true",
];

const escaped = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
/** Letters that look like those of hexadecimal, digits of another alphabet, and what is not there to see. */
const ALIKE: Readonly<Record<string, string>> = { a: "а", c: "с", e: "е", x: "х", 0: "О", 1: "１", 2: "２", 5: "٥" };
const UNSEEN = ["\u200b", "\u00ad", "\u2060", "\ufeff", "\u0000", "\u202e"];
const LONE = ["\ud800", "\udfff", "\\ud800", "\\udc00"];

/** The same text in another form, or one that looks like it. */
function otherForms(quoted: string, drawing: Chance): readonly string[] {
  const text = quoted.slice(1, -1);
  const at = drawing.whole(0, text.length - 1);
  const char = text[at] ?? "0";
  const [before, after] = [text.slice(0, at), text.slice(at + 1)];
  return [
    `"${before}${escaped(char)}${after}"`,
    `"${[...text].map(escaped).join("")}"`,
    `"${before}${ALIKE[char] ?? char.toUpperCase()}${after}"`,
    `"${before}${drawing.pick(UNSEEN)}${char}${after}"`,
    `"${before}${drawing.pick(LONE)}${after}"`,
    `"${text.normalize("NFKD")}\u0301"`,
    `"${text.toUpperCase()}"`,
    `"${text.replace("0x", "0X")}"`,
    `"${text.replace("0x", "")}"`,
    `"${text.replace("0x", "0x00")}"`,
    `"${text.replace(/^0x(?:00)+/, "0x")}"`,
    `"${text} "`,
    `"${text}\\n"`,
    `"${text}\\u0000"`,
    `'${text}'`,
    text,
  ];
}

const FORBIDDEN = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "valueOf", "then"];

/** The same document written otherwise, or one that a careless reader takes for the same. */
export function otherNotation(text: string, drawing: Chance): string {
  const draw = drawing.next();
  if (draw < 0.3) {
    const number = drawMatch(text, NUMBER, drawing);
    return number ? replaced(text, number, drawing.pick(numbers(number[0]))) : text;
  }
  if (draw < 0.55) {
    const value = drawMatch(text, drawing.pick([VALUE, WORD]), drawing);
    return value ? replaced(text, value, drawing.pick(otherForms(value[0], drawing))) : text;
  }
  const key = drawMatch(text, KEY, drawing);
  if (!key) return text;
  const [whole, name = ""] = key;
  const at = key.index ?? 0;
  const value = text.slice(at + whole.length).match(/^(?:"[^"]*"|\d+|\[[^\]]*\])/)?.[0] ?? "0";
  if (draw < 0.8) {
    const twin = drawing.pick([name, `${escaped(name[0] ?? "a")}${name.slice(1)}`, name.toUpperCase(), ...FORBIDDEN]);
    const given = drawing.pick([value, "0", "null", "{}", `"0x${"00".repeat(32)}"`]);
    return drawing.pick([
      replaced(text, key, `"${twin}":${given},${whole}`),
      replaced(text, key, `"${twin}":`),
      replaced(text, key, `"${name}" :\t`),
      `${text.slice(0, at + whole.length)}${value},"${twin}":${given}${text.slice(at + whole.length + value.length)}`,
    ]);
  }
  const place = drawing.whole(0, text.length - 1);
  const deep = drawing.pick([30, 33, 5_000]);
  return drawing.pick([
    text.replaceAll(",", drawing.pick([" , ", ",\r\n", ",\t", ",\u00a0", ",\v"])),
    `\ufeff${text}`,
    `${drawing.pick([" ", "\n", "\u2028", "\u0000", "//\n", "/**/"])}${text}`,
    `${text}${drawing.pick(["\u0000", "\n\n", "{}", ",", "}", "//", "\u2029", "\ufeff"])}`,
    replaced(text, key, `${whole}${"[".repeat(deep)}${"]".repeat(deep)},"${name}2":`),
    replaced(text, key, `"a":${'{"a":'.repeat(deep)}1${"}".repeat(deep)},${whole}`),
    replaced(text, key, `"${"a".repeat(100_000)}":0,${whole}`),
    text.slice(0, place) + drawing.pick(UNSEEN) + text.slice(place),
    text.replace(/,(?=["{])/, ",,"),
    text.replace(/\}$/, ",}"),
  ]);
}

/** The bytes of a text, one or a few changed: where UTF-8 is no longer UTF-8, too. */
export function otherBytes(text: string, drawing: Chance): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  const at = drawing.whole(0, bytes.length - 1);
  const draw = drawing.next();
  if (draw < 0.35) {
    bytes[at] = (bytes[at] ?? 0) ^ (1 << drawing.whole(0, 7));
    return bytes;
  }
  if (draw < 0.55) {
    bytes[at] = drawing.whole(0, 255);
    return bytes;
  }
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at + drawing.pick([0, 1, 1, 2, 16]))];
  const inserted = drawing.pick([
    [],
    [0xff],
    [0xc0, 0xb0], // "0", too long.
    [0xc2],
    [0xed, 0xa0, 0x80], // A lone surrogate.
    [0xef, 0xbb, 0xbf],
    [0xf4, 0x90, 0x80, 0x80], // Beyond Unicode.
    [0xe2, 0x80, 0x8b],
    [0x00],
    [0x7f],
    [0x80],
  ]);
  return Uint8Array.of(...before, ...inserted, ...after);
}
