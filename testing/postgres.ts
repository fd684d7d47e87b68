import { execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { freePort } from "./node.js";

const BINARIES = ["17", "16", "15", "14", "13"].map((version) => `/usr/lib/postgresql/${version}/bin`).find(existsSync);

/** Whether PostgreSQL is installed here. */
export const HAS_POSTGRES = BINARIES !== undefined;

/** A cluster of its own, in a temporary folder, on a loopback port. */
export interface Cluster {
  url(database?: string): string;
  psql(sql: string): string;
  stop(): Promise<void>;
}

/** PostgreSQL refuses to run as root: then as the user that its package made. */
function asWhom(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

/** Starts a cluster. Never touches one that runs. */
export async function startPostgres(settings: readonly string[] = []): Promise<Cluster> {
  const bin = (name: string) => path.join(BINARIES as string, name);
  const folder = mkdtempSync(path.join(os.tmpdir(), "clairevoie-postgres-"));
  const who = asWhom();
  if (who.uid !== undefined) chownSync(folder, who.uid, who.gid as number);
  const data = path.join(folder, "data");
  const run = (name: string, args: readonly string[]) =>
    execFileSync(bin(name), args, { ...who, cwd: folder, stdio: ["ignore", "pipe", "ignore"], encoding: "utf8" });
  run("initdb", ["-D", data, "-U", "gateway", "-A", "trust", "-E", "UTF8", "--no-sync"]);
  const port = await freePort();
  const flags = [
    "-D",
    data,
    "-p",
    String(port),
    "-h",
    "127.0.0.1",
    "-k",
    folder,
    ...settings.flatMap((one) => ["-c", one]),
  ];
  const server = spawn(bin("postgres"), flags, { ...who, cwd: folder, stdio: "ignore" });
  const ended = new Promise<void>((resolve) => server.once("exit", () => resolve()));
  const psql = (sql: string) =>
    run("psql", ["-h", "127.0.0.1", "-p", `${port}`, "-U", "gateway", "-d", "postgres", "-tAc", sql]);
  for (let tries = 0; ; tries++) {
    try {
      psql("SELECT 1");
      break;
    } catch (error) {
      if (tries > 100) throw error;
      await new Promise((next) => setTimeout(next, 100));
    }
  }
  return {
    url: (database = "postgres") => `postgres://gateway@127.0.0.1:${port}/${database}`,
    psql,
    stop: async () => {
      server.kill("SIGINT");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
