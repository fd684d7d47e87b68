import { createReadStream, statSync } from "node:fs";
import { createGunzip } from "node:zlib";
import { InputError } from "../protocol/index.js";

/** One line of a stream, as it is named to a person: its file, and its number from 1. `null` is a line too long to hold. */
export interface Line {
  readonly file: string;
  readonly number: number;
  readonly text: string | null;
}

/** Where bytes come from. */
export interface Source {
  readonly name: string;
  /** How many bytes there are, where that is known. */
  readonly size?: number;
  open(): AsyncIterable<Uint8Array>;
}

/** A certificate is at most 4 MB of text; with its claim it fits. */
const LONGEST_LINE = 8_100_000;
const NEWLINE = 10;

/** A file as a source. @throws {InputError} when it is not there. */
export function fileSource(file: string): Source {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found) throw new InputError(file, "is not there; check the path");
  return { name: file, size: found.size, open: () => createReadStream(file, { highWaterMark: 256 * 1024 }) };
}

/**
 * The lines of sources, one after another, blank ones left out, gzip opened where the first bytes say so.
 * @param onBytes Told how many bytes were read, as they lie on disk.
 * @throws {InputError} naming the source, when it cannot be read to its end.
 */
export async function* linesOf(sources: readonly Source[], onBytes: (count: number) => void): AsyncGenerator<Line> {
  for (const source of sources) {
    try {
      yield* numbered(source.name, unzipped(counted(source.open(), onBytes)));
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : "";
      if (code.startsWith("Z_"))
        throw new InputError(source.name, "is gzip that is cut short or damaged; copy it again");
      if (/^E[A-Z]+$/.test(code)) {
        throw new InputError(source.name, `cannot be read (${code}); check the path and your rights`);
      }
      throw error;
    }
  }
}

async function* counted(bytes: AsyncIterable<Uint8Array>, onBytes: (count: number) => void) {
  for await (const chunk of bytes) {
    onBytes(chunk.length);
    yield chunk;
  }
}

async function* unzipped(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const chunks = bytes[Symbol.asyncIterator]();
  let head: Uint8Array = new Uint8Array();
  while (head.length < 2) {
    const next = await chunks.next();
    if (next.done) break;
    head = Buffer.concat([head, next.value]);
  }
  const all = (async function* () {
    yield head;
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
  })();
  if (head[0] !== 0x1f || head[1] !== 0x8b) yield* all;
  else yield* gunzipped(all);
}

async function* gunzipped(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { pipeline, Readable } = await import("node:stream");
  const gunzip = createGunzip();
  // A failure of either end comes out of the loop below.
  pipeline(Readable.from(bytes), gunzip, () => undefined);
  for await (const chunk of gunzip) yield chunk as Uint8Array;
}

async function* numbered(file: string, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  let number = 0;
  let parts: Uint8Array[] = [];
  let length = 0;
  const take = (part: Uint8Array) => {
    length += part.length;
    if (length <= LONGEST_LINE) parts.push(part);
    else parts = []; // Held no longer: only that it was too long is told.
  };
  const close = (): Line | undefined => {
    number++;
    const text =
      length > LONGEST_LINE
        ? null
        : Buffer.concat(parts)
            .toString("utf8")
            .replace(/^\uFEFF/, "")
            .trim();
    [parts, length] = [[], 0];
    return text === "" ? undefined : { file, number, text };
  };
  for await (const chunk of bytes) {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      take(chunk.subarray(from, at));
      from = at + 1;
      const line = close();
      if (line) yield line;
    }
    if (from < chunk.length) take(chunk.subarray(from));
  }
  const last = length > 0 ? close() : undefined;
  if (last) yield last;
}
