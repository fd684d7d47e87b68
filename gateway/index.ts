import { readFileSync, statSync } from "node:fs";
import { Wallet } from "ethers";
import { JsonRpc } from "../src/chain/index.js";
import { InputError } from "../src/protocol/index.js";
import { type Config, deploymentOf, readConfig, rulesOf } from "./config.js";
import { addressesOf } from "./contracts.js";
import { GatewayError } from "./failing.js";
import { Gateway, type Log } from "./gateway.js";
import { CATALOGUES, languageOf } from "./language/choosing.js";
import { Nodes } from "./nodes.js";
import { type Served, serve } from "./serving.js";
import { openSqlite } from "./store/sqlite.js";
import type { Store } from "./store/store.js";

export { type Config, configSchema, defaults, readConfig } from "./config.js";
export { openApi } from "./routes.js";

/** A gateway that runs. */
export interface Running extends Served {
  readonly gateway: Gateway;
  /** Ends with what ended the loops, where it was not `close`. */
  readonly ended: Promise<unknown>;
}

/** Opens the store that a configuration names. */
export async function openStore(database: string): Promise<Store> {
  if (!/^postgres(?:ql)?:\/\//.test(database)) return openSqlite(database);
  const { openPostgres } = await import("./store/postgres.js");
  return openPostgres(database);
}

function keyIn(file: string | undefined, ofEnv: string | undefined, field: string): Wallet | undefined {
  let text = ofEnv;
  if (file !== undefined) {
    try {
      if ((statSync(file).mode & 0o077) !== 0) throw new InputError(field, "not-valid");
      text = readFileSync(file, "utf8");
    } catch (error) {
      throw error instanceof InputError ? error : new InputError(field, "not-there");
    }
  }
  if (text === undefined) return undefined;
  try {
    return new Wallet(text.trim());
  } catch {
    throw new InputError(field, "not-valid"); // The key is not repeated.
  }
}

/** Starts a gateway: opens its store, looks at its chain, listens, and runs its loops until `close`. */
export async function startGateway(
  config: Config,
  {
    env = process.env,
    log = () => undefined,
    newEpoch = false,
  }: { env?: NodeJS.ProcessEnv; log?: Log; newEpoch?: boolean } = {},
): Promise<Running> {
  const deployment = deploymentOf(config);
  const wallet = keyIn(config.keyFile, env["CLAIREVOIE_GATEWAY_KEY"], "keyFile");
  if (!wallet) throw new InputError("keyFile", "needed");
  const relayWallet = keyIn(config.relayKeyFile, env["CLAIREVOIE_GATEWAY_RELAY_KEY"], "relayKeyFile");
  const store = await openStore(config.database);
  try {
    if (newEpoch) await store.newEpoch();
    const gateway = await Gateway.start({
      store,
      nodes: new Nodes(config.rpc.map((url) => new JsonRpc(url, { timeoutMs: 10_000 }))),
      addresses: addressesOf(deployment),
      rules: rulesOf(config, deployment),
      wallet,
      ...(relayWallet && { relayWallet }),
      log,
    });
    let isOver = false;
    let end: () => void = () => undefined;
    const over = new Promise<void>((resolve) => {
      end = resolve;
    });
    const loop = async (act: () => Promise<void>, everyMs: number) => {
      while (!isOver) {
        await act();
        if (!isOver) await Promise.race([over, new Promise((next) => setTimeout(next, everyMs).unref())]);
      }
    };
    await gateway.tick();
    const { host, port, metricsPort } = config;
    const served = await serve(gateway, { host, port, metricsPort: metricsPort || undefined, log });
    const everyMs = 1000 * config.pollSeconds;
    // No loop dies alone: the first error of any ends them all.
    const ended = Promise.all([
      loop(() => gateway.tick(), everyMs),
      loop(() => gateway.relayTick(), everyMs),
      loop(() => gateway.clean(), 60_000),
    ]).then(
      () => undefined,
      (error: unknown) => {
        isOver = true;
        end();
        return error;
      },
    );
    return {
      ...served,
      gateway,
      ended,
      close: async () => {
        isOver = true;
        end();
        await gateway.stop();
        await served.close();
        await ended; // No step of a loop is cut short.
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** A person must look; anything else that ends it is our own fault or a database that went away, and a restart may help. */
const [EXIT_STOPPED, EXIT_INTERNAL] = [75, 70];

/** Runs a gateway until a signal, or until a loop fails. Gives the exit code. */
export async function runGateway(
  flags: Readonly<Record<string, unknown>>,
  {
    env = process.env,
    file,
    language,
    newEpoch = false,
    write = (line: string) => process.stdout.write(line),
  }: {
    env?: NodeJS.ProcessEnv;
    file?: string | undefined;
    language?: string;
    newEpoch?: boolean;
    write?: (line: string) => unknown;
  } = {},
): Promise<number> {
  const log: Log = (event, fields = {}) => {
    write(`${JSON.stringify({ at: new Date().toISOString(), event, ...fields })}\n`);
  };
  const tell = (error: unknown) => {
    const known = error instanceof GatewayError ? error.code : undefined;
    const { failures } = CATALOGUES[languageOf(language ?? env["LANG"])];
    log("stopped", { code: known ?? (error as Error).name, ...(known && { remedy: failures[known] }) });
  };
  let running: Running;
  try {
    running = await startGateway(readConfig(flags, env, file), { env, log, newEpoch });
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    tell(error);
    return EXIT_STOPPED;
  }
  log("started", { url: running.url, account: running.gateway.account });
  const signal = new Promise<undefined>((resolve) => {
    for (const name of ["SIGTERM", "SIGINT"] as const) process.once(name, () => resolve(undefined));
  });
  const error = await Promise.race([signal, running.ended]);
  if (error !== undefined) tell(error);
  // Whatever hangs does not keep a process that anchors nothing.
  const code = error === undefined ? 0 : error instanceof GatewayError ? EXIT_STOPPED : EXIT_INTERNAL;
  setTimeout(() => process.exit(code), 10_000).unref();
  await running.close();
  log("ended");
  return code;
}
