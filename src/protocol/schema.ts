import * as z from "zod";
import { shownName } from "../language/visible.js";
import { type ErrorArguments, type ErrorCode, type ErrorValues, InputError } from "./errors.js";

/**
 * What a schema says of a value that it refuses: a code, with the values of its sentence. `read` makes an error of it.
 * @internal
 */
export function says<C extends ErrorCode>(code: C, ...[values]: ErrorArguments<C, never>): string {
  return values ? `${code} ${JSON.stringify(values)}` : code;
}

/** Lower-case hexadecimal of so many bytes. A template and not a function: JSON Schema can say it, and its type is `Hex`. */
export const hexOf = (bytes: number) =>
  z.templateLiteral(
    ["0x", z.string().regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`))],
    says("not-hex", { digits: 2 * bytes }),
  );

/** `bytes32`. */
export const bytes32 = hexOf(32);
/** A secret that travels in a ticket. */
export const bytes24 = hexOf(24);
/** An account, in lower case: one spelling only, so that files compare byte by byte. */
export const address = hexOf(20);
export const signature = z
  .templateLiteral(["0x", z.string().regex(/^(?:[0-9a-f]{130})?$/)], says("not-signature"))
  .meta({ description: "65 bytes r, s, v; 0x when the key endorsed the digest on chain" });
/** Up to a million euros. */
export const cents = z.int(says("not-whole-cents")).min(0).max(100_000_000).meta({ description: "Euro cents" });
/** The bound is the year 36812, and keeps numbers exact. */
export const seconds = z
  .int(says("not-whole-seconds"))
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
    (text, part) => (typeof part === "number" ? `${text}[${part}]` : `${text}.${nameIn(String(part))}`),
    root,
  );
}

/** A field of ours as it is; a key that others chose, as an error may repeat it. */
function nameIn(key: string): string {
  return /^[a-z]{1,40}$/i.test(key) ? key : shownName(key);
}

/** Fields that an error names: who sends a hundred thousand gets no longer an error for it. */
const MOST_NAMES = 4;

function namesOf(keys: readonly string[]): string {
  const names = keys.slice(0, MOST_NAMES).map(shownName);
  return names.join(", ") + (keys.length > MOST_NAMES ? ", ..." : "");
}

/**
 * The code and the values that `says` wrote.
 * @internal
 */
export function saidBy(message: string): { readonly code: ErrorCode; readonly values: ErrorValues<ErrorCode> } {
  const [, code = "not-valid", values = "{}"] = /^([a-z-]+)(?: (\{.*\}))?$/s.exec(message) ?? [];
  return { code: code as ErrorCode, values: JSON.parse(values) };
}

/** What a value must be, by what zod calls its type. */
const TYPES: Readonly<Record<string, ErrorValues<"wrong-type">["type"]>> = {
  string: "text",
  number: "number",
  int: "whole number",
  boolean: "true or false",
  object: "object",
  record: "object",
  array: "list",
  tuple: "list",
};

/** What zod finds by itself, as a code of ours: its own sentences are neither stable nor in our languages. */
function saysOf(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case "invalid_type": {
      const type = TYPES[issue.expected];
      return type ? says("wrong-type", { type }) : says("not-valid");
    }
    case "too_small": {
      const limit = Number(issue.minimum);
      if (isOfNumbers(issue.origin)) return says("too-small", { limit });
      if (limit === 1) return says("empty");
      return issue.origin === "string" ? says("too-short", { limit }) : says("too-few", { limit, of: "items" });
    }
    case "too_big": {
      const limit = Number(issue.maximum);
      if (isOfNumbers(issue.origin)) return says("too-big", { limit });
      if (issue.origin === "string") return says("too-long", { limit, unit: "characters" });
      return says("too-many", { limit, of: "items" });
    }
    case "invalid_format":
      return issue.pattern === undefined ? says("not-valid") : says("wrong-format", { pattern: issue.pattern });
    case "invalid_value": {
      const [only, ...others] = issue.values.map(String);
      return others.length === 0
        ? says("must-equal", { expected: only ?? "" })
        : says("not-one-of", { options: [only, ...others].join(", ") });
    }
    case "unrecognized_keys":
      return says("unknown-field", { given: namesOf(issue.keys) });
    default:
      return says("not-valid");
  }
}

function isOfNumbers(origin: string): boolean {
  return origin === "number" || origin === "int";
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
  const result = schema.safeParse(value, { error: saysOf, reportInput: true });
  if (result.success) return result.data;
  const { path = [], message = "not-valid", input } = result.error.issues[0] ?? {};
  if (path.length > 0 && input === undefined) throw new InputError(pathOf(root, path), "needed");
  const { code, values } = saidBy(message);
  throw new InputError(pathOf(root, path), code, values);
}
