import { Command, Option } from "commander";
import { DryRun } from "../chain/index.js";
import type { Act, Builder, Texts } from "./command.js";
import { addAnchor } from "./commands/anchor.js";
import { addAudit } from "./commands/audit.js";
import { addCertify } from "./commands/certify.js";
import { addCheckpoint } from "./commands/checkpoint.js";
import { addCompletion } from "./commands/completion.js";
import { addDeploy } from "./commands/deploy.js";
import { addDoctor } from "./commands/doctor.js";
import { addDossier } from "./commands/dossier.js";
import { addEvidenceCommands } from "./commands/evidence.js";
import { addGateway } from "./commands/gateway.js";
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
import { addServe } from "./commands/serve.js";
import { addSettle } from "./commands/settle.js";
import { addShip } from "./commands/ship.js";
import { addStock } from "./commands/stock.js";
import { addSync } from "./commands/sync.js";
import { addVerify } from "./commands/verify.js";
import { addWatch } from "./commands/watch.js";
import { addWithdraw } from "./commands/withdraw.js";
import { EXIT, type ExitCode } from "./exit.js";
import type { ChainOptions } from "./options/chain.js";
import { reportDryRun } from "./output/dry-run.js";
import type { Terminal } from "./output/terminal.js";
import { type CommonOptions, Session, type Speech } from "./session.js";
import { packageVersion } from "./version.js";

/** The language of a run, and those that it might have. */
interface Voice extends Speech {
  readonly languages: readonly string[];
}

/** The whole command. `finish` is told the exit code of what was run. */
export function makeProgram(terminal: Terminal, voice: Voice, finish: (code: ExitCode) => void): Command {
  const texts = voice.catalogue.command;
  const { program: said } = texts;
  const option = (flags: string, description: string) => new Option(flags, description);
  const onCall = <O extends CommonOptions>(command: Command, act: Act<O>) => {
    command.action(async (...called: unknown[]) => {
      const session = new Session<O>(terminal, optionsOf<O>(command), voice);
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
  const builder: Builder = { texts, option, onCall };

  const program = new Command("clairevoie")
    .description(said.description)
    .version(packageVersion(), "-V, --version", said.version)
    .addOption(option("--json", said.json))
    .addOption(
      option("--lang <language>", said.lang({ languages: voice.languages.join(said.or) })).choices(voice.languages),
    )
    .addOption(option("--home <dir>", said.home))
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false })
    .addHelpText("after", `\n${said.exitCodes}`);
  for (const add of [
    addVerify,
    addAudit,
    addEvidenceCommands,
    addCheckpoint,
    addPolicy,
    addSettle,
    addWatch,
    addIndexChain,
    addDossier,
    addShip,
    addStock,
    addSync,
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
    addGateway,
    addServe,
    addSandbox,
    addDoctor,
    addInspect,
    addCompletion,
  ]) {
    add(program, builder);
  }
  translateHelp(program, said);
  return program;
}

/** What commander says by itself: titles, and the help of help. */
function translateHelp(command: Command, said: Texts["program"]): void {
  command.helpOption("-h, --help", said.help);
  if (command.commands.length > 0) command.helpCommand("help [command]", said.help);
  const { titles } = said;
  const translated: Readonly<Record<string, string>> = {
    "Usage:": titles.usage,
    "Arguments:": titles.arguments,
    "Options:": titles.options,
    "Global Options:": titles.globalOptions,
    "Commands:": titles.commands,
  };
  command.configureHelp({
    showGlobalOptions: true,
    sortSubcommands: false,
    styleTitle: (title) => translated[title] ?? title,
    optionDescription: ({ description, argChoices, defaultValue }) => {
      const notes = [
        argChoices ? said.choices({ choices: argChoices.map(said.choice).join(", ") }) : "",
        defaultValue === undefined ? "" : said.byDefault({ value: said.choice(String(defaultValue)) }),
      ].filter(Boolean);
      return notes.length > 0 ? `${description} (${notes.join(said.and)})` : description;
    },
  });
  for (const inner of command.commands) translateHelp(inner, said);
}

/** The options of a command, with those of the commands above it. */
function optionsOf<O>(command: Command): O {
  return command.optsWithGlobals() as O;
}
