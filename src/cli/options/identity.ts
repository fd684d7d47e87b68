import { statSync } from "node:fs";
import type { Command, Option } from "commander";
import { parseEnclosingKeys } from "../../gateway/index.js";
import { identityOf } from "../../parties/files.js";
import { type Identity, type IdentityFile, parseIdentity } from "../../parties/index.js";
import { type AskingInsurer, amcSchema, type Hex, InputError, type PartyRole, read } from "../../protocol/index.js";
import type { Builder } from "../command.js";
import { type CommonOptions, readWhole, type Session } from "../session.js";
import type { SigningOptions } from "./signing.js";

/** Options of commands that act for a party. */
export interface PartyOptions extends SigningOptions, Named {}

/** What `--identity` names: several only where keys may be among them that open enclosed certificates. */
interface Named {
  readonly identity?: string | readonly string[];
}

const KEY_VARIABLE = "CLAIREVOIE_ENCLOSING_KEY";

/** `--identity`, of an insurer that opens enclosed certificates: its own file, and those of its keys. */
export function repeatable(option: Option): Option {
  return option.argParser((file: string, before: readonly string[] | undefined) => [...(before ?? []), file]);
}

/** The files that `--identity` names: of the party, and of keys, which say themselves that they are. */
function named({ identity = [] }: Named): { readonly party?: string; readonly keys: readonly string[] } {
  const files = [identity].flat().map((file) => ({ file, hasKeys: /^AGE-SECRET-KEY-/m.test(readWhole(file)) }));
  const [party, ...others] = files.flatMap(({ file, hasKeys }) => (hasKeys ? [] : [file]));
  if (others.length > 0) throw new InputError("--identity", "identity-twice");
  return { ...(party !== undefined && { party }), keys: files.flatMap(({ file, hasKeys }) => (hasKeys ? [file] : [])) };
}

/** The keys that open enclosed certificates: of `--identity`, else of the file that CLAIREVOIE_ENCLOSING_KEY names. */
export function openingKeys({ options, terminal }: Session<CommonOptions & Named>): readonly string[] {
  const { keys } = named(options);
  const kept = terminal.env[KEY_VARIABLE];
  return (keys.length > 0 ? keys : kept ? [kept] : []).flatMap(readEnclosingKeys);
}

/** The keys in a file, which is for its owner only. */
export function readEnclosingKeys(file: string): readonly string[] {
  const keys = parseEnclosingKeys(readWhole(file), file);
  if (process.platform !== "win32" && (statSync(file).mode & 0o077) !== 0) {
    throw new InputError(file, "open-to-others", { command: `chmod 600 ${JSON.stringify(file)}` });
  }
  return keys;
}

/** Who the party is: `--identity`, or the file that CLAIREVOIE_IDENTITY names. */
export function openIdentity(
  { options, terminal }: Session<PartyOptions>,
  role?: PartyRole,
): IdentityFile & { readonly party: Hex; readonly identity: Identity } {
  const file = named(options).party ?? terminal.env["CLAIREVOIE_IDENTITY"];
  if (!file) throw new InputError("--identity", "identity-needed");
  const read = parseIdentity(readWhole(file));
  if (role && read.role !== role) {
    throw new InputError("--identity", "identity-of-another-role", { given: read.role, wanted: role });
  }
  return { ...read, identity: identityOf(read) };
}

/** Whether an identity is named, or the environment names one. */
export function hasIdentity({ options, terminal }: Session<PartyOptions>): boolean {
  return Boolean(named(options).party ?? terminal.env["CLAIREVOIE_IDENTITY"]);
}

/** Options of commands that judge for an insurer. */
export interface AskerOptions extends CommonOptions, Named {
  readonly amc?: string;
}

/** `--identity` and `--amc`: who asks, so that its own payments and claims on others are told apart. */
export function addAsker(command: Command, { texts, option }: Builder): Command {
  return command
    .addOption(repeatable(option("--identity <file>", texts.options.asker)))
    .addOption(option("--amc <number>", texts.options.amc));
}

/** Who asks. An identity of the environment that is no insurer's is passed over: anyone may verify. */
export function openAsker({ options, terminal }: Session<AskerOptions>): {
  readonly insurer: AskingInsurer;
  readonly identity?: Identity;
} {
  const { amc } = options;
  const { party: file } = named(options);
  if (amc !== undefined) {
    if (file !== undefined) throw new InputError("--amc", "amc-with-identity");
    return { insurer: { amc: read(amcSchema, amc, "--amc") } };
  }
  const chosen = file ?? terminal.env["CLAIREVOIE_IDENTITY"];
  if (!chosen) return { insurer: {} };
  const parsed = parseIdentity(readWhole(chosen));
  if (parsed.role !== "insurer") {
    if (file === undefined) return { insurer: {} };
    throw new InputError("--identity", "identity-of-another-role", { given: parsed.role, wanted: "insurer" });
  }
  return { insurer: { party: parsed.party, amc: parsed.identifier }, identity: identityOf(parsed) };
}
