/** Seconds of processor time that this process has used: what others do on the machine does not count in. */
export function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** How often a second of processor time `once` can be done, from so many times. */
export function perSecond(times: number, once: (i: number) => unknown): number {
  const start = cpuSeconds();
  for (let i = 0; i < times; i++) once(i);
  return times / Math.max(1e-6, cpuSeconds() - start);
}

/** The middle one of an odd number of figures. */
export const median = (figures: readonly number[]): number =>
  [...figures].sort((a, b) => a - b)[Math.floor(figures.length / 2)] ?? Number.NaN;
