import { inspect } from "node:util";

const SHOWN = "[secret]";

/**
 * Something that must not be printed by accident: a passphrase, a key, a dossier secret. Wherever a value is turned into
 * text (`console.log`, a template, `JSON.stringify`, the cause of an error) it shows as `[secret]`.
 *
 * It guards against accidents only: who calls `reveal`, or reads the memory of the process, has the value.
 *
 * @example
 * ```ts
 * const passphrase = new Secret("correct horse battery");
 * console.log(`${passphrase}`); // [secret]
 * passphrase.reveal(); // the value
 * ```
 */
export class Secret<T extends string | Uint8Array = Uint8Array> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  /** The value itself, not a copy. Keep it for as short a time as possible. */
  reveal(): T {
    return this.#value;
  }

  toString(): string {
    return SHOWN;
  }

  toJSON(): string {
    return SHOWN;
  }

  [Symbol.toPrimitive](): string {
    return SHOWN;
  }

  [inspect.custom](): string {
    return SHOWN;
  }
}
