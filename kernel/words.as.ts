/** Words of 32 bytes. The bulk operations of WebAssembly are slower for so few bytes. */

// @ts-ignore: a decorator of AssemblyScript
@inline
export function copyWord(from: usize, to: usize): void {
  v128.store(to, v128.load(from));
  v128.store(to, v128.load(from, 16), 16);
}

// @ts-ignore: a decorator of AssemblyScript
@inline
export function clearWord(at: usize): void {
  v128.store(at, i64x2.splat(0));
  v128.store(at, i64x2.splat(0), 16);
}

// @ts-ignore: a decorator of AssemblyScript
@inline
export function isZeroWord(at: usize): bool {
  return !v128.any_true(v128.or(v128.load(at), v128.load(at, 16)));
}

// @ts-ignore: a decorator of AssemblyScript
@inline
export function isSameWord(a: usize, b: usize): bool {
  const differs = v128.or(v128.xor(v128.load(a), v128.load(b)), v128.xor(v128.load(a, 16), v128.load(b, 16)));
  return !v128.any_true(differs);
}

/** Whether so many bytes, a multiple of eight, are the same. */
export function isSame(a: usize, b: usize, bytes: usize): bool {
  for (let at: usize = 0; at < bytes; at += 8) if (load<u64>(a + at) != load<u64>(b + at)) return false;
  return true;
}

/** Whether one word comes before another, as numbers: the first byte that differs decides. */
export function isBefore(a: usize, b: usize): bool {
  for (let at: usize = 0; at < 32; at += 16) {
    const same = i8x16.bitmask(v128.eq<u8>(v128.load(a + at), v128.load(b + at)));
    if (same == 0xffff) continue;
    const first: usize = ctz(~same);
    return load<u8>(a + at + first) < load<u8>(b + at + first);
  }
  return false;
}
