import { InputError } from "../protocol/index.js";
import { Secret } from "./secret.js";

/** Fewest characters of a passphrase that protects a new vault or keystore. */
export const SHORTEST_PASSPHRASE = 12;
/** Most characters of a passphrase that is looked at. */
export const LONGEST_PASSPHRASE = 1_024;

/** A passphrase, best as a `Secret`. Two spellings of the same characters in Unicode are the same passphrase. */
export type Passphrase = string | Secret<string>;

/** One spelling (NFKC), as NIST SP 800-63B 5.1.1.2 advises and ethers does: keyboards and systems differ in theirs. */
export function normalPassphrase(passphrase: Passphrase): string {
  const text = passphrase instanceof Secret ? passphrase.reveal() : passphrase;
  if (text.length > LONGEST_PASSPHRASE) {
    throw new InputError("passphrase", "too-long", { limit: LONGEST_PASSPHRASE, unit: "characters" });
  }
  return text.normalize("NFKC");
}

/**
 * The normal form of a passphrase that is to protect something new.
 * @throws {InputError} when it is shorter than 12 characters, or could not be typed at a prompt. It is not repeated.
 */
export function newPassphrase(passphrase: Passphrase): string {
  const text = normalPassphrase(passphrase);
  if ([...text].length < SHORTEST_PASSPHRASE) {
    throw new InputError("passphrase", "passphrase-too-short", { limit: SHORTEST_PASSPHRASE });
  }
  if (/\p{Cc}/u.test(text)) throw new InputError("passphrase", "passphrase-with-control");
  return text;
}
