import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import type { Hex } from "../../src/protocol/index.js";
import { GatewayError } from "../failing.js";
import { bytesOf, hexOf, joined, split } from "./bytes.js";
import { migration, NEWEST } from "./migrations.js";
import {
  type BoxRow,
  type KeptBatch,
  NotLeader,
  type RelayRow,
  type RoundRow,
  type Send,
  type Store,
} from "./store.js";

/** The first SQLite whose WAL loses nothing that several connections wrote (https://sqlite.org/wal.html, the WAL-reset bug). */
const SAFE = [3, 51, 3] as const;

/** @throws {GatewayError} when several connections of this SQLite could lose what was acknowledged. */
export function requireSafe(version: string, isExclusive: boolean): void {
  if (isExclusive) return; // The defect needs two connections.
  const found = version.split(".").map(Number);
  const at = SAFE.findIndex((part, i) => part !== (found[i] ?? 0));
  if (at >= 0 && (found[at] ?? 0) < (SAFE[at] ?? 0)) throw new GatewayError("sqlite-too-old", { version });
}

type Row = Readonly<Record<string, unknown>>;
const bytes = (row: Row, name: string) => hexOf(row[name] as Uint8Array);
const number = (row: Row, name: string) => Number(row[name]);
const numberOrNull = (row: Row, name: string) => (row[name] === null ? null : Number(row[name]));

export const roundOf = (row: Row): RoundRow => ({
  number: number(row, "number"),
  root: bytes(row, "root"),
  state: row["state"] as RoundRow["state"],
  size: number(row, "size"),
  block: numberOrNull(row, "block"),
  time: numberOrNull(row, "time"),
});
export const keptOf = (row: Row): KeptBatch => ({
  digest: bytes(row, "digest"),
  anchorBy: number(row, "anchor_by"),
  round: numberOrNull(row, "round"),
});
export const relayOf = (row: Row): RelayRow => ({
  digest: bytes(row, "digest"),
  kind: row["kind"] as RelayRow["kind"],
  body: row["body"] as string,
  party: bytes(row, "party"),
  gas: number(row, "gas"),
  deadline: number(row, "deadline"),
  state: row["state"] as RelayRow["state"],
  block: numberOrNull(row, "block"),
});
export const sendOf = (row: Row): Send => ({
  subject: row["subject"] as string,
  account: bytes(row, "account"),
  nonce: number(row, "nonce"),
  raw: bytes(row, "raw"),
  maxFee: BigInt(row["max_fee"] as string),
  tip: BigInt(row["tip"] as string),
});
export const boxOf = (row: Row): BoxRow => ({
  index: bytes(row, "box"),
  content: row["content"] as Uint8Array | null,
  eraser: bytes(row, "eraser"),
  untilDay: number(row, "until_day"),
});

export const ROUND_COLUMNS = "number, root, state, size, block, time";

/**
 * Opens the file, for this process alone: a second instance is refused. Every commit is on disk when it returns.
 * @throws {GatewayError} when another process has it, it is of a newer version, or this SQLite is not safe.
 */
export function openSqlite(file: string): Store {
  const database = new DatabaseSync(file);
  try {
    // Exclusive before WAL: no memory is then shared with other processes, and the lock goes when the process does.
    database.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
    database.exec("PRAGMA secure_delete = ON; PRAGMA busy_timeout = 0; PRAGMA cache_size = -65536");
    database.exec("BEGIN IMMEDIATE; COMMIT");
  } catch (error) {
    database.close();
    const isLocked = error instanceof Error && /locked|busy/i.test(error.message);
    throw isLocked ? new GatewayError("store-in-use") : error;
  }
  const { locking_mode: mode } = database.prepare("PRAGMA locking_mode").get() as { locking_mode: string };
  const { version } = database.prepare("SELECT sqlite_version() AS version").get() as { version: string };
  requireSafe(version, mode === "exclusive");
  migrate(database);
  return sqliteStore(database);
}

function migrate(database: DatabaseSync): void {
  const { user_version: found } = database.prepare("PRAGMA user_version").get() as { user_version: number };
  if (found > NEWEST) throw new GatewayError("store-too-new", { found, newest: NEWEST });
  for (let version = found; version < NEWEST; version++) {
    database.exec("BEGIN IMMEDIATE");
    for (const step of migration(version, "sqlite")) database.exec(step);
    database.exec(`PRAGMA user_version = ${version + 1}; COMMIT`);
  }
}

