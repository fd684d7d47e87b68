import { rmSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";

const FOLDER = path.resolve(`cache/command/${process.pid}`);
const banner = { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' };
let bundled: Promise<string> | undefined;

/**
 * The command for a process of its own, as a file for Node: of today's source, in few files, so that it starts quickly.
 * @param entryPoints What else is to be built beside it.
 */
export function bundleCommand(entryPoints: Readonly<Record<string, string>> = {}): Promise<string> {
  bundled ??= build({
    entryPoints: { main: "src/cli/main.ts", ...entryPoints },
    outdir: FOLDER,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    platform: "node",
    format: "esm",
    logLevel: "error",
    banner,
  }).then(() => {
    process.once("exit", () => rmSync(FOLDER, { recursive: true, force: true }));
    return path.join(FOLDER, "main.mjs");
  });
  return bundled;
}

/** Where Node keeps what it compiled of the command: the next process starts quicker. */
export const NODE_COMPILE_CACHE = path.join(FOLDER, "compiled");
