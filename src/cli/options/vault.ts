import { existsSync } from "node:fs";
import type { Command } from "commander";
import { bytes32, type Hex, InputError, read } from "../../protocol/index.js";
import { findPassphrase, PASSPHRASE_VARIABLE, type PassphraseSources, Vault } from "../../vault/index.js";
import type { Builder } from "../command.js";
import type { Environment } from "../output/terminal.js";
import type { CommonOptions, Session } from "../session.js";

/** Options of commands that keep dossiers. */
export interface VaultOptions extends CommonOptions {
  readonly vault?: string;
  readonly vaultPassphraseFile?: string;
}

/** The options of commands that open the vault. */
export function vaultOptions(command: Command, { texts, option }: Builder): Command {
  return command
    .addOption(option("--vault <dir>", texts.options.vault))
    .addOption(option("--vault-passphrase-file <file>", texts.options.vaultPassphraseFile));
}

const DEFAULT_FOLDER = "vault";
const VAULT_VARIABLE = "CLAIREVOIE_VAULT_PASSPHRASE";

/** Where the vault is, whether it is there or not. */
export function folderOf({ options, terminal }: Session<VaultOptions>): string {
  return options.vault ?? terminal.env["CLAIREVOIE_VAULT"] ?? DEFAULT_FOLDER;
}

/** Whether there is a vault that opens without asking anybody for its passphrase. */
export function hasVault(session: Session<VaultOptions>): boolean {
  const { env } = session.terminal;
  const answer = session.options.vaultPassphraseFile ?? env["CLAIREVOIE_VAULT_PASSPHRASE_FILE"] ?? env[VAULT_VARIABLE];
  return Boolean(answer) && existsSync(folderOf(session));
}

/** Opens the vault, or makes it where there is none and `mayMake`; closes it when `use` is done or has failed. */
export async function withVault<T>(
  session: Session<VaultOptions>,
  use: (vault: Vault) => Promise<T>,
  mayMake = false,
): Promise<T> {
  const { options, terminal } = session;
  const folder = folderOf(session);
  const isNew = !existsSync(folder);
  if (isNew && !mayMake) {
    throw new InputError("--vault", "vault-not-there", { folder });
  }
  const passphrase = await findPassphrase(
    session.texts.vault.askPassphrase({ folder }),
    sourcesOf(
      terminal.env,
      options.vaultPassphraseFile ?? terminal.env["CLAIREVOIE_VAULT_PASSPHRASE_FILE"],
      VAULT_VARIABLE,
    ),
  );
  const vault = await (isNew ? Vault.create(folder, passphrase) : Vault.open(folder, passphrase));
  try {
    return await use(vault);
  } finally {
    await vault.close();
  }
}

/** A file that was named comes before the environment. */
export function sourcesOf(
  env: Environment,
  file: string | undefined,
  variable: string = PASSPHRASE_VARIABLE,
): PassphraseSources {
  return file ? { env: {}, passphraseFile: file } : { env: { [PASSPHRASE_VARIABLE]: env[variable] } };
}

/** The id of a dossier, as it was typed. */
export function readId(id: string | undefined): Hex {
  return read(bytes32, id, "dossier");
}
