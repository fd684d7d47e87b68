/** Lists of a claim in their canonical order: lines of a bill, treatments of a lens. */
import { LINE_BYTES, LINE_CODE, LINE_ITEM, LINES, MEMBERS, TREATMENTS } from "../src/fast/memory-layout";
import { keccak } from "./keccak.as";
import { hashText } from "./texts.as";
import { copyWord } from "./words.as";

/** The rest of a line of a bill: numbers of 32 bits, then the hash of its code. */
export const LINE_CLASS: usize = 4;
export const LINE_PRICE: usize = 8;
export const LINE_CODE_HASH: usize = 32;
/** In a treatment: where it starts, and its length. */
export const TREATMENT_BYTES: u32 = 8;
/** What is on its way to its place. */
const HELD: usize = memory.data(64);

/** Two texts as code points order them: in ASCII, as bytes. */
function compareTexts(a: usize, aLength: u32, b: usize, bLength: u32): i32 {
  for (let i: usize = 0; i < (min<u32>(aLength, bLength) as usize); i++) {
    const left = load<u8>(a + i);
    const right = load<u8>(b + i);
    if (left != right) return (left as i32) - (right as i32);
  }
  return (aLength as i32) - (bLength as i32);
}

/** By item, then code, class and price. */
function compareLines(a: usize, b: usize): i32 {
  const byItem = load<i32>(a, LINE_ITEM) - load<i32>(b, LINE_ITEM);
  if (byItem != 0) return byItem;
  const byCode = compareTexts(load<u32>(a, LINE_CODE), load<u32>(a, LINE_CODE + 4), load<u32>(b, LINE_CODE), load<u32>(b, LINE_CODE + 4));
  if (byCode != 0) return byCode;
  const byClass = load<i32>(a, LINE_CLASS) - load<i32>(b, LINE_CLASS);
  return byClass != 0 ? byClass : load<i32>(a, LINE_PRICE) - load<i32>(b, LINE_PRICE);
}

export function sortLines(count: u32): void {
  for (let i: u32 = 1; i < count; i++) {
    let line: usize = LINES + LINE_BYTES * i;
    if (compareLines(line - LINE_BYTES, line) <= 0) continue;
    copyWord(line, HELD);
    copyWord(line + 32, HELD + 32);
    for (; line > (LINES as usize) && compareLines(line - LINE_BYTES, HELD) > 0; line -= LINE_BYTES) {
      copyWord(line - LINE_BYTES, line);
      copyWord(line - LINE_BYTES + 32, line + 32);
    }
    copyWord(HELD, line);
    copyWord(HELD + 32, line + 32);
  }
}

function compareTreatments(a: usize, b: usize): i32 {
  return compareTexts(load<u32>(a), load<u32>(a, 4), load<u32>(b), load<u32>(b, 4));
}

/** The hash of a set of treatments: sorted, each once. */
export function hashTreatments(count: u32, to: usize): void {
  for (let i: u32 = 1; i < count; i++) {
    let at: usize = TREATMENTS + TREATMENT_BYTES * i;
    store<u64>(HELD, load<u64>(at));
    for (; at > (TREATMENTS as usize) && compareTreatments(at - TREATMENT_BYTES, HELD) > 0; at -= TREATMENT_BYTES) {
      store<u64>(at, load<u64>(at - TREATMENT_BYTES));
    }
    store<u64>(at, load<u64>(HELD));
  }
  let kept: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const at: usize = TREATMENTS + TREATMENT_BYTES * i;
    if (i > 0 && compareTreatments(at - TREATMENT_BYTES, at) == 0) continue;
    hashText(load<u32>(at), load<u32>(at, 4), MEMBERS + 32 * kept);
    kept++;
  }
  keccak(MEMBERS, 32 * kept, to);
}
