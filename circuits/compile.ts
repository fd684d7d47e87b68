import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

/** Where the circuits are. */
export const SOURCES = path.join(import.meta.dirname, "src");

/** A compiled circuit: its constraints, and the program that solves them for given inputs. */
export interface Compiled {
  readonly constraints: string;
  readonly program: string;
}

/**
 * Compiles a circuit into a folder. The compiler is WebAssembly from npm, pinned by the lock file: the same bytes everywhere.
 * @throws {Error} with what the compiler says.
 */
export function compile(source: string, folder: string): Compiled {
  mkdirSync(folder, { recursive: true });
  const command = createRequire(import.meta.url).resolve("circom2/cli.js");
  const args = [
    command,
    path.basename(source),
    "--O2",
    "--r1cs",
    "--wasm",
    "-o",
    path.relative(path.dirname(source), folder),
  ];
  execFileSync(process.execPath, args, { cwd: path.dirname(source), stdio: "pipe" });
  const name = path.basename(source, ".circom");
  return {
    constraints: path.join(folder, `${name}.r1cs`),
    program: path.join(folder, `${name}_js`, `${name}.wasm`),
  };
}

/** How many constraints a compiled circuit has. Read from the header of its file, of which the first section is the longest. */
export function countConstraints({ constraints }: Compiled): number {
  const bytes = readFileSync(constraints);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 12; at < bytes.byteLength; ) {
    const [type, size] = [view.getUint32(at, true), Number(view.getBigUint64(at + 4, true))];
    const header = at + 12;
    const HEADER_SECTION = 1;
    // Field size (4), field order, wires, public outputs, public inputs, private inputs (4 each), labels (8), constraints (4).
    if (type === HEADER_SECTION) return view.getUint32(header + 4 + view.getUint32(header, true) + 4 * 4 + 8, true);
    at = header + size;
  }
  throw new Error(`${constraints} has no header`);
}
