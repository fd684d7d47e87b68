import { statSync } from "node:fs";
import { open } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import { InputError } from "../protocol/index.js";

/** Whole lines of a source, as bytes, to be handed to who reads them. */
export interface Block {
  readonly file: string;
  /** Number of its first line, from 1. */
  readonly first: number;
  /** Lines with their ends, but for the last one of a source. Of a line that is too long, only its beginning. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** One line, by its number from 1. */
export interface InputLine {
  readonly number: number;
  readonly bytes: Buffer;
}

/** Where bytes come from. */
export interface Source {
  readonly name: string;
  /** How many bytes there are, where that is known. */
  readonly size?: number;
  /** What comes is to be used before the next is asked for: its memory may be the same. */
  open(): AsyncIterable<Uint8Array>;
}

/** A certificate is at most 4 MB of text; with its claim it fits. */
export const LONGEST_LINE = 8_100_000;
/** About two hundred certificates: so much is judged at once, and written at once. */
const BLOCK = 2_097_152;
/** However short they are: what comes of a block is bounded too. */
const MOST_LINES = 4_096;
const NEWLINE = 10;

/**
 * A file as a source.
 * @throws {InputError} when it is not there.
 *
 * @example
 * ```ts
 * import { fileSource } from "clairevoie/audit";
 * const { name, size } = fileSource("year.ndjson.gz");
 * ```
 */
export function fileSource(file: string): Source {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found) throw new InputError(file, "not-there");
  return { name: file, size: found.size, open: () => bytesOf(file) };
}

async function* bytesOf(file: string): AsyncGenerator<Uint8Array> {
  const opened = await open(file);
  try {
    const bytes = new Uint8Array(BLOCK / 2);
    for (;;) {
      const { bytesRead } = await opened.read(bytes, 0, bytes.length, null);
      if (bytesRead === 0) return;
      yield bytes.subarray(0, bytesRead);
    }
  } finally {
    await opened.close();
  }
}

/** Memory that goes round: who is done with a block's bytes gives them back, so that none is made for each block. */
export class Spare {
  readonly #buffers: ArrayBuffer[] = [];

  take(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#buffers.pop() ?? new ArrayBuffer(BLOCK));
  }

  give({ buffer }: Uint8Array<ArrayBuffer>): void {
    if (buffer.byteLength === BLOCK) this.#buffers.push(buffer);
  }
}

/** How what is packed otherwise than with gzip begins, and who opens it. */
const PACKED: readonly (readonly [head: readonly number[], packing: string, opener: string])[] = [
  [[0x28, 0xb5, 0x2f, 0xfd], "zstd", "zstd -dc"],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], "xz", "xz -dc"],
  [[0x42, 0x5a, 0x68], "bzip2", "bzip2 -dc"],
  [[0x50, 0x4b, 0x03, 0x04], "zip", "unzip -p"],
];
const LONGEST_HEAD = 5;

/**
 * The lines of sources in blocks, one after another, gzip opened where the first bytes say so.
 * @param onBytes Told how many bytes were read, as they lie on disk.
 * @throws {InputError} naming the source, when it cannot be read to its end.
 */
export async function* blocksOf(
  sources: readonly Source[],
  spare: Spare,
  onBytes: (count: number) => void,
): AsyncGenerator<Block> {
  for (const source of sources) {
    try {
      yield* cut(source.name, inUtf8(source.name, unzipped(source.name, counted(source.open(), onBytes))), spare);
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : "";
      if (code.startsWith("Z_")) throw new InputError(source.name, "gzip-damaged");
      if (/^E[A-Z]+$/.test(code)) {
        throw new InputError(source.name, "unreadable", { system: code });
      }
      throw error;
    }
  }
}

/** The lines of a block, blank ones left out. */
export function* linesOf(block: Block): Generator<InputLine> {
  const bytes = searchable(block.bytes);
  let number = block.first;
  for (let from = 0; from < bytes.length; number++) {
    const end = bytes.indexOf(NEWLINE, from);
    const line = bytes.subarray(from, end < 0 ? bytes.length : end);
    if (!isBlank(line)) yield { number, bytes: line };
    from += line.length + 1;
  }
}

const UTF8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** A line as text, without the mark or the spaces around it. */
export function textOf(line: Uint8Array): string {
  return UTF8.decode(line)
    .replace(/^\uFEFF/, "")
    .trim();
}

function isBlank(line: Uint8Array): boolean {
  const [char = 0] = line;
  return !(char > 32 && char < 127) && line.length <= LONGEST_LINE && textOf(line) === "";
}

