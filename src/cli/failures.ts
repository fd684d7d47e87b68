import path from "node:path";
import type { CommanderError } from "commander";
import { ChainError } from "../chain/index.js";
import { CATALOGUES, tell } from "../language/index.js";
import { ClairevoieError, InputError } from "../protocol/index.js";
import { inFrench } from "./french.js";
import { inLanguage, type Language, type Said } from "./language.js";

/** What to do when a contract refuses, by the name of its error. */
const REMEDIES: Readonly<Record<string, Said>> = {
  AccessManagedUnauthorized: ["sign with the account that holds this role", "signez avec le compte qui a ce rôle"],
  AccessManagerNotReady: ["wait until the delay is over, then run it again", "attendez la fin du délai, puis relancez"],
  AccessManagerExpired: ["it was announced too long ago; announce it anew", "l'annonce a expiré ; annoncez à nouveau"],
  AccessManagerAlreadyScheduled: ["it is announced already; wait for its delay", "déjà annoncé ; attendez son délai"],
  PartyExists: ["it is enrolled already; see `party list`", "il est déjà agréé ; voyez `party list`"],
  UnknownParty: ["the council enrols it first; see `party list`", "le conseil l'agrée d'abord ; voyez `party list`"],
  RoleNotEnrollable: ["use the role of the party's identity file", "prenez le rôle du fichier d'identité"],
  ZeroParty: ["use the id that `party new` gave", "prenez l'identifiant qu'a donné `party new`"],
  AlreadySuspended: ["there is nothing to do", "il n'y a rien à faire"],
  NotSuspended: ["there is nothing to do", "il n'y a rien à faire"],
  NotController: [
    "the council enrols the party first, then its controller signs",
    "le conseil agrée d'abord le participant, puis son contrôleur signe",
  ],
  KeyTaken: [
    "the key is of a party already, for ever; see `party keys list`",
    "la clé est déjà à un participant, pour toujours ; voyez `party keys list`",
  ],
  KeyConsentInvalid: [
    "run `keys consent` with that key and identity",
    "lancez `keys consent` avec ces clé et identité",
  ],
  UnknownKey: ["see `party keys list` for the keys", "voyez les clés avec `party keys list`"],
  KeyAlreadyRevoked: ["there is nothing to do", "il n'y a rien à faire"],
  CompromiseInFuture: ["give a --from that is past", "donnez un --from passé"],
  CompromiseTooOld: [
    "give a --from that is no earlier than the second number, in unix seconds",
    "donnez un --from au plus tôt au second nombre, en secondes unix",
  ],
  CompromiseNotEarlier: ["an earlier time is declared already", "un moment antérieur est déjà déclaré"],
  NotInsurer: ["sign with a valid key of an enrolled insurer", "signez avec une clé valable d'un organisme agréé"],
  NotOfParty: ["sign with a valid key of this identity's party", "signez avec une clé valable du participant"],
  NotSettled: ["nothing is marked; there is nothing to release", "rien n'est marqué ; il n'y a rien à retirer"],
  NotSettledBy: [
    "another party marked it; only that one releases it",
    "un autre l'a marqué ; lui seul peut le retirer",
  ],
};

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
  if (Object.hasOwn(CATALOGUES.en.errors, error.code)) return tell(error, CATALOGUES[language]);
  const refusal = /the contract refused with (\w+)/.exec(error.message)?.[1];
  const remedy = refusal === undefined ? undefined : REMEDIES[refusal];
  const said = language === "fr" ? inFrenchOf(error) : error.message;
  return remedy ? `${said}; ${inLanguage(language, remedy)}` : said;
}

function inFrenchOf(error: ClairevoieError): string {
  return error instanceof InputError ? `${error.field} : ${inFrench(error.reason)}` : inFrench(error.message);
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
