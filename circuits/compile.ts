import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

/** Where the circuits are. */
export const SOURCES = path.join(import.meta.dirname, "src");

/** A compiled circuit: its constraints, and the program that solves them for given inputs. */
interface Compiled {
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
