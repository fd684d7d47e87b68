import { stat } from "node:fs/promises";
import { InputError } from "../protocol/index.js";
import { decodeText } from "../protocol/text-files.js";
import { MACHINE_DISK } from "./disk.js";
import type { Passphrase } from "./passphrase.js";
import { type PassphrasePrompt, readPassphrase } from "./passphrase-prompt.js";
import { Secret } from "./secret.js";

/** Name of the environment variable that holds a passphrase. */
export const PASSPHRASE_VARIABLE = "CLAIREVOIE_PASSPHRASE";

/** Where a passphrase comes from: the first of these that is there. */
export interface PassphraseSources {
  /** The passphrase itself. */
  readonly passphrase?: Passphrase;
  /** The environment; by default that of the process. Its `CLAIREVOIE_PASSPHRASE` comes second. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** A file of one line, for its owner only (0600). Third. */
  readonly passphraseFile?: string;
  /** Where to ask, last; by default the terminal of the process. */
  readonly prompt?: PassphrasePrompt;
}

const LARGEST_FILE = 4_096;

/**
 * Finds a passphrase: given, in `CLAIREVOIE_PASSPHRASE`, in a file, or typed on the terminal; in this order.
 * @param question What to ask on the terminal.
 * @throws {InputError} when the file is open to other accounts or is not one line, or there is no terminal to ask on.
 *
 * @example
 * ```ts
 * const passphrase = await findPassphrase("Passphrase of the vault: ", { passphraseFile });
 * ```
 */
export async function findPassphrase(question: string, sources: PassphraseSources = {}): Promise<Secret<string>> {
  const { passphrase, env = process.env, passphraseFile, prompt } = sources;
  if (passphrase !== undefined) return passphrase instanceof Secret ? passphrase : new Secret(passphrase);
  const variable = env[PASSPHRASE_VARIABLE];
  if (variable) return new Secret(variable);
  if (passphraseFile !== undefined) return readPassphraseFile(passphraseFile);
  return readPassphrase(question, prompt);
}

async function readPassphraseFile(file: string): Promise<Secret<string>> {
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) throw new InputError(file, "passphrase-not-a-file");
  if ((await MACHINE_DISK.privacy(file))?.isShared) {
    throw new InputError(file, "open-to-others", { command: `chmod 600 ${JSON.stringify(file)}` });
  }
  // Two passphrases must not become one where a byte cannot be read; and a mark is no part of it.
  const text = decodeText((await MACHINE_DISK.read(file, LARGEST_FILE)) ?? new Uint8Array(), file, "line");
  const line = text.replace(/\r?\n$/, ""); // Editors end a file with a new line.
  if (line === "" || /[\r\n]/.test(line)) throw new InputError(file, "passphrase-not-one-line");
  return new Secret(line);
}
