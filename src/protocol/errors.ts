import { errors } from "../language/en.js";

/** Says which error it is, to a program. Stable: a code never changes its meaning. */
export type ErrorCode = keyof typeof errors;

/** What an error's sentence is filled in with: a limit, a name, a count. Never a secret. */
export type ErrorValues<C extends ErrorCode> = (typeof errors)[C] extends (values: infer V) => string
  ? [values: V]
  : [];

/**
 * The sentence of a code in English, filled in.
 * @internal
 */
export function sentenceOf<C extends ErrorCode>(code: C, ...values: ErrorValues<C>): string {
  const sentence = errors[code] as string | ((...values: unknown[]) => string);
  return typeof sentence === "string" ? sentence : sentence(...values);
}

/**
 * The base of every error that this project throws on purpose. Its message names the thing and never a secret.
 *
 * @example
 * ```ts
 * import { ClairevoieError } from "clairevoie/protocol";
 * const isOurs = (error: unknown) => error instanceof ClairevoieError;
 * ```
 */
export class ClairevoieError extends Error {
  override readonly name: string = "ClairevoieError";
}

/**
 * Input from outside that cannot be read. `field` is the path of what is wrong, for a person to find it; `code` is stable, and
 * `values` are what its sentence is filled in with.
 *
 * @example
 * ```ts
 * import { InputError, parseClaim } from "clairevoie/protocol";
 * try {
 *   parseClaim("{}");
 * } catch (error) {
 *   if (error instanceof InputError) console.error(error.field, error.code, error.reason);
 * }
 * ```
 */
export class InputError<C extends ErrorCode = ErrorCode> extends ClairevoieError {
  override readonly name = "InputError";
  readonly field: string;
  readonly code: C;
  readonly values: ErrorValues<C>[0];
  readonly reason: string;

  constructor(field: string, code: C, ...values: ErrorValues<C>);
  /** For sentences that are not in the catalogue yet. */
  constructor(field: string, reason: string);
  constructor(field: string, code: C, ...values: ErrorValues<C>) {
    const reason = code in errors ? sentenceOf(code, ...values) : code;
    super(`${field}: ${reason}`);
    this.field = field;
    this.code = code;
    this.values = values[0];
    this.reason = reason;
  }
}
