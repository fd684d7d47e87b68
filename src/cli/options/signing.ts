import type { Command } from "commander";
import { type Provider, type Signer, VoidSigner } from "ethers";
import { DryRunSigner, followTransactions } from "../../chain/index.js";
import { KEY_VARIABLE, loadSigner } from "../../vault/index.js";
import type { Builder } from "../command.js";
import type { Session } from "../session.js";
import { readAddress } from "./address.js";
import { type ChainOptions, chainOptions, type OpenChain, openChain } from "./chain.js";
import { sourcesOf } from "./vault.js";

/** Options of commands that sign or send. */
export interface SigningOptions extends ChainOptions {
  readonly keystore?: string;
  readonly passphraseFile?: string;
  readonly dryRun?: boolean;
  /** Whose call it is to be, without a key: nothing is sent. */
  readonly as?: string;
}

/** The chain's, the key's, and `--dry-run`. */
export function signingOptions(command: Command, builder: Builder): Command {
  const { texts, option } = builder;
  return chainOptions(command, builder)
    .addOption(option("--keystore <file>", texts.options.keystore))
    .addOption(option("--passphrase-file <file>", texts.options.passphraseFile))
    .addOption(option("--dry-run", texts.options.dryRun));
}

/** The same, and `--as` where what is to be called may be printed for a multisig to send. */
export function councilOptions(command: Command, builder: Builder): Command {
  return signingOptions(command, builder).addOption(
    builder.option("--as <address>", builder.texts.options.as).conflicts("keystore"),
  );
}

/** The key that signs: from a keystore or the environment, never from the command line. */
export async function openSigner(session: Session<SigningOptions>, provider?: Provider): Promise<Signer> {
  const { options, terminal } = session;
  if (options.as !== undefined) return new DryRunSigner(new VoidSigner(readAddress(options.as, "--as"), provider));
  const keystore = options.keystore ?? terminal.env["CLAIREVOIE_KEYSTORE"];
  const signer = await loadSigner(
    keystore
      ? { keystore, ...sourcesOf(terminal.env, options.passphraseFile ?? terminal.env["CLAIREVOIE_PASSPHRASE_FILE"]) }
      : { env: { [KEY_VARIABLE]: terminal.env[KEY_VARIABLE] } },
    provider,
  );
  return options.dryRun ? new DryRunSigner(signer) : signer;
}

/** Tells of each transaction its hash at once, then when it is mined: what waits can be looked up. */
export function tellTransactions(session: Session, provider: Provider): void {
  const { said } = session.texts;
  followTransactions(provider, (progress) => {
    if (progress.is === "sent") session.note(said.sent(progress));
    else session.note(progress.is === "mined" ? said.mined(progress) : said.replaced(progress));
  });
}

/**
 * The key, then the node with the suite on it: a keystore that does not open is told before any node is asked, which may be down.
 */
export async function openSigning(session: Session<SigningOptions>): Promise<OpenChain & { readonly signer: Signer }> {
  const key = await openSigner(session);
  const chain = await openChain(session);
  tellTransactions(session, chain.provider);
  return { ...chain, signer: key.connect(chain.provider) };
}
