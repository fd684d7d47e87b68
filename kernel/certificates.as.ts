/** Decodes certificates. False where anything is not as this project writes it: the plain reader then decides. */
import {
  ANCHOR_PROOF, ANCHOR_PROOF_LENGTH, ASPECT_WORDS, CERTIFICATE, CHAIN, CHAIN_HAS_STOCK, CHAIN_REGISTRIES, DOSSIER, GRANT_INSURER,
  GRANT_ROUND, GRANT_SIGNATURE, HAS_GRANT, HAS_PROOFS, ISSUED_AT, KEY, LATEST, MAKER_HASHES, OPTICIAN_SALT, OUT, PAYER_RANK, PAYER_SALT,
  REASON, RECEIPT_BYTES, RECEIPT_COUNT, RECEIPTS, ROOT, SALTED, SALTS, SEED, SETTLER, SIGNATURE, STAGE, STATED, STATEMENT_PROOF,
  STATEMENT_PROOF_LENGTH, STOCK_COUNT, SUPERSEDES, TEXT, WORK,
} from "../src/fast/memory-layout";
import {
  begin, CLOSE, CLOSE_LIST, COMMA, hasField, hasName, hasText, is, isAtEnd, isField, isHex, isIdentifier, isLabel, isText, isWhole, isWords,
  OPEN, OPEN_LIST, textAt, textLength, whole, wordCount,
} from "./cursor.as";
import { statement } from "./structs.as";
import { hashText } from "./texts.as";
import { clearWord, copyWord, isSame, isZeroWord } from "./words.as";

const MOST_RECEIPTS: u32 = 64;
const LONGEST_PROOF: u32 = 64;
const MOST_SIBLINGS: u32 = 1024;
const ASPECT_COUNT: u32 = 15;
const MAKER_RIGHT: u32 = 13;

/** Siblings of all paths that were read. */
let siblings: u32 = 0;
/** Bit n is set where a receipt stated aspect n. */
let latest: u32 = 0;

export function certificate(length: usize): bool {
  begin(TEXT, length);
  siblings = 0;
  latest = 0;
  if (!isField(OPEN, "format") || !isText("clairevoie-certificate/1")) return false;
  if (!isField(COMMA, "chain") || !isChain()) return false;
  if (!isField(COMMA, "dossier") || !isDossier()) return false;
  if (!isField(COMMA, "receipts") || !isReceipts()) return false;
  if (!isField(COMMA, "optician") || !isField(OPEN, "salt")) return false;
  if (!isHex(32, CERTIFICATE + OPTICIAN_SALT) || !is(CLOSE)) return false;
  if (!isField(COMMA, "payer") || !isField(OPEN, "rank") || !isWhole(1, 2)) return false;
  store<u32>(CERTIFICATE + PAYER_RANK, whole as u32);
  if (!isField(COMMA, "salt") || !isHex(32, CERTIFICATE + PAYER_SALT) || !is(CLOSE)) return false;
  if (!isField(COMMA, "openings") || !isOpenings()) return false;
  if (hasField(COMMA, "makers") && !areMakers()) return false;
  const hasGrant = hasField(COMMA, "grant");
  store<u32>(CERTIFICATE + HAS_GRANT, hasGrant ? 1 : 0);
  if (hasGrant && !isGrant()) return false;
  store<u32>(CERTIFICATE + STOCK_COUNT, 0);
  if (hasField(COMMA, "stock") && !isStock()) return false;
  const hasProofs = hasField(COMMA, "proofs");
  store<u32>(CERTIFICATE + HAS_PROOFS, hasProofs ? 1 : 0);
  if (hasProofs && !areProofs()) return false;
  return siblings <= MOST_SIBLINGS && is(CLOSE) && isAtEnd(TEXT, length);
}

function isDossier(): bool {
  clearWord(CERTIFICATE + SETTLER);
  if (!isField(OPEN, "seed") || !isHex(32, CERTIFICATE + SEED)) return false;
  return isField(COMMA, "settler") && isHex(20, CERTIFICATE + SETTLER + 12) && is(CLOSE);
}

/** For one eye or both. Their salts stand with those of the other aspects. */
function areMakers(): bool {
  const hasRight = hasField(OPEN, "right");
  if (hasRight && !isMaker(0)) return false;
  const hasLeft = hasField(hasRight ? COMMA : OPEN, "left");
  if (hasLeft && !isMaker(1)) return false;
  return (hasRight || hasLeft) && is(CLOSE);
}

