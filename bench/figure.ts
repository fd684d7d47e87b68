/** A number for a person: three digits where it is small. */
export function figure(value: number): string {
  return value.toLocaleString("en-US", value < 10 ? { maximumSignificantDigits: 3 } : { maximumFractionDigits: 0 });
}
