/** Reads JSON whose fields come in the order in which this project writes them, once, from the front. */

const QUOTE: u32 = 0x22;
const COLON: u32 = 0x3a;
export const COMMA: u32 = 0x2c;
export const OPEN: u32 = 0x7b;
export const CLOSE: u32 = 0x7d;
export const OPEN_LIST: u32 = 0x5b;
export const CLOSE_LIST: u32 = 0x5d;

/** Where the next character is. A byte of zero stands behind the text: nothing below takes it. */
let at: usize = 0;
/** What the last call of `whole` read. */
export let whole: u64 = 0;
/** Where what the last call of `identifier` read starts, and its length. */
export let textAt: usize = 0;
export let textLength: u32 = 0;
/** How many words the last call of `words` read. */
export let wordCount: u32 = 0;

export function begin(text: usize, length: usize): void {
  store<u8>(text + length, 0);
  at = text;
}

export function isAtEnd(text: usize, length: usize): bool {
  skipSpace();
  return at == text + length;
}

function skipSpace(): void {
  for (let char = load<u8>(at); char == 0x20 || char == 0x0a || char == 0x0d || char == 0x09; char = load<u8>(at)) at++;
}

export function is(char: u32): bool {
  skipSpace();
  if (load<u8>(at) != char) return false;
  at++;
  return true;
}

/** A text with its quotes, without an escape. */
export function isText(text: string): bool {
  skipSpace();
  if (load<u8>(at) != QUOTE) return false;
  const length: usize = text.length;
  const from = changetype<usize>(text);
  for (let i: usize = 0; i < length; i++) if (load<u8>(at + 1 + i) != load<u16>(from + 2 * i)) return false;
  if (load<u8>(at + 1 + length) != QUOTE) return false;
  at += length + 2;
  return true;
}

/** What comes before a field, its name, and the colon. */
export function isField(before: u32, name: string): bool {
  return is(before) && isText(name) && is(COLON);
}

/** The same, where the field may be absent. */
export function hasField(before: u32, name: string): bool {
  return hasName(before, name);
}

/** A name after what comes before it, if anything (0: nothing), and the colon, where it may be absent. */
export function hasName(before: u32, name: string): bool {
  const from = at;
  if ((before == 0 || is(before)) && isText(name) && is(COLON)) return true;
  at = from;
  return false;
}

/** A text, where something else may stand. */
export function hasText(text: string): bool {
  const from = at;
  if (isText(text)) return true;
  at = from;
  return false;
}

/** A whole number as JSON writes it, with neither fraction nor exponent. */
export function isWhole(least: u64, most: u64): bool {
  skipSpace();
  const from = at;
  whole = 0;
  for (let digit = (load<u8>(at) as u32) - 0x30; digit < 10; digit = (load<u8>(at) as u32) - 0x30) {
    whole = 10 * whole + digit;
    at++;
  }
  const length = at - from;
  const hasLeadingZero = length > 1 && load<u8>(from) == 0x30;
  return length > 0 && length <= 16 && !hasLeadingZero && whole >= least && whole <= most;
}

/** An identifier: upper-case letters, digits and `-./_`. */
export function isIdentifier(least: u32, most: u32): bool {
  if (!is(QUOTE)) return false;
  textAt = at;
  for (let char: u32 = load<u8>(at); isOfIdentifier(char); char = load<u8>(at)) at++;
  textLength = (at - textAt) as u32;
  if (textLength < least || textLength > most || load<u8>(at) != QUOTE) return false;
  at++;
  return true;
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function isOfIdentifier(char: u32): bool {
  return char - 0x2d < 13 || char - 0x41 < 26 || char == 0x5f;
}

/** A label: lower-case letters, digits and `-`. */
export function isLabel(least: u32, most: u32): bool {
  if (!is(QUOTE)) return false;
  const from = at;
  for (let char: u32 = load<u8>(at); char == 0x2d || char - 0x30 < 10 || char - 0x61 < 26; char = load<u8>(at)) at++;
  const length = (at - from) as u32;
  return length >= least && length <= most && is(QUOTE);
}

export function isDigits(least: u32, most: u32): bool {
  if (!isIdentifier(least, most)) return false;
  for (let i: usize = 0; i < (textLength as usize); i++) {
    if ((load<u8>(textAt + i) as u32) - 0x30 >= 10) return false;
  }
  return true;
}

/** `"0x…"` of so many bytes, decoded. */
export function isHex(bytes: usize, to: usize): bool {
  skipSpace();
  if (load<u8>(at) != QUOTE || load<u16>(at, 1) != 0x7830) return false; // 0x
  if (!hex(at + 3, bytes, to) || load<u8>(at + 3 + 2 * bytes) != QUOTE) return false;
  at += 4 + 2 * bytes;
  return true;
}

/** An array of at most `most` words. */
export function isWords(most: u32, to: usize): bool {
  wordCount = 0;
  if (!is(OPEN_LIST)) return false;
  if (is(CLOSE_LIST)) return true;
  do {
    if (wordCount == most || !isHex(32, to + 32 * wordCount)) return false;
    wordCount++;
  } while (is(COMMA));
  return is(CLOSE_LIST);
}

/** Decodes lower-case hexadecimal, 16 digits at a time where it can; false when it is anything else. */
export function hex(from: usize, bytes: usize, to: usize): bool {
  let sound = i8x16.splat(-1);
  let done: usize = 0;
  for (; done + 8 <= bytes; done += 8) {
    const text = v128.load(from + 2 * done);
    const digit = i8x16.sub(text, i8x16.splat(0x30));
    const letter = i8x16.sub(text, i8x16.splat(0x61));
    const isDigit = v128.lt<u8>(digit, i8x16.splat(10));
    const isLetter = v128.lt<u8>(letter, i8x16.splat(6));
    sound = v128.and(sound, v128.or(isDigit, isLetter));
    const value = v128.bitselect(digit, i8x16.add(letter, i8x16.splat(10)), isDigit);
    const pairs = v128.and(v128.or(i16x8.shl(value, 4), i16x8.shr_u(value, 8)), i16x8.splat(0xff));
    store<u64>(to + done, i64x2.extract_lane(v128.narrow<u16>(pairs, pairs), 0));
  }
  for (; done < bytes; done++) {
    const high = nibble(load<u8>(from + 2 * done));
    const low = nibble(load<u8>(from + 2 * done + 1));
    if ((high | low) > 15) return false;
    store<u8>(to + done, (high << 4) | low);
  }
  return i8x16.all_true(sound);
}

function nibble(char: u32): u32 {
  if (char - 0x30 < 10) return char - 0x30;
  if (char - 0x61 < 6) return char - 0x61 + 10;
  return 0x100;
}
