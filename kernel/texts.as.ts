/** Hashes of texts that come again and again: codes, SIRETs, AMC numbers, treatments. */
import { TEXTS } from "../src/fast/memory-layout";
import { keccak } from "./keccak.as";
import { copyWord, isSame } from "./words.as";

const TEXT_BYTES: u32 = 96; // 63 bytes of a text, its length, its hash.
const TEXT_MASK: u32 = 0xfff;
const SOUGHT: usize = memory.data(64);

/** keccak256 of a text of 1 to 63 bytes, from memory when it was computed before: the whole text is compared. */
export function hashText(from: usize, length: u32, to: usize): void {
  for (let at: usize = 0; at < 64; at += 8) store<u64>(SOUGHT + at, 0);
  for (let at: usize = 0; at < (length as usize); at++) store<u8>(SOUGHT + at, load<u8>(from + at));
  store<u8>(SOUGHT + 63, length);
  const mixed = (load<u64>(SOUGHT) ^ rotl(load<u64>(SOUGHT, 8), 29) ^ rotl(load<u64>(SOUGHT, 16), 47)) * 0x9e3779b97f4a7c15;
  const slot: usize = TEXTS + TEXT_BYTES * ((mixed >> 40) as u32 & TEXT_MASK);
  if (!isSame(slot, SOUGHT, 64)) {
    keccak(from, length, slot + 64);
    copyWord(SOUGHT, slot);
    copyWord(SOUGHT + 32, slot + 32);
  }
  copyWord(slot + 64, to);
}
