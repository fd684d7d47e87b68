import { appendFileSync } from "node:fs";
import { DatabaseSync, StatementSync } from "node:sqlite";
import pg from "pg";

// Loaded before a gateway in a process of its own: counts what it writes into its database and what it sends, and kills it at one of these.
const { KILL_AT = "0", KILL_TRACE } = process.env;
const at = Number(KILL_AT);
let steps = 0;

const writes = (sql: string) =>
  !/^\s*(?:SELECT|PRAGMA locking_mode$)/i.test(sql) && !/SET value = value \+ 1|probe/.test(sql);

/** Before and after are two steps: what was written may not be acknowledged, and what was sent may not be known. */
function step(what: string): void {
  steps++;
  if (KILL_TRACE) appendFileSync(KILL_TRACE, `${what}\n`);
  if (steps === at) process.kill(process.pid, "SIGKILL");
}
const shortOf = (sql: string) => sql.trim().slice(0, 40).replaceAll("\n", " ");

const { exec } = DatabaseSync.prototype;
DatabaseSync.prototype.exec = function (sql: string) {
  step(`before ${shortOf(sql)}`);
  exec.call(this, sql);
  step(`after ${shortOf(sql)}`);
};
type Call = (...values: unknown[]) => unknown;
const statements = StatementSync.prototype as unknown as { run: Call };
const { run } = statements;
statements.run = function (this: StatementSync, ...values: unknown[]) {
  step(`before ${shortOf(this.sourceSQL)}`);
  const outcome = run.apply(this, values);
  step(`after ${shortOf(this.sourceSQL)}`);
  return outcome;
};

const prototype = pg.Client.prototype as unknown as { query: Call };
const { query } = prototype;
prototype.query = function (this: unknown, ...values: unknown[]) {
  const [first] = values;
  const sql = typeof first === "string" ? first : String((first as { text?: string }).text ?? "");
  if (!writes(sql)) return query.apply(this, values);
  step(`before ${shortOf(sql)}`);
  const outcome = query.apply(this, values);
  if (outcome instanceof Promise)
    outcome.then(
      () => step(`after ${shortOf(sql)}`),
      () => undefined,
    );
  return outcome;
};

const { fetch } = globalThis;
globalThis.fetch = async (url, init) => {
  const isSend = String(init?.body ?? "").includes("eth_sendRawTransaction");
  if (isSend) step("before a transaction is sent");
  const answer = await fetch(url, init);
  if (isSend) step("after a transaction was sent");
  return answer;
};
