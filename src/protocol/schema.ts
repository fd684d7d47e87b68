import * as z from "zod";
import { InputError } from "./errors.js";

/** Lower-case hexadecimal of so many bytes. A template and not a function: JSON Schema can say it, and its type is `Hex`. */
export const hexOf = (bytes: number) =>
  z.templateLiteral(
    ["0x", z.string().regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`))],
    `must be 0x and ${2 * bytes} lower-case hexadecimal digits`,
  );

/** `bytes32`. */
export const bytes32 = hexOf(32);
/** A secret that travels in a ticket. */
export const bytes24 = hexOf(24);
/** An account, in lower case: one spelling only, so that files compare byte by byte. */
export const address = hexOf(20);
export const signature = z
  .templateLiteral(
    ["0x", z.string().regex(/^(?:[0-9a-f]{130})?$/)],
    "must be 0x, or 0x and 130 lower-case hexadecimal digits",
  )
  .meta({ description: "65 bytes r, s, v; 0x when the key endorsed the digest on chain" });
/** Up to a million euros. */
export const cents = z
  .int("must be a whole number of euro cents")
  .min(0)
  .max(100_000_000)
  .meta({ description: "Euro cents" });
/** The bound is the year 36812, and keeps numbers exact. */
export const seconds = z
  .int("must be a whole number of seconds")
  .min(0)
  .max(2 ** 40)
  .meta({ description: "Unix seconds" });
export const chainId = z
  .int()
  .min(1)
  .max(Number.MAX_SAFE_INTEGER)
  .meta({ description: "EIP-155 chain id, as far as a number is exact" });
export const rank = z.literal([1, 2]).meta({ description: "1 for the first complementary insurer, 2 for the second" });

function pathOf(root: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) => (typeof part === "number" ? `${text}[${part}]` : `${text}.${String(part)}`),
    root,
  );
}

/** Fields that an error names: who sends a hundred thousand gets no longer an error for it. */
const MOST_NAMES = 4;

function namesOf(keys: readonly string[]): string {
  const names = keys.slice(0, MOST_NAMES).map((key) => JSON.stringify(key.slice(0, 40)));
  return names.join(", ") + (keys.length > MOST_NAMES ? ", ..." : "");
}

/**
 * Reads a value from outside through a schema.
 * @param root What the value is, for the error to name.
 * @throws {InputError} naming the first field that is wrong; the value itself is never repeated.
 *
 * @example
 * ```ts
 * import { bytes32, read } from "clairevoie/protocol";
 * const salt = read(bytes32, text, "salt");
 * ```
 */
export function read<T>(schema: z.ZodType<T>, value: unknown, root: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  if (!issue) throw new InputError(root, "is not valid");
  const reason = issue.code === "unrecognized_keys" ? `has an unknown field ${namesOf(issue.keys)}` : issue.message;
  throw new InputError(pathOf(root, issue.path), reason);
}
