import { readFileSync, statSync } from "node:fs";
import { InputError } from "../protocol/index.js";
import { Secret } from "./secret.js";

/** Shortest passphrase for something new. What exists already may have a shorter one. */
export const SHORTEST_PASSPHRASE = 12;
const LONGEST_PASSPHRASE = 1024;

/** Where a passphrase is looked for: a file, the environment, then a person at the terminal. */
export interface PassphraseSource {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Name of the variable. */
  readonly variable?: string;
  /** A file that only its owner may read; its first line counts. */
  readonly file?: string;
  /** Something new is made: it must be long enough, and a person types it twice. */
  readonly isNew?: boolean;
}

/**
 * Finds a passphrase.
 * @throws {InputError} naming where it was looked for, never what was found.
 */
export async function readPassphrase(source: PassphraseSource): Promise<Secret<string>> {
  const variable = source.variable ?? "CLAIREVOIE_PASSPHRASE";
  const given = source.file ? readSecretFile(source.file) : source.env[variable];
  const passphrase = given ?? (await askTwiceWhenNew(variable, source.isNew ?? false));
  const name = source.file ?? (given === undefined ? "passphrase" : variable);
  if (passphrase.length === 0) throw new InputError(name, "is empty");
  if (passphrase.length > LONGEST_PASSPHRASE)
    throw new InputError(name, `is longer than ${LONGEST_PASSPHRASE} characters`);
  if (source.isNew && passphrase.length < SHORTEST_PASSPHRASE) {
    throw new InputError(name, `must have at least ${SHORTEST_PASSPHRASE} characters`);
  }
  return new Secret(passphrase);
}

/** The first line of a file that only its owner may read. */
export function readSecretFile(file: string): string {
  let text: string;
  try {
    if (process.platform !== "win32" && (statSync(file).mode & 0o077) !== 0) {
      throw new InputError(file, "can be read by others; run chmod 600 on it");
    }
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(file, "cannot be read; check the path and your rights");
  }
  return text.split(/\r?\n/, 1)[0] ?? "";
}

async function askTwiceWhenNew(variable: string, isNew: boolean): Promise<string> {
  const first = await askSecretly("Passphrase: ", variable);
  if (isNew && (await askSecretly("Again: ", variable)) !== first) {
    throw new InputError("passphrase", "is not the same twice");
  }
  return first;
}

/** Thrown when a person gives up at a prompt. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}

/** Asks on the terminal without showing what is typed. The terminal is as before, whatever happens. */
export async function askSecretly(question: string, variable: string): Promise<string> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY)
    throw new InputError(variable, "is not set, and there is no terminal to ask on; set it, or name a file");
  stderr.write(question);
  stdin.setRawMode(true);
  stdin.resume();
  stdin.setEncoding("utf8");
  try {
    return await new Promise<string>((resolve, reject) => {
      let typed = "";
      const onData = (chunk: string) => {
        for (const char of chunk) {
          if (char === "\r" || char === "\n") return finish(() => resolve(typed));
          if (char === "\u0003" || char === "\u0004") return finish(() => reject(new Interrupted("interrupted")));
          typed = char === "\u007f" || char === "\b" ? typed.slice(0, -1) : typed + char;
        }
      };
      const finish = (settle: () => void) => {
        stdin.off("data", onData);
        settle();
      };
      stdin.on("data", onData);
    });
  } finally {
    stdin.setRawMode(false);
    stdin.pause();
    stderr.write("\n");
  }
}
