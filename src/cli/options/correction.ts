import type { Command } from "commander";
import type { Builder } from "../command.js";
import type { CommonOptions } from "../session.js";

/** Options of commands that may replace a statement. */
export interface CorrectionOptions extends CommonOptions {
  readonly supersedes?: string;
  readonly reason?: string;
}

/** Options of a statement that replaces another. */
export function correctionOptions(command: Command, { option }: Builder): Command {
  return command
    .addOption(
      option("--supersedes <hash>", "the statement that this one replaces", "la déclaration que celle-ci remplace"),
    )
    .addOption(
      option(
        "--reason <reason>",
        "why: breakage, laboratory-remake, adaptation-warranty, prescription-change, order-change, clerical-error",
        "pourquoi : breakage, laboratory-remake, adaptation-warranty, prescription-change, order-change, clerical-error",
      ),
    )
    .addOption(
      option(
        "-o, --out <file>",
        "where to write it (default: standard output)",
        "où l'écrire (par défaut : sortie standard)",
      ),
    );
}
