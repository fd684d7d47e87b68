import { createHmac, createSecretKey, hkdfSync, type KeyObject, randomBytes } from "node:crypto";
import path from "node:path";
import { fromHex, toHex } from "../protocol/bytes.js";
import { ClairevoieError, type Hex, InputError } from "../protocol/index.js";
import { SEAL_BYTES, seal, unseal } from "./cipher.js";
import { type Disk, MACHINE_DISK } from "./disk.js";
import { LARGEST_HEADER, makeHeader, openHeader, VAULT_FORMAT } from "./header.js";
import { Journal } from "./journal.js";
import { isLock, type Lock, lockFolder } from "./lock.js";
import { newPassphrase, type Passphrase } from "./passphrase.js";
import {
  decodeRecord,
  encodeRecord,
  LARGEST_RECORD,
  RECORD_KINDS,
  type RecordKind,
  type VaultRecord,
} from "./records.js";
import { type ScryptCost, STANDARD_COST } from "./scrypt.js";

/** What a vault is opened with beside its folder and passphrase. Programs need none of it. */
export interface VaultOptions {
  /** What a guess at the passphrase costs, for a header made from now on. For tests only: less is weaker. */
  readonly cost?: ScryptCost;
  /** Another file system, for tests. */
  readonly disk?: Disk;
}

/** What `Vault.list` says of a record. */
export interface Listed {
  readonly id: Hex;
  readonly kind: RecordKind;
}

/** One putting of a record. */
interface Writing extends Listed {
  /** The file's name without its ending. */
  readonly base: string;
  /** Counts what was put for the id, so that after a crash the newer of two is known. */
  readonly version: number;
}

/** What a key file holds: of which writing, and the key of its ciphertext. */
interface RecordKey extends Writing {
  readonly key: KeyObject;
}

/** A record that is about to be written. */
interface Plan extends Writing {
  readonly name: string;
  readonly plain: Buffer;
}

const HEADER = "vault.json";
const NEW_HEADER = "vault.json.tmp";
const KEYS = "keys";
const RECORDS = "records";
/** The name of a record, and 8 random bytes that differ each time it is put. */
const BASE = /^([0-9a-f]{64})-[0-9a-f]{16}$/;
/** How many records are written at the same time: the disk then makes several durable in one go. */
const AT_ONCE = 16;
const KEY_FILE_BYTES = 6 + 1 + 32 + 32 + SEAL_BYTES;

/**
 * An encrypted store of files, one record for each dossier: secrets that an optician must keep, or order tickets of a lens
 * maker, with receipts and what else the caller needs.
 *
 *     vault.json          the master key, under the passphrase (scrypt, AES-256-GCM)
 *     keys/NAME.key       for each record, its own data key, under the master key
 *     records/NAME.sealed the record, under its data key
 *     journal/            what was done, under the master key: see `append`
 *
 * Names are HMACs of dossier ids under the master key, and say nothing. A record counts from the moment when its key file
 * gets its name: a process killed at any time leaves the old record or the new one. One vault is open in one process at a
 * time.
 *
 * **What `erase` does**: it overwrites the file that holds the record's data key, then removes key and ciphertext. Copies of
 * `records` alone, however old, are then noise for ever, even for who has the passphrase. So back up `records` as you like,
 * and `vault.json` and `keys` apart, in a place from which old copies do disappear.
 *
 * **What it cannot do**: reach a copy of `keys` (backups, snapshots of the file system or of a virtual machine), nor make
 * sure that the medium forgets: journaling and copy-on-write file systems and flash memory may keep the old blocks of an
 * overwritten file (NIST SP 800-88 Rev. 1 says why). Such a remnant is sealed under the master key: with a copy of the
 * ciphertext and the passphrase it still opens. Against that too, move what is to stay into a new vault and destroy the old
 * passphrase, or the medium. Nor does it reach the tickets and certificates that others were given.
 *
 * Not detected: that someone who may write in the folder deletes a record or puts an old pair of key and ciphertext back.
 *
 * @example
 * ```ts
 * const vault = await Vault.create("dossiers", passphrase);
 * await vault.put(dossierRecord(optician.open(), file));
 * const [first] = await vault.list();
 * await vault.close();
 * ```
 */
export class Vault {
  readonly folder: string;
  readonly #disk: Disk;
  readonly #cost: ScryptCost;
  readonly #lock: Lock;
  readonly #journal: Journal;
  /** Keys made of the master key, one for each use; null once closed. */
  #keys: { readonly names: KeyObject; readonly wrap: KeyObject } | null;
  /** Bases of key files by name; null when the folder must be looked at again. */
  #index: Map<string, string[]> | null = null;
  /** The end of the queue: one call at a time touches the folder. */
  #last: Promise<unknown> = Promise.resolve();

