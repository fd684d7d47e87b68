import { DatabaseSync } from "node:sqlite";
import type { Hex } from "../../src/protocol/index.js";
import { GatewayError } from "../failing.js";

const VERSION = 1;

/** What is known of a settlement by its idempotency key. */
interface SettlementRow {
  readonly key: string;
  /** Of the request: the same key with another request is refused. */
  readonly body: string;
  /** The transaction that was signed for it, until it is known what became of it. */
  readonly raw: Hex | null;
  /** The answer, as it was given and will be given again. */
  readonly answer: string | null;
}

/** What a settling process keeps: every step is durable before the next one is taken. */
export interface Journal {
  find(key: string): SettlementRow | undefined;
  /** The one whose transaction is in flight. */
  inFlight(): SettlementRow | undefined;
  begin(key: string, body: string): void;
  /** Nothing was signed for it, and nothing is known. */
  forget(key: string): void;
  keepTransaction(key: string, raw: Hex | null): void;
  /** Whether a share was answered to be settled, under whatever key. */
  wasSettled(share: string): boolean;
  answer(key: string, answer: string, settledShare: string | null): void;
  close(): void;
}

/**
 * Opens the journal of settlements, for this process alone.
 * @throws {GatewayError} when another process has it, or a newer version wrote it.
 */
export function openJournal(file: string): Journal {
  const database = new DatabaseSync(file);
  try {
    database.exec("pragma locking_mode = exclusive; pragma synchronous = extra; pragma secure_delete = on;");
    database.exec(`begin exclusive;
      create table if not exists settlements (
        key text primary key, body text not null, raw text, answer text, share text
      ) strict;
      create unique index if not exists settled_once on settlements (share);
      commit;`);
    const found = Number(database.prepare("pragma user_version").get()?.["user_version"]);
    if (found > VERSION) throw new GatewayError("store-too-new");
    database.exec(`pragma user_version = ${VERSION}`);
  } catch (error) {
    database.close();
    throw error instanceof GatewayError ? error : new GatewayError("store-in-use");
  }
  const row = (found: Record<string, unknown> | undefined) => found as unknown as SettlementRow | undefined;
  const byKey = database.prepare("select key, body, raw, answer from settlements where key = ?");
  const flying = database.prepare("select key, body, raw, answer from settlements where raw is not null limit 1");
  const begun = database.prepare("insert into settlements (key, body) values (?, ?)");
  const forgotten = database.prepare("delete from settlements where key = ? and raw is null and answer is null");
  const signed = database.prepare("update settlements set raw = ? where key = ?");
  const settled = database.prepare("select 1 from settlements where share = ?");
  const answered = database.prepare("update settlements set raw = null, answer = ?, share = ? where key = ?");
  return {
    find: (key) => row(byKey.get(key)),
    inFlight: () => row(flying.get()),
    begin: (key, body) => void begun.run(key, body),
    forget: (key) => void forgotten.run(key),
    keepTransaction: (key, raw) => void signed.run(raw, key),
    wasSettled: (share) => settled.get(share) !== undefined,
    answer: (key, answer, share) => void answered.run(answer, share, key),
    close: () => database.close(),
  };
}
