import type { Command } from "commander";
import { identityOf } from "../../parties/files.js";
import { type Identity, type IdentityFile, parseIdentity } from "../../parties/index.js";
import { type AskingInsurer, amcSchema, type Hex, InputError, type PartyRole, read } from "../../protocol/index.js";
import type { Builder } from "../command.js";
import { type CommonOptions, readWhole, type Session } from "../session.js";
import type { SigningOptions } from "./signing.js";

/** Options of commands that act for a party. */
export interface PartyOptions extends SigningOptions {
  readonly identity?: string;
}

/** Who the party is: `--identity`, or the file that CLAIREVOIE_IDENTITY names. */
export function openIdentity(
  { options, terminal }: Session<PartyOptions>,
  role?: PartyRole,
): IdentityFile & { readonly party: Hex; readonly identity: Identity } {
  const file = options.identity ?? terminal.env["CLAIREVOIE_IDENTITY"];
  if (!file) throw new InputError("--identity", "identity-needed");
  const read = parseIdentity(readWhole(file));
  if (role && read.role !== role) {
    throw new InputError("--identity", "identity-of-another-role", { given: read.role, wanted: role });
  }
  return { ...read, identity: identityOf(read) };
}

/** Whether an identity is named, or the environment names one. */
export function hasIdentity({ options, terminal }: Session<PartyOptions>): boolean {
  return Boolean(options.identity ?? terminal.env["CLAIREVOIE_IDENTITY"]);
}

/** Options of commands that judge for an insurer. */
export interface AskerOptions extends CommonOptions {
  readonly identity?: string;
  readonly amc?: string;
}

/** `--identity` and `--amc`: who asks, so that its own payments and claims on others are told apart. */
export function addAsker(command: Command, { texts, option }: Builder): Command {
  return command
    .addOption(option("--identity <file>", texts.options.asker))
    .addOption(option("--amc <number>", texts.options.amc));
}

/** Who asks. An identity of the environment that is no insurer's is passed over: anyone may verify. */
export function openAsker({ options, terminal }: Session<AskerOptions>): {
  readonly insurer: AskingInsurer;
  readonly identity?: Identity;
} {
  const { identity: file, amc } = options;
  if (amc !== undefined) {
    if (file !== undefined) throw new InputError("--amc", "amc-with-identity");
    return { insurer: { amc: read(amcSchema, amc, "--amc") } };
  }
  const named = file ?? terminal.env["CLAIREVOIE_IDENTITY"];
  if (!named) return { insurer: {} };
  const parsed = parseIdentity(readWhole(named));
  if (parsed.role !== "insurer") {
    if (file === undefined) return { insurer: {} };
    throw new InputError("--identity", "identity-of-another-role", { given: parsed.role, wanted: "insurer" });
  }
  return { insurer: { party: parsed.party, amc: parsed.identifier }, identity: identityOf(parsed) };
}