  private constructor(folder: string, { disk, cost }: Required<VaultOptions>, lock: Lock, master: Buffer) {
    const subkey = (use: string) =>
      createSecretKey(Buffer.from(hkdfSync("sha256", master, "", `${VAULT_FORMAT}/${use}`, 32)));
    this.folder = folder;
    this.#disk = disk;
    this.#cost = cost;
    this.#lock = lock;
    this.#journal = new Journal(disk, folder, subkey("journal"));
    this.#keys = { names: subkey("names"), wrap: subkey("wrap") };
    master.fill(0);
  }

  /**
   * Makes a vault in a new or empty folder, and opens it.
   * @param passphrase At least 12 characters.
   * @throws {InputError} when the passphrase is too short, or the folder holds something or is open to other accounts.
   *
   * @example
   * ```ts
   * const vault = await Vault.create("dossiers", passphrase);
   * ```
   */
  static async create(folder: string, passphrase: Passphrase, options: VaultOptions = {}): Promise<Vault> {
    const { disk = MACHINE_DISK, cost = STANDARD_COST } = options;
    const normal = newPassphrase(passphrase);
    await disk.makeFolder(folder);
    await requirePrivate(disk, folder);
    await refuseFilled(disk, folder);
    const lock = await lockFolder(disk, folder);
    try {
      await refuseFilled(disk, folder); // Another may have made one before the lock was ours.
      await disk.makeFolder(path.join(folder, KEYS));
      await disk.makeFolder(path.join(folder, RECORDS));
      const master = randomBytes(32);
      const header = path.join(folder, NEW_HEADER);
      await disk.remove(header);
      await disk.create(header, Buffer.from(await makeHeader(master, normal, cost)));
      await disk.rename(header, path.join(folder, HEADER));
      await disk.syncFolder(folder);
      await disk.syncFolder(path.dirname(path.resolve(folder)));
      return new Vault(folder, { disk, cost }, lock, master);
    } catch (error) {
      await lock.release().catch(() => undefined);
      throw error;
    }
  }

  /**
   * Opens a vault, and clears away what a killed process left. Costs one scrypt: some tenths of a second and 128 MiB.
   * @throws {InputError} when there is no vault, another process has it open, other accounts may enter its folder, the
   * passphrase is wrong, or its header was edited or is of another version.
   *
   * @example
   * ```ts
   * const vault = await Vault.open("dossiers", await readPassphrase("Passphrase of the vault: "));
   * ```
   */
  static async open(folder: string, passphrase: Passphrase, options: VaultOptions = {}): Promise<Vault> {
    const { disk = MACHINE_DISK, cost = STANDARD_COST } = options;
    await requirePrivate(disk, folder);
    const lock = await lockFolder(disk, folder);
    try {
      const master = await openHeader(await readHeader(disk, folder), passphrase, HEADER);
      const vault = new Vault(folder, { disk, cost }, lock, master);
      await vault.#settle();
      return vault;
    } catch (error) {
      await lock.release().catch(() => undefined);
      throw error;
    }
  }

  /**
   * Keeps a record, in the place of the one of the same id if there is one. When it resolves, a loss of power leaves it.
   * @throws {InputError} when it could not be read again, or a record of the other kind is kept under the id.
   *
   * @example
   * ```ts
   * await vault.put({ ...record, receipts: [...record.receipts, receipt] });
   * ```
   */
  put(record: VaultRecord): Promise<void> {
    return this.putMany([record]);
  }

  /**
   * Keeps many records; faster than one by one. Each is kept or not when the process is killed, not all or none.
   * @throws {InputError} before anything is written, as `put` does, and when an id is there twice.
   *
   * @example
   * ```ts
   * await vault.putMany(dossiers.map((dossier) => dossierRecord(dossier)));
   * ```
   */
  async putMany(records: readonly VaultRecord[]): Promise<void> {
    if (new Set(records.map(({ id }) => id)).size < records.length) {
      throw new InputError("records", "id-twice");
    }
    const encoded = records.map((record) => ({ id: record.id, kind: record.kind, plain: encodeRecord(record) }));
    try {
      await this.#inTurn(() => this.#write(encoded));
    } finally {
      for (const { plain } of encoded) plain.fill(0);
    }
  }