function isMaker(eye: u32): bool {
  if (!isField(OPEN, "salt") || !isSalt(MAKER_RIGHT + eye)) return false;
  if (!isField(COMMA, "identifier") || !isIdentifier(1, 40)) return false;
  hashText(textAt, textLength, CERTIFICATE + MAKER_HASHES + 32 * eye);
  return is(CLOSE);
}

function isGrant(): bool {
  if (!isField(OPEN, "insurer") || !isHex(32, CERTIFICATE + GRANT_INSURER)) return false;
  if (!isField(COMMA, "round") || !isWhole(0, 0xffffffff)) return false;
  store<u32>(CERTIFICATE + GRANT_ROUND, whole as u32);
  return isField(COMMA, "signature") && isHex(65, CERTIFICATE + GRANT_SIGNATURE) && is(CLOSE);
}

/** The chain that is expected, and no other. */
function isChain(): bool {
  if (!isField(OPEN, "chainId") || !isWhole(1, 9007199254740991) || whole != load<u64>(CHAIN)) return false;
  if (!isField(COMMA, "partyRegistry") || !isRegistry(0)) return false;
  if (!isField(COMMA, "anchorRegistry") || !isRegistry(1)) return false;
  if (!isField(COMMA, "withdrawalRegistry") || !isRegistry(2)) return false;
  if (!isField(COMMA, "settlementRegistry") || !isRegistry(3)) return false;
  hasStockRegistry = hasField(COMMA, "stockRegistry");
  if (hasStockRegistry && (load<u8>(CHAIN + CHAIN_HAS_STOCK) == 0 || !isRegistry(4))) return false;
  return is(CLOSE);
}

let hasStockRegistry: bool = false;

function isRegistry(number: u32): bool {
  const expected: usize = CHAIN + CHAIN_REGISTRIES + 20 * number;
  return isHex(20, OUT) && isSame(OUT, expected, 16) && load<u32>(OUT, 16) == load<u32>(expected, 16);
}

function isReceipts(): bool {
  let count: u32 = 0;
  if (!is(OPEN_LIST)) return false;
  do {
    if (count == MOST_RECEIPTS || !isReceipt(count, true)) return false;
    count++;
  } while (is(COMMA));
  store<u32>(CERTIFICATE + RECEIPT_COUNT, count);
  return is(CLOSE_LIST);
}

/** The receipts of stock lenses come after the others in memory. */
function isStock(): bool {
  if (!hasStockRegistry) return false;
  const count = load<u32>(CERTIFICATE + RECEIPT_COUNT);
  let stock: u32 = 0;
  if (hasField(OPEN, "right")) {
    if (count == MOST_RECEIPTS || !isStockLens(count)) return false;
    stock++;
  }
  if (hasField(stock == 0 ? OPEN : COMMA, "left")) {
    if (count + stock == MOST_RECEIPTS || !isStockLens(count + stock)) return false;
    stock++;
  }
  store<u32>(CERTIFICATE + STOCK_COUNT, stock);
  return stock > 0 && is(CLOSE);
}

function isStockLens(number: u32): bool {
  return (
    isField(OPEN, "nullifier") && isHex(32, OUT) && isField(COMMA, "receipt") && isReceipt(number, false) && is(CLOSE)
  );
}

/** @param mayRepeat Whether an aspect may stand for what the receipt before states of it. */
function isReceipt(number: u32, mayRepeat: bool): bool {
  const at: usize = RECEIPTS + RECEIPT_BYTES * number;
  if (!isField(OPEN, "statement") || !isField(OPEN, "dossier") || !isHex(32, at + DOSSIER)) return false;
  if (!isField(COMMA, "stage") || !isWhole(0, 4)) return false;
  store<u32>(at + STAGE, whole as u32);
  if (!isField(COMMA, "aspects") || !areAspects(at, mayRepeat)) return false;
  clearWord(at + SUPERSEDES);
  if (hasField(COMMA, "supersedes") && (!isHex(32, at + SUPERSEDES) || isZeroWord(at + SUPERSEDES))) return false;
  const hasReason = hasField(COMMA, "reason");
  if (hasReason && !isWhole(1, 7)) return false;
  store<u32>(at + REASON, hasReason ? (whole as u32) : 0);
  if (!is(CLOSE)) return false;
  statement(at, load<u32>(at + STAGE), load<u32>(at + REASON));
  if (!isField(COMMA, "statementProof") || !isWords(LONGEST_PROOF, at + STATEMENT_PROOF)) return false;
  store<u32>(at + STATEMENT_PROOF_LENGTH, wordCount);
  siblings += wordCount;
  if (!isField(COMMA, "batch") || !isField(OPEN, "key") || !isHex(20, at + KEY)) return false;
  store<u32>(at + KEY + 20, 0);
  if (!isField(COMMA, "root") || !isHex(32, at + ROOT)) return false;
  if (!isField(COMMA, "issuedAt") || !isWhole(0, 1 << 40) || !is(CLOSE)) return false;
  store<u64>(at + ISSUED_AT, whole);
  if (!isField(COMMA, "signature") || !isSignature(at + SIGNATURE)) return false;
  if (!isField(COMMA, "anchorProof") || !isWords(LONGEST_PROOF, at + ANCHOR_PROOF)) return false;
  store<u32>(at + ANCHOR_PROOF_LENGTH, wordCount);
  siblings += wordCount;
  return is(CLOSE);
}

