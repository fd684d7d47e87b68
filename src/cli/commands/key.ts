import type { Command } from "commander";
import { InputError } from "../../protocol/index.js";
import {
  addressOf,
  createKeystore,
  findPassphrase,
  importKeystore,
  KEY_VARIABLE,
  PASSPHRASE_VARIABLE,
  readPassphrase,
  Secret,
} from "../../vault/index.js";
import type { Builder } from "../command.js";
import { sourcesOf } from "../options/vault.js";
import type { CommonOptions, Session } from "../session.js";

interface KeyOptions extends CommonOptions {
  readonly passphraseFile?: string;
  readonly newPassphraseFile?: string;
  readonly file?: string;
}

/** `clairevoie key`: encrypted signing keys. */
export function addKey(program: Command, builder: Builder): void {
  const { texts, option } = builder;
  const group = program.command("key").description(texts.key.description);
  const passphrase = () => option("--passphrase-file <file>", texts.key.options.passphraseFile);
  const made = group
    .command("new")
    .description(texts.key.new.description)
    .argument("<file>", texts.key.new.arguments.file)
    .addOption(passphrase());
  builder.onCall<KeyOptions>(made, async (session, [file]) => {
    const address = await createKeystore(file ?? "", await newPassphraseOf(session));
    tell(session, file ?? "", address);
  });
  const imported = group
    .command("import")
    .description(texts.key.import.description)
    .argument("<file>", texts.key.import.arguments.file)
    .addOption(passphrase());
  builder.onCall<KeyOptions>(imported, async (session, [file]) => {
    const given = session.terminal.env[KEY_VARIABLE];
    const privateKey = given ? new Secret(given) : await readPassphrase(session.texts.key.askPrivateKey);
    tell(session, file ?? "", await importKeystore(file ?? "", { privateKey }, await newPassphraseOf(session)));
  });
  const converted = group
    .command("convert")
    .description(texts.key.convert.description)
    .argument("<old>", texts.key.convert.arguments.old)
    .argument("<file>", texts.key.convert.arguments.file)
    .addOption(passphrase())
    .addOption(option("--new-passphrase-file <file>", texts.key.convert.options.newPassphraseFile));
  builder.onCall<KeyOptions>(converted, async (session, [keystore = "", file = ""]) => {
    const { options, terminal, texts } = session;
    session.requireFiles(keystore);
    const passphrase = await findPassphrase(
      texts.key.askPassphraseOf({ file: keystore }),
      sourcesOf(terminal.env, options.passphraseFile),
    );
    const { newPassphraseFile } = options;
    const next =
      newPassphraseFile === undefined
        ? passphrase
        : await findPassphrase("", { env: {}, passphraseFile: newPassphraseFile });
    tell(session, file, await importKeystore(file, { keystore, passphrase }, next));
  });
  const shown = group
    .command("address")
    .description(texts.key.address.description)
    .argument("<file>", texts.key.address.arguments.file);
  builder.onCall<KeyOptions>(shown, async (session, [file]) => {
    if (!file) throw new InputError("file", "needed");
    const address = await addressOf(file);
    session.say(address);
    session.result({ file, address });
  });
}

/** A person types a new passphrase twice: what is mistyped once is lost for ever. */
async function newPassphraseOf(session: Session<KeyOptions>): Promise<Secret<string>> {
  const { options, terminal } = session;
  const sources = sourcesOf(terminal.env, options.passphraseFile);
  const first = await findPassphrase(session.texts.key.askPassphrase, sources);
  if (sources.passphraseFile || sources.env?.[PASSPHRASE_VARIABLE]) return first;
  const again = await readPassphrase(session.texts.key.askAgain);
  if (again.reveal() !== first.reveal()) throw new InputError("passphrase", "passphrase-not-repeated");
  return first;
}

function tell(session: Session<KeyOptions>, file: string, address: string): void {
  session.say(session.texts.key.encrypted({ address, file }));
  session.result({ file, address });
}
