import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Catalogues } from "../src/cli/language.js";
import type { Terminal } from "../src/cli/output/terminal.js";
import { run } from "../src/cli/run.js";
import "./native-scrypt.js";

/** What a run of the command left behind. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** The last line of standard output, parsed. */
  json(): Record<string, unknown>;
}

/** Runs the command in this process, as a person without a terminal would. */
export async function clairevoie(
  argv: readonly string[],
  env: Record<string, string | undefined> = {},
  input: string | Uint8Array = "",
  catalogues?: Catalogues,
): Promise<Ran> {
  let [out, err] = ["", ""];
  const terminal: Terminal = {
    env,
    hasColour: false,
    isWatched: false,
    isClosed: () => false,
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    input: async () => input,
  };
  const code = await run(argv, terminal, catalogues);
  return { code, out, err, json: () => JSON.parse(out.trim().split("\n").at(-1) ?? "") };
}

/** A folder that vanishes. */
export function aFolder(): { readonly path: string; file(name: string): string; remove(): void } {
  const folder = mkdtempSync(path.join(tmpdir(), "clairevoie-"));
  return {
    path: folder,
    file: (name) => path.join(folder, name),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
