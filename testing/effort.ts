/**
 * How much of what is drawn at random, or takes a share of many cases, is tried: 1 for every change (`npm test`), 3 in the
 * whole gate (`npm run test:all`), 50 for a night. The draws are seeded: the same effort tries the same again.
 */
export const EFFORT = Number(process.env["EFFORT"] ?? 1);

/** Of cases of which one in `share` is tried at effort 1: the share at this effort. */
export function oneIn(share: number): number {
  return Math.max(1, Math.round(share / EFFORT));
}

/** Of cases that take long each: one from their middle at effort 1, all of them in the whole gate. */
export function representativeOf<T>(cases: readonly T[]): readonly T[] {
  const middle = Math.floor(cases.length / 2);
  return EFFORT > 1 ? cases : cases.slice(middle, middle + 1);
}