  /**
   * The record of a dossier; null when there is none.
   * @throws {InputError} when its files were changed, swapped or cut short, or are of another version.
   *
   * @example
   * ```ts
   * const record = await vault.get(id);
   * if (record?.kind === "dossier") optician.certify(keptDossier(record), record.receipts, 1);
   * ```
   */
  get(id: Hex): Promise<VaultRecord | null> {
    return this.#inTurn(async () => {
      const recordKey = await this.#newest(this.#nameOf(id));
      if (!recordKey) return null;
      const file = `${RECORDS}/${recordKey.base}.sealed`;
      const sealed = await this.#read(file, LARGEST_RECORD + SEAL_BYTES);
      if (!sealed) throw new InputError(file, "record-missing");
      const plain = unseal(recordKey.key, sealed, contextOf(recordKey));
      if (!plain) throw damaged(file);
      try {
        return decodeRecord(plain);
      } finally {
        plain.fill(0);
      }
    });
  }

  /**
   * Which records there are, by id. Opens key files only.
   * @throws {InputError} naming the first key file that was changed.
   *
   * @example
   * ```ts
   * for (const { id, kind } of await vault.list()) console.log(kind, id);
   * ```
   */
  list(): Promise<Listed[]> {
    return this.#inTurn(async () => {
      const listed: Listed[] = [];
      for (const name of (await this.#settle()).keys()) {
        const recordKey = await this.#newest(name);
        if (recordKey) listed.push({ id: recordKey.id, kind: recordKey.kind });
      }
      return listed.sort((a, b) => (a.id < b.id ? -1 : 1));
    });
  }

  /**
   * Adds lines to the vault's journal, all or none even when the process is killed. `erase` leaves them (see `forget`): a line
   * may hold what is public or salted, and no value and no secret.
   * @throws {InputError} when a line holds a line break.
   *
   * @example
   * ```ts
   * await vault.append([JSON.stringify({ stated: hashStatement(statement) })]);
   * ```
   */
  append(lines: readonly string[]): Promise<void> {
    return this.#inTurn(() => this.#journal.append(lines));
  }

  /**
   * The lines of the vault's journal, oldest first, as they were appended together. Append nothing while you read.
   * @throws {InputError} naming the file of the journal that is missing or was changed.
   *
   * @example
   * ```ts
   * for await (const lines of vault.journal()) console.log(lines.length);
   * ```
   */
  journal(): AsyncIterable<readonly string[]> {
    this.#open();
    return this.#journal.read();
  }

  /**
   * Takes lines out of the journal for good, and overwrites the files that held them, as far as `erase` can.
   * @returns How many.
   *
   * @example
   * ```ts
   * await vault.forget((line) => line.includes(dossier));
   * ```
   */
  forget(isForgotten: (line: string) => boolean): Promise<number> {
    return this.#inTurn(() => this.#journal.forget(isForgotten));
  }

  /**
   * Destroys a record: what was stated of its dossier becomes meaningless. See above for what this can and cannot do.
   * Works on damaged records too. `eraseDossier` also erases the stock lenses that were taken for a dossier.
   * @returns Whether there was one.
   *
   * @example
   * ```ts
   * await vault.erase(id);
   * ```
   */
  erase(id: Hex): Promise<boolean> {
    return this.#inTurn(async () => {
      const name = this.#nameOf(id);
      const bases = (await this.#settle()).get(name);
      if (!bases) return false;
      await this.#changing(async (index) => {
        await this.#discard(bases);
        index.delete(name);
      });
      return true;
    });
  }

  /**
   * Puts the master key under another passphrase. Records stay as they are, and so does the master key: who had a copy of
   * `vault.json` and its passphrase still has it. Against that, move the records into a new vault.
   * @throws {InputError} when the old passphrase is wrong, or the new one is too short.
   *
   * @example
   * ```ts
   * await vault.changePassphrase(old, fresh);
   * ```
   */
  changePassphrase(old: Passphrase, fresh: Passphrase): Promise<void> {
    return this.#inTurn(async () => {
      const normal = newPassphrase(fresh);
      const master = await openHeader(await readHeader(this.#disk, this.folder), old, HEADER);
      const text = await makeHeader(master, normal, this.#cost);
      master.fill(0);
      await this.#disk.remove(this.#path(NEW_HEADER));
      await this.#disk.create(this.#path(NEW_HEADER), Buffer.from(text));
      await this.#disk.replace(this.#path(NEW_HEADER), this.#path(HEADER));
    });
  }

  /**
   * Forgets the keys and lets others open the vault. What was called before is finished first.
   *
   * @example
   * ```ts
   * await vault.close();
   * ```
   */
  async close(): Promise<void> {
    const before = this.#last;
    this.#last = before.then(async () => {
      if (this.#keys === null) return;
      this.#keys = null;
      await this.#lock.release();
    });
    await this.#last;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(() => {
      if (this.#keys === null) throw new ClairevoieError("vault-closed");
      return work();
    });
    this.#last = done.catch(() => undefined); // One call's failure is no reason for the next to fail.
    return done;
  }

  /** A change that fails half-way leaves the folder to be looked at again. */
  async #changing(work: (index: Map<string, string[]>) => Promise<void>): Promise<void> {
    const index = await this.#settle();
    this.#index = null;
    await work(index);
    this.#index = index;
  }

  #path(...parts: readonly string[]): string {
    return path.join(this.folder, ...parts);
  }

  #read(file: string, most: number): Promise<Uint8Array | null> {
    return this.#disk.read(this.#path(file), most);
  }

  #open() {
    if (this.#keys === null) throw new ClairevoieError("vault-closed");
    return this.#keys;
  }

  #nameOf(id: Hex): string {
    return createHmac("sha256", this.#open().names)
      .update(fromHex(id, 32, "id"))
      .digest("hex");
  }

  async #write(records: readonly { readonly id: Hex; readonly kind: RecordKind; readonly plain: Buffer }[]) {
    const index = await this.#settle();
    const plans: Plan[] = [];
    for (const record of records) {
      const name = this.#nameOf(record.id);
      const before = await this.#newest(name);
      if (before && before.kind !== record.kind) {
        throw new InputError("record.kind", "of-another-kind", { given: record.kind, found: before.kind });
      }
      plans.push({
        ...record,
        name,
        base: `${name}-${randomBytes(8).toString("hex")}`,
        version: (before?.version ?? 0) + 1,
      });
    }
    await this.#changing(async () => {
      await severalAtOnce(plans, (plan) => this.#prepare(plan));
      await this.#disk.syncFolder(this.#path(RECORDS));
      // From its renaming on, each record is the new one.
      for (const { base } of plans) {
        await this.#disk.rename(this.#path(KEYS, `${base}.tmp`), this.#path(KEYS, `${base}.key`));
      }
      await this.#disk.syncFolder(this.#path(KEYS));
      await this.#discard(plans.flatMap(({ name }) => index.get(name) ?? []));
      for (const { name, base } of plans) index.set(name, [base]);
    });
  }

  /** Writes both files of a record, which does not count yet. */
  async #prepare(plan: Plan): Promise<void> {
    const secret = randomBytes(32);
    const recordKey: RecordKey = { ...plan, key: createSecretKey(secret) };
    await this.#disk.create(this.#path(KEYS, `${plan.base}.tmp`), this.#wrap(recordKey, secret));
    await this.#disk.create(
      this.#path(RECORDS, `${plan.base}.sealed`),
      seal(recordKey.key, plan.plain, contextOf(recordKey)),
    );
  }

  #wrap({ id, kind, base, version }: RecordKey, secret: Buffer): Buffer {
    const plain = Buffer.alloc(7);
    plain.writeUIntBE(version, 0, 6);
    plain.writeUInt8(RECORD_KINDS.indexOf(kind), 6);
    const whole = Buffer.concat([plain, fromHex(id), secret]);
    const sealed = seal(this.#open().wrap, whole, [VAULT_FORMAT, "key", base]);
    whole.fill(0);
    secret.fill(0);
    return sealed;
  }

  async #unwrap(base: string): Promise<RecordKey> {
    const file = `${KEYS}/${base}.key`;
    const sealed = await this.#read(file, KEY_FILE_BYTES);
    if (!sealed) throw new InputError(file, "record-key-missing");
    const plain = unseal(this.#open().wrap, sealed, [VAULT_FORMAT, "key", base]);
    const kind = RECORD_KINDS[plain?.[6] ?? -1];
    if (!plain || !kind) throw damaged(file);
    const key = createSecretKey(plain.subarray(39));
    const recordKey: RecordKey = { id: toHex(plain.subarray(7, 39)), kind, base, version: plain.readUIntBE(0, 6), key };
    plain.fill(0);
    return recordKey;
  }

  /** What counts for a name. There are two key files only between a crash and the next look at the folder. */
  async #newest(name: string): Promise<RecordKey | null> {
    const bases = (await this.#settle()).get(name) ?? [];
    const recordKeys: RecordKey[] = [];
    for (const base of bases) recordKeys.push(await this.#unwrap(base));
    return recordKeys.sort((a, b) => b.version - a.version)[0] ?? null;
  }

  /** Looks at the folder, finishes what a killed process had begun, and says which key files there are for each name. */
  async #settle(): Promise<Map<string, string[]>> {
    if (this.#index) return this.#index;
    if (await this.#read(NEW_HEADER, LARGEST_HEADER)) {
      await this.#disk.overwrite(this.#path(NEW_HEADER));
      await this.#disk.remove(this.#path(NEW_HEADER));
    }
    const files = new Set(await this.#disk.list(this.#path(KEYS)));
    const index = new Map<string, string[]>();
    for (const file of files) {
      const { name: base, ext } = path.parse(file);
      const name = BASE.exec(base)?.[1];
      if (!name) continue; // Not ours.
      if (ext === ".key") index.set(name, [...(index.get(name) ?? []), base]);
      // Never counted (.tmp), or does no more (.gone): both go, and their ciphertexts.
      else if ((ext === ".tmp" || ext === ".gone") && !files.has(`${base}.key`)) await this.#shred([file]);
    }
    this.#index = index;
    for (const [name, bases] of index) {
      if (bases.length < 2) continue;
      const newest = await this.#newest(name).catch(() => null);
      if (!newest) continue; // One cannot be opened: `get` will say which, and nothing is lost.
      this.#index = null;
      await this.#discard(bases.filter((base) => base !== newest.base));
      this.#index = index.set(name, [newest.base]);
    }
    return index;
  }

  /** Makes records uncounted, all at once for who looks, then destroys their keys, then removes what is left. */
  async #discard(bases: readonly string[]): Promise<void> {
    if (bases.length === 0) return;
    for (const base of bases) {
      await this.#disk.rename(this.#path(KEYS, `${base}.key`), this.#path(KEYS, `${base}.gone`));
    }
    await this.#disk.syncFolder(this.#path(KEYS)); // Else a loss of power could show a name whose key is zeros.
    await this.#shred(bases.map((base) => `${base}.gone`));
  }

  /** The key file goes last: as long as it is there, the next look at the folder finishes this. */
  async #shred(keyFiles: readonly string[]): Promise<void> {
    await severalAtOnce(keyFiles, (file) => this.#disk.overwrite(this.#path(KEYS, file)));
    for (const file of keyFiles) await this.#disk.remove(this.#path(RECORDS, `${path.parse(file).name}.sealed`));
    await this.#disk.syncFolder(this.#path(RECORDS));
    for (const file of keyFiles) await this.#disk.remove(this.#path(KEYS, file)); // Else: zeros, seen to next time.
  }
}

