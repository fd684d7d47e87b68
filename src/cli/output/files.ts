import { closeSync, fsyncSync, openSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { visibleJson } from "../../language/visible.js";
import { InputError } from "../../protocol/index.js";

const ITEMS_AT_ONCE = 1_000;

/** Writes a file, whole or not at all. @throws {InputError} naming the file, and why. */
export function writeWhole(file: string, content: string | Uint8Array, mode = 0o644): void {
  inPlaceOf(file, mode, (to) => writeFileSync(to, content));
}

/** Writes a new file for its owner only. @throws {InputError} when there is one. */
export function writeNew(file: string, text: string): void {
  try {
    within(file, "wx", 0o600, (to) => {
      writeFileSync(to, text);
      fsyncSync(to);
    });
  } catch (error) {
    throw new InputError(file, "unwritable", { system: codeOf(error) });
  }
}

/**
 * Writes a document with a long list in it, an item a line: the whole would be too long for one text. Whole or not at all.
 * @throws {InputError} naming the file, and why.
 */
export function writeItems(file: string, about: object, list: string, items: readonly unknown[]): void {
  inPlaceOf(file, 0o644, (to) => {
    writeFileSync(to, `${toJson(about).slice(0, -1)},${JSON.stringify(list)}:[`);
    for (let at = 0; at < items.length; at += ITEMS_AT_ONCE) {
      const lines = items.slice(at, at + ITEMS_AT_ONCE).map((item) => `\n${toJson(item)}`);
      writeFileSync(to, `${at === 0 ? "" : ","}${lines.join(",")}`);
    }
    writeFileSync(to, "\n]}\n");
  });
}

/** A process that dies, or a disk that fills up, leaves the old file or the new one. */
function inPlaceOf(file: string, mode: number, write: (to: number) => void): void {
  try {
    const known = statSync(file, { throwIfNoEntry: false });
    if (known && !known.isFile()) {
      within(file, "w", mode, write); // A device or a pipe: nothing takes its place.
      return;
    }
    const target = known ? realpathSync(file) : file;
    const part = `${target}.part`;
    rmSync(part, { force: true }); // A process that died may have left it, open to whomever.
    try {
      // An older file that was closed to others stays so.
      within(part, "wx", known ? mode & known.mode : mode, (to) => {
        write(to);
        fsyncSync(to);
      });
      renameSync(part, target);
    } catch (error) {
      rmSync(part, { force: true });
      throw error;
    }
  } catch (error) {
    throw new InputError(file, "unwritable", { system: codeOf(error) });
  }
}

function within(file: string, flags: string, mode: number, write: (to: number) => void): void {
  const to = openSync(file, flags, mode);
  try {
    write(to);
  } finally {
    closeSync(to);
  }
}

/** The system's name of what went wrong with a file. */
export function codeOf(error: unknown): string {
  return typeof error === "object" && error !== null && "code" in error ? String(error.code) : "unknown";
}

/** As JSON, with whole numbers of any size as text. */
export function toJson(value: unknown, indent?: number): string {
  return visibleJson(
    JSON.stringify(value, (_, inner) => (typeof inner === "bigint" ? inner.toString() : inner), indent) ?? "null",
  );
}
