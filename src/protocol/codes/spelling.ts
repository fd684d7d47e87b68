import { CODES } from "./table.js";

const SPELLINGS: ReadonlyMap<string, string> = new Map(
  CODES.flatMap(({ code, also }) => also.map((other) => [other, code] as const)),
);

/**
 * A grouped code in its one spelling: `VO1`, with a letter, is `V01`.
 *
 * @example
 * ```ts
 * import { canonicalCode } from "clairevoie/protocol";
 * canonicalCode("VO1"); // "V01"
 * ```
 */
export function canonicalCode(code: string): string {
  return SPELLINGS.get(code) ?? code;
}
