// AssemblyScript, not TypeScript: `npm run kernel` compiles it into src/fast/kernel.wasm.ts. It works on its own memory and
// knows no rule: hexadecimal, keccak256, paths, and two memories of what it computed before.

/** Where things are; `src/fast/kernel.ts` has the same numbers. */
const DOMAIN: usize = 0x10000; // Domain separator.
const BATCH_TYPE: usize = 0x10020;
const STATEMENT_TYPE: usize = 0x10040;
const WORK: usize = 0x10100;
const TEXT: usize = 0x20000;
const NODES: usize = 0x300000;
const NODE_MASK: u32 = 0x1ffff;
const NODE_BYTES: usize = 96; // Two children, their parent.
const BATCHES: usize = 0xf00000;
const BATCH_MASK: u32 = 0xffff;
const BATCH_BYTES: usize = 192; // What was signed and the signature, the digest, the signer.

/** A receipt, once decoded. */
const ASPECTS: usize = 32;
const SUPERSEDES: usize = 448;
const BATCH: usize = 480; // Key 20 + 4, issuedAt 8, root 32, signature 65 + 7.
const BATCH_KEY_BYTES: usize = 136;
const HASH: usize = 616;

const ROUNDS: usize = memory.data<u64>([
  0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000, 0x000000000000808b,
  0x0000000080000001, 0x8000000080008081, 0x8000000000008009, 0x000000000000008a, 0x0000000000000088,
  0x0000000080008009, 0x000000008000000a, 0x000000008000808b, 0x800000000000008b, 0x8000000000008089,
  0x8000000000008003, 0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
  0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
]);
const STATE: usize = memory.data(200);
const RATE: usize = 136;

/** How many times keccak-f ran, for the benchmarks. */
export let permutations: u32 = 0;