/** The same memory: a Buffer finds a byte much faster. */
function searchable({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

async function* counted(bytes: AsyncIterable<Uint8Array>, onBytes: (count: number) => void) {
  for await (const chunk of bytes) {
    onBytes(chunk.length);
    yield chunk;
  }
}

async function* unzipped(name: string, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const chunks = bytes[Symbol.asyncIterator]();
  let head: Uint8Array = new Uint8Array();
  while (head.length < LONGEST_HEAD) {
    const next = await chunks.next();
    if (next.done) break;
    head = Buffer.concat([head, next.value]);
  }
  const all = (async function* () {
    try {
      yield head;
      for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
    } finally {
      await chunks.return?.(); // Closes the file, also when nobody wants its end.
    }
  })();
  const packed = PACKED.find(([begin]) => begin.every((byte, i) => byte === head[i]));
  if (packed) {
    const [, packing, opener] = packed;
    await chunks.return?.(undefined);
    throw new InputError(name, "packed-otherwise", { packing, opener });
  }
  if (head[0] !== 0x1f || head[1] !== 0x8b) yield* all;
  else yield* gunzipped(all);
}

/** What begins with the mark of UTF-16, as Windows' tools write it, in UTF-8; all else as it is. */
async function* inUtf8(name: string, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let decoder: TextDecoder | undefined;
  let isFirst = true;
  for await (const chunk of bytes) {
    const [a, b] = chunk;
    if (isFirst && a === 0xff && b === 0xfe) decoder = new TextDecoder("utf-16le", { fatal: true });
    if (isFirst && a === 0xfe && b === 0xff) decoder = new TextDecoder("utf-16be", { fatal: true });
    isFirst = isFirst && chunk.length === 0;
    yield decoder ? Buffer.from(orDamaged(name, decoder, chunk)) : chunk;
  }
  if (decoder) yield Buffer.from(orDamaged(name, decoder));
}

function orDamaged(name: string, decoder: TextDecoder, chunk?: Uint8Array): string {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
  } catch {
    throw new InputError(name, "encoding-damaged");
  }
}

async function* gunzipped(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { pipeline, Readable } = await import("node:stream");
  const gunzip = createGunzip({ chunkSize: 262_144 });
  async function* copied() {
    for await (const chunk of bytes) yield Buffer.from(chunk);
  }
  // A failure of either end comes out of the loop below.
  pipeline(Readable.from(copied()), gunzip, () => undefined);
  for await (const chunk of gunzip) yield chunk as Uint8Array;
}

/** Cuts bytes into blocks of whole lines. A block grows for a line that is longer, up to the longest that there may be. */
async function* cut(file: string, bytes: AsyncIterable<Uint8Array>, spare: Spare): AsyncGenerator<Block> {
  let [block, held, first] = [spare.take(), 0, 1];
  /** Begins the next block with what follows the lines of this one. */
  const next = (end: number, lines: number): Block => {
    const made = { file, first, bytes: block.subarray(0, end) };
    const rest = block.subarray(end, held);
    const longer = rest.length > BLOCK;
    block = longer ? new Uint8Array(rest.length + BLOCK) : spare.take();
    block.set(rest);
    [held, first] = [rest.length, first + lines];
    return made;
  };
  for await (const chunk of bytes) {
    for (let from = 0; from < chunk.length; ) {
      const part = chunk.subarray(from, from + block.length - held);
      block.set(part, held);
      held += part.length;
      from += part.length;
      if (held < block.length) continue;
      const { end, lines } = wholeLines(block);
      if (lines > 0) yield next(end, lines);
      else if (block.length <= LONGEST_LINE) block = grown(block);
      else {
        // Held no longer: only that the line was too long is told.
        const left = searchable(chunk).indexOf(NEWLINE, from);
        from = left < 0 ? chunk.length : left;
        held = LONGEST_LINE + 1;
      }
    }
  }
  for (let whole = wholeLines(block.subarray(0, held)); whole.lines > 0; whole = wholeLines(block.subarray(0, held))) {
    yield next(whole.end, whole.lines);
  }
  if (held > 0) yield next(held, 1);
  spare.give(block);
}

function grown(block: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.min(2 * block.length, LONGEST_LINE + BLOCK));
  larger.set(block);
  return larger;
}

/** Where the last of the whole lines ends, and how many there are. */
function wholeLines(block: Uint8Array): { readonly end: number; readonly lines: number } {
  const bytes = searchable(block);
  let [end, lines] = [0, 0];
  for (let at = bytes.indexOf(NEWLINE); at >= 0 && lines < MOST_LINES; at = bytes.indexOf(NEWLINE, end)) {
    end = at + 1;
    lines++;
  }
  return { end, lines };
}
