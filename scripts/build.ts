import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runInNewContext } from "node:vm";
import { transformSync } from "esbuild";
import { Interface, type JsonFragment } from "ethers";

/** Compiles the package into `dist`: ES modules without comments, declarations, which carry the documentation, and schemas. */
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
  else writeFileSync(file, file.endsWith(".js") ? shortened(file) : declared(file));
}
for (const file of Object.values(bin)) chmodSync(file, 0o755);
mkdirSync("dist/schemas");
for (const name of readdirSync("docs/schemas")) {
  const schema: unknown = JSON.parse(readFileSync(path.join("docs/schemas", name), "utf8"));
  writeFileSync(path.join("dist/schemas", name), JSON.stringify(schema));
}

/** The files that some files import or run as threads, and they themselves. */
function filesFrom(files: readonly string[], named: (file: string) => string): Set<string> {
  const found = new Set<string>();
  for (const queue = [...files]; queue.length > 0; ) {
    const file = queue.pop() as string;
    if (found.has(file) || !existsSync(file)) continue;
    found.add(file);
    for (const [, imported = ""] of readFileSync(file, "utf8").matchAll(
      /(?:from |import\(|import |new URL\()"(\.[^"]+)"/g,
    )) {
      queue.push(named(path.join(path.dirname(file), imported)));
    }
  }
  return found;
}

/** Declarations with little indentation; those of contracts, which nobody wrote and which have no comments, with none. */
function declared(file: string): string {
  const text = readFileSync(file, "utf8");
  return file.includes("typechain-types") ? text.replace(/\n\s+/g, " ") : text.replace(/^ {4,}/gm, "  ");
}

/** The code without comments and indentation, in lines that an error can still name; bytecode and ABIs in fewer characters. */
function shortened(file: string): string {
  const code = readFileSync(file, "utf8")
    .replace(/(const _bytecode =\s*)"0x((?:[0-9a-f]{2})+)"/, (_, start, hex) => {
      const text = JSON.stringify(Buffer.from(hex, "hex").toString("base64"));
      return `${start}"0x" + Array.from(atob(${text}), (one) => one.charCodeAt(0).toString(16).padStart(2, "0")).join("")`;
    })
    .replace(/(const _abi = )(\[[\s\S]*?\n\]);/, (_, start, list) => {
      const abi = new Interface(runInNewContext(list) as JsonFragment[]);
      return `${start}${JSON.stringify(abi.format())};`;
    });
  const [first = ""] = /^#!.*\n/.exec(code) ?? [];
  const options = {
    legalComments: "none",
    minifyWhitespace: true,
    minifySyntax: true,
    minifyIdentifiers: true,
    lineLimit: 480,
  } as const;
  return first + transformSync(code.slice(first.length), options).code;
}
