import path from "node:path";
import type { CommanderError } from "commander";
import { ChainError } from "../chain/index.js";
import { CATALOGUES, tell } from "../language/index.js";
import { ClairevoieError, InputError } from "../protocol/index.js";
import { inLanguage, type Language } from "./language.js";

/** Faults of a disk or of rights, as Node names them. */
interface SystemFault {
  readonly code: string;
  readonly path?: string;
}

/** The failure as one of ours where it can be told whose it is; else as it was. */
export function asKnown(error: unknown): unknown {
  if (error instanceof ClairevoieError || !(error instanceof Error) || !("code" in error)) return error;
  const { code } = error;
  if (typeof code !== "string") return error;
  if ("syscall" in error && /^E[A-Z0-9]+$/.test(code)) {
    const { path: file = "file" } = error as unknown as SystemFault;
    // A file that is written under another name first: its folder says more.
    const named = file.endsWith(".tmp") || file.endsWith(".part") ? path.dirname(file) : file;
    return new InputError(named, "unusable", { system: code });
  }
  if (["NETWORK_ERROR", "SERVER_ERROR", "TIMEOUT", "UNKNOWN_ERROR"].includes(code)) {
    return new ChainError("unreachable", "node-failed");
  }
  if (["CALL_EXCEPTION", "BAD_DATA", "BUFFER_OVERRUN"].includes(code)) {
    return new ChainError("wrong-chain", "contract-garbled");
  }
  return error;
}

/** One line that says what failed, and what to do; nothing secret. */
export function describe(error: unknown, language: Language): string {
  if (!(error instanceof ClairevoieError)) {
    return inLanguage(language, [
      "an unexpected failure; please report it with the command that you ran (run it again with CLAIREVOIE_DEBUG=1 for its origin)",
      "une défaillance inattendue ; signalez-la avec la commande lancée (relancez avec CLAIREVOIE_DEBUG=1 pour son origine)",
    ]);
  }
  return tell(error, CATALOGUES[language]);
}

const USAGE_IN_FRENCH: readonly (readonly [RegExp, string])[] = [
  [/^unknown command '(.*)'/, "commande inconnue « $1 »"],
  [/^unknown option '(.*)'/, "option inconnue « $1 »"],
  [/^missing required argument '(.*)'/, "il manque l'argument « $1 »"],
  [/^required option '(.*)' not specified/, "il manque l'option « $1 »"],
  [/^option '(.*)' argument missing/, "il manque la valeur de l'option « $1 »"],
  [
    /^option '(.*)' argument '(.*)' is invalid\. Allowed choices are (.*)\.$/,
    "l'option « $1 » ne peut être « $2 » ; au choix : $3",
  ],
  [/^too many arguments for '(.*)'.*$/, "trop d'arguments pour « $1 »"],
];

/** A mistake in what was typed, in one line. */
export function describeUsage({ message }: CommanderError, command: string, language: Language): string {
  const [fault = "", hint] = message.replace(/^error: /, "").split("\n");
  // What was given too much is not repeated: it may be what should not be on a command line.
  const said =
    language === "fr" ? usageInFrench(fault) : fault.replace(/\.$/, "").replace(/(too many arguments.*?)\. .*/, "$1");
  const meant = /Did you mean (?:one of )?(.*)\?/.exec(hint ?? "")?.[1];
  const guess = meant ? inLanguage(language, [`; did you mean ${meant}?`, ` ; vouliez-vous dire ${meant} ?`]) : "";
  return `${said}${guess}${inLanguage(language, [`; see \`${command} --help\``, ` ; voyez \`${command} --help\``])}`;
}

function usageInFrench(fault: string): string {
  const found = USAGE_IN_FRENCH.find(([pattern]) => pattern.test(fault));
  return found ? fault.replace(...found) : fault;
}
