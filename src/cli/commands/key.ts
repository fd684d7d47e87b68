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
  readonly file?: string;
}

/** `clairevoie key`: encrypted signing keys. */
export function addKey(program: Command, builder: Builder): void {
  const { text, option } = builder;
  const group = program.command("key").description(text("Encrypted signing keys", "Clés de signature chiffrées"));
  const passphrase = () =>
    option(
      "--passphrase-file <file>",
      "file with the passphrase (or CLAIREVOIE_PASSPHRASE, or asked for)",
      "fichier de la phrase secrète (ou CLAIREVOIE_PASSPHRASE, ou demandée)",
    );
  const made = group
    .command("new")
    .description(text("Draw a key and write it encrypted", "Tirer une clé et l'écrire chiffrée"))
    .argument("<file>", text("keystore file to make", "fichier de clé à créer"))
    .addOption(passphrase());
  builder.onCall<KeyOptions>(made, async (session, [file]) => {
    const address = await createKeystore(file ?? "", await newPassphraseOf(session));
    tell(session, file ?? "", address);
  });
  const imported = group
    .command("import")
    .description(
      text(
        "Write a key that you have encrypted; it is read from CLAIREVOIE_PRIVATE_KEY or asked for, never from the command line",
        "Écrire chiffrée une clé que vous avez ; elle est lue de CLAIREVOIE_PRIVATE_KEY ou demandée, jamais de la ligne de commande",
      ),
    )
    .argument("<file>", text("keystore file to make", "fichier de clé à créer"))
    .addOption(passphrase());
  builder.onCall<KeyOptions>(imported, async (session, [file]) => {
    const given = session.terminal.env[KEY_VARIABLE];
    const privateKey = given ? new Secret(given) : await readPassphrase(session.text("Private key: ", "Clé privée : "));
    tell(session, file ?? "", await importKeystore(file ?? "", { privateKey }, await newPassphraseOf(session)));
  });
  const shown = group
    .command("address")
    .description(
      text(
        "Say whose key a keystore holds; no passphrase is needed",
        "Dire à qui est la clé d'un fichier, sans phrase secrète",
      ),
    )
    .argument("<file>", text("keystore file", "fichier de clé"));
  builder.onCall<KeyOptions>(shown, async (session, [file]) => {
    if (!file) throw new InputError("file", "needed");
    const address = await addressOf(file);
    session.say(address, address);
    session.result({ file, address });
  });
}

/** A person types a new passphrase twice: what is mistyped once is lost for ever. */
async function newPassphraseOf(session: Session<KeyOptions>): Promise<Secret<string>> {
  const { options, terminal } = session;
  const sources = sourcesOf(terminal.env, options.passphraseFile);
  const first = await findPassphrase(session.text("New passphrase: ", "Nouvelle phrase secrète : "), sources);
  if (sources.passphraseFile || sources.env?.[PASSPHRASE_VARIABLE]) return first;
  const again = await readPassphrase(session.text("Once more: ", "Encore une fois : "));
  if (again.reveal() !== first.reveal()) throw new InputError("passphrase", "passphrase-not-repeated");
  return first;
}

function tell(session: Session<KeyOptions>, file: string, address: string): void {
  session.say(`${address}, encrypted in ${file}`, `${address}, chiffrée dans ${file}`);
  session.result({ file, address });
}
