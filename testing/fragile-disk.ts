import path from "node:path";
import type { Disk } from "../src/vault/disk.js";

/** A file's bytes, wherever its name goes. */
interface File {
  bytes: Buffer;
}
type Names = Map<string, File>;
/** One change to the names in a folder: all of it survives or nothing. */
type Change = readonly (readonly [string, File | null])[];

class Stopped extends Error {}

function apply(names: Names, change: Change): void {
  for (const [name, file] of change) {
    if (file) names.set(name, file);
    else names.delete(name);
  }
}

/**
 * A file system in memory that can be stopped before any of its steps, as by a kill or a loss of power. As POSIX allows,
 * a change of names survives a loss of power for sure only once its folder is synchronised, and until then each may or may
 * not; a file being written may be torn.
 */
export class FragileDisk implements Disk {
  /** How many more steps it does. */
  stepsLeft = Number.POSITIVE_INFINITY;
  steps = 0;
  readonly #folders = new Map<string, { readonly names: Names; readonly durable: Names; pending: Change[] }>();
  #stopped = false;

  /** What a process that starts after a kill finds: everything that was done. Locks of this process are dropped. */
  afterKill(): FragileDisk {
    return this.#copy(() => true);
  }

  /** What is found after a loss of power; `survives` is asked for each change of names that was not synchronised. */
  afterPowerLoss(survives: () => boolean): FragileDisk {
    return this.#copy(survives);
  }

  /** Goes on after a step that failed, as a full disk does once something was deleted. */
  heal(): void {
    this.#stopped = false;
    this.stepsLeft = Number.POSITIVE_INFINITY;
  }

  /** All bytes of all files. */
  files(): Map<string, Buffer> {
    const found = new Map<string, Buffer>();
    for (const [folder, { names }] of this.#folders) {
      for (const [name, { bytes }] of names) found.set(path.join(folder, name), bytes);
    }
    return found;
  }

  #copy(survives: () => boolean): FragileDisk {
    const copy = new FragileDisk();
    for (const [folder, { durable, pending }] of this.#folders) {
      const names = new Map(durable);
      for (const change of pending) if (survives()) apply(names, change);
      for (const name of names.keys()) if (name.startsWith("lock-")) names.delete(name);
      const twin = (): Names => new Map([...names].map(([name, { bytes }]) => [name, { bytes: Buffer.from(bytes) }]));
      const kept = twin();
      copy.#folders.set(folder, { names: kept, durable: new Map(kept), pending: [] });
    }
    return copy;
  }

  /** Counts a step. `torn` is what is left of it when it is the one that does not end. */
  #step(torn: () => void = () => undefined): void {
    if (this.#stopped) throw new Stopped("stopped");
    this.steps++;
    if (--this.stepsLeft >= 0) return;
    this.#stopped = true;
    torn();
    throw new Stopped("stopped");
  }

  #folder(folder: string) {
    const found = this.#folders.get(folder);
    if (!found) throw new Error(`no folder ${folder}`);
    return found;
  }

  #change(folder: string, change: Change): void {
    const { names, pending } = this.#folder(folder);
    apply(names, change);
    pending.push(change);
  }

  #file(file: string): File {
    const found = this.#folder(path.dirname(file)).names.get(path.basename(file));
    if (!found) throw new Error(`no file ${file}`);
    return found;
  }

  async makeFolder(folder: string) {
    this.#step();
    if (!this.#folders.has(folder)) this.#folders.set(folder, { names: new Map(), durable: new Map(), pending: [] });
  }

  async privacy(folder: string) {
    return this.#folders.has(folder) ? { isFolder: true, isShared: false } : null;
  }

  async list(folder: string) {
    const below = [...this.#folders.keys()].filter((other) => path.dirname(other) === folder && other !== folder);
    return [...this.#folder(folder).names.keys(), ...below.map((other) => path.basename(other))];
  }

  async read(file: string, most: number) {
    const found = this.#folder(path.dirname(file)).names.get(path.basename(file));
    if (found && found.bytes.length > most) throw new Error("too large");
    return found ? Buffer.from(found.bytes) : null;
  }

  async create(file: string, bytes: Uint8Array) {
    const write = (length: number) => {
      if (this.#folder(path.dirname(file)).names.has(path.basename(file))) throw new Error(`${file} is there`);
      const half = { bytes: Buffer.from(bytes.subarray(0, length)) };
      this.#change(path.dirname(file), [[path.basename(file), half]]);
    };
    this.#step(() => write(bytes.length >> 1));
    write(bytes.length);
  }

  async rename(from: string, to: string) {
    this.#step();
    this.#change(path.dirname(to), [
      [path.basename(to), this.#file(from)],
      [path.basename(from), null],
    ]);
  }

  async replace(from: string, to: string) {
    const replaced = this.#file(to);
    await this.rename(from, to);
    await this.syncFolder(path.dirname(to));
    this.#step();
    replaced.bytes.fill(0);
  }

  async overwrite(file: string) {
    const { bytes } = this.#file(file);
    this.#step(() => bytes.fill(0, 0, bytes.length >> 1));
    bytes.fill(0);
  }

  async remove(file: string) {
    this.#step();
    this.#change(path.dirname(file), [[path.basename(file), null]]);
  }

  async syncFolder(folder: string) {
    this.#step();
    const found = this.#folders.get(folder);
    if (!found) return; // The folder that the vault is in.
    for (const change of found.pending) apply(found.durable, change);
    found.pending = [];
  }
}
