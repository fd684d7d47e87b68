import type { Command } from "commander";
import type { Builder } from "../command.js";
import type { CommonOptions } from "../session.js";

/** Options of commands that may replace a statement. */
export interface CorrectionOptions extends CommonOptions {
  readonly supersedes?: string;
  readonly reason?: string;
}

/** Options of a statement that replaces another. */
export function correctionOptions(command: Command, { texts, option }: Builder): Command {
  return command
    .addOption(option("--supersedes <hash>", texts.options.supersedes))
    .addOption(option("--reason <reason>", texts.options.reason))
    .addOption(option("-o, --out <file>", texts.correction.options.out));
}
