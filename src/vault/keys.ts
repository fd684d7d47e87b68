import { randomBytes } from "node:crypto";
import { link } from "node:fs/promises";
import path from "node:path";
import { type Provider, type Signer, Wallet } from "ethers";
import { visible } from "../language/index.js";
import { InputError } from "../protocol/index.js";
import { decodeText } from "../protocol/text-files.js";
import { MACHINE_DISK } from "./disk.js";
import { addressIn, decryptKeystore, encryptKeystore, LARGEST_KEYSTORE, walletOf } from "./keystore.js";
import { newPassphrase, type Passphrase } from "./passphrase.js";
import { findPassphrase, type PassphraseSources } from "./passphrase-sources.js";
import { type ScryptCost, STANDARD_COST } from "./scrypt.js";
import type { Secret } from "./secret.js";

/** Name of the environment variable that holds a private key, for continuous integration. */
export const KEY_VARIABLE = "CLAIREVOIE_PRIVATE_KEY";

/** How a keystore is made. Programs need none of it. */
export interface KeystoreOptions {
  /** What a guess at the passphrase costs. For tests only: less is weaker. */
  readonly cost?: ScryptCost;
}

/** Where a signing key comes from: the keystore if one is named, else `CLAIREVOIE_PRIVATE_KEY` in the environment. */
export interface SignerSources extends PassphraseSources {
  /** An encrypted keystore file (Web3 Secret Storage, version 3). */
  readonly keystore?: string;
}

/** What to import: a private key, or another keystore with its passphrase, one that is derived with PBKDF2 too. */
export type ImportSource =
  | { readonly privateKey: Secret<string> }
  | { readonly keystore: string; readonly passphrase: Passphrase };

/**
 * Makes a new key and keeps it in an encrypted file (Web3 Secret Storage, version 3, 0600), which geth, ethers and others
 * read too.
 * @param passphrase At least 12 characters.
 * @returns The account, checksummed.
 * @throws {InputError} when the file is there already or the passphrase is too short.
 *
 * @example
 * ```ts
 * const account = await createKeystore("store.json", passphrase);
 * ```
 */
export function createKeystore(file: string, passphrase: Passphrase, options: KeystoreOptions = {}): Promise<string> {
  return keep(file, () => new Wallet(`0x${randomBytes(32).toString("hex")}`), passphrase, options);
}

/**
 * Keeps a key that there is already in a new encrypted file, under its own passphrase and at the standard cost.
 * @returns The account, checksummed.
 * @throws {InputError} when the key or keystore cannot be read, the file is there already or the passphrase is too short.
 *
 * @example
 * ```ts
 * await importKeystore("store.json", { keystore: "old.json", passphrase: oldPassphrase }, passphrase);
 * ```
 */
export function importKeystore(
  file: string,
  source: ImportSource,
  passphrase: Passphrase,
  options: KeystoreOptions = {},
): Promise<string> {
  const open = async () =>
    "privateKey" in source
      ? walletOf(source.privateKey, "privateKey")
      : decryptKeystore(await readKeystore(source.keystore), source.passphrase, source.keystore, "any");
  return keep(file, open, passphrase, options);
}

/**
 * The account of a keystore, without its passphrase. The file says so itself: it is sure only once a signer was loaded.
 * @throws {InputError} when it is no keystore, or says no account.
 *
 * @example
 * ```ts
 * console.log(await addressOf("store.json"));
 * ```
 */
export async function addressOf(file: string): Promise<string> {
  const address = addressIn(await readKeystore(file), file);
  if (address === undefined) throw new InputError(file, "keystore-without-address");
  return address;
}

/**
 * The signer of a program: from the keystore that is named, opened with the first passphrase that `findPassphrase` finds;
 * without one, from `CLAIREVOIE_PRIVATE_KEY`. There is no other way, and none through the command line.
 * @param provider The node that it sends transactions through; without one it only signs.
 * @throws {InputError} when there is no key, saying what to set, or it cannot be read. Nothing secret is repeated.
 *
 * @example
 * ```ts
 * const signer = await loadSigner({ keystore: "store.json" }, provider);
 * const optician = await Optician.connect({ deployment, signer, identity });
 * ```
 */
export async function loadSigner(sources: SignerSources, provider?: Provider): Promise<Signer> {
  const wallet = await findWallet(sources);
  return provider ? wallet.connect(provider) : wallet;
}

async function findWallet({ keystore, ...sources }: SignerSources): Promise<Wallet> {
  if (keystore !== undefined) {
    const text = await readKeystore(keystore);
    const account = addressIn(text, keystore) ?? visible(keystore); // Before anyone is asked for a passphrase.
    return decryptKeystore(text, await findPassphrase(`Passphrase of ${account}: `, sources), keystore);
  }
  const key = (sources.env ?? process.env)[KEY_VARIABLE];
  if (!key) throw new InputError("signer", "key-needed", { variable: KEY_VARIABLE });
  return walletOf(key, KEY_VARIABLE);
}

async function readKeystore(file: string): Promise<string> {
  const found = await MACHINE_DISK.read(file, LARGEST_KEYSTORE);
  if (!found) throw new InputError(file, "keystore-missing");
  return decodeText(found, file, "json");
}

/** Never in the place of a file that is there: it may be the only copy of a key. */
async function keep(
  file: string,
  open: () => Wallet | Promise<Wallet>,
  passphrase: Passphrase,
  { cost = STANDARD_COST }: KeystoreOptions,
): Promise<string> {
  newPassphrase(passphrase);
  if ((await MACHINE_DISK.privacy(file)) !== null) throw taken(file);
  const wallet = await open();
  const folder = path.dirname(path.resolve(file));
  const temporary = path.join(folder, `.${path.basename(file)}.${randomBytes(8).toString("hex")}.tmp`);
  const text = await encryptKeystore(wallet, passphrase, cost);
  try {
    await MACHINE_DISK.create(temporary, Buffer.from(text));
    await link(temporary, file); // Unlike rename, it fails when the name is taken.
  } catch (error) {
    throw error instanceof Error && "code" in error && error.code === "EEXIST" ? taken(file) : error;
  } finally {
    await MACHINE_DISK.remove(temporary);
  }
  await MACHINE_DISK.syncFolder(folder);
  return wallet.address;
}

function taken(file: string): InputError {
  return new InputError(file, "already-there", { holds: "key" });
}
