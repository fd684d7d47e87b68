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
 * Input from outside that cannot be read. `field` is the path of what is wrong, for a person to find it.
 *
 * @example
 * ```ts
 * import { InputError, parseClaim } from "clairevoie/protocol";
 * try {
 *   parseClaim("{}");
 * } catch (error) {
 *   if (error instanceof InputError) console.error(error.field, error.reason);
 * }
 * ```
 */
export class InputError extends ClairevoieError {
  override readonly name = "InputError";
  readonly field: string;
  readonly reason: string;

  constructor(field: string, reason: string) {
    super(`${field}: ${reason}`);
    this.field = field;
    this.reason = reason;
  }
}
