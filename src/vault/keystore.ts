import { encryptKeystoreJson, getAddress, Wallet } from "ethers";
import * as z from "zod";
import { ClairevoieError, InputError, read } from "../protocol/index.js";
import { parseJson } from "../protocol/json.js";
import { says } from "../protocol/schema.js";
import { newPassphrase, normalPassphrase, type Passphrase } from "./passphrase.js";
import { checkCost, type ScryptCost } from "./scrypt.js";
import { Secret } from "./secret.js";

/** Largest keystore that is read, in bytes. */
export const LARGEST_KEYSTORE = 16_384;

const bytes = (length: number) =>
  z.custom<string>(
    (value) => typeof value === "string" && value.length === 2 * length && /^[0-9a-f]*$/i.test(value),
    says("keystore-bytes", { bytes: length }),
  );
const salt = z.string().regex(/^(?:[0-9a-f]{2}){16,64}$/i, says("keystore-salt"));
/** A million rounds take seconds: a file that asks for more was not made with care. */
const MOST_ROUNDS = 10_000_000;
const keystoreSchema = z.object({
  version: z.literal(3, says("keystore-version")),
  // `cast wallet new` writes none: the key says whose it is, once it is open.
  address: z
    .string()
    .regex(/^(?:0x)?[0-9a-f]{40}$/i, says("not-address"))
    .optional(),
  crypto: z.object({
    cipher: z.literal("aes-128-ctr"),
    cipherparams: z.object({ iv: bytes(16) }),
    ciphertext: bytes(32),
    kdf: z.enum(["scrypt", "pbkdf2"], says("keystore-kdf")),
    kdfparams: z.looseObject({}),
    mac: bytes(32),
  }),
});
const scryptSchema = z.object({ salt, n: z.int(), r: z.int(), p: z.int(), dklen: z.literal(32) });
const pbkdf2Schema = z.object({
  salt,
  c: z.int().min(1).max(MOST_ROUNDS),
  prf: z.literal("hmac-sha256"),
  dklen: z.literal(32),
});
/** A Web3 Secret Storage file, version 3, with what is needed of it. */
type Keystore = z.infer<typeof keystoreSchema>;

/** Which keystores are opened: those that a guess at the passphrase costs dearly, or any, to be converted. */
type Derivation = "scrypt" | "any";

/**
 * Reads an encrypted keystore, as ethers, geth, cast and others write it, without opening it.
 * @throws {InputError} when it is none, or asks for too much memory or time.
 */
function parseKeystore(text: string, field: string, derivation: Derivation): Keystore {
  const keystore = read(keystoreSchema, lowerKeys(parseJson(text, field), field), field);
  const { kdf, kdfparams } = keystore.crypto;
  const within = `${field}.crypto.kdfparams`;
  if (kdf === "pbkdf2") {
    if (derivation === "scrypt") throw new InputError(`${field}.crypto.kdf`, "keystore-kdf");
    return { ...keystore, crypto: { ...keystore.crypto, kdfparams: read(pbkdf2Schema, kdfparams, within) } };
  }
  const cost = read(scryptSchema, kdfparams, within);
  checkCost({ n: cost.n, r: cost.r, p: cost.p }, within);
  return { ...keystore, crypto: { ...keystore.crypto, kdfparams: cost } };
}

/** ethers writes `Crypto`, geth `crypto`, and readers take either: one of two must not be what another program reads. */
function lowerKeys(value: unknown, field: string): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const lowered = Object.entries(value).map(([key, member]) => [key.toLowerCase(), lowerKeys(member, field)] as const);
  const object = Object.fromEntries(lowered);
  if (Object.keys(object).length < lowered.length) throw new InputError(field, "field-twice-in-two-spellings");
  return object;
}

/**
 * The account of a keystore, as it says itself: sure only once it is opened. Checksummed (ERC-55). Undefined where it says
 * none, as those of `cast`.
 * @internal
 */
export function addressIn(text: string, field: string, derivation: Derivation = "scrypt"): string | undefined {
  const { address } = parseKeystore(text, field, derivation);
  return address === undefined ? undefined : getAddress(`0x${address.replace(/^0x/i, "").toLowerCase()}`);
}

/**
 * Opens a keystore.
 * @throws {InputError} when it is none, asks for too much, or the passphrase is wrong. Nothing of it is repeated.
 */
export async function decryptKeystore(
  text: string,
  passphrase: Passphrase,
  field: string,
  derivation: Derivation = "scrypt",
): Promise<Wallet> {
  const { version, address, crypto } = parseKeystore(text, field, derivation);
  const normal = normalPassphrase(passphrase);
  // Only what was checked is given on; ethers would also open a mnemonic that the file may carry.
  const checked = JSON.stringify({ version, address, crypto });
  const wallet = await Wallet.fromEncryptedJson(checked, normal).catch(() => null);
  // What ethers threw may quote its input: it is not given on, not even as a cause.
  if (!(wallet instanceof Wallet)) {
    throw new InputError("passphrase", "wrong-passphrase", { file: field });
  }
  return wallet;
}

/** The text of a keystore for a wallet. */
export async function encryptKeystore(wallet: Wallet, passphrase: Passphrase, cost: ScryptCost): Promise<string> {
  checkCost(cost, "cost");
  const normal = newPassphrase(passphrase);
  const account = { address: wallet.address, privateKey: wallet.privateKey };
  const scrypt = { N: cost.n, r: cost.r, p: cost.p };
  const text = await encryptKeystoreJson(account, normal, { scrypt }).catch(() => null);
  if (text === null) throw new ClairevoieError("keystore-not-made");
  // The standard writes `crypto`; some readers, `cast` among them, know no other spelling.
  const { Crypto: crypto, ...rest } = JSON.parse(text) as Readonly<Record<string, unknown>>;
  return `${JSON.stringify({ ...rest, crypto })}\n`;
}

/**
 * A wallet from a private key as text: 64 hexadecimal digits, with 0x or without.
 * @throws {InputError} when it is none. It is not repeated.
 */
export function walletOf(privateKey: Secret<string> | string, field: string): Wallet {
  const text = (privateKey instanceof Secret ? privateKey.reveal() : privateKey).trim();
  try {
    if (/^(?:0x)?[0-9a-f]{64}$/i.test(text)) return new Wallet(text.toLowerCase());
  } catch {
    // Zero, or not below the order of the curve: as below, without what ethers says of it.
  }
  throw new InputError(field, "not-private-key");
}