/** Keccak-f[1600] (FIPS 202, section 3) on STATE: theta, then rho and pi, then chi and iota. */
function permute(): void {
  permutations++;
  let a0 = load<u64>(STATE, 0), a1 = load<u64>(STATE, 8), a2 = load<u64>(STATE, 16), a3 = load<u64>(STATE, 24);
  let a4 = load<u64>(STATE, 32), a5 = load<u64>(STATE, 40), a6 = load<u64>(STATE, 48), a7 = load<u64>(STATE, 56);
  let a8 = load<u64>(STATE, 64), a9 = load<u64>(STATE, 72), a10 = load<u64>(STATE, 80), a11 = load<u64>(STATE, 88);
  let a12 = load<u64>(STATE, 96), a13 = load<u64>(STATE, 104), a14 = load<u64>(STATE, 112), a15 = load<u64>(STATE, 120);
  let a16 = load<u64>(STATE, 128), a17 = load<u64>(STATE, 136), a18 = load<u64>(STATE, 144), a19 = load<u64>(STATE, 152);
  let a20 = load<u64>(STATE, 160), a21 = load<u64>(STATE, 168), a22 = load<u64>(STATE, 176), a23 = load<u64>(STATE, 184);
  let a24 = load<u64>(STATE, 192);
  for (let round: usize = 0; round < 24; round++) {
    const c0 = a0 ^ a5 ^ a10 ^ a15 ^ a20;
    const c1 = a1 ^ a6 ^ a11 ^ a16 ^ a21;
    const c2 = a2 ^ a7 ^ a12 ^ a17 ^ a22;
    const c3 = a3 ^ a8 ^ a13 ^ a18 ^ a23;
    const c4 = a4 ^ a9 ^ a14 ^ a19 ^ a24;
    const d0 = c4 ^ rotl(c1, 1);
    const d1 = c0 ^ rotl(c2, 1);
    const d2 = c1 ^ rotl(c3, 1);
    const d3 = c2 ^ rotl(c4, 1);
    const d4 = c3 ^ rotl(c0, 1);
    const b0 = a0 ^ d0;
    const b10 = rotl(a1 ^ d1, 1);
    const b20 = rotl(a2 ^ d2, 62);
    const b5 = rotl(a3 ^ d3, 28);
    const b15 = rotl(a4 ^ d4, 27);
    const b16 = rotl(a5 ^ d0, 36);
    const b1 = rotl(a6 ^ d1, 44);
    const b11 = rotl(a7 ^ d2, 6);
    const b21 = rotl(a8 ^ d3, 55);
    const b6 = rotl(a9 ^ d4, 20);
    const b7 = rotl(a10 ^ d0, 3);
    const b17 = rotl(a11 ^ d1, 10);
    const b2 = rotl(a12 ^ d2, 43);
    const b12 = rotl(a13 ^ d3, 25);
    const b22 = rotl(a14 ^ d4, 39);
    const b23 = rotl(a15 ^ d0, 41);
    const b8 = rotl(a16 ^ d1, 45);
    const b18 = rotl(a17 ^ d2, 15);
    const b3 = rotl(a18 ^ d3, 21);
    const b13 = rotl(a19 ^ d4, 8);
    const b14 = rotl(a20 ^ d0, 18);
    const b24 = rotl(a21 ^ d1, 2);
    const b9 = rotl(a22 ^ d2, 61);
    const b19 = rotl(a23 ^ d3, 56);
    const b4 = rotl(a24 ^ d4, 14);
    a0 = b0 ^ (~b1 & b2) ^ load<u64>(ROUNDS + (round << 3));
    a1 = b1 ^ (~b2 & b3);
    a2 = b2 ^ (~b3 & b4);
    a3 = b3 ^ (~b4 & b0);
    a4 = b4 ^ (~b0 & b1);
    a5 = b5 ^ (~b6 & b7);
    a6 = b6 ^ (~b7 & b8);
    a7 = b7 ^ (~b8 & b9);
    a8 = b8 ^ (~b9 & b5);
    a9 = b9 ^ (~b5 & b6);
    a10 = b10 ^ (~b11 & b12);
    a11 = b11 ^ (~b12 & b13);
    a12 = b12 ^ (~b13 & b14);
    a13 = b13 ^ (~b14 & b10);
    a14 = b14 ^ (~b10 & b11);
    a15 = b15 ^ (~b16 & b17);
    a16 = b16 ^ (~b17 & b18);
    a17 = b17 ^ (~b18 & b19);
    a18 = b18 ^ (~b19 & b15);
    a19 = b19 ^ (~b15 & b16);
    a20 = b20 ^ (~b21 & b22);
    a21 = b21 ^ (~b22 & b23);
    a22 = b22 ^ (~b23 & b24);
    a23 = b23 ^ (~b24 & b20);
    a24 = b24 ^ (~b20 & b21);
  }
  store<u64>(STATE, a0, 0), store<u64>(STATE, a1, 8), store<u64>(STATE, a2, 16), store<u64>(STATE, a3, 24);
  store<u64>(STATE, a4, 32), store<u64>(STATE, a5, 40), store<u64>(STATE, a6, 48), store<u64>(STATE, a7, 56);
  store<u64>(STATE, a8, 64), store<u64>(STATE, a9, 72), store<u64>(STATE, a10, 80), store<u64>(STATE, a11, 88);
  store<u64>(STATE, a12, 96), store<u64>(STATE, a13, 104), store<u64>(STATE, a14, 112), store<u64>(STATE, a15, 120);
  store<u64>(STATE, a16, 128), store<u64>(STATE, a17, 136), store<u64>(STATE, a18, 144), store<u64>(STATE, a19, 152);
  store<u64>(STATE, a20, 160), store<u64>(STATE, a21, 168), store<u64>(STATE, a22, 176), store<u64>(STATE, a23, 184);
  store<u64>(STATE, a24, 192);
}

/** keccak256 of `length` bytes: padding 0x01, as before FIPS 202. */
export function keccak(from: usize, length: usize, to: usize): void {
  memory.fill(STATE, 0, 200);
  while (length >= RATE) {
    for (let lane: usize = 0; lane < RATE; lane += 8) store<u64>(STATE + lane, load<u64>(STATE + lane) ^ load<u64>(from + lane));
    permute();
    from += RATE;
    length -= RATE;
  }
  let at: usize = 0;
  for (; at + 8 <= length; at += 8) store<u64>(STATE + at, load<u64>(STATE + at) ^ load<u64>(from + at));
  for (; at < length; at++) store<u8>(STATE + at, load<u8>(STATE + at) ^ load<u8>(from + at));
  store<u8>(STATE + length, load<u8>(STATE + length) ^ 1);
  store<u8>(STATE + RATE - 1, load<u8>(STATE + RATE - 1) ^ 0x80);
  permute();
  memory.copy(to, STATE, 32);
}

