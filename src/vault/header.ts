import { createSecretKey, randomBytes } from "node:crypto";
import * as z from "zod";
import { fromHex, toHex } from "../protocol/bytes.js";
import { bytes32, type Hex, InputError, read } from "../protocol/index.js";
import { parseJson } from "../protocol/json.js";
import { says } from "../protocol/schema.js";
import { SEAL_BYTES, seal, unseal } from "./cipher.js";
import { normalPassphrase, type Passphrase } from "./passphrase.js";
import { checkCost, type ScryptCost, stretch } from "./scrypt.js";

export const VAULT_FORMAT = "clairevoie-vault/1";
/** Largest header that is read, in bytes. */
export const LARGEST_HEADER = 4_096;
const MASTER_BYTES = 32;

const number = z.int().min(1);
const headerSchema = z.strictObject({
  format: z.literal(VAULT_FORMAT),
  scrypt: z.strictObject({ n: number, r: number, p: number, salt: bytes32 }),
  /** The master key, sealed under what scrypt makes of the passphrase. */
  master: z.custom<Hex>(
    (value) =>
      typeof value === "string" && value.length === 2 + 2 * (MASTER_BYTES + SEAL_BYTES) && /^0x[0-9a-f]*$/.test(value),
    says("not-sealed-master", { bytes: MASTER_BYTES + SEAL_BYTES }),
  ),
});
type Header = z.infer<typeof headerSchema>;

/** The cost is part of what is authenticated: nobody can lower it for the next passphrase. */
function contextOf({ n, r, p, salt }: Header["scrypt"]): readonly string[] {
  return [VAULT_FORMAT, "master", "scrypt", ...[n, r, p].map(String), salt];
}

/** The text of a header that holds the master key under a passphrase in its normal form. */
export async function makeHeader(master: Uint8Array, passphrase: string, cost: ScryptCost): Promise<string> {
  checkCost(cost, "cost");
  const salt = randomBytes(32);
  const scrypt = { n: cost.n, r: cost.r, p: cost.p, salt: toHex(salt) };
  const key = await stretch(passphrase, salt, cost);
  const sealed = seal(createSecretKey(key), master, contextOf(scrypt));
  key.fill(0);
  const header: Header = { format: VAULT_FORMAT, scrypt, master: toHex(sealed) };
  return `${JSON.stringify(header, null, 2)}\n`;
}

/**
 * The master key.
 * @param field What the header is, for the error to name.
 * @throws {InputError} when it is no header of this version, asks too much, or the passphrase does not open it.
 */
export async function openHeader(text: string, passphrase: Passphrase, field: string): Promise<Buffer> {
  const json = parseJson(text, field);
  const format = typeof json === "object" && json !== null && "format" in json ? json.format : undefined;
  if (format !== VAULT_FORMAT) {
    throw new InputError(`${field}.format`, "vault-version", { format: VAULT_FORMAT });
  }
  const header = read(headerSchema, json, field);
  checkCost(header.scrypt, `${field}.scrypt`);
  const key = await stretch(normalPassphrase(passphrase), fromHex(header.scrypt.salt), header.scrypt);
  const master = unseal(createSecretKey(key), fromHex(header.master), contextOf(header.scrypt));
  key.fill(0);
  if (!master) {
    throw new InputError("passphrase", "wrong-passphrase", { file: field });
  }
  return master;
}
