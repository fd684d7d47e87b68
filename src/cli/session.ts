import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { CATALOGUES, type Catalogue, type Language } from "../language/index.js";
import { type Certificate, certificateText, InputError } from "../protocol/index.js";
import { decodeText, formatOfText } from "../protocol/text-files.js";
import { codeOf, toJson, writeWhole } from "./output/files.js";
import { type Colour, painter, seenLines, shielded, type Terminal } from "./output/terminal.js";

const LONGEST_FILE = 512_000_000;

/** Options that every command has. */
export interface CommonOptions {
  readonly json?: boolean;
  readonly lang?: string;
  readonly out?: string;
  readonly home?: string;
}

/** In which language a run speaks. */
export interface Speech {
  readonly language: string;
  readonly catalogue: Catalogue;
}

/** One run of one command: how it reads, and how it says what it did. */
export class Session<O extends CommonOptions = CommonOptions> {
  readonly terminal: Terminal;
  readonly options: O;
  readonly speech: Speech;
  readonly paint: (colour: Colour, text: string) => string;
  #catalogue: Catalogue | undefined;
  #input: Promise<string | Uint8Array> | undefined;

  constructor(terminal: Terminal, options: O, speech: Speech) {
    this.terminal = terminal;
    this.options = options;
    this.speech = speech;
    this.paint = painter(terminal);
  }

  /** The same run with some options changed. */
  with(changes: Partial<O>): Session<O> {
    return new Session<O>(this.terminal, { ...this.options, ...changes }, this.speech);
  }

  /** The language of reports and pages, which exist in the complete languages alone. */
  get language(): Language {
    return this.speech.language in CATALOGUES ? (this.speech.language as Language) : "en";
  }

  /** Every sentence, filled in with nothing that a terminal would obey. */
  get catalogue(): Catalogue {
    this.#catalogue ??= shielded(this.speech.catalogue, this.terminal);
    return this.#catalogue;
  }

  get texts(): Catalogue["command"] {
    return this.catalogue.command;
  }

  /** A line for a person; silent with `--json`, where standard output is for programs. */
  say(line: string): void {
    if (!this.options.json) this.terminal.out(`${seenLines(line, this.terminal)}\n`);
  }

  /** A line beside the result, on standard error. */
  note(line: string): void {
    this.terminal.err(`${seenLines(line, this.terminal)}\n`);
  }

  /** The result for a program, as one line, with `--json`. */
  result(value: unknown): void {
    if (this.options.json) this.terminal.out(`${toJson(value)}\n`);
  }

  /**
   * The document that a command makes: into `--out`, else to standard output.
   * @param about What `--json` says beside the name of the file that was written.
   * @param isPrivate Whether the file holds salts: it is then for its owner only.
   */
  document(value: unknown, about: object = {}, isPrivate = false): void {
    this.#put((indent) => toJson(value, indent), about, isPrivate);
  }

  /** A certificate, in the short writing of its file: thousands of them are kept and sent. */
  certificate(certificate: Certificate, about: object): void {
    this.#put(() => certificateText(certificate), about, true);
  }

  /** A file that is no text, into `--out`. */
  bytes(content: Uint8Array, about: object): void {
    const { out = "" } = this.options;
    writeWhole(out, content, 0o600);
    this.note(this.texts.said.written({ file: out }));
    this.result({ written: out, ...about });
  }

  #put(write: (indent?: number) => string, about: object, isPrivate: boolean): void {
    const { out, json } = this.options;
    if (out && out !== "-") {
      writeWhole(out, `${write(2)}\n`, isPrivate ? 0o600 : 0o644);
      this.note(this.texts.said.written({ file: out }));
      this.result({ written: out, ...about });
      return;
    }
    this.terminal.out(`${json ? write() : write(2)}\n`);
  }

  /** The text of a file, or of standard input for `-`. */
  async read(file: string): Promise<string> {
    return textOf(await this.readBytes(file), file);
  }

  /** The bytes of a file, or of standard input for `-`. */
  async readBytes(file: string): Promise<Buffer> {
    if (file !== "-") return readBytes(file);
    this.#input ??= this.terminal.input();
    return Buffer.from(await this.#input);
  }

  /** Fails early when files cannot be what they are named: a secret for a path, one standard input for two documents. */
  requirePaths(...files: readonly string[]): void {
    if (files.filter((file) => file === "-").length > 1) {
      throw new InputError("-", "standard-input-twice");
    }
    for (const file of files) refuseSecret(file);
  }

  /** Fails early when a file is not there: before a node is asked, or anything is sent. */
  requireFiles(...files: readonly string[]): void {
    this.requirePaths(...files);
    for (const file of files) {
      if (file !== "-" && !existsSync(file)) throw new InputError(file, "not-there");
    }
  }

  /** Fails early when `--out`, or the file of another option, could not be written: before anything is sent. */
  requireFolder(file = this.options.out, option = "--out"): void {
    if (file && file !== "-" && !existsSync(path.dirname(file))) {
      throw new InputError(option, "no-such-folder", { folder: path.dirname(file) });
    }
  }

  /** Fails where a file is there already: what others may already have is never overwritten. */
  requireNew(holds: "identity" | "card" | "evidence", file = this.options.out): void {
    if (file && file !== "-" && existsSync(file)) throw new InputError(file, "already-there", { holds });
  }

  /** Draws how far a long work is, where a person looks. */
  progress(work: string, done: number, of: number): void {
    const { terminal } = this;
    if (!terminal.isWatched || this.options.json) return;
    const width = 24;
    const full = of === 0 ? width : Math.round((done / of) * width);
    const bar = `${"█".repeat(full)}${"░".repeat(width - full)}`;
    terminal.err(`\r\x1b[2K${done < of ? `${bar} ${done}/${of} ${work}` : ""}`);
  }
}

/** A key or a ticket typed in the place of a file would be repeated by an error that names the file. */
function refuseSecret(file: string): void {
  if (/^(?:0x)?[0-9a-f]{64}$|^CV[OCS]1-/i.test(file.trim())) {
    throw new InputError("file", "secret-for-path");
  }
}

/** The text of a file, by its mark: the protocol refuses the mark in JSON, the command drops it. What is no text is named. */
function textOf(bytes: Uint8Array, file: string): string {
  const name = file === "-" ? "standard input" : file;
  const text = decodeText(bytes, name, "json");
  const format = formatOfText(text);
  if (format) throw new InputError(name, "foreign-format", { format, expected: "json" });
  return text;
}

/** Reads a file as text. @throws {InputError} naming the file, and what to do. */
export function readWhole(file: string): string {
  return textOf(readBytes(file), file);
}

/** Reads a file. @throws {InputError} naming the file, and what to do. */
function readBytes(file: string): Buffer {
  refuseSecret(file);
  try {
    if (statSync(file).size > LONGEST_FILE) throw new InputError(file, "too-large", { limit: LONGEST_FILE });
    return readFileSync(file);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(file, "unreadable", { system: codeOf(error) });
  }
}

/** What a function gives; an input error of it names the field that the person knows: a file, an option. */
export function about<T>(field: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw error instanceof InputError ? error.at(field) : error;
  }
}

/** Reads a document of several: what is wrong is said with the name of its file. */
export async function readNamed<T>(session: Session, file: string, parse: (text: string) => T): Promise<T> {
  const text = await session.read(file);
  return named(file === "-" ? "standard input" : file, () => parse(text));
}

/** What a function gives; an input error of it says of which file. */
export function named<T>(file: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw error.at(`${file}: ${error.field}`);
  }
}