/** All must have ended, even when one fails: what is still being written must not meet what clears away. */
async function severalAtOnce<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  for (let done = 0; done < items.length; done += AT_ONCE) {
    const ends = await Promise.allSettled(items.slice(done, done + AT_ONCE).map(work));
    for (const end of ends) if (end.status === "rejected") throw end.reason;
  }
}

/** What the ciphertext of a record is bound to. */
function contextOf({ id, kind, base }: RecordKey): readonly string[] {
  return [VAULT_FORMAT, "record", kind, id, base];
}

function damaged(file: string): InputError {
  return new InputError(file, "damaged");
}

async function readHeader(disk: Disk, folder: string): Promise<string> {
  const bytes = await disk.read(path.join(folder, HEADER), LARGEST_HEADER);
  if (!bytes) throw new InputError(path.join(folder, HEADER), "not-a-vault");
  return Buffer.from(bytes).toString("utf8");
}

async function requirePrivate(disk: Disk, folder: string): Promise<void> {
  const found = await disk.privacy(folder);
  if (!found?.isFolder) throw new InputError(folder, "not-a-vault-folder");
  if (found.isShared) {
    throw new InputError(folder, "open-to-others", { command: `chmod 700 ${JSON.stringify(folder)}` });
  }
}

/** A folder may hold what an interrupted `create` left, and nothing else. */
async function refuseFilled(disk: Disk, folder: string): Promise<void> {
  for (const name of await disk.list(folder)) {
    const isLeft =
      isLock(name) ||
      name === NEW_HEADER ||
      ((name === KEYS || name === RECORDS) && (await disk.list(path.join(folder, name))).length === 0);
    if (!isLeft) throw new InputError(folder, "vault-not-empty");
  }
}
