import { chmodSync, rmSync } from "node:fs";
import type { Log } from "./gateway.js";
import { type Served, serveApp } from "./serving.js";
import { type Serving, serveMetrics, verdictApp } from "./verdicts/app.js";
import { readServeConfig, type ServeConfig, settlingOf, startOf } from "./verdicts/config.js";
import { Judges } from "./verdicts/judges.js";
import { Settler } from "./verdicts/settler.js";

export { readServeConfig, type ServeConfig, serveDefaults, serveSchema } from "./verdicts/config.js";
export { serveOpenApi } from "./verdicts/routes.js";

/** Longest that requests which are being judged are waited for. */
const DRAIN_MS = 35_000;

/**
 * Starts `clairevoie serve`: verdicts over HTTP, for programs within an insurer's walls.
 * @throws {InputError} naming what of the configuration is wrong.
 */
export async function startServe(config: ServeConfig, log: Log = () => undefined): Promise<Served> {
  const { host, port, socket, metricsPort } = config;
  const start = startOf(config);
  const settling = settlingOf(config, start);
  const judges = new Judges(new URL("./verdict-worker.js", import.meta.url), start, config);
  const settler = settling && new Settler(new URL("./settling-process.js", import.meta.url), settling);
  const own: string[] = [];
  const serving: Serving = { config, judges, settler, own, counts: new Map(), isStopping: false, log };
  const place = { host, port, socket, metricsPort: metricsPort || undefined };
  if (socket !== undefined) rmSync(socket, { force: true });
  const { fetch } = verdictApp(serving);
  const served = await serveApp(
    (...given) => fetch(...given),
    () => serveMetrics(serving),
    place,
    DRAIN_MS,
  );
  if (socket !== undefined) chmodSync(socket, 0o600);
  else own.push(...namesOf(host, new URL(served.url).port));
  return {
    ...served,
    close: async () => {
      serving.isStopping = true;
      await served.close();
      await judges.stop();
      await settler?.stop();
    },
  };
}

/** How the address that it listens on is named. */
function namesOf(host: string, port: string): readonly string[] {
  const isLoopback = ["127.0.0.1", "::1", "localhost"].includes(host);
  const names = isLoopback ? ["127.0.0.1", "[::1]", "localhost"] : [host.includes(":") ? `[${host}]` : host];
  return names.flatMap((name) => [`${name}:${port}`, ...(port === "80" ? [name] : [])]);
}

/** Runs it until a signal. Gives the exit code. */
export async function runServe(
  flags: Readonly<Record<string, unknown>>,
  {
    env = process.env,
    file,
    write = (line: string) => process.stdout.write(line),
  }: {
    env?: NodeJS.ProcessEnv;
    file?: string | undefined;
    write?: (line: string) => unknown;
  } = {},
): Promise<0> {
  const log: Log = (event, fields = {}) => {
    write(`${JSON.stringify({ at: new Date().toISOString(), event, ...fields })}\n`);
  };
  const served = await startServe(readServeConfig(flags, env, file), log);
  log("started", { url: served.url });
  await new Promise<void>((resolve) => {
    for (const name of ["SIGTERM", "SIGINT"] as const) process.once(name, () => resolve());
  });
  await served.close();
  log("ended");
  return 0;
}
