import type { Command, Option } from "commander";
import type { Catalogue } from "../language/index.js";
import type { ExitCode } from "./exit.js";
import type { CommonOptions, Session } from "./session.js";

/** What the command says, in the language of the run. */
export type Texts = Catalogue["command"];

/** What a command does. Returns its exit code; nothing means done. */
// biome-ignore lint/suspicious/noConfusingVoidType: most commands end without a word.
export type Act<O extends CommonOptions> = (session: Session<O>, args: string[]) => Promise<ExitCode | void>;

/** Adds commands in the language of the run. */
export interface Builder {
  readonly texts: Texts;
  option(flags: string, description: string): Option;
  /** Runs an act when the command is called. */
  onCall<O extends CommonOptions>(command: Command, act: Act<O>): void;
}