/** Aspects by name, in the order of their numbers; none of them is zero. */
function areAspects(at: usize, mayRepeat: bool): bool {
  let stated: u32 = 0;
  if (!is(OPEN)) return false;
  for (let aspect: u32 = 0; aspect < ASPECT_COUNT; aspect++) {
    const to: usize = at + ASPECT_WORDS + 32 * aspect;
    if (!hasName(stated == 0 ? 0 : COMMA, nameOf(aspect))) {
      clearWord(to);
      continue;
    }
    const bit: u32 = 1 << aspect;
    if (mayRepeat && hasText("=")) {
      if ((latest & bit) == 0) return false;
      copyWord(LATEST + 32 * aspect, to);
    } else if (!isHex(32, to) || isZeroWord(to)) return false;
    if (mayRepeat) copyWord(to, LATEST + 32 * aspect);
    stated |= bit;
  }
  if (mayRepeat) latest |= stated;
  store<u32>(at + STATED, stated);
  return is(CLOSE);
}

function nameOf(aspect: u32): string {
  switch (aspect) {
    case 0: return "reference";
    case 1: return "payerFirst";
    case 2: return "payerSecond";
    case 3: return "billing";
    case 4: return "frame";
    case 5: return "codeRight";
    case 6: return "codeLeft";
    case 7: return "lensRight";
    case 8: return "lensLeft";
    case 9: return "prescriptionRight";
    case 10: return "prescriptionLeft";
    case 11: return "orderRight";
    case 12: return "orderLeft";
    case 13: return "makerRight";
    default: return "makerLeft";
  }
}

/** They are checked and not kept: who verifies them takes them from the text. There is at least one. */
function areProofs(): bool {
  if (!isField(OPEN, "keys") || !isLabel(1, 40)) return false;
  const hasRight = hasField(COMMA, "bandRight");
  if (hasRight && !isBand()) return false;
  const hasLeft = hasField(COMMA, "bandLeft");
  if (hasLeft && !isBand()) return false;
  const hasRenewal = hasField(COMMA, "renewal");
  if (hasRenewal && !(isField(OPEN, "proof") && isGroth16())) return false;
  return (hasRight || hasLeft || hasRenewal) && is(CLOSE);
}

function isBand(): bool {
  return isField(OPEN, "mask") && isWhole(1, 16383) && isField(COMMA, "proof") && isGroth16();
}

/** The 256 bytes of a proof, which end its object. */
function isGroth16(): bool {
  return isHex(256, WORK) && is(CLOSE);
}

/** 65 bytes or none; the last of 72 says how many. */
function isSignature(to: usize): bool {
  store<u64>(to + 64, 0);
  if (isText("0x")) {
    memory.fill(to, 0, 64);
    return true;
  }
  if (!isHex(65, to)) return false;
  store<u8>(to + 71, 65);
  return true;
}

function isOpenings(): bool {
  store<u32>(CERTIFICATE + SALTED, 0);
  return (
    isField(OPEN, "reference") &&
    isSalt(0) &&
    isField(COMMA, "billing") &&
    isSalt(3) &&
    (!hasField(COMMA, "frame") || isSalt(4)) &&
    (!hasField(COMMA, "codeRight") || isSalt(5)) &&
    (!hasField(COMMA, "codeLeft") || isSalt(6)) &&
    (!hasField(COMMA, "lensRight") || isSalt(7)) &&
    (!hasField(COMMA, "lensLeft") || isSalt(8)) &&
    is(CLOSE)
  );
}

/** Of the aspect with this number. */
function isSalt(aspect: u32): bool {
  store<u32>(CERTIFICATE + SALTED, load<u32>(CERTIFICATE + SALTED) | (1 << aspect));
  return isHex(32, CERTIFICATE + SALTS + 32 * aspect);
}
