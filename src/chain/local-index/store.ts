import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { toHex } from "../../protocol/bytes.js";
import { type ChainReference, type Hex, InputError } from "../../protocol/index.js";
import { ChainError } from "../errors.js";
import { bytesOf, type IndexedBlock, type IndexedEvent } from "./indexed-events.js";

const INDEX_FORMAT = "clairevoie-index/1";
/** Checkpoints that are all kept: how deep a reorganisation may go and cost little to read again. */
const LATEST_CHECKPOINTS = 64;
/** Of the older ones, one is kept for so many blocks. */
const BLOCKS_PER_CHECKPOINT = 2_000;

/** How far an index has read, and what it then held. */
export interface Checkpoint {
  readonly block: number;
  readonly hash: Hex;
  /** Unix seconds. */
  readonly time: number;
  /** Events up to here. */
  readonly count: number;
  /** Of all events up to here, chained one after another. */
  readonly digest: Uint8Array;
}

const SCHEMA = `
create table if not exists meta (name text primary key, value text not null) without rowid;
create table if not exists blocks (number integer primary key, hash blob not null, time integer not null);
create table if not exists rows (
  block integer not null, log integer not null, kind integer not null, subject blob not null, object blob not null,
  value integer not null, tag blob not null, primary key (block, log)
) without rowid;
create index if not exists rows_by_subject on rows (subject, kind, object);
create table if not exists checkpoints (
  block integer primary key, hash blob not null, time integer not null, count integer not null, digest blob not null
);`;

/** The digest of events, from the digest of those before them. */
export function chained(
  before: Uint8Array,
  { block, log, kind, subject, object, value, tag }: IndexedEvent,
): Uint8Array {
  const hash = createHash("sha256").update(before);
  // Lengths first, so that no two events have one text.
  hash.update(`${block}/${log}/${kind}/${value}/${subject.length}/${object.length}/${tag.length}/`);
  return hash.update(subject).update(object).update(tag).digest();
}

/** The file of an index. One process writes; any number read. */
export class IndexStore {
  readonly file: string;
  readonly #database: DatabaseSync;
  readonly #known = new Map<string, StatementSync>();
  #isOpen = true;

  private constructor(file: string, database: DatabaseSync) {
    this.file = file;
    this.#database = database;
  }

