import { inspect } from "node:util";

const HIDDEN = "[secret]";

/** A secret that no log, error or JSON shows by accident. `reveal` is the one way to it. */
export class Secret<T = Uint8Array> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  /** The value itself. Keep it in no longer-lived place than needed. */
  reveal(): T {
    return this.#value;
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [inspect.custom](): string {
    return HIDDEN;
  }
}