/** Decodes lower-case hexadecimal, 32 digits at a time where it can; false when it is anything else. */
export function hex(from: usize, bytes: usize, to: usize): bool {
  let sound = i8x16.splat(-1);
  let at: usize = 0;
  for (; at + 8 <= bytes; at += 8) {
    const text = v128.load(from + 2 * at);
    const digit = i8x16.sub(text, i8x16.splat(0x30));
    const letter = i8x16.sub(text, i8x16.splat(0x61));
    const isDigit = v128.lt<u8>(digit, i8x16.splat(10));
    const isLetter = v128.lt<u8>(letter, i8x16.splat(6));
    sound = v128.and(sound, v128.or(isDigit, isLetter));
    const value = v128.bitselect(digit, i8x16.add(letter, i8x16.splat(10)), isDigit);
    const pairs = v128.and(v128.or(i16x8.shl(value, 4), i16x8.shr_u(value, 8)), i16x8.splat(0xff));
    store<u64>(to + at, i64x2.extract_lane(v128.narrow<u16>(pairs, pairs), 0));
  }
  for (; at < bytes; at++) {
    const high = nibble(load<u8>(from + 2 * at));
    const low = nibble(load<u8>(from + 2 * at + 1));
    if ((high | low) > 15) return false;
    store<u8>(to + at, (high << 4) | low);
  }
  return i8x16.all_true(sound);
}

function nibble(char: u32): u32 {
  if (char - 0x30 < 10) return char - 0x30;
  if (char - 0x61 < 6) return char - 0x61 + 10;
  return 0x100;
}

function afterSpace(at: usize): usize {
  for (let char = load<u8>(at); char == 0x20 || char == 0x0a || char == 0x0d || char == 0x09; char = load<u8>(at)) at++;
  return at;
}

/** How many words the last call of `words` read. */
export let count: u32 = 0;

/**
 * Reads a JSON array of at most `most` texts `"0x<64 digits>"`. Where each text starts is written, as 32 bits, at `places`.
 * Returns where the array ends, or 0 when it is anything else.
 */
export function words(from: usize, most: u32, to: usize, places: usize): usize {
  count = 0;
  let at = afterSpace(from);
  if (load<u8>(at) != 0x5b) return 0; // [
  at = afterSpace(at + 1);
  if (load<u8>(at) == 0x5d) return at + 1; // ]
  while (count < most) {
    if (load<u8>(at) != 0x22 || load<u16>(at, 1) != 0x7830 || load<u8>(at, 67) != 0x22) return 0; // "0x … "
    if (!hex(at + 3, 32, to + 32 * (count as usize))) return 0;
    store<u32>(places + 4 * (count as usize), (at + 1 - TEXT) as u32);
    count++;
    at = afterSpace(at + 68);
    const char = load<u8>(at);
    if (char == 0x5d) return at + 1;
    if (char != 0x2c) return 0; // ,
    at = afterSpace(at + 1);
  }
  return 0;
}

export function isSame(a: usize, b: usize, bytes: usize): bool {
  for (let at: usize = 0; at < bytes; at += 8) if (load<u64>(a + at) != load<u64>(b + at)) return false;
  return true;
}

function isBefore(a: usize, b: usize): bool {
  for (let at: usize = 0; at < 32; at += 8) {
    const left = bswap<u64>(load<u64>(a + at));
    const right = bswap<u64>(load<u64>(b + at));
    if (left != right) return left < right;
  }
  return false;
}

/** A node of a tree, from memory when it was computed before. The whole of both children is compared: nothing can collide. */
function parent(a: usize, b: usize, to: usize): void {
  const left = isBefore(a, b) ? a : b;
  const right = left == a ? b : a;
  const mixed = (load<u64>(left, 8) ^ rotl(load<u64>(right, 8), 23)) * 0x9e3779b97f4a7c15;
  const slot = NODES + NODE_BYTES * (((mixed >> 40) as u32 & NODE_MASK) as usize);
  if (isNode(slot, left, right)) {
    memory.copy(to, slot + 64, 32);
    return;
  }
  const second = NODES + NODE_BYTES * ((((mixed >> 40) as u32 ^ 1) & NODE_MASK) as usize);
  if (isNode(second, left, right)) {
    memory.copy(to, second + 64, 32);
    return;
  }
  if (load<u64>(slot, 64) != 0) memory.copy(second, slot, NODE_BYTES); // The older one makes room for the newest.
  memory.copy(WORK, left, 32);
  memory.copy(WORK + 32, right, 32);
  keccak(WORK, 64, to);
  memory.copy(slot, WORK, 64);
  memory.copy(slot + 64, to, 32);
}