  /**
   * Opens an index to write on, and makes it where there is none.
   * @throws {InputError} when the file is another thing, or the index of another deployment.
   */
  static open(file: string, reference: ChainReference, since: number, isProven: boolean): IndexStore {
    const store = IndexStore.#opened(file, false);
    try {
      store.#database.exec(
        "pragma journal_mode = wal; pragma synchronous = normal; pragma busy_timeout = 5000; pragma cache_size = -64000;",
      );
      store.#database.exec(SCHEMA);
      const put = store.#prepared("insert or ignore into meta values (?, ?)");
      put.run("format", INDEX_FORMAT);
      put.run("reference", JSON.stringify(reference));
      const isNew = put.run("since", String(since)).changes > 0;
      if (isNew) put.run("read", isProven ? "proofs" : "logs");
    } catch (error) {
      store.close();
      throw notAnIndex(file, error);
    }
    store.#requireFormat();
    const own = store.reference;
    if ((Object.keys({ ...own, ...reference }) as (keyof ChainReference)[]).some((it) => own[it] !== reference[it])) {
      store.close();
      throw new InputError(file, "index-of-another-deployment");
    }
    if (store.isProven !== isProven) {
      store.close();
      if (isProven) throw new InputError(file, "index-without-proofs");
      throw new InputError(file, "index-with-proofs");
    }
    return store;
  }

  /**
   * Opens an index to read, as it is now: what is written meanwhile is not seen.
   * @throws {InputError} when the file is no index.
   */
  static read(file: string): IndexStore {
    if (!existsSync(file)) throw new InputError(file, "index-not-there");
    const store = IndexStore.#opened(file, true);
    store.#requireFormat();
    store.#database.exec("begin");
    return store;
  }

  static #opened(file: string, readOnly: boolean): IndexStore {
    try {
      return new IndexStore(file, new DatabaseSync(file, { readOnly }));
    } catch (error) {
      throw notAnIndex(file, error);
    }
  }

  #requireFormat(): void {
    let format: string | undefined;
    try {
      format = this.#meta("format");
    } catch (error) {
      this.close();
      throw notAnIndex(this.file, error);
    }
    if (format === INDEX_FORMAT) return;
    this.close();
    throw notAnIndex(this.file);
  }

  #meta(name: string): string | undefined {
    return this.#prepared("select value from meta where name = ?").get(name)?.["value"] as string | undefined;
  }

  get reference(): ChainReference {
    return JSON.parse(this.#meta("reference") ?? "{}") as ChainReference;
  }

  /** Whether every event was proven to be there, and none to be missing. An index of before there were proofs has none. */
  get isProven(): boolean {
    return this.#meta("read") === "proofs";
  }

  /** The newest block that a trusted hash vouches for; with it for all before. */
  get provenHash(): string | undefined {
    return this.#meta("proven");
  }

  /** The newest block is the trusted one. */
  prove(hash: Hex): void {
    this.#prepared("insert or replace into meta values (?, ?)").run("proven", hash);
  }

  /** The first block that was read. */
  get since(): number {
    return Number(this.#meta("since"));
  }

  /** The newest checkpoints first. */
  checkpoints(most = -1): readonly Checkpoint[] {
    const all = this.#prepared("select * from checkpoints order by block desc limit ?").all(most);
    return all.map(({ block, hash, time, count, digest }) => ({
      block: Number(block),
      hash: toHex(hash as Uint8Array),
      time: Number(time),
      count: Number(count),
      digest: digest as Uint8Array,
    }));
  }

  /** All that a query finds, one after another. */
  *each(sql: string, ...values: readonly (number | Uint8Array)[]): Generator<Readonly<Record<string, unknown>>> {
    yield* this.#prepared(sql).iterate(...values);
  }

  /** @throws {ChainError} when the file is damaged: what it tells of the chain cannot be believed. */
  all(sql: string, ...values: readonly (number | Uint8Array)[]): readonly Readonly<Record<string, unknown>>[] {
    try {
      return this.#prepared(sql).all(...values);
    } catch (error) {
      throw new ChainError("contradicted", "index-damaged", { detail: reasonOf(error) });
    }
  }

  /** Adds what a range of blocks holds, and how far was read: all of it, or nothing. */
  append(events: readonly IndexedEvent[], blocks: readonly IndexedBlock[], head: IndexedBlock): void {
    this.#whole(() => {
      const last = this.checkpoints(1)[0];
      const putBlock = this.#prepared("insert into blocks values (?, ?, ?)");
      for (const { number, hash, time } of blocks) putBlock.run(number, bytesOf(hash), time);
      const putEvent = this.#prepared("insert into rows values (?, ?, ?, ?, ?, ?, ?)");
      let digest: Uint8Array = last?.digest ?? new Uint8Array(32);
      for (const event of events) {
        putEvent.run(event.block, event.log, event.kind, event.subject, event.object, event.value, event.tag);
        digest = chained(digest, event);
      }
      const count = (last?.count ?? 0) + events.length;
      const keep = this.#prepared("insert into checkpoints values (?, ?, ?, ?, ?)");
      keep.run(head.number, bytesOf(head.hash), head.time, count, digest);
      this.#thin();
    });
  }

  #thin(): void {
    const oldest = this.checkpoints(LATEST_CHECKPOINTS).at(-1)?.block ?? 0;
    this.#prepared(
      `delete from checkpoints where block < :oldest and block >= :oldest - 2 * :each
       and exists (select 1 from checkpoints later where later.block > checkpoints.block
         and later.block < :oldest and later.block / :each = checkpoints.block / :each)`,
    ).run({ oldest, each: BLOCKS_PER_CHECKPOINT });
  }

  /** Removes what was read after a block: it was replaced. */
  cut(after: number): void {
    this.#whole(() => {
      this.#prepared("delete from rows where block > ?").run(after);
      this.#prepared("delete from blocks where number > ?").run(after);
      this.#prepared("delete from checkpoints where block > ?").run(after);
    });
  }

  close(): void {
    this.#known.clear();
    if (this.#isOpen) this.#database.close();
    this.#isOpen = false;
  }

  #whole(act: () => void): void {
    this.#database.exec("begin immediate");
    try {
      act();
      this.#database.exec("commit");
    } catch (error) {
      this.#database.exec("rollback");
      throw error;
    }
  }

  #prepared(sql: string): StatementSync {
    const known = this.#known.get(sql) ?? this.#database.prepare(sql);
    this.#known.set(sql, known);
    return known;
  }
}

function notAnIndex(file: string, error?: unknown): InputError {
  return new InputError(file, "index-not-opened", { detail: reasonOf(error) });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 80) : "another format";
}
