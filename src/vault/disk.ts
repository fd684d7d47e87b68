import { constants } from "node:fs";
import { type FileHandle, mkdir, open, readdir, rename, stat, unlink } from "node:fs/promises";
import { dirname } from "node:path";
import { InputError } from "../protocol/index.js";

/** What a path is to those who may read it. */
interface Privacy {
  readonly isFolder: boolean;
  /** Whether any account but its owner's may read, write or enter it. Always false where files have no such modes. */
  readonly isShared: boolean;
}

/**
 * The few things that keeping asks of a file system. A seam: tests put one in its place that fails or loses power at any
 * step. Each step has happened when its promise resolves; what survives a loss of power is said of each.
 */
export interface Disk {
  /** Makes a folder for its owner only (0700), with its parents; nothing if it is there. */
  makeFolder(path: string): Promise<void>;
  /** Null when there is nothing. */
  privacy(path: string): Promise<Privacy | null>;
  /** Names in a folder. */
  list(folder: string): Promise<string[]>;
  /** Null when there is no such file. @throws {InputError} when it has more than `most` bytes. */
  read(path: string, most: number): Promise<Uint8Array | null>;
  /** Writes a new file for its owner only (0600); its bytes survive, its name only after `syncFolder`. */
  create(path: string, bytes: Uint8Array): Promise<void>;
  /** Gives a file another name in its folder, at once or not at all; it survives after `syncFolder`. */
  rename(from: string, to: string): Promise<void>;
  /** Puts a file in the place of another, makes that survive, then overwrites what was there, as far as it can. */
  replace(from: string, to: string): Promise<void>;
  /** Overwrites a file with zeros, where it lies; survives. */
  overwrite(path: string): Promise<void>;
  /** Removes a file if it is there; that survives after `syncFolder`. */
  remove(path: string): Promise<void>;
  /** Makes what happened to the names in a folder survive a loss of power. */
  syncFolder(folder: string): Promise<void>;
}

function has(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}

async function within<T>(path: string, flags: string | number, use: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path, flags, 0o600);
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

async function overwriteOpen(file: FileHandle): Promise<void> {
  const { size } = await file.stat();
  await file.writeFile(Buffer.alloc(size)); // Over what is there, and all of it: `write` may stop early.
  await file.sync();
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return; // It has no such call, and orders these changes itself.
  await within(folder, "r", (file) => file.sync());
}

/** The file system of the machine. */
export const MACHINE_DISK: Disk = {
  async makeFolder(path) {
    await mkdir(path, { recursive: true, mode: 0o700 });
  },
  async privacy(path) {
    try {
      const found = await stat(path);
      const isShared = process.platform !== "win32" && (found.mode & 0o077) !== 0;
      return { isFolder: found.isDirectory(), isShared };
    } catch (error) {
      if (has(error, "ENOENT", "ENOTDIR")) return null;
      throw error;
    }
  },
  list: (folder) => readdir(folder),
  async read(path, most) {
    try {
      // Without O_NONBLOCK, opening a pipe that someone put there would wait for ever.
      return await within(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0), async (file) => {
        const found = await file.stat();
        if (!found.isFile()) throw new InputError(path, "not-a-file");
        if (found.size > most) throw new InputError(path, "too-large-for-its-kind", { limit: most });
        return await file.readFile();
      });
    } catch (error) {
      if (has(error, "ENOENT")) return null;
      throw error;
    }
  },
  create: (path, bytes) =>
    within(path, "wx", async (file) => {
      await file.writeFile(bytes);
      await file.sync();
    }),
  rename,
  replace: (from, to) =>
    within(to, "r+", async (replaced) => {
      await rename(from, to);
      await syncFolder(dirname(to));
      await overwriteOpen(replaced);
    }),
  overwrite: (path) => within(path, "r+", overwriteOpen),
  async remove(path) {
    await unlink(path).catch((error: unknown) => {
      if (!has(error, "ENOENT")) throw error;
    });
  },
  syncFolder,
};
