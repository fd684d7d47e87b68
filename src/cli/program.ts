import { createRequire } from "node:module";
import { Command, Option } from "commander";
import { DryRun } from "../chain/index.js";
import type { Act, Builder } from "./command.js";
import { addAnchor } from "./commands/anchor.js";
import { addAudit } from "./commands/audit.js";
import { addCertify } from "./commands/certify.js";
import { addCompletion } from "./commands/completion.js";
import { addDeploy } from "./commands/deploy.js";
import { addDoctor } from "./commands/doctor.js";
import { addDossier } from "./commands/dossier.js";
import { addImport } from "./commands/import.js";
import { addIndexChain } from "./commands/index-chain.js";
import { addInspect } from "./commands/inspect.js";
import { addKey } from "./commands/key.js";
import { addParty } from "./commands/party.js";
import { addPolicy } from "./commands/policy.js";
import { addProve } from "./commands/prove.js";
import { addReceipts } from "./commands/receipts.js";
import { addSandbox } from "./commands/sandbox.js";
import { addSeal } from "./commands/seal.js";
import { addSettle } from "./commands/settle.js";
import { addShip } from "./commands/ship.js";
import { addStock } from "./commands/stock.js";
import { addVerify } from "./commands/verify.js";
import { addWatch } from "./commands/watch.js";
import { addWithdraw } from "./commands/withdraw.js";
import { EXIT, type ExitCode } from "./exit.js";
import { inLanguage, type Language, type Said } from "./language.js";
import type { ChainOptions } from "./options/chain.js";
import { reportDryRun } from "./output/dry-run.js";
import type { Terminal } from "./output/terminal.js";
import { type CommonOptions, Session } from "./session.js";

/** What the package says of itself: it is found by its own name, from sources as from what is published. */
const { version } = createRequire(import.meta.url)("clairevoie/package.json") as { readonly version: string };

/** The whole command. `finish` is told the exit code of what was run. */
export function makeProgram(terminal: Terminal, language: Language, finish: (code: ExitCode) => void): Command {
  const text = (en: string, fr: string) => inLanguage(language, [en, fr]);
  const option = (flags: string, ...said: Said) => new Option(flags, inLanguage(language, said));
  const onCall = <O extends CommonOptions>(command: Command, act: Act<O>) => {
    command.action(async (...called: unknown[]) => {
      const session = new Session<O>(terminal, optionsOf<O>(command));
      const args = called.slice(0, -2).flat() as string[];
      try {
        session.requireFolder();
        finish((await act(session, args)) ?? EXIT.ok);
      } catch (error) {
        if (!(error instanceof DryRun)) throw error;
        await reportDryRun(session as Session<ChainOptions>, error);
        finish(EXIT.ok);
      }
    });
  };
  const builder: Builder = { language, terminal, text, option, onCall };

  const program = new Command("clairevoie")
    .description(
      text(
        "Conformity of optical equipment: what is invoiced is what was ordered, made and delivered.",
        "Conformité de l'équipement optique : ce qui est facturé est ce qui a été commandé, fabriqué et livré.",
      ),
    )
    .version(version, "-V, --version", text("output the version number", "afficher le numéro de version"))
    .addOption(option("--json", "one JSON result on standard output", "un résultat JSON sur la sortie standard"))
    .addOption(
      option("--lang <language>", "en or fr (default: LANG)", "en ou fr (par défaut : LANG)").choices(["en", "fr"]),
    )
    .addOption(
      option(
        "--home <dir>",
        "folder of a party: its node, deployment, key, identity and vault (CLAIREVOIE_HOME)",
        "dossier d'un participant : nœud, déploiement, clé, identité et coffre (CLAIREVOIE_HOME)",
      ),
    )
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false })
    .addHelpText(
      "after",
      text(
        "\nExit codes: 0 done, or conforming; 1 not conforming; 2 bad input or usage; 3 the chain cannot be reached, is another one, or refused.",
        "\nCodes de sortie : 0 fait, ou conforme ; 1 non conforme ; 2 entrée ou usage incorrects ; 3 chaîne injoignable, autre, ou qui refuse.",
      ),
    );
  for (const add of [
    addVerify,
    addAudit,
    addPolicy,
    addSettle,
    addWatch,
    addIndexChain,
    addDossier,
    addShip,
    addStock,
    addImport,
    addSeal,
    addAnchor,
    addReceipts,
    addCertify,
    addProve,
    addWithdraw,
    addParty,
    addKey,
    addDeploy,
    addSandbox,
    addDoctor,
    addInspect,
    addCompletion,
  ]) {
    add(program, builder);
  }
  translateHelp(program, language);
  return program;
}

/** What commander says by itself: titles, and the help of help. */
function translateHelp(command: Command, language: Language): void {
  const text = (en: string, fr: string) => inLanguage(language, [en, fr]);
  command.helpOption("-h, --help", text("display help for command", "afficher l'aide de la commande"));
  if (command.commands.length > 0) {
    command.helpCommand("help [command]", text("display help for command", "afficher l'aide de la commande"));
  }
  if (language === "fr") {
    command.configureHelp({
      showGlobalOptions: true,
      styleTitle: (title) => TITLES[title] ?? title,
      optionDescription: (option) => {
        const notes = [
          option.argChoices ? `au choix : ${option.argChoices.join(", ")}` : "",
          option.defaultValue === undefined ? "" : `par défaut : ${String(option.defaultValue)}`,
        ].filter(Boolean);
        return notes.length > 0 ? `${option.description} (${notes.join(" ; ")})` : option.description;
      },
    });
  }
  for (const inner of command.commands) translateHelp(inner, language);
}

const TITLES: Readonly<Record<string, string>> = {
  "Usage:": "Usage :",
  "Arguments:": "Arguments :",
  "Options:": "Options :",
  "Global Options:": "Options communes :",
  "Commands:": "Commandes :",
};

/** The options of a command, with those of the commands above it. */
function optionsOf<O>(command: Command): O {
  return command.optsWithGlobals() as O;
}
