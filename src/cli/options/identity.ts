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
  if (!file) throw new InputError("--identity", "is needed: the file that `clairevoie party new` made");
  const read = parseIdentity(readWhole(file));
  if (role && read.role !== role) {
    throw new InputError("--identity", `is that of ${article(read.role)}; this command is for ${article(role)}`);
  }
  return { ...read, identity: identityOf(read) };
}

function article(role: PartyRole): string {
  return role === "lens-maker" ? "a lens maker" : `an ${role}`;
}
