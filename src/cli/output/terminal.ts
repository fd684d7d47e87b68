import { styleText } from "node:util";
import { visible } from "../../language/index.js";
import { InputError } from "../../protocol/index.js";

/** Longest input that is read from a pipe, in bytes. */
const LONGEST_INPUT = 64_000_000;

/** Variables of the environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What the command has of the world: its environment and its streams. Tests give it another. */
export interface Terminal {
  readonly env: Environment;
  /** The version of Node, where it is not this process's own. */
  readonly node?: string;
  readonly hasColour: boolean;
  /** Whether a person looks at the standard error, where progress is drawn. */
  readonly isWatched: boolean;
  /** Whether nobody reads standard output any more. */
  isClosed(): boolean;
  out(text: string): void;
  err(text: string): void;
  /** All of standard input, once: its bytes, or a text that stands for its UTF-8. */
  input(): Promise<string | Uint8Array>;
  /** The same as it comes, for what is too long to be held. */
  stream?(): AsyncIterable<Uint8Array>;
  /** Asks a person, and gives the line that was typed. Absent where nobody can answer. */
  ask?(question: string): Promise<string>;
}

/** The terminal of this process. Colours and progress only where a person looks, and never with NO_COLOR. */
export function processTerminal(): Terminal {
  const { env, stdout, stderr, stdin } = process;
  return {
    env,
    hasColour: stdout.isTTY === true && !env["NO_COLOR"] && env["TERM"] !== "dumb",
    isWatched: stderr.isTTY === true && env["TERM"] !== "dumb",
    isClosed: () => stdout.destroyed,
    out: (text) => void (stdout.destroyed || stdout.write(text)),
    err: (text) => void (stderr.destroyed || stderr.write(text)),
    stream: () => stdin,
    ...(stdin.isTTY && { ask: (question: string) => asked(question, stdin, stderr) }),
    input: async () => {
      const chunks: Buffer[] = [];
      let length = 0;
      for await (const chunk of stdin) {
        length += (chunk as Buffer).length;
        if (length > LONGEST_INPUT)
          throw new InputError("standard input", "too-long", { limit: LONGEST_INPUT, unit: "bytes" });
        chunks.push(chunk as Buffer);
      }
      return Buffer.concat(chunks);
    },
  };
}

async function asked(question: string, input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Promise<string> {
  const { createInterface } = await import("node:readline/promises");
  const lines = createInterface({ input, output });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
}

export type Colour = "green" | "red" | "yellow" | "cyan" | "dim" | "bold";

/** Colours a text when the terminal has colours. */
export function painter(terminal: Terminal): (colour: Colour, text: string) => string {
  return (colour, text) => (terminal.hasColour ? styleText(colour, text, { validateStream: false }) : text);
}

/** What `painter` writes around a text: nothing else that begins with ESC is ours. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is what is looked for.
const OUR_COLOURS = /(\u001b\[(?:1|2|22|31|32|33|39)m)/;

/** A text with the colours that it was given here, and nothing else that a terminal would obey. */
function seen(text: string, hasColour: boolean): string {
  if (!hasColour) return visible(text);
  return text
    .split(OUR_COLOURS)
    .map((part, i) => (i % 2 === 1 ? part : visible(part)))
    .join("");
}

/** The same for several lines of ours. */
export function seenLines(text: string, { hasColour }: Terminal): string {
  return text
    .split("\n")
    .map((line) => seen(line, hasColour))
    .join("\n");
}

/**
 * The same sentences, filled in with values that cannot forge a line: file names, and whatever else comes from outside.
 * Each is one line, so a line break within a value is shown as what it is.
 */
export function shielded<T>(texts: T, terminal: Terminal): T {
  const { hasColour } = terminal;
  const value = (given: unknown): unknown => {
    if (typeof given === "string") return seen(given, hasColour);
    if (typeof given !== "object" || given === null || Array.isArray(given)) return given;
    return Object.fromEntries(Object.entries(given).map(([name, inner]) => [name, value(inner)]));
  };
  const shield = (one: unknown): unknown => {
    if (typeof one === "function") return (...given: readonly unknown[]) => one(...given.map(value));
    if (typeof one !== "object" || one === null || Array.isArray(one)) return one;
    return new Proxy(one, { get: (target, name) => shield(Reflect.get(target, name)) });
  };
  return shield(texts) as T;
}
