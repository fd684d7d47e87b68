import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { transformSync } from "esbuild";

/** Compiles the package into `dist`: ES modules without comments, and declarations, which carry the documentation. */
rmSync("dist", { recursive: true, force: true });
execFileSync(path.resolve("node_modules/.bin/tsc"), ["-p", "tsconfig.build.json"], { stdio: "inherit" });

const { bin, exports } = JSON.parse(readFileSync("package.json", "utf8")) as {
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
};
const entries = Object.values(exports).flatMap((target) => (typeof target === "string" ? [] : [target]));
const reached = new Set([
  ...filesFrom(
    [...Object.values(bin), ...entries.map((entry) => entry.default)].map((file) => path.normalize(file)),
    (file) => file,
  ),
  ...filesFrom(
    entries.map(({ types }) => path.normalize(types)),
    (file) => file.replace(/\.js$/, ".d.ts"),
  ),
]);
for (const entry of readdirSync("dist", { recursive: true, withFileTypes: true })) {
  const file = path.join(entry.parentPath, entry.name);
  if (!entry.isFile()) continue;
  if (!reached.has(file)) rmSync(file);
  else
    writeFileSync(file, file.endsWith(".js") ? shortened(file) : readFileSync(file, "utf8").replace(/^ {4,}/gm, "  "));
}
for (const file of Object.values(bin)) chmodSync(file, 0o755);

/** The files that some files import, and they themselves. */
function filesFrom(files: readonly string[], named: (file: string) => string): Set<string> {
  const found = new Set<string>();
  for (const queue = [...files]; queue.length > 0; ) {
    const file = queue.pop() as string;
    if (found.has(file) || !existsSync(file)) continue;
    found.add(file);
    for (const [, imported = ""] of readFileSync(file, "utf8").matchAll(/(?:from |import\(|import )"(\.[^"]+)"/g)) {
      queue.push(named(path.join(path.dirname(file), imported)));
    }
  }
  return found;
}

/** The code without comments and indentation, in lines that an error can still name; bytecode in fewer characters. */
function shortened(file: string): string {
  const code = readFileSync(file, "utf8").replace(/(const _bytecode =\s*)"0x((?:[0-9a-f]{2})+)"/, (_, start, hex) => {
    const text = JSON.stringify(Buffer.from(hex, "hex").toString("base64"));
    return `${start}"0x" + Array.from(atob(${text}), (one) => one.charCodeAt(0).toString(16).padStart(2, "0")).join("")`;
  });
  const [first = ""] = /^#!.*\n/.exec(code) ?? [];
  const options = {
    legalComments: "none",
    minifyWhitespace: true,
    minifySyntax: true,
    minifyIdentifiers: true,
    lineLimit: 160,
  } as const;
  return first + transformSync(code.slice(first.length), options).code;
}
