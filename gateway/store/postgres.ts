import pg from "pg";
import type { Hex } from "../../src/protocol/index.js";
import { GatewayError } from "../failing.js";
import { bytesOf, joined, split } from "./bytes.js";
import { migration, NEWEST } from "./migrations.js";
import { boxOf, keptOf, ROUND_COLUMNS, relayOf, roundOf, sendOf } from "./sqlite.js";
import { NotLeader, type Store } from "./store.js";

/** Names of the locks of a gateway: one to lead, one to migrate. Both of 32 bits, as `pg_try_advisory_lock(int, int)` has them. */
const [LEADING, MIGRATING] = [0x636c_7631, 0x636c_7632] as const;
type Row = Readonly<Record<string, unknown>>;
interface Asks {
  query(sql: string, values?: unknown[]): Promise<{ rows: Row[]; rowCount: number | null }>;
}

/**
 * Opens PostgreSQL. One connection of its own holds the lock of whoever leads; a pool does the rest. The lock is a hint: what the loops
 * write carries their term.
 * @throws {GatewayError} where it acknowledges what is not durable, a pooler stands before it, or it is of a newer version.
 */
export async function openPostgres(url: string, schema = "clairevoie_gateway"): Promise<Store> {
  const options = { connectionString: url, options: `-c search_path=${schema}`, connectionTimeoutMillis: 10_000 };
  const pool = new pg.Pool({ ...options, max: 8 });
  // A connection that breaks while it is idle is replaced; one in use tells who uses it.
  pool.on("error", () => undefined);
  try {
    await requireDurable(pool);
    await requireSession(options);
    await migrate(pool, schema);
  } catch (error) {
    await pool.end();
    throw error;
  }
  return postgresStore(pool, options);
}

/** What acknowledges before it has written, or may lose what a standby lacks, is refused. */
async function requireDurable(pool: Asks): Promise<void> {
  const { rows } = await pool.query(
    "SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit, current_setting('full_page_writes') AS pages, pg_is_in_recovery() AS standby",
  );
  const [row] = rows;
  if (row?.["fsync"] !== "on" || row["pages"] !== "on" || row["commit"] === "off" || row["standby"] === true) {
    throw new GatewayError("store-not-durable");
  }
}

/** A pooler in transaction mode gives another backend to the next statement: a lock would be held by nobody. */
async function requireSession(options: pg.ClientConfig): Promise<void> {
  const one = new pg.Client(options);
  const other = new pg.Client(options);
  one.on("error", () => undefined);
  other.on("error", () => undefined);
  await one.connect();
  await other.connect();
  try {
    const backend = async (client: Asks) => (await client.query("SELECT pg_backend_pid() AS pid")).rows[0]?.["pid"];
    const before = await backend(one);
    // The other takes the backend that a pooler has just given back.
    await other.query("BEGIN");
    const taken = await backend(other);
    const after = await backend(one);
    await other.query("ROLLBACK");
    if (before !== after || before === taken) throw new GatewayError("pooler");
  } finally {
    await Promise.allSettled([one.end(), other.end()]);
  }
}

async function migrate(pool: pg.Pool, schema: string): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1, 0)", [MIGRATING & 0x7fff_ffff]);
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
    await client.query("CREATE TABLE IF NOT EXISTS version (version INT NOT NULL)");
    const { rows } = await client.query("SELECT version FROM version");
    const found = Number(rows[0]?.["version"] ?? 0);
    if (found > NEWEST) throw new GatewayError("store-too-new", { found, newest: NEWEST });
    for (let version = found; version < NEWEST; version++) {
      await client.query("BEGIN");
      for (const step of migration(version, "postgres")) await client.query(step);
      await client.query("DELETE FROM version");
      await client.query("INSERT INTO version VALUES ($1)", [version + 1]);
      await client.query("COMMIT");
    }
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    throw error;
  } finally {
    await client.query("SELECT pg_advisory_unlock($1, 0)", [MIGRATING & 0x7fff_ffff]).catch(() => undefined);
    client.release();
  }
}

