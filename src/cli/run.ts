import { type Command, CommanderError } from "commander";
import { CATALOGUES, visible } from "../language/index.js";
import { ClairevoieError } from "../protocol/index.js";
import { refuseKeyOnCommandLine } from "../vault/index.js";
import { EXIT, type ExitCode, exitCodeOf } from "./exit.js";
import { asKnown, describe, describeUsage } from "./failures.js";
import { withHome } from "./home.js";
import { type Catalogues, languageOf } from "./language.js";
import type { Terminal } from "./output/terminal.js";
import { makeProgram } from "./program.js";
import { refuseOldNode } from "./version.js";

/**
 * Runs the command.
 * @param argv What was typed after the command's name.
 * @param catalogues The languages that it can speak.
 * @returns The exit code.
 */
export async function run(
  argv: readonly string[],
  terminal: Terminal,
  catalogues: Catalogues = CATALOGUES,
): Promise<number> {
  let code: ExitCode = EXIT.ok;
  let failed = "clairevoie";
  const language = languageOf(wantedLanguage(argv), terminal.env, catalogues);
  const catalogue = catalogues[language] ?? CATALOGUES.en;
  try {
    refuseOldNode(terminal.node ?? process.versions.node);
    refuseKeyOnCommandLine(argv);
    const home: Terminal = { ...terminal, env: withHome(argv, terminal.env) };
    const program = makeProgram(home, { language, catalogue, languages: Object.keys(catalogues) }, (finished) => {
      code = finished;
    });
    quieten(program, terminal, (command) => {
      failed = command;
    });
    await program.parseAsync(argv, { from: "user" });
    return code;
  } catch (caught) {
    const error = asKnown(caught);
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return EXIT.ok;
      if (error.code !== "commander.help") {
        terminal.err(`clairevoie: ${visible(describeUsage(error, failed, catalogue.command))}\n`);
      }
      return EXIT.input;
    }
    terminal.err(`clairevoie: ${describe(error, catalogue)}\n`);
    if (terminal.env["CLAIREVOIE_DEBUG"] && error instanceof Error && !(error instanceof ClairevoieError)) {
      terminal.err(`${error.stack ?? error.message}\n`);
    }
    return exitCodeOf(error);
  }
}

/** The language is needed before the options are read, for help and errors. */
function wantedLanguage(argv: readonly string[]): string | undefined {
  const at = argv.findIndex((arg) => arg === "--lang" || arg.startsWith("--lang="));
  return at < 0 ? undefined : (argv[at]?.split("=")[1] ?? argv[at + 1]);
}

/** Commander throws instead of leaving the process, and writes help where the terminal says; errors are ours to say. */
function quieten(command: Command, terminal: Terminal, onFailure: (name: string) => void, above = ""): void {
  const name = `${above}${command.name()}`;
  command
    .exitOverride((error) => {
      onFailure(name);
      throw error;
    })
    .configureOutput({
      writeOut: (text) => terminal.out(text),
      writeErr: (text) => terminal.err(text),
      outputError: () => undefined,
    });
  for (const inner of command.commands) quieten(inner, terminal, onFailure, `${name} `);
}
