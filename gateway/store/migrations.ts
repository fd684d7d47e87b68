/**
 * The steps that made the tables what they are, oldest first. A step never changes once it was released: a change is a new step.
 * Both dialects share them: `BLOB` becomes `BYTEA` in PostgreSQL, and nothing else differs.
 */
const MIGRATIONS: readonly (readonly string[])[] = [
  [
    "CREATE TABLE batches (digest BLOB PRIMARY KEY, key BLOB, root BLOB, issued_at BIGINT NOT NULL, signature BLOB, accepted_at BIGINT NOT NULL, anchor_by BIGINT NOT NULL, round BIGINT)",
    "CREATE INDEX batches_waiting ON batches (accepted_at, digest) WHERE round IS NULL",
    "CREATE INDEX batches_of_round ON batches (round)",
    "CREATE TABLE rounds (number BIGINT PRIMARY KEY, root BLOB NOT NULL UNIQUE, state TEXT NOT NULL, size BIGINT NOT NULL, digests BLOB NOT NULL, block BIGINT, time BIGINT)",
    "CREATE TABLE sends (id BIGINT PRIMARY KEY, subject TEXT NOT NULL, epoch BIGINT NOT NULL, account BLOB NOT NULL, nonce BIGINT NOT NULL, raw BLOB NOT NULL, max_fee TEXT NOT NULL, tip TEXT NOT NULL)",
    "CREATE INDEX sends_of_subject ON sends (subject, id)",
    "CREATE INDEX sends_of_account ON sends (account, nonce)",
    "CREATE TABLE relays (digest BLOB PRIMARY KEY, number BIGINT NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL, party BLOB NOT NULL, gas BIGINT NOT NULL, deadline BIGINT NOT NULL, state TEXT NOT NULL, block BIGINT)",
    "CREATE INDEX relays_open ON relays (number) WHERE state IN ('received', 'sent', 'done')",
    "CREATE TABLE boxes (box BLOB PRIMARY KEY, content BLOB, eraser BLOB NOT NULL, until_day BIGINT NOT NULL)",
    "CREATE INDEX boxes_until ON boxes (until_day)",
    "CREATE TABLE state (name TEXT PRIMARY KEY, value BIGINT NOT NULL)",
    "INSERT INTO state VALUES ('term', 0), ('epoch', 0), ('probe', 0)",
  ],
];

export type Dialect = "sqlite" | "postgres";

/** The newest version of the tables. */
export const NEWEST = MIGRATIONS.length;

/** The statements of a step, from a version to the next. */
export function migration(from: number, dialect: Dialect): readonly string[] {
  const steps = MIGRATIONS[from] ?? [];
  return dialect === "sqlite" ? steps : steps.map((step) => step.replaceAll(/\bBLOB\b/g, "BYTEA"));
}
