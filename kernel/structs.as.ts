/** EIP-712 structs, laid out by hand: statements, and what a claim commits to. */
import {
  AMC_HASH, ASPECT_WORDS, BILLED, BILLING_TYPE, CERTIFICATE, CLAIM, CODE_TYPE, COMMITTED, DOSSIER, DOSSIER_ID, DOSSIER_TYPE,
  FILE_REFERENCE_HASH, FRAME_CLASS, FRAME_REFERENCE_HASH, FRAME_TYPE, GRANT_DIGEST, GRANT_DOMAIN, GRANT_INSURER, GRANT_ROUND, GRANT_TYPE,
  HASH, LENS_TYPE, LINE_BYTES, LINE_COUNT, LINE_ITEM, LINE_TYPE, LINES, MAKER_HASHES, MAKER_NAMES, MAKER_TYPE, MEMBERS, NAMES, OPENED, OPTICIAN_SALT, PARTY, PARTY_TYPE,
  PAYER_RANK, PAYER_SALT, PAYER_TYPE, PAYERS, PRIOR_AUTHORISATION_HASH, RANK, REFERENCE_TYPE, SALTED, SALTS, SEED, SETTLER, SHARE_CENTS,
  SHARES_CENTS, SIRET_HASH, SPLIT_TYPE, STATEMENT_TYPE, STRUCT, SUPERSEDES, TAG_TYPE, TOLD, TOLD_LEFT, TOLD_RIGHT, TOTAL_CENTS, TYPE_HASHES,
  WORK,
} from "../src/fast/memory-layout";
import { keccak } from "./keccak.as";
import { LINE_CLASS, LINE_CODE_HASH, LINE_PRICE } from "./lines.as";
import { clearWord, copyWord, isSameWord } from "./words.as";

const BILLING: u32 = 3;
const FRAME: u32 = 4;
const CODE_RIGHT: u32 = 5;
const LENS_RIGHT: u32 = 7;
const MAKER_RIGHT: u32 = 13;
const OPTICIAN: u32 = 1;
const LENS_MAKER: u32 = 2;

/** The struct that is being written, and where its next member goes. */
let start: usize = 0;
let next: usize = 0;

function begin(at: usize, type: u32): void {
  start = at;
  copyWord(TYPE_HASHES + 32 * type, at);
  next = at + 32;
}

function word(from: usize): void {
  copyWord(from, next);
  next += 32;
}

function number(value: u64): void {
  clearWord(next);
  store<u64>(next + 24, bswap<u64>(value));
  next += 32;
}

function end(to: usize): void {
  keccak(start, next - start, to);
}

/** `hashStruct` of the statement of a decoded receipt, into it. */
export function statement(receipt: usize, stage: u32, reason: u32): void {
  begin(STRUCT, STATEMENT_TYPE);
  word(receipt + DOSSIER);
  number(stage);
  keccak(receipt + ASPECT_WORDS, 480, next);
  next += 32;
  word(receipt + SUPERSEDES);
  number(reason);
  end(receipt + HASH);
}

/** Begins the struct of an aspect whose salt the certificate has; false when it has none. */
function beginAspect(type: u32, aspect: u32): bool {
  if ((load<u32>(CERTIFICATE + SALTED) & (1 << aspect)) == 0) return false;
  begin(STRUCT, type);
  number(aspect);
  word(CERTIFICATE + SALTS + 32 * aspect);
  return true;
}

function endAspect(aspect: u32): void {
  end(OPENED + 32 * aspect);
  store<u32>(CLAIM + COMMITTED, load<u32>(CLAIM + COMMITTED) | (1 << aspect));
}

/**
 * Commits to what the claim says under the salts that the certificate has, both decoded: reference, share, bill, and what is told
 * and salted of codes, frame and lenses. Then to what the certificate says itself: the optician's party id, the dossier, the makers.
 */
export function open(): void {
  store<u32>(CLAIM + COMMITTED, 0);
  if (beginAspect(REFERENCE_TYPE, 0)) {
    word(CLAIM + SIRET_HASH);
    word(CLAIM + FILE_REFERENCE_HASH);
    endAspect(0);
  }
  openPayer();
  openBilling();
  const told = load<u32>(CLAIM + TOLD);
  if ((told & (1 << FRAME)) != 0 && beginAspect(FRAME_TYPE, FRAME)) {
    word(CLAIM + FRAME_REFERENCE_HASH);
    number(load<u32>(CLAIM + FRAME_CLASS));
    endAspect(FRAME);
  }
  for (let eye: u32 = 0; eye < 2; eye++) {
    openCode(eye);
    const lens = LENS_RIGHT + eye;
    if ((told & (1 << lens)) == 0 || !beginAspect(LENS_TYPE, lens)) continue;
    const from: usize = CLAIM + (eye == 0 ? TOLD_RIGHT : TOLD_LEFT);
    word(from);
    number(load<u32>(from, 64));
    number(load<u32>(from, 68));
    word(from + 32);
    number(load<u32>(from, 72));
    endAspect(lens);
  }
  begin(STRUCT, PARTY_TYPE);
  word(CERTIFICATE + OPTICIAN_SALT);
  number(OPTICIAN);
  word(CLAIM + SIRET_HASH);
  end(PARTY);
  begin(STRUCT, DOSSIER_TYPE);
  word(CERTIFICATE + SEED);
  word(CERTIFICATE + SETTLER);
  end(DOSSIER_ID);
  for (let eye: u32 = 0; eye < 2; eye++) openMaker(eye);
}

