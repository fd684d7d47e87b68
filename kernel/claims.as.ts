/** Decodes claims, and hashes their texts. False where anything is not as this project writes it. */
import {
  AMC, AMC_HASH, BILLED, BILLED_FRAME_CLASS, CLAIM, CLAIM_TEXT, FILE_REFERENCE_HASH, FRAME_CLASS, FRAME_REFERENCE_HASH,
  LINE_BYTES, LINE_CODE, LINE_COUNT, LINE_ITEM, LINES, PAYERS, PRIOR_AUTHORISATION_HASH, RANK, SHARE_CENTS, SHARES_CENTS, SIRET_HASH, TOLD, TOLD_LEFT,
  TOLD_RIGHT, TOTAL_CENTS, TREATMENTS, WORK,
} from "../src/fast/memory-layout";
import {
  begin, CLOSE, CLOSE_LIST, COMMA, hasField, is, isAtEnd, isDigits, isField, isHex, isIdentifier, isText, isWhole, OPEN, OPEN_LIST,
  textAt, textLength, whole,
} from "./cursor.as";
import { keccak } from "./keccak.as";
import {
  hashTreatments, LINE_CLASS, LINE_CODE_HASH, LINE_PRICE, sortLines, TREATMENT_BYTES,
} from "./lines.as";
import { hashText } from "./texts.as";

const MOST_CENTS: u64 = 100000000;
const MOST_LINES: u32 = 16;
const MOST_TREATMENTS: u32 = 16;
const FRAME_ITEM: u32 = 2;
const EXTRAS_ITEM: u32 = 3;
const FRAME: u32 = 4;
const LENS_RIGHT: u32 = 7;
const LENS_LEFT: u32 = 8;

export function claim(length: usize): bool {
  begin(CLAIM_TEXT, length);
  store<u32>(CLAIM + TOLD, 0);
  if (!isField(OPEN, "format") || !isText("clairevoie-claim/1")) return false;
  if (!isField(COMMA, "siret") || !isDigits(14, 14) || !passesLuhn()) return false;
  hashText(textAt, textLength, CLAIM + SIRET_HASH);
  if (!isField(COMMA, "fileReference") || !isIdentifier(1, 40)) return false;
  keccak(textAt, textLength, CLAIM + FILE_REFERENCE_HASH);
  if (!isField(COMMA, "amc") || !isDigits(8, 10)) return false;
  hashText(textAt, textLength, CLAIM + AMC_HASH);
  store<u32>(CLAIM + AMC, textAt as u32);
  store<u32>(CLAIM + AMC + 4, textLength);
  if (!isField(COMMA, "priorAuthorisation") || !isIdentifier(0, 40)) return false;
  keccak(textAt, textLength, CLAIM + PRIOR_AUTHORISATION_HASH);
  return (
    isNumber("rank", 1, 2, RANK) &&
    isNumber("payers", 1, 2, PAYERS) &&
    isNumber("shareCents", 0, MOST_CENTS, SHARE_CENTS) &&
    isNumber("sharesCents", 0, MOST_CENTS, SHARES_CENTS) &&
    isField(COMMA, "lines") &&
    isBill() &&
    (!hasField(COMMA, "frame") || isFrame()) &&
    (!hasField(COMMA, "lensRight") || isLens(LENS_RIGHT, CLAIM + TOLD_RIGHT)) &&
    (!hasField(COMMA, "lensLeft") || isLens(LENS_LEFT, CLAIM + TOLD_LEFT)) &&
    (!hasField(COMMA, "previous") || isPrevious()) &&
    is(CLOSE) &&
    isAtEnd(CLAIM_TEXT, length)
  );
}

/** What was committed to of each eye before: checked and not kept, as only a proof asks for it. */
function isPrevious(): bool {
  const hasRight = hasField(OPEN, "prescriptionRight");
  if (hasRight && !isHex(32, WORK)) return false;
  const hasLeft = hasField(hasRight ? COMMA : OPEN, "prescriptionLeft");
  if (hasLeft && !isHex(32, WORK)) return false;
  return (hasRight || hasLeft || is(OPEN)) && is(CLOSE);
}

/** A field of the claim that is a number. */
function isNumber(name: string, least: u64, most: u64, place: u32): bool {
  if (!isField(COMMA, name) || !isWhole(least, most)) return false;
  store<u32>(CLAIM + place, whole as u32);
  return true;
}

