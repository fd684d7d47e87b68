import { InputError } from "../protocol/index.js";
import { KEY_VARIABLE } from "./keys.js";

/** Order of secp256k1 (SEC 2, 2.4.1): private keys are 1 to one less. */
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
/** Words of a flag's name after which 32 bytes can only be a key. A dossier or a statement has 32 bytes too. */
const WORDS = new Set([
  "account",
  "accounts",
  "from",
  "k",
  "key",
  "keys",
  "pk",
  "private",
  "privatekey",
  "privkey",
  "secret",
  "signer",
  "sk",
  "wallet",
]);

/**
 * Refuses a command line that carries a private key: other accounts see it in the list of processes, and the shell keeps it.
 * Looks at what follows a flag named like a key (`--key`, `--private-key`, `--signer`, `-k`, …), after a space or `=`.
 * @param argv The arguments, without the program.
 * @throws {InputError} naming the flag. The key is not repeated.
 *
 * @example
 * ```ts
 * refuseKeyOnCommandLine(process.argv.slice(2));
 * ```
 */
export function refuseKeyOnCommandLine(argv: readonly string[]): void {
  argv.forEach((argument, i) => {
    const [, flag, attached] = /^(-{1,2}[A-Za-z][\w-]*)(?:=(.*))?$/s.exec(argument) ?? [];
    if (!flag || !namesKey(flag)) return;
    if (!isPrivateKey(attached ?? argv[i + 1] ?? "")) return;
    throw new InputError(flag, "key-on-command-line", { variable: KEY_VARIABLE });
  });
}

function namesKey(flag: string): boolean {
  const words = flag
    .replaceAll(/([a-z])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .split(/[-_]/);
  return words.some((word) => WORDS.has(word));
}

function isPrivateKey(value: string): boolean {
  const [, digits] = /^\s*["']?(?:0x)?([0-9a-f]{64})["']?\s*$/i.exec(value) ?? [];
  if (!digits) return false;
  const scalar = BigInt(`0x${digits}`);
  return scalar > 0n && scalar < ORDER;
}
