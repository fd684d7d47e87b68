import { readFileSync } from "node:fs";
import * as z from "zod";
import { type Deployment, networkOf, parseDeployment } from "../src/chain/index.js";
import { InputError, read } from "../src/protocol/index.js";
import type { Rules } from "./gateway.js";

export const url = z.string().regex(/^https?:\/\//);
export const count = (value: number) => z.coerce.number().int().min(0).default(value);

/** All that can be configured. Flags win over the environment, and the environment over the file. */
export const configSchema = z.strictObject({
  deployment: z.string().describe("File of the deployment"),
  rpc: z
    .union([url.transform((one) => [one]), z.array(url).min(1)])
    .default(["http://127.0.0.1:8545"])
    .describe("Nodes; of several, more than half must agree"),
  database: z.string().default("gateway.sqlite").describe("File of SQLite, or postgres://…"),
  host: z.string().default("127.0.0.1").describe("Address to listen on"),
  port: count(8788).describe("Port to listen on"),
  metricsPort: count(9464).describe("Port of the metrics, on the same address; 0: none"),
  keyFile: z.string().optional().describe("File with the private key of the account that anchors, mode 600"),
  relayKeyFile: z.string().optional().describe("The same for the account that relays; without it nothing is relayed"),
  intervalSeconds: count(60).describe("A root at most so often; 3600 on Ethereum"),
  lagSeconds: count(0).describe("Lag of the policies; 0: 21600 with an interval of at most two minutes, else 172800"),
  toleranceSeconds: count(0).describe("Tolerance of the policies; 0: the lag"),
  enoughBatches: count(5_000).describe("So many batches are anchored before the interval is over"),
  mostInRound: count(10_000).describe("Most batches in one round"),
  confirmations: count(0).describe("Blocks until an anchor is final; 0: what the network needs"),
  maxFeeGwei: z.coerce.number().positive().default(100).describe("Highest fee for a unit of gas: above, an alarm"),
  bumpSeconds: count(60).describe("After so long the fee is raised"),
  resendSeconds: count(30).describe("How often the same transaction goes out again"),
  anchorGas: count(120_000).describe("Gas of an anchor at most"),
  pollSeconds: z.coerce.number().positive().default(1).describe("How often the loops look"),
  headAgeSeconds: count(600).describe("So long without a new block is an alarm; 0: never"),
  awaySeconds: count(60).describe("So long without an answer of the nodes is an alarm"),
  keepDays: count(400).describe("Days that signatures of batches are kept"),
  batchesPerDay: count(50_000).describe("Batches of a party in a day"),
  batchesPerKey: count(2_000).describe("Of these, what each key has for itself"),
  boxBytesPerDay: count(2_000_000_000).describe("Bytes of boxes of a party in a day"),
  boxBytesPerKey: count(100_000_000).describe("Of these, what each key has for itself"),
  relayGasPerDay: count(20_000_000).describe("Gas relayed for a party in a day"),
  relayGasPerKey: count(2_000_000).describe("Of these, what each key has for itself"),
});
export type Config = z.infer<typeof configSchema>;
type Raw = Readonly<Record<string, unknown>>;

/** Every default, as `--print-config` shows it. */
export function defaults(): Raw {
  return { ...configSchema.parse({ deployment: "deployment.json" }), deployment: "deployment.json" };
}

/**
 * Reads the configuration once.
 * @throws {InputError} naming what is wrong.
 */
export function readConfig(flags: Raw, env: Environment, file?: string): Config {
  return readLayers(configSchema, "CLAIREVOIE_GATEWAY_", { flags, env, file });
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads a configuration in layers: flags win over the environment, and the environment over the file.
 * @param prefix Of the variables: `CLAIREVOIE_GATEWAY_MAX_FEE_GWEI` of `maxFeeGwei`. Lists are separated by commas.
 * @throws {InputError} naming what is wrong.
 */
export function readLayers<S extends z.ZodRawShape>(
  schema: z.ZodObject<S>,
  prefix: string,
  { flags, env, file }: { readonly flags: Raw; readonly env: Environment; readonly file?: string | undefined },
): z.output<z.ZodObject<S>> {
  let ofFile: Raw = {};
  if (file !== undefined) {
    try {
      ofFile = JSON.parse(readFileSync(file, "utf8"));
    } catch {
      throw new InputError(file, "not-valid");
    }
  }
  const variableOf = (name: string) => `${prefix}${name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
  const ofEnv = Object.fromEntries(
    Object.keys(schema.shape).flatMap((name) => {
      const value = env[variableOf(name)];
      return value === undefined ? [] : [[name, name === "rpc" ? value.split(",") : value]];
    }),
  );
  return read(schema, { ...ofFile, ...ofEnv, ...flags }, "config") as z.output<z.ZodObject<S>>;
}

export function deploymentOf({ deployment }: Pick<Config, "deployment">): Deployment {
  let text: string;
  try {
    text = readFileSync(deployment, "utf8");
  } catch {
    throw new InputError("deployment", "not-there");
  }
  return parseDeployment(text);
}

const GWEI = 1_000_000_000;

export function rulesOf(config: Config, { chainId }: Deployment): Rules {
  const lagSeconds = config.lagSeconds || (config.intervalSeconds <= 120 ? 21_600 : 172_800);
  return {
    chainId,
    intervalSeconds: config.intervalSeconds,
    lagSeconds,
    toleranceSeconds: config.toleranceSeconds || lagSeconds,
    enoughBatches: config.enoughBatches,
    mostInRound: config.mostInRound,
    anchorGas: BigInt(config.anchorGas),
    // A development chain has blocks only where something happens.
    headAgeSeconds: chainId === 31337 ? 0 : config.headAgeSeconds,
    awaySeconds: config.awaySeconds,
    keepDays: config.keepDays,
    batchQuota: { perDay: config.batchesPerDay, perKey: config.batchesPerKey },
    boxQuota: { perDay: config.boxBytesPerDay, perKey: config.boxBytesPerKey },
    relayGasQuota: { perDay: config.relayGasPerDay, perKey: config.relayGasPerKey },
    maxFeePerGas: BigInt(Math.round(config.maxFeeGwei * GWEI)),
    bumpSeconds: config.bumpSeconds,
    resendSeconds: config.resendSeconds,
    confirmations: config.confirmations || networkOf(chainId).confirmations,
  };
}
