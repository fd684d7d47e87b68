import { StringDecoder } from "node:string_decoder";
import { InputError } from "../protocol/index.js";
import { LONGEST_PASSPHRASE } from "./passphrase.js";
import { Secret } from "./secret.js";

/** Where a passphrase is asked for. The question goes to `output`, by default standard error, so that pipes stay clean. */
export interface PassphrasePrompt {
  readonly input: NodeJS.ReadableStream & {
    readonly isTTY?: boolean;
    readonly isRaw?: boolean;
    setRawMode?(raw: boolean): unknown;
  };
  readonly output: NodeJS.WritableStream;
  /** Ends the program, after Ctrl-C. */
  readonly exit: (code: number) => void;
}

/** What a shell reports of a program that Ctrl-C ended: 128 and the number of SIGINT. */
export const INTERRUPTED = 130;

const PROCESS_PROMPT: PassphrasePrompt = {
  input: process.stdin,
  output: process.stderr,
  exit: (code) => process.exit(code),
};

const CTRL_C = "\u0003";
const CTRL_D = "\u0004";
const CTRL_U = "\u0015";
/** Sequences that arrow and function keys send (ECMA-48, 5.4), and those around pasted text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what they begin with.
const ESCAPES = /\u001b(?:[[O][0-?]*[ -/]*[@-~]|[ -NP-Z\\-~])?/g;
/** The beginning of one at the end of what came so far. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above.
const UNFINISHED = /\u001b(?:[[O][0-?]*[ -/]*)?$/;

/**
 * Asks for a passphrase on the terminal and shows nothing of it. Backspace and Ctrl-U correct; Ctrl-C, and Ctrl-D on an
 * empty line, end the program with exit code 130. Whatever happens, the terminal is put back as it was.
 * @throws {InputError} when there is no terminal, saying what to set instead, or when it goes away.
 *
 * @example
 * ```ts
 * const vault = await Vault.open("dossiers", await readPassphrase("Passphrase of the vault: "));
 * ```
 */
export function readPassphrase(question: string, prompt: PassphrasePrompt = PROCESS_PROMPT): Promise<Secret<string>> {
  const { input, output, exit } = prompt;
  if (!input.isTTY || !input.setRawMode) {
    return Promise.reject(new InputError("passphrase", "passphrase-without-terminal"));
  }
  return new Promise((resolve, reject) => {
    const wasRaw = input.isRaw ?? false;
    const decoder = new StringDecoder("utf8"); // A character may come in two pieces.
    let held = "";
    let typed: string[] = [];

    const restore = () => {
      input.setRawMode?.(wasRaw);
      input.pause();
      input.removeListener("data", onData).removeListener("end", onEnd).removeListener("error", onEnd);
      process.removeListener("exit", restore);
      for (const signal of SIGNALS) process.removeListener(signal, onSignal);
    };
    const finish = (then: () => void) => {
      restore();
      output.write("\n");
      then();
    };
    const onEnd = () => finish(() => reject(new InputError("passphrase", "passphrase-terminal-gone")));
    const interrupt = () =>
      finish(() => {
        reject(new InputError("passphrase", "passphrase-interrupted")); // For a terminal whose exit returns.
        exit(INTERRUPTED);
      });
    const onSignal = (signal: NodeJS.Signals) => {
      restore();
      // Its usual effect, now that ours is gone; whoever else listens has been told already.
      if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
    };
    const onData = (bytes: Buffer | string) => {
      const text = held + (typeof bytes === "string" ? bytes : decoder.write(bytes));
      held = UNFINISHED.exec(text)?.[0] ?? "";
      for (const char of text.slice(0, text.length - held.length).replaceAll(ESCAPES, "")) {
        if (char === "\r" || char === "\n") return finish(() => resolve(new Secret(typed.join(""))));
        if (char === CTRL_C || (char === CTRL_D && typed.length === 0)) return interrupt();
        if (char === CTRL_U) typed = [];
        else if (char === "\b" || char === "\u007f") typed.pop();
        else if (char >= " " && typed.length < LONGEST_PASSPHRASE) typed.push(char);
      }
    };

    process.once("exit", restore);
    for (const signal of SIGNALS) process.once(signal, onSignal);
    input.on("data", onData).on("end", onEnd).on("error", onEnd);
    try {
      input.setRawMode?.(true);
    } catch {
      return onEnd();
    }
    output.write(question); // After raw mode: what is typed early must not be echoed.
    input.resume();
  });
}

/** Signals that end a program and would leave the terminal without echo. */
const SIGNALS = ["SIGTERM", "SIGHUP", "SIGINT"] as const;
