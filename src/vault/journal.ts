import type { KeyObject } from "node:crypto";
import path from "node:path";
import { InputError } from "../protocol/index.js";
import { SEAL_BYTES, seal, unseal } from "./cipher.js";
import type { Disk } from "./disk.js";
import { VAULT_FORMAT } from "./header.js";

const FOLDER = "journal";
/** Names in the order of writing. */
const SHEET = /^(\d{8})\.sealed$/;
/** Largest sheet, in bytes. */
const LARGEST_SHEET = 64_000_000;

/**
 * What was done with a vault, line by line, in its folder `journal`: one sealed file for each appending. A file counts from
 * the moment when it gets its name, so that a process killed at any time leaves all lines of an appending or none.
 *
 * Erasing a record leaves its lines, until they are forgotten. So a line may hold what is public or salted, and no value and no
 * secret.
 * @internal
 */
export class Journal {
  readonly #disk: Disk;
  readonly #folder: string;
  readonly #key: KeyObject;
  /** How many sheets there are; null when the folder must be looked at. */
  #sheets: number | null = null;

  constructor(disk: Disk, vault: string, key: KeyObject) {
    this.#disk = disk;
    this.#folder = path.join(vault, FOLDER);
    this.#key = key;
  }

  /** Adds lines at the end. When it resolves, a loss of power leaves them. */
  async append(lines: readonly string[]): Promise<void> {
    if (lines.length === 0) return;
    if (lines.some((line) => line.includes("\n"))) throw new InputError("journal", "line-break");
    const number = (await this.#count()) + 1;
    this.#sheets = null; // Until it has succeeded: a step that fails leaves the folder to be looked at again.
    if (number === 1) {
      await this.#disk.makeFolder(this.#folder);
      await this.#disk.syncFolder(path.dirname(this.#folder));
    }
    const [draft, sheet] = [this.#draft, path.join(this.#folder, nameOf(number))];
    const sealed = seal(this.#key, Buffer.from(lines.join("\n")), contextOf(number));
    if (sealed.length > LARGEST_SHEET) throw new InputError("journal", "too-large", { limit: LARGEST_SHEET });
    await this.#disk.remove(draft); // A killed process may have left it.
    await this.#disk.create(draft, sealed);
    await this.#disk.rename(draft, sheet);
    await this.#disk.syncFolder(this.#folder);
    this.#sheets = number;
  }

  /**
   * All lines, oldest first, one appending at a time.
   * @throws {InputError} naming the file that is missing or was changed.
   */
  async *read(): AsyncGenerator<readonly string[]> {
    const count = await this.#count();
    for (let number = 1; number <= count; number++) yield await this.#sheet(number);
  }

  /**
   * Takes lines out, sheet by sheet: the new sheet takes the place of the old one, which is overwritten. A sheet keeps its number,
   * also when nothing is left in it. Cut off, it goes on when it is called again.
   * @returns How many lines were taken out.
   */
  async forget(isForgotten: (line: string) => boolean): Promise<number> {
    let forgotten = 0;
    const count = await this.#count();
    await this.#disk.remove(this.#draft);
    for (let number = 1; number <= count; number++) {
      const lines = await this.#sheet(number);
      const kept = lines.filter((line) => !isForgotten(line));
      if (kept.length === lines.length) continue;
      forgotten += lines.length - kept.length;
      await this.#disk.create(this.#draft, seal(this.#key, Buffer.from(kept.join("\n")), contextOf(number)));
      await this.#disk.replace(this.#draft, path.join(this.#folder, nameOf(number)));
    }
    return forgotten;
  }

  async #sheet(number: number): Promise<readonly string[]> {
    const name = path.join(FOLDER, nameOf(number));
    const sealed = await this.#disk.read(path.join(this.#folder, nameOf(number)), LARGEST_SHEET + SEAL_BYTES);
    if (!sealed) throw new InputError(name, "missing");
    const plain = unseal(this.#key, sealed, contextOf(number));
    if (!plain) {
      throw new InputError(name, "damaged");
    }
    return plain.length === 0 ? [] : plain.toString("utf8").split("\n");
  }

  get #draft(): string {
    return path.join(this.#folder, "draft.tmp");
  }

  async #count(): Promise<number> {
    if (this.#sheets !== null) return this.#sheets;
    const names = (await this.#disk.privacy(this.#folder)) ? await this.#disk.list(this.#folder) : [];
    this.#sheets = names.reduce((most, name) => Math.max(most, Number(SHEET.exec(name)?.[1] ?? 0)), 0);
    return this.#sheets;
  }
}

function nameOf(number: number): string {
  return `${String(number).padStart(8, "0")}.sealed`;
}

function contextOf(number: number): readonly string[] {
  return [VAULT_FORMAT, "journal", String(number)];
}
