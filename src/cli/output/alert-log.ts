import { closeSync, existsSync, fsyncSync, openSync, truncateSync, writeFileSync } from "node:fs";
import { InputError } from "../../protocol/index.js";
import { readWhole } from "../session.js";
import { codeOf } from "./files.js";

/**
 * A file of alerts, one JSON object a line, each once: whoever writes an alert and dies before it has kept how far it read
 * finds it here when it reads it again.
 */
export class AlertLog {
  readonly #file: string;
  readonly #written = new Set<string>();

  /** Opens a log, and drops a last line that was cut short. @throws {InputError} when a line is no alert. */
  constructor(file: string) {
    this.#file = file;
    if (!existsSync(file)) return;
    const text = readWhole(file);
    const whole = text.lastIndexOf("\n") + 1;
    if (whole < text.length) truncateSync(file, Buffer.byteLength(text.slice(0, whole)));
    for (const [i, line] of text.slice(0, whole).split("\n").entries()) {
      if (line !== "") this.#written.add(idOf(line, file, i + 1));
    }
  }

  /** Writes an alert if it is not there. Returns whether it was written. */
  add(alert: { readonly id: string; readonly certificate: string }): boolean {
    const id = `${alert.certificate} ${alert.id}`;
    if (this.#written.has(id)) return false;
    append(this.#file, `${JSON.stringify(alert)}\n`);
    this.#written.add(id);
    return true;
  }
}

function idOf(line: string, file: string, number: number): string {
  try {
    const { id, certificate } = JSON.parse(line) as { id?: unknown; certificate?: unknown };
    if (typeof id === "string" && typeof certificate === "string") return `${certificate} ${id}`;
  } catch {
    // Said below.
  }
  throw new InputError(file, "not-alert-log", { line: number });
}

/** It is on the disk when this returns. */
function append(file: string, text: string): void {
  try {
    const descriptor = openSync(file, "a", 0o600);
    try {
      writeFileSync(descriptor, text); // Unlike writeSync, it goes on when a part was written.
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw new InputError(file, "unwritable", { system: codeOf(error) });
  }
}
