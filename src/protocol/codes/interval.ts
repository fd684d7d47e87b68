/** Whole numbers from `least` to `most`, both included; open where a bound is not given. */
export interface Interval {
  readonly least?: number;
  readonly most?: number;
}

/** @internal */
export function isWithin({ least, most }: Interval, value: number): boolean {
  return (least === undefined || value >= least) && (most === undefined || value <= most);
}
