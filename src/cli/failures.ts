import path from "node:path";
import type { CommanderError } from "commander";
import { revertOf } from "../chain/errors.js";
import { ChainError } from "../chain/index.js";
import { asRefusal } from "../chain/refusals.js";
import { type Catalogue, tell } from "../language/index.js";
import { ClairevoieError, InputError } from "../protocol/index.js";
import type { Texts } from "./command.js";

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
  if (error.name === "InputError" && "field" in error && "values" in error) {
    // A package that serves brings its own copy of what throws it.
    const { field, values } = error as unknown as InputError;
    return new InputError(field, code as "needed", ...([values] as unknown as []));
  }
  if ("syscall" in error && /^E[A-Z0-9]+$/.test(code)) {
    const { path: file = "file" } = error as unknown as SystemFault;
    // A file that is written under another name first: its folder says more.
    const named = file.endsWith(".tmp") || file.endsWith(".part") ? path.dirname(file) : file;
    return new InputError(named, "unusable", { system: code });
  }
  if (["NETWORK_ERROR", "SERVER_ERROR", "TIMEOUT", "UNKNOWN_ERROR"].includes(code)) {
    return new ChainError("unreachable", "node-failed");
  }
  if (revertOf(error)) return asRefusal(error, "reading-chain");
  if (["CALL_EXCEPTION", "BAD_DATA", "BUFFER_OVERRUN"].includes(code)) {
    return new ChainError("wrong-chain", "contract-garbled");
  }
  return error;
}

/** One line that says what failed, and what to do; nothing secret. */
export function describe(error: unknown, catalogue: Catalogue): string {
  if (!(error instanceof ClairevoieError)) return catalogue.command.failure.unexpected;
  return tell(error, catalogue);
}

/** What the library of options puts between quotation marks: what was typed, or what is missing. */
const QUOTED = /'([^']*)'/g;

/** A mistake in what was typed, in one line. */
export function describeUsage({ code, message }: CommanderError, command: string, { usage }: Texts): string {
  const [fault = "", hint = ""] = message.replace(/^error: /, "").split("\n");
  // What was given too much is not repeated: it may be what should not be on a command line.
  const [given = "", value = ""] = [...fault.matchAll(QUOTED)].map(([, quoted]) => quoted);
  const choices = /Allowed choices are (.*)\.$/.exec(fault)?.[1] ?? "";
  const sentence = usage[code.replace("commander.", "") as keyof typeof usage];
  const said = sentence ? sentence({ given, value, choices, guess: "", command }) : fault.replace(/\.$/, "");
  const guess = /Did you mean (?:one of )?(.*)\?/.exec(hint)?.[1];
  return `${said}${guess ? usage.meant({ guess }) : ""}${usage.help({ command })}`;
}
