/** Decodes certificates. False where anything is not as this project writes it: the plain reader then decides. */
import {
  ANCHOR_PROOF, ANCHOR_PROOF_LENGTH, ASPECT_WORDS, CERTIFICATE, CHAIN, CHAIN_HAS_STOCK, CHAIN_REGISTRIES, DOSSIER,
  HAS_PROOFS, ISSUED_AT, KEY, OPTICIAN_SALT, OUT, PAYER_RANK, PAYER_SALT, REASON, RECEIPT_BYTES, RECEIPT_COUNT, RECEIPTS, ROOT, SALTED, SALTS,
  SIGNATURE, STAGE, STATED, STATEMENT_PROOF, STATEMENT_PROOF_LENGTH, STOCK_COUNT, SUPERSEDES, TEXT, WORK,
} from "../src/fast/memory-layout";
import {
  begin, CLOSE, CLOSE_LIST, COMMA, hasField, is, isAtEnd, isField, isHex, isLabel, isText, isWhole, isWords, OPEN, OPEN_LIST, whole,
  wordCount,
} from "./cursor.as";
import { statement } from "./structs.as";
import { isSame, isZeroWord } from "./words.as";

const MOST_RECEIPTS: u32 = 64;
const LONGEST_PROOF: u32 = 64;
const ASPECT_COUNT: u32 = 13;

export function certificate(length: usize): bool {
  begin(TEXT, length);
  if (!isField(OPEN, "format") || !isText("clairevoie-certificate/1")) return false;
  if (!isField(COMMA, "chain") || !isChain()) return false;
  if (!isField(COMMA, "receipts") || !isReceipts()) return false;
  if (!isField(COMMA, "optician") || !isField(OPEN, "salt")) return false;
  if (!isHex(32, CERTIFICATE + OPTICIAN_SALT) || !is(CLOSE)) return false;
  if (!isField(COMMA, "payer") || !isField(OPEN, "rank") || !isWhole(1, 2)) return false;
  store<u32>(CERTIFICATE + PAYER_RANK, whole as u32);
  if (!isField(COMMA, "salt") || !isHex(32, CERTIFICATE + PAYER_SALT) || !is(CLOSE)) return false;
  if (!isField(COMMA, "openings") || !isOpenings()) return false;
  store<u32>(CERTIFICATE + STOCK_COUNT, 0);
  if (hasField(COMMA, "stock") && !isStock()) return false;
  const hasProofs = hasField(COMMA, "proofs");
  store<u32>(CERTIFICATE + HAS_PROOFS, hasProofs ? 1 : 0);
  if (hasProofs && !areProofs()) return false;
  return is(CLOSE) && isAtEnd(TEXT, length);
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
    if (count == MOST_RECEIPTS || !isReceipt(count)) return false;
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
    isField(OPEN, "nullifier") && isHex(32, OUT) && isField(COMMA, "receipt") && isReceipt(number) && is(CLOSE)
  );
}

function isReceipt(number: u32): bool {
  const at: usize = RECEIPTS + RECEIPT_BYTES * number;
  if (!isField(OPEN, "statement") || !isField(OPEN, "dossier") || !isHex(32, at + DOSSIER)) return false;
  if (!isField(COMMA, "stage") || !isWhole(0, 3)) return false;
  store<u32>(at + STAGE, whole as u32);
  if (!isField(COMMA, "aspects") || !isWords(ASPECT_COUNT, at + ASPECT_WORDS) || wordCount != ASPECT_COUNT) return false;
  if (!isField(COMMA, "supersedes") || !isHex(32, at + SUPERSEDES)) return false;
  if (!isField(COMMA, "reason") || !isWhole(0, 6) || !is(CLOSE)) return false;
  store<u32>(at + REASON, whole as u32);
  let stated: u32 = 0;
  for (let aspect: u32 = 0; aspect < ASPECT_COUNT; aspect++) {
    if (!isZeroWord(at + ASPECT_WORDS + 32 * aspect)) stated |= 1 << aspect;
  }
  store<u32>(at + STATED, stated);
  statement(at, load<u32>(at + STAGE), load<u32>(at + REASON));
  if (!isField(COMMA, "statementProof") || !isWords(LONGEST_PROOF, at + STATEMENT_PROOF)) return false;
  store<u32>(at + STATEMENT_PROOF_LENGTH, wordCount);
  if (!isField(COMMA, "batch") || !isField(OPEN, "key") || !isHex(20, at + KEY)) return false;
  store<u32>(at + KEY + 20, 0);
  if (!isField(COMMA, "root") || !isHex(32, at + ROOT)) return false;
  if (!isField(COMMA, "issuedAt") || !isWhole(0, 1 << 40) || !is(CLOSE)) return false;
  store<u64>(at + ISSUED_AT, whole);
  if (!isField(COMMA, "signature") || !isSignature(at + SIGNATURE)) return false;
  if (!isField(COMMA, "anchorProof") || !isWords(LONGEST_PROOF, at + ANCHOR_PROOF)) return false;
  store<u32>(at + ANCHOR_PROOF_LENGTH, wordCount);
  return is(CLOSE);
}

/** They are checked and not kept: who verifies them takes them from the text. */
function areProofs(): bool {
  if (!isField(OPEN, "keys") || !isLabel(1, 40)) return false;
  if (hasField(COMMA, "categoryRight") && !isCategory()) return false;
  if (hasField(COMMA, "categoryLeft") && !isCategory()) return false;
  if (hasField(COMMA, "renewal") && !(isField(OPEN, "proof") && isGroth16())) return false;
  return is(CLOSE);
}

function isCategory(): bool {
  if (!isField(OPEN, "category") || !(isText("a") || isText("c") || isText("f"))) return false;
  return isField(COMMA, "proof") && isGroth16();
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
