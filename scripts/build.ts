import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import path from "node:path";
import { encode } from "@jridgewell/sourcemap-codec";

/**
 * Compiles the package into `dist`, and what creates the contracts into `packages/contracts/dist`. tsc writes the declarations, and the code of what is generated. The code of `src` is its
 * source without the types: who knows the one reads the other, and a tarball that holds both says most lines once.
 */
const tool = (name: string) => path.resolve("node_modules/.bin", name);

/** What is left of a line where `blanked` has spaces in place of a type. */
function withoutBlanks(line: string, blanked: string): string {
  const where = line.replaceAll(/./gs, (was, at: number) => (was === blanked[at] ? (was === " " ? " " : "x") : "-"));
  let [left, from] = ["", 0];
  for (const { 0: gap, index } of where.matchAll(/ *-[ -]*/g)) {
    const indent = index === 0 ? gap.length - gap.trimStart().length : 0;
    left += blanked.slice(from, index) + (index === 0 ? " ".repeat(indent) : gap.endsWith(" ") ? " " : "");
    from = index + gap.length;
  }
  return (left + blanked.slice(from)).trimEnd();
}

/** The code of a source, and the number of the source's line that each of its lines comes from. */
function withoutTypes(source: string): { readonly code: string; readonly lines: readonly number[] } {
  const blanked = stripTypeScriptTypes(source).split("\n");
  const kept: { readonly line: string; readonly at: number }[] = [];
  for (const [at, was] of source.split("\n").entries()) {
    const now = blanked[at];
    if (now?.length !== was.length) throw new Error(`line ${at + 1} changed its length when it lost its types`);
    const line = withoutBlanks(was, now);
    if (line !== "" || (was === "" && kept.at(-1)?.line)) kept.push({ line, at });
    // What documents a type goes with it.
    else if (was !== "" && kept.at(-1)?.at === at - 1 && kept.at(-1)?.line.endsWith("*/")) {
      kept.length = kept.findLastIndex((before) => before.line.trimStart().startsWith("/*"));
    }
  }
  return { code: kept.map(({ line }) => line).join("\n"), lines: kept.map(({ at }) => at) };
}

const manifestOf = (folder: string) =>
  JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")) as {
    readonly name: string;
    readonly exports: Record<string, { readonly types?: string }>;
  };

rmSync("dist", { recursive: true, force: true });
execFileSync(tool("tsc"), ["-p", "tsconfig.build.json"], { stdio: "inherit" });

// As the sources are laid out.
const { formatter } = JSON.parse(readFileSync("biome.json", "utf8")) as { formatter: object };
const compact = { formatter: { expand: "never" } };
const generated = { includes: ["typechain-types/**", "src/**/*.d.ts"], javascript: compact };
writeFileSync(
  "dist/biome.json",
  JSON.stringify({ root: true, formatter, assist: { enabled: false }, overrides: [generated] }),
);
execFileSync(tool("biome"), ["format", "--write", "--log-level=error", "."], { cwd: "dist", stdio: "inherit" });
rmSync("dist/biome.json");

for (const name of readdirSync("src", { recursive: true, encoding: "utf8" })) {
  if (!name.endsWith(".ts")) continue;
  const { code, lines } = withoutTypes(readFileSync(path.join("src", name), "utf8"));
  const file = path.join("dist/src", name.replace(/\.ts$/, ".js"));
  // Nobody imports the command, nor sentences alone: their code is their source but for the types, and is shipped alone.
  if (/^(?:cli|language\/(?:en|fr))\//.test(name)) {
    writeFileSync(file, `${code}\n`);
    continue;
  }
  const map = `${path.basename(file)}.map`;
  writeFileSync(file, `${code}\n//# sourceMappingURL=${map}\n`);
  const source = path.join(path.relative(path.dirname(file), "src"), name);
  // One mapping a line: enough for a stack trace.
  const mappings = encode(lines.map((at) => [[0, 0, at, 0]]));
  writeFileSync(
    `dist/src/${name.replace(/\.ts$/, ".js.map")}`,
    JSON.stringify({ version: 3, sources: [source], names: [], mappings }),
  );
}

/** Adds the files of one kind, `.js` or `.d.ts`, that a file leads to, itself included. */
function follow(file: string, kind: ".js" | ".d.ts", led: Set<string>): Set<string> {
  if (led.has(file) || !existsSync(file)) return led;
  led.add(file);
  const code = readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
  for (const { groups } of code.matchAll(/(?:from |import |import\()"(?<to>\.[^"]+)\.js"/g)) {
    follow(path.join(path.dirname(file), `${groups?.["to"]}${kind}`), kind, led);
  }
  return led;
}

// Declarations that no entry leads to, and bindings that no module loads, say nothing to anybody.
const CONTRACTS = "packages/contracts";
const [loaded, led] = [new Set<string>(), new Set<string>()];
for (const name of readdirSync("dist/src", { recursive: true, encoding: "utf8" })) {
  if (name.endsWith(".js")) follow(path.join("dist/src", name), ".js", loaded);
}
for (const { types } of Object.values(manifestOf(".").exports)) if (types) follow(path.normalize(types), ".d.ts", led);
const shared = [...loaded, ...led].filter((file) => file.startsWith("dist/typechain-types/"));

// Bindings and bytecode are a package of their own: a program that deploys nothing need not read past bytecode.
for (const made of ["dist", "contracts"]) rmSync(path.join(CONTRACTS, made), { recursive: true, force: true });
for (const kind of [".js", ".d.ts"] as const) {
  const entry = `dist/${CONTRACTS}/index${kind}`;
  for (const file of new Set([...follow(entry, kind, new Set()), ...shared.filter((one) => one.endsWith(kind))])) {
    const to = path.join(CONTRACTS, file === entry ? `dist/index${kind}` : file);
    mkdirSync(path.dirname(to), { recursive: true });
    writeFileSync(to, readFileSync(file, "utf8").replaceAll('"../../typechain-types/', '"./typechain-types/'));
  }
}
for (const moved of ["packages", "typechain-types"]) rmSync(path.join("dist", moved), { recursive: true });
const { name: contracts } = manifestOf(CONTRACTS);
const isShipped = (file: string) => !/(?:\/test|\.t\.sol)$/.test(file);
cpSync("contracts", `${CONTRACTS}/contracts`, { recursive: true, filter: isShipped });
cpSync("LICENSE", `${CONTRACTS}/LICENSE`);

for (const name of readdirSync("dist", { recursive: true, encoding: "utf8" })) {
  const file = path.join("dist", name);
  if (name.endsWith(".d.ts") && !led.has(file)) rmSync(file);
  else if (/\.(?:js|d\.ts)$/.test(name)) {
    const code = readFileSync(file, "utf8");
    const moved = code
      .replaceAll(/"(?:\.\.\/)+(typechain-types\/[^"]+)"/g, `"${contracts}/$1"`)
      .replaceAll(`"../../${CONTRACTS}/index.js"`, `"${contracts}"`);
    if (moved !== code) writeFileSync(file, moved);
  }
}
chmodSync("dist/src/cli/main.js", 0o755);
