import { closeSync, fsyncSync, openSync, readFileSync, renameSync, statSync, unlinkSync, writeSync } from "node:fs";
import path from "node:path";
import { InputError } from "../protocol/index.js";

/** Does something with a file, and says plainly why it failed. */
export function guarded<T>(file: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof InputError) throw error;
    const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "unknown";
    throw new InputError(file, `cannot be used (${code}); check the path, your rights and the space left`);
  }
}

/** Writes a file whole or not at all, and so that it survives a power cut. Only its owner may read it. */
export function writeDurably(file: string, content: string | Uint8Array): void {
  guarded(file, () => {
    const part = `${file}.part`;
    const handle = openSync(part, "w", 0o600);
    try {
      writeSync(handle, typeof content === "string" ? Buffer.from(content) : content);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(part, file);
    syncFolder(path.dirname(file));
  });
}

/** Reads a file, when there is one. @throws {InputError} when it is larger than `most` bytes. */
export function readBounded(file: string, most: number): Buffer | undefined {
  return guarded(file, () => {
    const found = statSync(file, { throwIfNoEntry: false });
    if (!found) return undefined;
    if (found.size > most) throw new InputError(file, `is larger than ${most} bytes`);
    return readFileSync(file);
  });
}

/** Overwrites a file with zeros, then removes it. What a disk keeps of old blocks is beyond it. */
export function destroy(file: string): void {
  guarded(file, () => {
    const handle = openSync(file, "r+");
    try {
      writeSync(handle, new Uint8Array(statSync(file).size));
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    unlinkSync(file);
    syncFolder(path.dirname(file));
  });
}

/** @throws {InputError} when others than its owner may look into the folder. */
export function requirePrivate(folder: string): void {
  guarded(folder, () => {
    const found = statSync(folder, { throwIfNoEntry: false });
    if (!found?.isDirectory()) throw new InputError(folder, "is no folder; check the path");
    if (process.platform !== "win32" && (found.mode & 0o077) !== 0) {
      throw new InputError(folder, "can be read by others; run chmod 700 on it");
    }
  });
}

function syncFolder(folder: string): void {
  if (process.platform === "win32") return; // There a folder cannot be opened, and a rename is durable by itself.
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
