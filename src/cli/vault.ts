import { existsSync } from "node:fs";
import { readPassphrase, Vault } from "../keeping/index.js";
import { type Dossier, openDossier } from "../parties/index.js";
import { fromHex, type Hex, InputError } from "../protocol/index.js";
import type { CommonOptions, Session } from "./session.js";

/** Options of commands that keep dossiers. */
export interface VaultOptions extends CommonOptions {
  readonly vault?: string;
  readonly vaultPassphraseFile?: string;
}

const DEFAULT_FOLDER = "vault";

/** Opens the vault, making it where there is none and `mayMake`. */
export async function openVault({ options, terminal }: Session<VaultOptions>, mayMake = false): Promise<Vault> {
  const folder = options.vault ?? terminal.env["CLAIREVOIE_VAULT"] ?? DEFAULT_FOLDER;
  const isNew = !existsSync(folder);
  if (isNew && !mayMake)
    throw new InputError("--vault", `${folder} does not exist; \`clairevoie dossier open\` makes it`);
  const passphrase = await readPassphrase({
    env: terminal.env,
    variable: "CLAIREVOIE_VAULT_PASSPHRASE",
    ...(options.vaultPassphraseFile && { file: options.vaultPassphraseFile }),
    isNew,
  });
  return isNew ? Vault.create(folder, passphrase) : Vault.open(folder, passphrase);
}

/** A dossier from the vault. */
export function dossierOf(vault: Vault, id: string | undefined): Dossier {
  const record = vault.get(readId(id));
  return openDossier(record.secret.reveal());
}

export function readId(id: string | undefined): Hex {
  fromHex((id ?? "") as Hex, 32, "dossier");
  return (id ?? "").toLowerCase() as Hex;
}
