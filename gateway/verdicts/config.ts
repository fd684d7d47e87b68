import { createHash, timingSafeEqual } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import { networkOf } from "../../src/chain/index.js";
import { parseEnclosingKeys } from "../../src/gateway/index.js";
import { parseIdentity } from "../../src/parties/index.js";
import { amcSchema, InputError, type Policy, policy, read } from "../../src/protocol/index.js";
import { parseJson } from "../../src/protocol/json.js";
import { count, deploymentOf, readLayers, url } from "../config.js";
import type { SettlingStart } from "../settling-process.js";
import type { Start } from "./judging.js";

/** How policies and tokens are called: a name says nothing else. */
const name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/);

const tokenSchema = z.strictObject({
  name,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  policies: z.array(name).optional(),
  settle: z.boolean().default(false),
});

/** All that can be configured. Flags win over the environment, and the environment over the file. */
export const serveSchema = z.strictObject({
  deployment: z.string().describe("File of the deployment"),
  facts: z
    .enum(["live", "quorum", "proof", "index"])
    .default("live")
    .describe("From one node, from nodes that agree, by proofs against a block on which they agree, or from an index"),
  rpc: z
    .union([url.transform((one) => [one]), z.array(url).min(1)])
    .default(["http://127.0.0.1:8545"])
    .describe("Nodes; several for quorum and proof"),
  agree: count(0).describe("So many nodes must agree; 0: more than half"),
  block: z.enum(["latest", "safe", "finalized"]).optional().describe("At which facts are read"),
  index: z.string().optional().describe("File of the local index, which another process keeps current"),
  maxAgeHours: count(24).describe("An older index is not judged with; 0: of any age"),
  policies: z.record(name, z.string()).default({}).describe("Files of policies by name; default is the protocol's own"),
  tokens: z
    .array(tokenSchema)
    .default([])
    .describe("Who may ask: name, SHA-256 of the token, policies if not all, settle"),
  identity: z.string().optional().describe("Identity file of the insurer"),
  amc: amcSchema.optional().describe("AMC number of an insurer without an identity file"),
  keys: z.array(z.string()).default([]).describe("Files of keys that open enclosed certificates, mode 600"),
  gateways: z.array(url).default([]).describe("Where claim tickets lead to"),
  host: z.string().default("127.0.0.1").describe("Address to listen on"),
  port: count(8790).describe("Port to listen on"),
  socket: z.string().optional().describe("Unix socket in place of address and port; its rights are the token"),
  metricsPort: count(9465).describe("Port of the metrics, on the same address; 0: none"),
  hosts: z.array(z.string()).default([]).describe("What the header Host may name besides this address"),
  origins: z.array(z.string()).default([]).describe("Pages of these origins may ask; none by default"),
  settle: z.boolean().default(false).describe("Settle too, in a process of its own"),
  settlementKeyFile: z
    .string()
    .optional()
    .describe("Private key of the insurer's account, which nothing else uses; mode 600"),
  settlementDatabase: z
    .string()
    .default("settlements.sqlite")
    .describe("Where settlements are kept by idempotency key"),
  workers: z.coerce.number().int().min(1).default(2).describe("Judgements at once"),
  waiting: count(64).describe("Requests that wait for one; more are refused"),
  judgementSeconds: z.coerce.number().positive().default(30).describe("A judgement that takes longer is ended"),
  workerMemoryMb: z.coerce.number().int().min(64).default(512).describe("Memory of a judgement"),
});
export type ServeConfig = z.infer<typeof serveSchema>;

/** The policy of whoever names none. */
const DEFAULT_POLICY_NAME = "default";

/** Every default, as `--print-config` shows it. */
export function serveDefaults(): Readonly<Record<string, unknown>> {
  return { ...serveSchema.parse({ deployment: "deployment.json" }) };
}

/**
 * Reads the configuration once.
 * @throws {InputError} naming what is wrong.
 */
export function readServeConfig(
  flags: Readonly<Record<string, unknown>>,
  env: Readonly<Record<string, string | undefined>>,
  file?: string,
): ServeConfig {
  return readLayers(serveSchema, "CLAIREVOIE_SERVE_", { flags, env, file });
}

/**
 * Reads every file that a configuration names: a service that starts can judge.
 * @throws {InputError} naming what is missing, wrong or does not fit together.
 */