function postgresStore(pool: pg.Pool, options: pg.ClientConfig): Store {
  const all = async (sql: string, ...values: unknown[]) => (await pool.query(sql, values)).rows as Row[];
  const one = async (sql: string, ...values: unknown[]) => (await all(sql, ...values))[0];
  const changed = async (sql: string, ...values: unknown[]) => (await pool.query(sql, values)).rowCount ?? 0;
  const hashes = (digests: readonly Hex[]) => digests.map(bytesOf);

  /** A transaction of the loops: refused when another term began, which waits until this one is over. */
  async function inTerm<T>(term: number, act: (client: Asks) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    let failure: Error | undefined;
    try {
      await client.query("BEGIN");
      const { rows } = await client.query("SELECT value FROM state WHERE name = 'term' FOR SHARE");
      if (Number(rows[0]?.["value"]) !== term) throw new NotLeader();
      const result = await act(client);
      await client.query("COMMIT");
      return result;
    } catch (error) {
      if (!(error instanceof NotLeader)) failure = error as Error;
      await client.query("ROLLBACK").catch((broken: Error) => {
        failure = broken;
      });
      throw error;
    } finally {
      client.release(failure);
    }
  }

  let leading: { client: pg.Client; term: number } | undefined;
  async function lead(): Promise<number | undefined> {
    if (leading) {
      // Whether the backend that holds the lock still lives: asked through it, before anything rests on it.
      const alive = await leading.client.query("SELECT 1").then(
        () => true,
        () => false,
      );
      if (alive) return leading.term;
      leading.client.end().catch(() => undefined);
      leading = undefined;
    }
    const client = new pg.Client(options);
    client.on("error", () => undefined);
    await client.connect();
    const lock = [LEADING & 0x7fff_ffff];
    const { rows } = await client.query("SELECT pg_try_advisory_lock($1, 0) AS locked", lock);
    if (rows[0]?.locked !== true) {
      await client.end();
      return undefined;
    }
    const raised = await client.query("UPDATE state SET value = value + 1 WHERE name = 'term' RETURNING value");
    leading = { client, term: Number(raised.rows[0].value) };
    return leading.term;
  }

  const epoch = "(SELECT value FROM state WHERE name = 'epoch')";
  return {
    async accept(batches) {
      const rows = await all(
        `INSERT INTO batches SELECT d, k, r, i, s, a, b, NULL FROM unnest($1::bytea[], $2::bytea[], $3::bytea[], $4::bigint[], $5::bytea[], $6::bigint[], $7::bigint[]) AS t(d, k, r, i, s, a, b)
         ON CONFLICT DO NOTHING RETURNING '0x' || encode(digest, 'hex') AS digest`,
        hashes(batches.map(({ digest }) => digest)),
        hashes(batches.map(({ key }) => key)),
        hashes(batches.map(({ root }) => root)),
        batches.map(({ issuedAt }) => issuedAt),
        hashes(batches.map(({ signature }) => signature)),
        batches.map(({ acceptedAt }) => acceptedAt),
        batches.map(({ anchorBy }) => anchorBy),
      );
      return new Set(rows.map(({ digest }) => digest as Hex));
    },
    async batch(digest) {
      const row = await one("SELECT digest, anchor_by, round FROM batches WHERE digest = $1", bytesOf(digest));
      return row && keptOf(row);
    },
    async waiting(issuedUpTo, most) {
      const rows = await all(
        "SELECT '0x' || encode(digest, 'hex') AS digest FROM batches WHERE round IS NULL AND issued_at <= $1 ORDER BY accepted_at, batches.digest LIMIT $2",
        issuedUpTo,
        most,
      );
      return rows.map(({ digest }) => digest as Hex);
    },
    async pending() {
      const row = await one(
        "SELECT COUNT(*) AS count, MIN(accepted_at) AS oldest FROM batches WHERE round IS NULL OR round IN (SELECT number FROM rounds WHERE state <> 'final')",
      );
      const oldest = row?.["oldest"] ?? null;
      return { count: Number(row?.["count"]), oldest: oldest === null ? null : Number(oldest) };
    },
    freeze: (term, root, digests) =>
      inTerm(term, async (client) => {
        const { rows } = await client.query(
          "INSERT INTO rounds SELECT COALESCE(MAX(number), 0) + 1, $1, 'frozen', $2, $3, NULL, NULL FROM rounds RETURNING number",
          [bytesOf(root), digests.length, joined(digests)],
        );
        const number = Number(rows[0]?.["number"]);
        const { rowCount } = await client.query(
          "UPDATE batches SET round = $1 WHERE digest = ANY($2::bytea[]) AND round IS NULL",
          [number, hashes(digests)],
        );
        if (rowCount !== digests.length) throw new GatewayError("store-inconsistent");
        return { number, root, state: "frozen", size: digests.length, block: null, time: null } as const;
      }),
    setRound: (term, number, state, anchor) =>
      inTerm(term, async (client) => {
        const values = [state, anchor?.block ?? null, anchor?.time ?? null, number];
        await client.query("UPDATE rounds SET state = $1, block = $2, time = $3 WHERE number = $4", values);
      }),
    async round(by) {
      const where = "root" in by ? "root = $1" : "number = $1";
      const value = "root" in by ? bytesOf(by.root) : by.number;
      const row = await one(`SELECT ${ROUND_COLUMNS} FROM rounds WHERE ${where}`, value);
      return row && roundOf(row);
    },
    digestsOf: async (number) =>
      split((await one("SELECT digests FROM rounds WHERE number = $1", number))?.["digests"] as Uint8Array),
    async lastRound() {
      const row = await one(`SELECT ${ROUND_COLUMNS} FROM rounds ORDER BY number DESC LIMIT 1`);
      return row && roundOf(row);
    },
    prune: (acceptedBefore) =>
      changed(
        "UPDATE batches SET key = NULL, root = NULL, signature = NULL WHERE accepted_at < $1 AND signature IS NOT NULL AND round IN (SELECT number FROM rounds WHERE state = 'final')",
        acceptedBefore,
      ),

    saveSend: (term, { subject, account, nonce, raw, maxFee, tip }) =>
      inTerm(term, async (client) => {
        await client.query(
          `INSERT INTO sends SELECT COALESCE(MAX(id), 0) + 1, $1, ${epoch}, $2, $3, $4, $5, $6 FROM sends`,
          [subject, bytesOf(account), nonce, bytesOf(raw), String(maxFee), String(tip)],
        );
      }),
    async lastSend(subject) {
      const row = await one(
        `SELECT * FROM sends WHERE subject = $1 AND epoch = ${epoch} ORDER BY id DESC LIMIT 1`,
        subject,
      );
      return row && sendOf(row);
    },
    async lastSendOf(account) {
      const row = await one(
        `SELECT * FROM sends WHERE account = $1 AND epoch = ${epoch} ORDER BY nonce DESC, id DESC LIMIT 1`,
        bytesOf(account),
      );
      return row && sendOf(row);
    },
    async sendAt(account, nonce) {
      const row = await one(
        `SELECT * FROM sends WHERE account = $1 AND nonce = $2 AND epoch = ${epoch} ORDER BY id DESC LIMIT 1`,
        bytesOf(account),
        nonce,
      );
      return row && sendOf(row);
    },
    async newEpoch() {
      const row = await one("UPDATE state SET value = value + 1 WHERE name = 'epoch' RETURNING value");
      return Number(row?.["value"]);
    },

    async addRelay({ digest, kind, body, party, gas, deadline }) {
      await changed(
        "INSERT INTO relays SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $4, $5, $6, 'received', NULL FROM relays ON CONFLICT DO NOTHING",
        bytesOf(digest),
        kind,
        body,
        bytesOf(party),
        gas,
        deadline,
      );
    },
    async relay(digest) {
      const row = await one("SELECT * FROM relays WHERE digest = $1", bytesOf(digest));
      return row && relayOf(row);
    },
    openRelays: async (most) =>
      (
        await all("SELECT * FROM relays WHERE state IN ('received', 'sent', 'done') ORDER BY number LIMIT $1", most)
      ).map(relayOf),
    setRelay: (term, digest, state, block) =>
      inTerm(term, async (client) => {
        const values = [state, block ?? null, bytesOf(digest)];
        await client.query("UPDATE relays SET state = $1, block = $2 WHERE digest = $3", values);
      }),

    async putBox({ index, content, eraser, untilDay }) {
      const added = await changed(
        "INSERT INTO boxes VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        bytesOf(index),
        content,
        bytesOf(eraser),
        untilDay,
      );
      if (added === 1) return undefined;
      const row = await one("SELECT * FROM boxes WHERE box = $1", bytesOf(index));
      return row && boxOf(row);
    },
    async readBoxes(indexes, today) {
      const rows = await all(
        "SELECT '0x' || encode(box, 'hex') AS box, content FROM boxes WHERE box = ANY($1::bytea[]) AND until_day >= $2 AND content IS NOT NULL",
        hashes(indexes),
        today,
      );
      const found = new Map(rows.map(({ box, content }) => [box as string, content as Uint8Array]));
      return indexes.map((index) => found.get(index) ?? null);
    },
    async box(index) {
      const row = await one("SELECT * FROM boxes WHERE box = $1", bytesOf(index));
      return row && boxOf(row);
    },
    async eraseBox(index) {
      await changed("UPDATE boxes SET content = NULL WHERE box = $1", bytesOf(index));
    },
    expireBoxes: (today, most) =>
      changed("DELETE FROM boxes WHERE box IN (SELECT box FROM boxes WHERE until_day < $1 LIMIT $2)", today, most),

    lead,
    async probe() {
      await changed("UPDATE state SET value = value + 1 WHERE name = 'probe'");
    },
    async close() {
      await leading?.client.end().catch(() => undefined);
      await pool.end();
    },
  };
}
