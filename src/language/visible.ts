/**
 * Controls of one and of two bytes (C0, DEL, C1), marks that reorder or hide text, line separators, and halves of
 * surrogates: what a terminal obeys or a reader does not see.
 */
const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\p{Cs}/gu;

/**
 * A text of others, for a person to read on a terminal: what would be obeyed there, or not be seen, is written as `\u{1b}`.
 *
 * @example
 * ```ts
 * import { visible } from "clairevoie/language";
 * visible("a\u001b[2Jb"); // "a\\u{1b}[2Jb"
 * ```
 */
export function visible(text: string): string {
  return text.replaceAll(UNSEEN, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

/** As much of a name as a person needs to find it. */
const LONGEST_NAME = 24;
/** Digits among letters for so long are no word, but part of a salt, a key or a ticket. */
const SECRET_LIKE = /(?=[a-z]*\d)[0-9a-z]{9,}/gi;

/**
 * A name that others chose (a field, a title), quoted, for an error to repeat: it is cut, and what could be a part of a secret
 * is left out.
 *
 * @example
 * ```ts
 * import { shownName } from "clairevoie/language";
 * shownName("sphereRight"); // '"sphereRight"'
 * ```
 */
export function shownName(name: string): string {
  const whole = name.trim();
  const masked = whole.slice(0, 4 * LONGEST_NAME).replaceAll(SECRET_LIKE, "…");
  const cut = masked.length > LONGEST_NAME || whole.length > 4 * LONGEST_NAME;
  return `"${visible(masked.slice(0, LONGEST_NAME)).replaceAll('"', '\\"')}${cut ? "…" : ""}"`;
}

/** As above, but for what JSON escapes by itself, and the line breaks that indent it. */
const UNSEEN_IN_JSON = /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/**
 * The same JSON without what a terminal would obey: such characters are written as JSON escapes them.
 * @internal
 */
export function visibleJson(json: string): string {
  return json.replaceAll(UNSEEN_IN_JSON, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
