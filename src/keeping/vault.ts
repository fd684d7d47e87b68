import { createHash, createHmac, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { bytes32, fromHex, type Hex, InputError, parseJson, read, toHex } from "../protocol/index.js";
import { type ScryptCost, seal, stretch, subkey, unseal } from "./aead.js";
import { destroy, guarded, readBounded, requirePrivate, writeDurably } from "./durable.js";
import { Secret } from "./secret.js";

const FORMAT = "clairevoie-vault/1";
const RECORD_FORMAT = "clairevoie-vault-record/1";
const HEADER = "vault.json";
/** 128 MiB, about half a second. */
export const DEFAULT_COST: ScryptCost = { n: 131_072, r: 8, p: 1 };
const MOST_HEADER_BYTES = 4096;
const MOST_RECORD_BYTES = 16_777_216;

const base64 = z
  .string()
  .regex(/^[A-Za-z0-9+/]+={0,2}$/, "must be base64")
  .max(MOST_RECORD_BYTES);
const headerSchema = z.strictObject({
  format: z.literal(FORMAT, `must be ${JSON.stringify(FORMAT)}: another version?`),
  // Bounded, so that a hostile file cannot take all of this machine's memory.
  scrypt: z.strictObject({ n: z.int().min(2).max(1_048_576), r: z.int().min(1).max(8), p: z.int().min(1).max(4) }),
  salt: base64,
  /** The master key, sealed under the passphrase's. */
  key: base64,
});

const recordSchema = z.strictObject({
  format: z.literal(RECORD_FORMAT, `must be ${JSON.stringify(RECORD_FORMAT)}: another version?`),
  id: bytes32,
  kind: z.enum(["dossier", "order"]),
  secret: base64,
  data: z.record(z.string(), z.unknown()),
});

/** What is kept of one dossier: by an optician its secret, by a lens maker what its order ticket held. */
export interface VaultRecord {
  readonly id: Hex;
  readonly kind: "dossier" | "order";
  readonly secret: Secret;
  /** What the caller keeps beside it, as JSON. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** What is put in: the secret as bytes. */
export type NewRecord = Omit<VaultRecord, "secret"> & { readonly secret: Uint8Array };

/**
 * Dossier secrets on disk, one encrypted record a dossier.
 *
 * A random master key is sealed under scrypt of the passphrase (RFC 7914). A record is two files: `*.key`, its id and a
 * random data key under the master key; and `*.content`, all else under the data key. Names are keyed hashes: who lists
 * the folder sees how many dossiers there are, and nothing of them.
 *
 * `erase` destroys the data key first: copies of the content that backups hold open no more. It cannot reach copies of the
 * key file: leave `*.key` out of backups, or keep those no longer than erasure may take. Disks that keep old blocks
 * (journals, snapshots, flash) may still hold the key file, sealed under the master key.
 *
 * @example
 * ```ts
 * const vault = await Vault.open("vault", passphrase);
 * await vault.put({ id, kind: "dossier", secret, data: {} });
 * await vault.erase(id);
 * ```
 */
export class Vault {
  readonly #folder: string;
  readonly #master: Secret;
  readonly #naming: Secret;

  private constructor(folder: string, master: Uint8Array) {
    this.#folder = folder;
    this.#master = new Secret(subkey(master, "keys"));
    this.#naming = new Secret(subkey(master, "names"));
  }

  /**
   * Makes a vault in a folder that is not there yet, or is empty.
   * @throws {InputError} when there is something in the folder.
   */
  static async create(folder: string, passphrase: Secret<string>, cost: ScryptCost = DEFAULT_COST): Promise<Vault> {
    guarded(folder, () => mkdirSync(folder, { recursive: true, mode: 0o700 }));
    requirePrivate(folder);
    if (readdirSync(folder).length > 0) throw new InputError(folder, "is not empty; name another folder");
    const master = randomBytes(32);
    await writeHeader(folder, master, passphrase, cost);
    return new Vault(folder, master);
  }

  /**
   * Opens a vault. Takes one scrypt.
   * @throws {InputError} when the passphrase is wrong, the folder is no vault, or others may read it.
   */
  static async open(folder: string, passphrase: Secret<string>): Promise<Vault> {
    requirePrivate(folder);
    return new Vault(folder, await readHeader(folder, passphrase));
  }

  /**
   * Puts the master key under another passphrase. Records stay as they are.
   * @throws {InputError} when the old passphrase is wrong.
   */
  static async changePassphrase(folder: string, old: Secret<string>, next: Secret<string>): Promise<void> {
    requirePrivate(folder);
    await writeHeader(folder, await readHeader(folder, old), next, DEFAULT_COST);
  }

  /** Puts a record in, or in the place of the one that was there. A process that dies leaves the old one or the new one. */
  put(record: NewRecord): void {
    const { id, kind, secret, data } = record;
    const name = this.#nameOf(id);
    const dataKey = randomBytes(32);
    const text = JSON.stringify({
      format: RECORD_FORMAT,
      id,
      kind,
      secret: Buffer.from(secret).toString("base64"),
      data,
    });
    const content = seal(dataKey, Buffer.from(text), `content/${name}`);
    if (content.length > MOST_RECORD_BYTES) throw new InputError("record", `is larger than ${MOST_RECORD_BYTES} bytes`);
    const contentName = contentFile(name, dataKey);
    writeDurably(this.#path(contentName), content);
    // From here on the new content counts: the key file is replaced in one step.
    writeDurably(
      this.#path(`${name}.key`),
      seal(this.#master.reveal(), Buffer.concat([fromHex(id, 32), dataKey]), `key/${name}`),
    );
    this.#sweep(name, contentName);
  }

  /**
   * Gets a record.
   * @throws {InputError} when there is none, or its files were changed.
   */
  get(id: Hex): VaultRecord {
    const name = this.#nameOf(id);
    const { dataKey } = this.#openKey(name) ?? notHere(id);
    const sealed = readBounded(this.#path(contentFile(name, dataKey)), MOST_RECORD_BYTES);
    if (!sealed) throw new InputError("vault", `the content of ${id} is missing; restore it from a backup`);
    const text = unseal(dataKey, sealed, `content/${name}`, `the record of ${id}`).toString("utf8");
    const record = read(recordSchema, parseJson(text, "record"), "record");
    return {
      id: record.id,
      kind: record.kind,
      secret: new Secret(new Uint8Array(Buffer.from(record.secret, "base64"))),
      data: record.data,
    };
  }

  /** The ids of all records, in no order that means anything. */
  list(): Hex[] {
    return readdirSync(this.#folder)
      .filter((file) => file.endsWith(".key"))
      .map((file) => this.#openKey(file.slice(0, -4)))
      .flatMap((opened) => (opened ? [opened.id] : []));
  }

  /**
   * Destroys a record, its key first: nothing opens what may remain of it anywhere.
   * @throws {InputError} when there is none.
   */
  erase(id: Hex): void {
    const name = this.#nameOf(id);
    if (!existsSync(this.#path(`${name}.key`))) notHere(id);
    destroy(this.#path(`${name}.key`));
    this.#sweep(name);
  }

  #path(name: string): string {
    return path.join(this.#folder, name);
  }

  #nameOf(id: Hex): string {
    return createHmac("sha256", this.#naming.reveal())
      .update(fromHex(id, 32, "dossier"))
      .digest("hex")
      .slice(0, 40);
  }

  #openKey(name: string): { readonly id: Hex; readonly dataKey: Buffer } | undefined {
    const sealed = readBounded(this.#path(`${name}.key`), 1024);
    if (!sealed) return undefined;
    const opened = unseal(this.#master.reveal(), sealed, `key/${name}`, `the key file ${name}.key`);
    return { id: toHex(opened.subarray(0, 32)), dataKey: opened.subarray(32) };
  }

  /** Destroys the contents of a record, but the one that counts. */
  #sweep(name: string, kept?: string): void {
    for (const file of readdirSync(this.#folder)) {
      if (file.startsWith(`${name}.`) && file !== kept && !file.endsWith(".key")) destroy(this.#path(file));
    }
  }
}

/** Names a content after its key: while an old and a new one are there, the key file says which one counts. */
function contentFile(name: string, dataKey: Uint8Array): string {
  return `${name}.${createHash("sha256").update("content").update(dataKey).digest("hex").slice(0, 16)}.content`;
}

function notHere(id: Hex): never {
  throw new InputError("dossier", `${id} is not in the vault`);
}

async function writeHeader(
  folder: string,
  master: Uint8Array,
  passphrase: Secret<string>,
  cost: ScryptCost,
): Promise<void> {
  const salt = randomBytes(32);
  const key = seal(await stretch(passphrase.reveal(), salt, cost), master, FORMAT);
  const header = { format: FORMAT, scrypt: cost, salt: salt.toString("base64"), key: key.toString("base64") };
  writeDurably(path.join(folder, HEADER), `${JSON.stringify(header, null, 2)}\n`);
}

async function readHeader(folder: string, passphrase: Secret<string>): Promise<Buffer> {
  const file = path.join(folder, HEADER);
  const text = readBounded(file, MOST_HEADER_BYTES);
  if (!text) throw new InputError(folder, "is no vault: vault.json is missing");
  const { scrypt, salt, key } = read(headerSchema, parseJson(text.toString("utf8"), file), file);
  const derived = await stretch(passphrase.reveal(), Buffer.from(salt, "base64"), scrypt);
  try {
    return unseal(derived, Buffer.from(key, "base64"), FORMAT, file);
  } catch {
    throw new InputError(folder, "does not open: the passphrase is wrong, or vault.json was changed");
  }
}