/** An entry whose parent is zero is none. */
function isNode(slot: usize, left: usize, right: usize): bool {
  return load<u64>(slot, 64) != 0 && isSame(slot, left, 32) && isSame(slot + 32, right, 32);
}

/** The root that a leaf and its path lead to. */
export function climb(leaf: usize, path: usize, length: u32, to: usize): void {
  memory.copy(to, leaf, 32);
  for (let i: usize = 0; i < (length as usize); i++) parent(to, path + 32 * i, to);
}

/** The next level of a tree, in place or elsewhere below: `length` nodes give half of them, an odd last one rises. */
export function level(from: usize, length: u32, to: usize): void {
  let i: usize = 0;
  for (; i + 1 < (length as usize); i += 2) {
    const a = from + 32 * i;
    const b = a + 32;
    const left = isBefore(a, b) ? a : b;
    memory.copy(WORK, left, 32);
    memory.copy(WORK + 32, left == a ? b : a, 32);
    keccak(WORK, 64, to + 16 * i);
  }
  if (i < (length as usize)) memory.copy(to + 16 * i, from + 32 * i, 32);
}

/** `hashStruct` of the statement of a decoded receipt, into it. */
export function statement(receipt: usize, stage: u32, reason: u32): void {
  memory.copy(WORK, STATEMENT_TYPE, 32);
  memory.copy(WORK + 32, receipt, 32);
  memory.fill(WORK + 64, 0, 32);
  store<u8>(WORK + 95, stage);
  keccak(receipt + ASPECTS, 416, WORK + 96);
  memory.copy(WORK + 128, receipt + SUPERSEDES, 32);
  memory.fill(WORK + 160, 0, 32);
  store<u8>(WORK + 191, reason);
  keccak(WORK, 192, receipt + HASH);
}

/**
 * What is remembered of the batch of a decoded receipt and its signature: 136 bytes of them, the digest, 20 bytes of the
 * signer, and whether that is known (0: not yet, 1: yes, 2: there is none). The caller fills the last two.
 */
export function batch(receipt: usize): usize {
  const key = receipt + BATCH;
  const mixed = (load<u64>(key, 32) ^ rotl(load<u64>(key, 64), 31) ^ load<u64>(key, 24)) * 0x9e3779b97f4a7c15;
  const slot = BATCHES + BATCH_BYTES * (((mixed >> 40) as u32 & BATCH_MASK) as usize);
  if (load<u8>(slot, 191) != 0 && isSame(slot, key, BATCH_KEY_BYTES)) return slot;
  const second = BATCHES + BATCH_BYTES * ((((mixed >> 40) as u32 ^ 1) & BATCH_MASK) as usize);
  if (load<u8>(second, 191) != 0 && isSame(second, key, BATCH_KEY_BYTES)) return second;
  if (load<u8>(slot, 191) != 0) memory.copy(second, slot, BATCH_BYTES);
  memory.copy(slot, key, BATCH_KEY_BYTES);
  memory.copy(WORK, BATCH_TYPE, 32);
  memory.fill(WORK + 32, 0, 12);
  memory.copy(WORK + 44, key, 20);
  memory.copy(WORK + 64, key + 32, 32);
  memory.fill(WORK + 96, 0, 24);
  store<u64>(WORK + 120, bswap<u64>(load<u64>(key, 24)));
  store<u16>(WORK + 128, 0x0119);
  memory.copy(WORK + 130, DOMAIN, 32);
  keccak(WORK, 128, WORK + 162);
  keccak(WORK + 128, 66, slot + 136);
  memory.fill(slot + 168, 0, 24);
  store<u8>(slot + 191, 1);
  return slot;
}