function sqliteStore(database: DatabaseSync): Store {
  const prepared = new Map<string, StatementSync>();
  const statement = (sql: string) => {
    const known = prepared.get(sql) ?? database.prepare(sql);
    prepared.set(sql, known);
    return known;
  };
  const run = (sql: string, ...values: SQLInputValue[]) => statement(sql).run(...values);
  const one = (sql: string, ...values: SQLInputValue[]) => statement(sql).get(...values) as Row | undefined;
  const all = (sql: string, ...values: SQLInputValue[]) => statement(sql).all(...values) as Row[];
  const state = (name: string) => Number(one("SELECT value FROM state WHERE name = ?", name)?.["value"]);
  const setState = (name: string, value: number) => run("UPDATE state SET value = ? WHERE name = ?", value, name);

  /** All or nothing, and on disk when it is over. */
  async function commit<T>(act: () => T, term?: number): Promise<T> {
    database.exec("BEGIN IMMEDIATE");
    try {
      if (term !== undefined && state("term") !== term) throw new NotLeader();
      const result = act();
      database.exec("COMMIT");
      return result;
    } catch (error) {
      try {
        database.exec("ROLLBACK");
      } catch {
        // A full disk has ended the transaction already.
      }
      throw error;
    }
  }
  let term: number | undefined;

  return {
    accept: (batches) =>
      commit(() => {
        const added = new Set<Hex>();
        for (const { digest, key, root, issuedAt, signature, acceptedAt, anchorBy } of batches) {
          const { changes } = run(
            "INSERT INTO batches VALUES (?, ?, ?, ?, ?, ?, ?, NULL) ON CONFLICT DO NOTHING",
            bytesOf(digest),
            bytesOf(key),
            bytesOf(root),
            issuedAt,
            bytesOf(signature),
            acceptedAt,
            anchorBy,
          );
          if (changes === 1) added.add(digest);
        }
        return added;
      }),
    async batch(digest) {
      const row = one("SELECT digest, anchor_by, round FROM batches WHERE digest = ?", bytesOf(digest));
      return row && keptOf(row);
    },
    waiting: async (issuedUpTo, most) =>
      all(
        "SELECT digest FROM batches WHERE round IS NULL AND issued_at <= ? ORDER BY accepted_at, digest LIMIT ?",
        issuedUpTo,
        most,
      ).map((row) => bytes(row, "digest")),
    async pending() {
      const row = one(
        "SELECT COUNT(*) AS count, MIN(accepted_at) AS oldest FROM batches WHERE round IS NULL OR round IN (SELECT number FROM rounds WHERE state <> 'final')",
      ) as Row;
      return { count: number(row, "count"), oldest: numberOrNull(row, "oldest") };
    },
    freeze: (term, root, digests) =>
      commit(() => {
        const next = Number(one("SELECT COALESCE(MAX(number), 0) + 1 AS next FROM rounds")?.["next"]);
        run(
          "INSERT INTO rounds VALUES (?, ?, 'frozen', ?, ?, NULL, NULL)",
          next,
          bytesOf(root),
          digests.length,
          joined(digests),
        );
        for (const digest of digests) {
          const { changes } = run(
            "UPDATE batches SET round = ? WHERE digest = ? AND round IS NULL",
            next,
            bytesOf(digest),
          );
          if (changes !== 1) throw new GatewayError("store-inconsistent");
        }
        return { number: next, root, state: "frozen", size: digests.length, block: null, time: null } as const;
      }, term),
    setRound: (term, number, state, anchor) =>
      commit(() => {
        run(
          "UPDATE rounds SET state = ?, block = ?, time = ? WHERE number = ?",
          state,
          anchor?.block ?? null,
          anchor?.time ?? null,
          number,
        );
      }, term),
    async round(by) {
      const row =
        "root" in by
          ? one(`SELECT ${ROUND_COLUMNS} FROM rounds WHERE root = ?`, bytesOf(by.root))
          : one(`SELECT ${ROUND_COLUMNS} FROM rounds WHERE number = ?`, by.number);
      return row && roundOf(row);
    },
    digestsOf: async (number) =>
      split(one("SELECT digests FROM rounds WHERE number = ?", number)?.["digests"] as Uint8Array),
    async lastRound() {
      const row = one(`SELECT ${ROUND_COLUMNS} FROM rounds ORDER BY number DESC LIMIT 1`);
      return row && roundOf(row);
    },
    prune: (acceptedBefore) =>
      commit(() =>
        Number(
          run(
            "UPDATE batches SET key = NULL, root = NULL, signature = NULL WHERE accepted_at < ? AND signature IS NOT NULL AND round IN (SELECT number FROM rounds WHERE state = 'final')",
            acceptedBefore,
          ).changes,
        ),
      ),

    saveSend: (term, { subject, account, nonce, raw, maxFee, tip }) =>
      commit(() => {
        run(
          "INSERT INTO sends SELECT COALESCE(MAX(id), 0) + 1, ?, ?, ?, ?, ?, ?, ? FROM sends",
          subject,
          state("epoch"),
          bytesOf(account),
          nonce,
          bytesOf(raw),
          String(maxFee),
          String(tip),
        );
      }, term),
    async lastSend(subject) {
      const row = one(
        "SELECT * FROM sends WHERE subject = ? AND epoch = ? ORDER BY id DESC LIMIT 1",
        subject,
        state("epoch"),
      );
      return row && sendOf(row);
    },
    async lastSendOf(account) {
      const row = one(
        "SELECT * FROM sends WHERE account = ? AND epoch = ? ORDER BY nonce DESC, id DESC LIMIT 1",
        bytesOf(account),
        state("epoch"),
      );
      return row && sendOf(row);
    },
    async sendAt(account, nonce) {
      const row = one(
        "SELECT * FROM sends WHERE account = ? AND nonce = ? AND epoch = ? ORDER BY id DESC LIMIT 1",
        bytesOf(account),
        nonce,
        state("epoch"),
      );
      return row && sendOf(row);
    },
    newEpoch: () =>
      commit(() => {
        setState("epoch", state("epoch") + 1);
        return state("epoch");
      }),

    addRelay: ({ digest, kind, body, party, gas, deadline }) =>
      commit(() => {
        run(
          "INSERT INTO relays SELECT ?, COALESCE(MAX(number), 0) + 1, ?, ?, ?, ?, ?, 'received', NULL FROM relays WHERE true ON CONFLICT DO NOTHING",
          bytesOf(digest),
          kind,
          body,
          bytesOf(party),
          gas,
          deadline,
        );
      }),
    async relay(digest) {
      const row = one("SELECT * FROM relays WHERE digest = ?", bytesOf(digest));
      return row && relayOf(row);
    },
    openRelays: async (most) =>
      all("SELECT * FROM relays WHERE state IN ('received', 'sent', 'done') ORDER BY number LIMIT ?", most).map(
        relayOf,
      ),
    setRelay: (term, digest, state, block) =>
      commit(() => {
        run("UPDATE relays SET state = ?, block = ? WHERE digest = ?", state, block ?? null, bytesOf(digest));
      }, term),

    putBox: ({ index, content, eraser, untilDay }) =>
      commit(() => {
        const { changes } = run(
          "INSERT INTO boxes VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
          bytesOf(index),
          content,
          bytesOf(eraser),
          untilDay,
        );
        return changes === 1 ? undefined : boxOf(one("SELECT * FROM boxes WHERE box = ?", bytesOf(index)) as Row);
      }),
    readBoxes: async (indexes, today) =>
      indexes.map((index) => {
        const row = one("SELECT content FROM boxes WHERE box = ? AND until_day >= ?", bytesOf(index), today);
        return (row?.["content"] as Uint8Array | null | undefined) ?? null;
      }),
    async box(index) {
      const row = one("SELECT * FROM boxes WHERE box = ?", bytesOf(index));
      return row && boxOf(row);
    },
    async eraseBox(index) {
      await commit(() => run("UPDATE boxes SET content = NULL WHERE box = ?", bytesOf(index)));
      // What was erased is not to stay in the log either.
      database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    },
    expireBoxes: (today, most) =>
      commit(() =>
        Number(
          run("DELETE FROM boxes WHERE box IN (SELECT box FROM boxes WHERE until_day < ? LIMIT ?)", today, most)
            .changes,
        ),
      ),

    lead: async () => {
      // The lock on the file is the lock: whoever opened it leads.
      term ??= await commit(() => {
        setState("term", state("term") + 1);
        return state("term");
      });
      return term;
    },
    probe: () =>
      commit(() => {
        setState("probe", state("probe") + 1);
      }),
    backup: async (file) => {
      database.prepare("VACUUM INTO ?").run(file);
    },
    close: async () => database.close(),
  };
}