/** The maker of an eye, and the public name that it is enrolled under. */
function openMaker(eye: u32): void {
  const identifier: usize = CERTIFICATE + MAKER_HASHES + 32 * eye;
  if (!beginAspect(MAKER_TYPE, MAKER_RIGHT + eye)) return;
  word(identifier);
  endAspect(MAKER_RIGHT + eye);
  nameOf(identifier, MAKER_NAMES + 32 * eye);
}

/** The name of the lens maker whose identifier has this hash, from memory when it was computed before: there are few makers. */
function nameOf(identifier: usize, to: usize): void {
  const slot: usize = NAMES + 64 * (load<u8>(identifier) as u32);
  if (!isSameWord(slot, identifier)) {
    begin(STRUCT, PARTY_TYPE);
    number(0);
    number(LENS_MAKER);
    word(identifier);
    end(slot + 32);
    copyWord(identifier, slot);
  }
  copyWord(slot + 32, to);
}

/**
 * What the settler signs to let the certificate's insurer settle an invoice (the hash of the statement) as the claim shares it.
 * @param first The share of rank 1, euro cents; `second` that of rank 2.
 */
export function grant(invoice: usize, first: u32, second: u32): void {
  begin(STRUCT, SPLIT_TYPE);
  word(CERTIFICATE + SALTS + 32 * BILLING);
  number(first);
  number(second);
  end(MEMBERS);
  begin(STRUCT, TAG_TYPE);
  word(DOSSIER_ID);
  word(invoice);
  word(MEMBERS);
  end(MEMBERS);
  begin(STRUCT, GRANT_TYPE);
  word(CERTIFICATE + GRANT_INSURER);
  word(MEMBERS);
  number(load<u32>(CERTIFICATE + PAYER_RANK));
  word(CERTIFICATE + SETTLER);
  number(load<u32>(CERTIFICATE + GRANT_ROUND));
  end(WORK + 34);
  store<u16>(WORK, 0x0119);
  copyWord(GRANT_DOMAIN, WORK + 2);
  keccak(WORK, 66, GRANT_DIGEST);
}

/** Of the claim's own rank, under the salt of the certificate's payer. */
function openPayer(): void {
  const rank = load<u32>(CLAIM + RANK);
  begin(STRUCT, PAYER_TYPE);
  number(rank); // The aspects of the payers have the numbers 1 and 2.
  word(CERTIFICATE + PAYER_SALT);
  word(CLAIM + AMC_HASH);
  word(CLAIM + PRIOR_AUTHORISATION_HASH);
  number(rank);
  number(load<u32>(CLAIM + PAYERS));
  number(load<u32>(CLAIM + SHARE_CENTS));
  number(load<u32>(CLAIM + SHARES_CENTS));
  endAspect(rank);
}

function openBilling(): void {
  const count = load<u32>(CLAIM + LINE_COUNT);
  for (let i: u32 = 0; i < count; i++) {
    const line: usize = LINES + LINE_BYTES * i;
    begin(STRUCT, LINE_TYPE);
    number(load<u32>(line, LINE_ITEM));
    word(line + LINE_CODE_HASH);
    number(load<u32>(line, LINE_CLASS));
    number(load<u32>(line, LINE_PRICE));
    end(MEMBERS + 32 * i);
  }
  if (!beginAspect(BILLING_TYPE, BILLING)) return;
  keccak(MEMBERS, 32 * count, next);
  next += 32;
  number(load<u32>(CLAIM + TOTAL_CENTS));
  endAspect(BILLING);
}

/** The code and class that are billed for the lens of an eye. Lines are in their order, so that an eye's is where its bit says. */
function openCode(eye: u32): void {
  const billed = load<u32>(CLAIM + BILLED);
  if ((billed & (1 << eye)) == 0 || !beginAspect(CODE_TYPE, CODE_RIGHT + eye)) return;
  const line: usize = LINES + (eye == 1 && (billed & 1) != 0 ? LINE_BYTES : 0);
  word(line + LINE_CODE_HASH);
  number(load<u32>(line, LINE_CLASS));
  endAspect(CODE_RIGHT + eye);
}