export function startOf(config: ServeConfig): Start {
  const { facts, rpc, agree, index, tokens, socket, identity, amc, keys } = config;
  if (tokens.length === 0 && socket === undefined) throw new InputError("tokens", "needed");
  if (new Set(tokens.map((token) => token.name)).size < tokens.length) throw new InputError("tokens", "not-valid");
  if ((facts === "index") !== (index !== undefined)) throw new InputError("index", index ? "not-valid" : "needed");
  if ((facts === "quorum" || facts === "proof") && rpc.length < 2) throw new InputError("rpc", "one-node-vouches");
  if (facts === "live" && rpc.length > 1) throw new InputError("rpc", "several-nodes-to-verify");
  if (agree > rpc.length) throw new InputError("agree", "not-in-range", { least: 1, most: rpc.length, of: "nodes" });
  if (amc !== undefined && identity !== undefined) throw new InputError("amc", "amc-with-identity");
  const own = identity === undefined ? undefined : parseIdentity(textOf(identity));
  if (own && own.role !== "insurer") {
    throw new InputError("identity", "identity-of-another-role", { given: own.role, wanted: "insurer" });
  }
  const policies: Record<string, Policy> = { [DEFAULT_POLICY_NAME]: policy() };
  for (const [called, file] of Object.entries(config.policies)) policies[called] = policyIn(file);
  const unknown = tokens.flatMap((token) => token.policies ?? []).find((called) => !(called in policies));
  if (unknown !== undefined) throw new InputError("tokens.policies", "not-valid");
  const deployment = deploymentOf(config);
  return {
    ...{ deployment, facts, rpc, policies, gateways: config.gateways },
    agree: agree || Math.floor(rpc.length / 2) + 1,
    block: config.block ?? (facts === "live" ? "latest" : String(networkOf(deployment.chainId).settleAt)),
    ...(index !== undefined && { index, ...(config.maxAgeHours > 0 && { maxAgeSeconds: 3600 * config.maxAgeHours }) }),
    ...(own ? { identity: { salt: own.salt, identifier: own.identifier } } : amc === undefined ? {} : { amc }),
    keys: keys.flatMap(keysIn),
  };
}

/**
 * With what settlements are made, where they are.
 * @throws {InputError} naming what is missing or does not fit together.
 */
export function settlingOf(config: ServeConfig, start: Start): SettlingStart | undefined {
  const { settle, settlementKeyFile: keyFile, settlementDatabase: database, identity, facts } = config;
  if (!settle) return undefined;
  if (keyFile === undefined) throw new InputError("settlementKeyFile", "needed");
  if (identity === undefined) throw new InputError("identity", "identity-needed");
  if (facts === "index") throw new InputError("facts", "not-valid"); // An index sends nothing.
  requireOwn(keyFile);
  textOf(keyFile);
  const { block = String(networkOf(start.deployment.chainId).settleAt) } = config;
  return { start: { ...start, block }, keyFile: path.resolve(keyFile), database: path.resolve(database) };
}

/** What is secret is its owner's alone. */
function requireOwn(file: string): void {
  const mode = statSync(file, { throwIfNoEntry: false })?.mode;
  if (mode === undefined) throw new InputError(file, "not-there");
  if (process.platform === "win32" || (mode & 0o077) === 0) return;
  throw new InputError(file, "open-to-others", { command: `chmod 600 ${JSON.stringify(file)}` });
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new InputError(file, "not-there");
  }
}

function policyIn(file: string): Policy {
  const changes = read(z.record(z.string(), z.unknown()), parseJson(textOf(file), file), file);
  return policy(changes as Partial<Policy>);
}

function keysIn(file: string): readonly string[] {
  const keys = parseEnclosingKeys(textOf(file), file);
  requireOwn(file);
  return keys;
}

const BEARER = /^Bearer ([\x21-\x7e]{1,512})$/i;

/** Whose token a request bears. Hashes are compared in constant time: a time says nothing of a token. */
export function tokenOf(
  tokens: ServeConfig["tokens"],
  authorization: string | undefined,
): ServeConfig["tokens"][number] | undefined {
  const [, given] = BEARER.exec(authorization ?? "") ?? [];
  if (given === undefined) return undefined;
  const hash = createHash("sha256").update(given).digest();
  return tokens.filter(({ sha256 }) => timingSafeEqual(Buffer.from(sha256, "hex"), hash))[0];
}