/** Of the digits that were read last (ISO/IEC 7812-1). */
function passesLuhn(): bool {
  let sum: u32 = 0;
  for (let i: u32 = 0; i < textLength; i++) {
    const digit = (load<u8>(textAt + textLength - 1 - i) as u32) - 0x30;
    const doubled = (i & 1) == 1 ? 2 * digit : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 == 0;
}

function tell(aspect: u32): void {
  store<u32>(CLAIM + TOLD, load<u32>(CLAIM + TOLD) | (1 << aspect));
}

/** The number of the class that is read; 0 when it is none. */
function classOf(): u32 {
  return isText("A") ? 1 : isText("B") ? 2 : 0;
}

/** The number of the item that is read; 4 when it is none. */
function itemOf(): u32 {
  return isText("rightLens") ? 0 : isText("leftLens") ? 1 : isText("frame") ? FRAME_ITEM : isText("extras") ? EXTRAS_ITEM : 4;
}

/** A code with the letter O where its digit 0 belongs: the plain reader knows which codes these are. */
function isMisspelt(): bool {
  return textLength == 3 && load<u8>(textAt, 1) == 0x4f;
}

/** The lines and their total, which must add up; each item but extras at most once. */
function isBill(): bool {
  let count: u32 = 0;
  let billed: u32 = 0;
  let sum: u64 = 0;
  if (!is(OPEN_LIST)) return false;
  do {
    if (count == MOST_LINES) return false;
    const at: usize = LINES + LINE_BYTES * count;
    if (!isField(OPEN, "item")) return false;
    const item = itemOf();
    const bit: u32 = 1 << item;
    if (item > EXTRAS_ITEM || (item != EXTRAS_ITEM && (billed & bit) != 0)) return false;
    billed |= bit;
    store<u32>(at, item, LINE_ITEM);
    if (!isField(COMMA, "code") || !isIdentifier(1, 10) || isMisspelt()) return false;
    store<u32>(at, textAt as u32, LINE_CODE);
    store<u32>(at, textLength, LINE_CODE + 4);
    hashText(textAt, textLength, at + LINE_CODE_HASH);
    if (!isField(COMMA, "class")) return false;
    const lineClass = classOf();
    if (lineClass == 0) return false;
    store<u32>(at, lineClass, LINE_CLASS);
    if (item == FRAME_ITEM) store<u32>(CLAIM + BILLED_FRAME_CLASS, lineClass);
    if (!isField(COMMA, "priceCents") || !isWhole(0, MOST_CENTS) || !is(CLOSE)) return false;
    store<u32>(at, whole as u32, LINE_PRICE);
    sum += whole;
    count++;
  } while (is(COMMA));
  store<u32>(CLAIM + LINE_COUNT, count);
  store<u32>(CLAIM + BILLED, billed);
  sortLines(count);
  return is(CLOSE_LIST) && isNumber("totalCents", 0, MOST_CENTS, TOTAL_CENTS) && sum == whole;
}

function isFrame(): bool {
  if (!isField(OPEN, "frameReference") || !isIdentifier(1, 60)) return false;
  hashText(textAt, textLength, CLAIM + FRAME_REFERENCE_HASH);
  if (!isField(COMMA, "class")) return false;
  const frameClass = classOf();
  store<u32>(CLAIM + FRAME_CLASS, frameClass);
  tell(FRAME);
  return frameClass != 0 && is(CLOSE);
}

function isLens(aspect: u32, to: usize): bool {
  if (!isField(OPEN, "ediCode") || !isIdentifier(1, 40)) return false;
  hashText(textAt, textLength, to);
  if (!isField(COMMA, "diameterMm") || !isWhole(40, 90)) return false;
  store<u32>(to, whole as u32, 64);
  if (!isField(COMMA, "index") || !isWhole(1400, 2000)) return false;
  store<u32>(to, whole as u32, 68);
  if (!isField(COMMA, "treatments") || !is(OPEN_LIST)) return false;
  let count: u32 = 0;
  if (!is(CLOSE_LIST)) {
    do {
      if (count == MOST_TREATMENTS || !isIdentifier(1, 20)) return false;
      const at: usize = TREATMENTS + TREATMENT_BYTES * count;
      store<u32>(at, textAt as u32);
      store<u32>(at, textLength, 4);
      count++;
    } while (is(COMMA));
    if (!is(CLOSE_LIST)) return false;
  }
  hashTreatments(count, to + 32);
  if (!isField(COMMA, "lensType")) return false;
  const lensType: u32 = isText("unifocal") ? 0 : isText("multifocal") ? 1 : isText("progressive") ? 2 : 3;
  store<u32>(to, lensType, 72);
  tell(aspect);
  return lensType < 3 && is(CLOSE);
}
