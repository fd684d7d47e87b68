/** Nodes of trees, and batches, with two memories of what was computed before. */
import {
  ANCHOR_PROOF, ANCHOR_PROOF_LENGTH, ANCHORED, BATCH_BYTES, BATCH_TYPE, BATCHES, DIGEST, DOMAIN, HASH, IS_FRESH, KEY, NODES, ROOT,
  SIGNER_STATUS, STATEMENT_PROOF, STATEMENT_PROOF_LENGTH, TYPE_HASHES, WORK,
} from "../src/fast/memory-layout";
import { keccak } from "./keccak.as";
import { clearWord, copyWord, isBefore, isSame, isSameWord } from "./words.as";

const NODE_MASK: u32 = 0xffff;
const NODE_BYTES: u32 = 96; // Two children, their parent.
const BATCH_MASK: u32 = 0x7fff;
const BATCH_KEY_BYTES: usize = 136;
/** In what is remembered of a batch: the anchor proof that was climbed last, if it is not too long, and its length. */
const REMEMBERED_LENGTH: usize = 192;
const REMEMBERED_PROOF: usize = 256;
const LONGEST_REMEMBERED: u32 = 16;
const NOTHING_REMEMBERED: u32 = 0xffffffff;
const IS_USED: usize = 191;
/** Batches of the same hash, of which this many are remembered; and, in the first of them, the one that makes room next. */
const WAYS: u32 = 8;
const NEXT_WAY: usize = 188;
const ROOT_OF_PROOF: usize = memory.data(32);

/** A node of a tree, from memory when it was computed before. The whole of both children is compared: nothing can collide. */
function parent(a: usize, b: usize, to: usize): void {
  const left = isBefore(a, b) ? a : b;
  const right = left == a ? b : a;
  const mixed = (load<u64>(left, 8) ^ rotl(load<u64>(right, 8), 23)) * 0x9e3779b97f4a7c15;
  const slot: usize = NODES + NODE_BYTES * (((mixed >> 40) as u32 & NODE_MASK));
  if (isNode(slot, left, right)) {
    copyWord(slot + 64, to);
    return;
  }
  const second: usize = NODES + NODE_BYTES * (((mixed >> 40) as u32 ^ 1) & NODE_MASK);
  if (isNode(second, left, right)) {
    copyWord(second + 64, to);
    return;
  }
  if (load<u64>(slot, 64) != 0) { // The older one makes room for the newest.
    for (let at: usize = 0; at < 96; at += 32) copyWord(slot + at, second + at);
  }
  copyWord(left, WORK);
  copyWord(right, WORK + 32);
  keccak(WORK, 64, to);
  copyWord(WORK, slot);
  copyWord(WORK + 32, slot + 32);
  copyWord(to, slot + 64);
}

/** An entry whose parent is zero is none. */
function isNode(slot: usize, left: usize, right: usize): bool {
  return load<u64>(slot, 64) != 0 && isSameWord(slot, left) && isSameWord(slot + 32, right);
}

/** The root that a leaf and its path lead to. */
export function climb(leaf: usize, path: usize, length: u32, to: usize): void {
  copyWord(leaf, to);
  for (let i: usize = 0; i < (length as usize); i++) parent(to, path + 32 * i, to);
}

/** The next level of a tree, in place or elsewhere below: `length` nodes give half of them, an odd last one rises. */
export function level(from: usize, length: u32, to: usize): void {
  let i: usize = 0;
  for (; i + 1 < (length as usize); i += 2) {
    const a = from + 32 * i;
    const b = a + 32;
    const left = isBefore(a, b) ? a : b;
    copyWord(left, WORK);
    copyWord(left == a ? b : a, WORK + 32);
    keccak(WORK, 64, to + 16 * i);
  }
  if (i < (length as usize)) copyWord(from + 32 * i, to + 16 * i);
}

/** Whether the statement of a decoded receipt is under the root that was signed. */
export function isIncluded(receipt: usize): bool {
  climb(receipt + HASH, receipt + STATEMENT_PROOF, load<u32>(receipt + STATEMENT_PROOF_LENGTH), ROOT_OF_PROOF);
  return isSameWord(ROOT_OF_PROOF, receipt + ROOT);
}

/** What is remembered of the batch of a decoded receipt, its digest and the root that its anchor proof leads to computed. */
export function batch(receipt: usize): usize {
  const slot = slotOf(receipt + KEY);
  const length = load<u32>(receipt + ANCHOR_PROOF_LENGTH);
  const proof = receipt + ANCHOR_PROOF;
  if (load<u32>(slot, REMEMBERED_LENGTH) == length && isSame(slot + REMEMBERED_PROOF, proof, 32 * length)) return slot;
  climb(slot + DIGEST, proof, length, slot + ANCHORED);
  store<u32>(slot, length <= LONGEST_REMEMBERED ? length : NOTHING_REMEMBERED, REMEMBERED_LENGTH);
  if (length <= LONGEST_REMEMBERED) memory.copy(slot + REMEMBERED_PROOF, proof, 32 * length);
  store<u8>(slot, 1, IS_FRESH);
  return slot;
}

/** A slot for what was signed and its signature: the one of the set that has it, or the one of them that is filled longest. */
function slotOf(key: usize): usize {
  const mixed = (load<u64>(key, 32) ^ rotl(load<u64>(key, 64), 31) ^ load<u64>(key, 24)) * 0x9e3779b97f4a7c15;
  const first: usize = BATCHES + BATCH_BYTES * (((mixed >> 40) as u32) & BATCH_MASK & ~(WAYS - 1));
  for (let way: u32 = 0; way < WAYS; way++) {
    const at: usize = first + BATCH_BYTES * way;
    if (load<u8>(at, IS_USED) == 0) break; // They are filled in their order.
    if (isSame(at, key, BATCH_KEY_BYTES)) return at;
  }
  const next = load<u8>(first, NEXT_WAY);
  store<u8>(first, (next + 1) & (WAYS - 1), NEXT_WAY);
  const slot: usize = first + BATCH_BYTES * (next as u32);
  memory.copy(slot, key, BATCH_KEY_BYTES);
  copyWord(TYPE_HASHES + 32 * BATCH_TYPE, WORK);
  clearWord(WORK + 32);
  memory.copy(WORK + 44, key, 20);
  copyWord(key + 32, WORK + 64);
  clearWord(WORK + 96);
  store<u64>(WORK + 120, bswap<u64>(load<u64>(key, 24)));
  store<u16>(WORK + 128, 0x0119);
  copyWord(DOMAIN, WORK + 130);
  keccak(WORK, 128, WORK + 162);
  keccak(WORK + 128, 66, slot + DIGEST);
  store<u8>(slot, 0, SIGNER_STATUS);
  store<u8>(slot, 1, IS_USED);
  store<u32>(slot, NOTHING_REMEMBERED, REMEMBERED_LENGTH);
  return slot;
}
