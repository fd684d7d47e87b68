import { closeSync, fsyncSync, openSync, readFileSync, statSync, writeSync } from "node:fs";
import { getAddress, type Provider, type Signer, Wallet } from "ethers";
import { z } from "zod";
import { InputError, parseJson, read } from "../protocol/index.js";
import { askSecretly, readPassphrase } from "./passphrase.js";
import { Secret } from "./secret.js";

const LONGEST_KEYSTORE = 16_384;
/** Bounds what a hostile file may ask of this machine: scrypt takes 128·N·r bytes (RFC 7914). */
const MOST_SCRYPT_BYTES = 1_073_741_824;

const scryptSchema = z.object({ n: z.int().min(2), r: z.int().min(1).max(64), p: z.int().min(1).max(16) });
const keystoreSchema = z.object({
  version: z.literal(3),
  address: z.string().regex(/^(?:0x)?[0-9a-fA-F]{40}$/, "must be 40 hexadecimal digits"),
  crypto: z.object({ kdf: z.string(), kdfparams: z.unknown() }),
});

/** Where a signing key is looked for. */
export interface KeySource {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Web3 Secret Storage file, version 3. */
  readonly keystore?: string;
  readonly passphraseFile?: string;
}

/**
 * The key that signs: from the keystore when one is named, else from CLAIREVOIE_PRIVATE_KEY, which is for CI.
 * @throws {InputError} naming what is missing or wrong; never a key.
 */
export async function loadSigner(source: KeySource, provider: Provider): Promise<Signer> {
  const { env, keystore, passphraseFile } = source;
  if (keystore === undefined) {
    const key = env["CLAIREVOIE_PRIVATE_KEY"];
    if (!key)
      throw new InputError(
        "--keystore",
        "is needed: a file that `clairevoie key new` made (in CI, set CLAIREVOIE_PRIVATE_KEY)",
      );
    return walletOf(new Secret(key), "CLAIREVOIE_PRIVATE_KEY").connect(provider);
  }
  const json = readKeystore(keystore);
  const passphrase = await readPassphrase({ env, ...(passphraseFile && { file: passphraseFile }) });
  try {
    return (await Wallet.fromEncryptedJson(json, passphrase.reveal())).connect(provider);
  } catch {
    throw new InputError(keystore, "does not open: the passphrase is wrong, or the file was changed");
  }
}

/** Draws a key and writes it encrypted, to a new file that only its owner may read. Returns its address. */
export async function createKeystore(file: string, passphrase: Secret<string>): Promise<string> {
  return writeKeystore(file, Wallet.createRandom(), passphrase);
}

/** Writes a key that is held elsewhere, encrypted. Returns its address. */
export async function importKeystore(file: string, key: Secret<string>, passphrase: Secret<string>): Promise<string> {
  return writeKeystore(file, walletOf(key, "the key"), passphrase);
}

/** Whose key a keystore holds, without opening it. @throws {InputError} when it is no keystore. */
export function addressOf(file: string): string {
  const { address } = read(keystoreSchema, parseJson(readKeystore(file), file), file);
  return getAddress(address.startsWith("0x") ? address : `0x${address}`);
}

/** A key to be imported: from CLAIREVOIE_PRIVATE_KEY, else typed without being shown. */
export async function readSecretKey(env: Readonly<Record<string, string | undefined>>): Promise<Secret<string>> {
  return new Secret(env["CLAIREVOIE_PRIVATE_KEY"] ?? (await askSecretly("Private key: ", "CLAIREVOIE_PRIVATE_KEY")));
}

/**
 * Refuses a command line that holds what looks like a private key: process lists and shell histories show it.
 * @throws {InputError} that does not repeat it.
 */
export function refuseKeyOnCommandLine(argv: readonly string[]): void {
  const flagged = argv.some((arg) => /^--?(?:private-?key|secret-?key|key|mnemonic)(?:=|$)/i.test(arg));
  if (flagged) {
    throw new InputError(
      "command line",
      "must hold no key; use --keystore, or CLAIREVOIE_PRIVATE_KEY in CI, and take that key out of use",
    );
  }
}

function readKeystore(file: string): string {
  let json: string;
  try {
    if (statSync(file).size > LONGEST_KEYSTORE) throw new InputError(file, "is too large for a keystore");
    json = readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(file, "cannot be read; check the path and your rights");
  }
  const { crypto } = read(keystoreSchema, parseJson(json, file), file);
  if (crypto.kdf === "scrypt") {
    const { n, r } = read(scryptSchema, crypto.kdfparams, `${file}.crypto.kdfparams`);
    if (128 * n * r > MOST_SCRYPT_BYTES)
      throw new InputError(`${file}.crypto.kdfparams`, "ask for more than a gibibyte of memory");
  }
  return json;
}

async function writeKeystore(
  file: string,
  wallet: { readonly address: string; encrypt(passphrase: string): Promise<string> },
  passphrase: Secret<string>,
): Promise<string> {
  const json = await wallet.encrypt(passphrase.reveal());
  try {
    const handle = openSync(file, "wx", 0o600); // Never over a key that is there.
    writeSync(handle, `${json}\n`);
    fsyncSync(handle);
    closeSync(handle);
  } catch (error) {
    const exists = typeof error === "object" && error !== null && "code" in error && error.code === "EEXIST";
    throw new InputError(
      file,
      exists ? "is there already; a key is never overwritten" : "cannot be written; check the folder",
    );
  }
  return wallet.address;
}

function walletOf(key: Secret<string>, name: string): Wallet {
  try {
    const text = key.reveal().trim();
    return new Wallet(text.startsWith("0x") ? text : `0x${text}`);
  } catch {
    throw new InputError(name, "is no private key: 32 bytes in hexadecimal digits"); // Nothing of it is repeated.
  }
}
