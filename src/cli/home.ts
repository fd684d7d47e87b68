import { existsSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import { InputError, read } from "../protocol/index.js";
import { parseJson } from "../protocol/json.js";
import { says } from "../protocol/schema.js";
import type { Environment } from "./output/terminal.js";
import { readWhole } from "./session.js";

export const HOME_FILE = "clairevoie.json";
export const HOME_FORMAT = "clairevoie-home/1";

const homeSchema = z.strictObject({
  format: z.literal(HOME_FORMAT, says("wrong-version", { format: HOME_FORMAT })),
  rpc: z.string().optional(),
  deployment: z.string().optional(),
  keystore: z.string().optional(),
  passphraseFile: z.string().optional(),
  identity: z.string().optional(),
  enclosingKey: z.string().optional(),
  gateway: z.union([z.string(), z.array(z.string())]).optional(),
  vault: z.string().optional(),
  vaultPassphraseFile: z.string().optional(),
});
/** What a party's folder says, so that its commands are short. Paths are relative to the folder. */
type Home = z.infer<typeof homeSchema>;

const VARIABLES: { readonly [F in Exclude<keyof Home, "format">]-?: string } = {
  rpc: "CLAIREVOIE_RPC_URL",
  deployment: "CLAIREVOIE_DEPLOYMENT",
  keystore: "CLAIREVOIE_KEYSTORE",
  passphraseFile: "CLAIREVOIE_PASSPHRASE_FILE",
  identity: "CLAIREVOIE_IDENTITY",
  enclosingKey: "CLAIREVOIE_ENCLOSING_KEY",
  gateway: "CLAIREVOIE_GATEWAY",
  vault: "CLAIREVOIE_VAULT",
  vaultPassphraseFile: "CLAIREVOIE_VAULT_PASSPHRASE_FILE",
};

/**
 * The environment with what a party's folder adds to it: `--home`, else CLAIREVOIE_HOME. A folder is never taken for one
 * because a command happens to run in it: what came with somebody's certificate must not say which contracts to trust.
 * @throws {InputError} when the folder is named and is none.
 */
export function withHome(argv: readonly string[], env: Environment): Environment {
  const at = argv.findIndex((arg) => arg === "--home" || arg.startsWith("--home="));
  const folder = at < 0 ? env["CLAIREVOIE_HOME"] : (argv[at]?.split("=")[1] ?? argv[at + 1]);
  if (!folder) return env;
  const file = path.join(folder, HOME_FILE);
  if (!existsSync(file)) throw new InputError("--home", "not-a-home", { folder, file: HOME_FILE });
  const home = read(homeSchema, parseJson(readWhole(file), file), file);
  const added: Record<string, string> = {};
  for (const [field, variable] of Object.entries(VARIABLES) as [Exclude<keyof Home, "format">, string][]) {
    const value = home[field];
    if (value === undefined || env[variable] !== undefined) continue;
    const isAddress = field === "rpc" || field === "gateway";
    added[variable] = isAddress ? [value].flat().join(" ") : path.resolve(folder, String(value));
  }
  return { ...added, ...env };
}
