/** The base of every error that this project throws on purpose. Its message names the thing and never a secret. */
export class ClairevoieError extends Error {
  override readonly name: string = "ClairevoieError";
}

/** Input from outside that cannot be read. `field` is the path of what is wrong, for a person to find it. */
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
