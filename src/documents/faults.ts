import { InputError } from "../protocol/index.js";

/** All that is wrong with a row, so that a person corrects it once. */
class RowFaults extends Error {
  readonly faults: readonly InputError[];

  constructor(faults: readonly InputError[]) {
    super(faults.map(({ message }) => message).join("; "));
    // What two readings of one cell find is told once.
    const keys = faults.map(({ field, code }) => `${field} ${code}`);
    this.faults = faults.filter((_, i) => keys.indexOf(keys[i] ?? "") === i);
  }
}

/** What is wrong, of an error that says so. @throws any other error. */
export function faultsIn(error: unknown): readonly InputError[] {
  if (error instanceof RowFaults) return error.faults;
  if (error instanceof InputError) return [error];
  throw error;
}

/**
 * Reads every part, also after one of them is wrong.
 * @throws {RowFaults} with what is wrong of all parts.
 */
export function readAll<T extends Readonly<Record<string, () => unknown>>>(
  parts: T,
): { readonly [K in keyof T]: ReturnType<T[K]> } {
  let faults: InputError[] | undefined;
  const values: Record<string, unknown> = {};
  for (const name in parts) {
    try {
      values[name] = parts[name]?.();
    } catch (error) {
      faults = [...(faults ?? []), ...faultsIn(error)];
    }
  }
  if (faults) throw new RowFaults(faults);
  return values as { readonly [K in keyof T]: ReturnType<T[K]> };
}
