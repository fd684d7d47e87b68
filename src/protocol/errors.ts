import { activities } from "../language/en/activities.js";
import { library } from "../language/en/errors/library.js";
import { about } from "../language/en/names.js";
import { type Coded, type ErrorCode, type ErrorValues, reasonIn, tell } from "../language/telling.js";

export type { ErrorCode, ErrorValues } from "../language/telling.js";

/** An error of the command alone has its code for a message: the command says it in its own catalogue. */
const ENGLISH = { about, activities, errors: library };

/** What an error is made from after its code: the values of its sentence, where it has any, and what it is about. */
export type ErrorArguments<
  C extends ErrorCode,
  About = Pick<Coded, "field" | "doing">,
> = keyof ErrorValues<C> extends never
  ? [values?: ErrorValues<C>, about?: About]
  : [values: ErrorValues<C>, about?: About];

/**
 * The base of every error that this project throws on purpose. Its message names the thing and never a secret. `code` is
 * stable; `values` are what its sentence is filled in with, and are fields of the error too (`hasCode` knows their types).
 *
 * @example
 * ```ts
 * import { ClairevoieError } from "clairevoie/protocol";
 * const isOurs = (error: unknown) => error instanceof ClairevoieError;
 * ```
 */
export class ClairevoieError<C extends ErrorCode = ErrorCode> extends Error {
  override readonly name: string = "ClairevoieError";
  readonly code: C;
  readonly values: ErrorValues<C>;

  constructor(code: C, ...values: ErrorArguments<C>);
  constructor(code: C, values?: ErrorValues<C>, about: Pick<Coded, "field" | "doing"> = {}) {
    const filled = values ?? ({} as ErrorValues<C>);
    super(tell({ code, values: filled, ...about }, ENGLISH));
    Object.assign(this, filled);
    this.code = code;
    this.values = filled;
  }
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
 *   if (error instanceof InputError) console.error(error.field, error.code, error.reason);
 * }
 * ```
 */
export class InputError<C extends ErrorCode = ErrorCode> extends ClairevoieError<C> {
  override readonly name = "InputError";
  readonly field: string;
  /** The message without the field. */
  readonly reason: string;

  constructor(field: string, code: C, ...values: ErrorArguments<C, never>);
  constructor(field: string, code: C, values?: ErrorValues<C>) {
    super(code, ...([values, { field }] as ErrorArguments<C>));
    this.field = field;
    this.reason = reasonIn(ENGLISH, this);
  }

  /** The same error of another field, where what was read came from there. */
  at(field: string): InputError<C> {
    return new InputError(field, this.code, ...([this.values] as unknown as ErrorArguments<C, never>));
  }
}

/**
 * Whether an error is the one of a code; its values are then fields of known types.
 *
 * @example
 * ```ts
 * import { hasCode } from "clairevoie/protocol";
 * const limitOf = (error: unknown) => (hasCode(error, "too-many") ? error.limit : undefined);
 * ```
 */
export function hasCode<C extends ErrorCode>(error: unknown, code: C): error is ClairevoieError<C> & ErrorValues<C> {
  return error instanceof ClairevoieError && error.code === code;
}
