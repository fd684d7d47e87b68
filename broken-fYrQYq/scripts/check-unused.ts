import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";

/** Fails when something is exported and named nowhere else, a dependency is never used, or one is used undeclared. */

/** What is kept although nothing uses it yet, with the reason. */
const JUSTIFIED: Readonly<Record<string, string>> = {
  "src/zk/rules/decide.ts": "what the circuits are proven against; their tests are its only caller until then",
  "src/zk/rules/renewal.ts": "likewise",
  "circuits/witness.ts": "what compares the circuits with the oracle, which only tests do",
  "@nomicfoundation/hardhat-ethers": "the toolbox requires it beside itself",
  "@nomicfoundation/hardhat-ignition": "the toolbox brings it, and the module is read by Ignition only",
  typechain: "the toolbox requires it beside itself, and makes the bindings with it",
  viem: "a program of docs/integrate.md uses it, which a test runs",
};

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly bin?: string | Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, string | { readonly types: string }>>;
}
const manifestOf = (folder: string) => JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")) as Manifest;
const own = manifestOf(".");
const ofProver = manifestOf("circuits");

const tracked = execFileSync("git", ["ls-files", "-z"], { encoding: "utf8" })
  .split("\0")
  .filter((name) => /\.(?:ts|sol|json)$|^\.ci\//.test(name) && !/^(?:typechain-types|docs|package)/.test(name));
const texts = new Map(tracked.map((name) => [name, readFileSync(name, "utf8")]));
const code = new Map([...texts].filter(([name]) => name.endsWith(".ts")));

/** The names in a text, without its comments. A name within a string counts: too few findings rather than false ones. */
const namesIn = (text: string): readonly string[] =>
  text.replaceAll(/\/\*\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, "").match(/[A-Za-z_$][\w$]*/g) ?? [];
const names = new Map([...code].map(([name, text]) => [name, namesIn(text)]));

/** Files whose exports are the package's: reached from its entries by `export *`. */
function publicFiles(): Set<string> {
  const entries = Object.values(own.exports ?? {}).flatMap((entry) =>
    typeof entry === "string" ? [] : [entry.types.replace("./dist/", "").replace(".d.ts", ".ts")],
  );
  const reached = new Set<string>();
  const follow = (file: string): void => {
    if (reached.has(file)) return;
    reached.add(file);
    for (const [, to = ""] of (code.get(file) ?? "").matchAll(/^export \* from "(.+)\.js"/gm)) {
      follow(path.join(path.dirname(file), `${to}.ts`));
    }
  };
  entries.forEach(follow);
  return reached;
}

/** Exports that no other file names, or that only tests do. What the package publishes is for others to use. */
function unusedExports(): string[] {
  const isPublic = publicFiles();
  const exported =
    /(\/\*\*(?:(?!\*\/)[\s\S])*?\*\/\n)?^export (?:async )?(?:abstract )?(?:function\*?|const|class|type|interface) (\w+)/gm;
  return [...code].flatMap(([file, text]) =>
    [...text.matchAll(exported)].flatMap(([, comment = "", name = ""]) => {
      if (file in JUSTIFIED || (isPublic.has(file) && !comment.includes("@internal"))) return [];
      const users = [...names].filter(([other, inIt]) => other !== file && inIt.includes(name)).map(([other]) => other);
      if (users.length === 0) return [`${file}: ${name} is exported and named nowhere else`];
      const usesItself = names.get(file)?.filter((one) => one === name).length !== 1;
      const isForTests = !file.startsWith("test/") && !usesItself && users.every((user) => user.startsWith("test/"));
      return isForTests ? [`${file}: ${name} is there for tests only`] : [];
    }),
  );
}

/** Dependencies that nothing imports, runs or configures. */
function unusedDependencies(): string[] {
  const all = [...texts.values()].join("\n");
  return Object.keys({ ...own.dependencies, ...own.devDependencies }).filter((name) => {
    if (name in JUSTIFIED) return false;
    const { bin = {} } = manifestOf(path.join("node_modules", name));
    const commands = typeof bin === "string" ? [name] : Object.keys(bin);
    const spelt = [name, name.replace("@types/", ""), ...commands].map((text) => text.replaceAll(/[.*+?^$/]/g, "\\$&"));
    return !new RegExp(`["'\`/](?:${spelt.join("|")})["'\`/]`).test(all);
  });
}

/** Imports of what is not declared, and of what is declared for development only in what is published. */
function undeclaredImports(): string[] {
  const published = Object.keys(own.dependencies ?? {});
  const declared = [...published, ...Object.keys(own.devDependencies ?? {})];
  const proving = [...declared, ...Object.keys({ ...ofProver.dependencies, ...ofProver.devDependencies })];
  const declaredFor = (file: string) =>
    file.startsWith("src/") ? published : file.startsWith("circuits/") ? proving : declared;
  return [...code].flatMap(([file, text]) =>
    [...text.matchAll(/^(?:import |(?:import|export|\}) (?:.* )?from )["']([^."'][^"']*)["']/gm)].flatMap(
      ([, from = ""]) => {
        const name = from
          .split("/")
          .slice(0, from.startsWith("@") ? 2 : 1)
          .join("/");
        if (from.startsWith("node:") || name in JUSTIFIED || declaredFor(file).includes(name)) return [];
        return [`${file}: imports ${name}, which package.json does not declare for it`];
      },
    ),
  );
}

const faults = [
  ...unusedExports(),
  ...unusedDependencies().map((name) => `package.json: ${name} is used nowhere`),
  ...undeclaredImports(),
];
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exit(1);
console.log(`unused: no export of ${code.size} files, no dependency`);
