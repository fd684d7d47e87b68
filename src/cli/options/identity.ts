import { identityOf } from "../../parties/files.js";
import { type Identity, type IdentityFile, parseIdentity } from "../../parties/index.js";
import { type Hex, InputError, type PartyRole } from "../../protocol/index.js";
import { readWhole, type Session } from "../session.js";
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
