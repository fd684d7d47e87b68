import type { Command, Option } from "commander";
import type { ExitCode } from "./exit.js";
import type { Language, Said } from "./language.js";
import type { Terminal } from "./output/terminal.js";
import type { CommonOptions, Session } from "./session.js";

/** What a command does. Returns its exit code; nothing means done. */
// biome-ignore lint/suspicious/noConfusingVoidType: most commands end without a word.
export type Act<O extends CommonOptions> = (session: Session<O>, args: string[]) => Promise<ExitCode | void>;

/** Adds commands in the language of the run. */
export interface Builder {
  readonly language: Language;
  readonly terminal: Terminal;
  text(en: string, fr: string): string;
  option(flags: string, ...said: Said): Option;
  /** Runs an act when the command is called. */
  onCall<O extends CommonOptions>(command: Command, act: Act<O>): void;
}
