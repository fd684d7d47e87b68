import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";

const ROOT = path.resolve(".");

/** What an example takes for granted: what its reader has at hand. An import of the same name comes first. */
const AT_HAND = `
type Hex = import("${ROOT}/src/protocol/index.js").Hex;
declare const rpc: string, text: string, ticket: string, admin: string;
declare const deployment: import("${ROOT}/src/chain/index.js").Deployment;
declare const provider: import("${ROOT}/node_modules/ethers/lib.commonjs/index.js").Provider;
declare const signer: import("${ROOT}/node_modules/ethers/lib.commonjs/index.js").Signer;
declare const suite: import("${ROOT}/src/chain/index.js").Suite;
declare const identity: import("${ROOT}/src/parties/index.js").Identity;
declare const certificate: import("${ROOT}/src/protocol/index.js").Certificate;
declare const certificates: readonly unknown[];
declare const pairs: readonly { readonly certificate: string; readonly claim: string }[];
declare const claim: import("${ROOT}/src/protocol/index.js").Claim;
declare const facts: import("${ROOT}/src/protocol/index.js").ChainFacts;
declare const policy: import("${ROOT}/src/protocol/index.js").Policy;
declare const plan: import("${ROOT}/src/chain/index.js").DeploymentPlan;
declare const chain: import("${ROOT}/src/protocol/index.js").ChainReference;
declare const receipts: import("${ROOT}/src/protocol/index.js").Receipt[];
declare const statement: import("${ROOT}/src/protocol/index.js").Statement;
declare const batch: import("${ROOT}/src/protocol/index.js").Batch;
declare const prescription: import("${ROOT}/src/protocol/index.js").Prescription;
declare const sealed: import("${ROOT}/src/parties/index.js").SealedBatch;
declare const pursuit: import("${ROOT}/src/gateway/index.js").Pursuit;
declare const file: import("${ROOT}/src/parties/index.js").EquipmentFile;
declare const payer: import("${ROOT}/src/protocol/index.js").Payer;
declare const grant: import("${ROOT}/src/protocol/index.js").Grant;
declare const settler: Hex, tag: Hex;
declare const delivery: import("${ROOT}/src/parties/index.js").Delivery;
declare const made: NonNullable<import("${ROOT}/src/parties/index.js").Delivery["right"]>;
declare const stockLens: import("${ROOT}/src/parties/index.js").StockLens;
declare const dossierFile: import("${ROOT}/src/parties/index.js").Dossier;
declare const dossier: Hex, invoice: Hex, leaf: Hex, other: Hex, digest: Hex, signature: Hex, registry: Hex, salt: Hex, blockHash: Hex;
declare const commitment: Hex, party: Hex, statementHash: Hex, id: Hex, unit: Hex, address: Hex;
declare const receipt: import("${ROOT}/src/protocol/index.js").Receipt;
declare const dossiers: readonly import("${ROOT}/src/parties/index.js").Dossier[];
declare const old: string, fresh: string;
declare const since: number, at: number;
declare const passphrase: string, oldPassphrase: string, passphraseFile: string;
declare const secret: Uint8Array;
declare const optician: import("${ROOT}/src/parties/index.js").Optician;
declare const insurer: import("${ROOT}/src/parties/index.js").Insurer;
declare const vault: import("${ROOT}/src/vault/index.js").Vault;
declare const record: import("${ROOT}/src/vault/index.js").DossierRecord;
declare function keep(cursor: unknown): Promise<void>;
declare const bytes: Uint8Array;
declare const blockNumber: number;
declare const error: import("${ROOT}/src/language/index.js").Coded;
`;

/** The package's entry points, as source files. */
const ENTRIES = Object.entries(JSON.parse(readFileSync("package.json", "utf8")).exports as Record<string, unknown>)
  .filter(([, target]) => typeof target === "object")
  .map(([name, target]) => {
    const built = (target as { default: string }).default;
    return [name, built.replace("./dist/", "").replace(/\.js$/, ".ts")] as const;
  });
const SOURCES = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts") && !name.startsWith("cli"))
  .map((name) => [name, readFileSync(path.join("src", name), "utf8")] as const);

/** The comment above a declaration. */
function commentOf(name: string): string | undefined {
  const declared = new RegExp(
    String.raw`(/\*\*(?:(?!\*/)[\s\S])*\*/\s*)?export (?:async |abstract )*(?:function\*?|class) ${name}\b`,
  );
  for (const [, text] of SOURCES) {
    const found = declared.exec(text);
    if (found) return found[1] ?? "";
  }
  return undefined;
}

interface Example {
  readonly where: string;
  readonly code: string;
}
const EXAMPLES: readonly Example[] = SOURCES.flatMap(([name, text]) =>
  [...text.matchAll(/@example\n\s*\* ```ts\n([\s\S]*?)\s*\* ```/g)].map(([, block = ""], i) => ({
    where: `${name.replaceAll(/[^a-z0-9]+/gi, "-")}-${i}`,
    code: block.replaceAll(/^\s*\* ?/gm, ""),
  })),
);

describe("the package's interface", () => {
  it("explains every function and class that it exports by an example", async () => {
    const lacking: string[] = [];
    let explained = 0;
    for (const [entry, source] of ENTRIES) {
      const exported = (await import(pathToFileURL(path.join(ROOT, source)).href)) as Record<string, unknown>;
      for (const [name, value] of Object.entries(exported)) {
        if (typeof value !== "function") continue;
        const comment = commentOf(name);
        if (comment?.includes("@internal")) continue;
        if (comment?.includes("@example")) explained += 1;
        else lacking.push(`${entry}: ${name}`);
      }
    }
    expect(lacking).to.deep.equal([]);
    expect(explained).to.be.greaterThan(70);
  });

  it("has examples that compile", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "clairevoie-"));
    writeFileSync(path.join(folder, "package.json"), JSON.stringify({ type: "module" }));
    writeFileSync(path.join(folder, "at-hand.d.ts"), AT_HAND);
    const entries = Object.fromEntries(
      ENTRIES.map(([name, source]) => [`clairevoie${name.slice(1)}`, [path.join(ROOT, source)]]),
    );
    const known = ENTRIES.flatMap(([name]) => (name === "." ? [] : [`clairevoie${name.slice(1)}`]));
    const files = EXAMPLES.map(({ where, code }) => {
      const imports = code.includes("import ")
        ? ""
        : known
            .filter((module) => /\/(?:parties|chain|protocol|vault)$/.test(module))
            .map((module) => namesUsed(code, module))
            .join("");
      writeFileSync(path.join(folder, `${where}.ts`), `${imports}${code}\nexport {};\n`);
      return `${where}.ts`;
    });
    const compilerOptions = {
      paths: { ...entries, ethers: [path.join(ROOT, "node_modules/ethers/lib.commonjs/index.d.ts")] },
      typeRoots: [path.join(ROOT, "node_modules/@types")],
      noUnusedLocals: false,
    };
    const project = {
      extends: path.join(ROOT, "tsconfig.json"),
      compilerOptions,
      include: [],
      files: [...files, "at-hand.d.ts"],
    };
    writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify(project));
    let said = "";
    try {
      execFileSync(path.join(ROOT, "node_modules/.bin/tsc"), ["--noEmit", "-p", folder], {
        encoding: "utf8",
        stdio: "pipe",
      });
    } catch (error) {
      said = (error as { stdout: string }).stdout;
    }
    rmSync(folder, { recursive: true, force: true });
    expect(said).to.equal("");
  });

  it("has examples whose results are what they say", async () => {
    mkdirSync(path.join(ROOT, "out"), { recursive: true });
    const folder = mkdtempSync(path.join(ROOT, "out/examples-"));
    const sourceOf = new Map(ENTRIES);
    let checked = 0;
    for (const { where, code } of EXAMPLES) {
      if (!/^[^/\n]+; \/\/ (?:-?\d+|"[^"]*"|true|false)$/m.test(code) || !code.includes("clairevoie/")) continue;
      if (/\b(?:leaf|prescription|dossier)\b/.test(code.replace(/const \{[^}]*\}.*/g, ""))) continue; // Needs a value at hand.
      const module = code
        .replaceAll(/"clairevoie(\/[\w/-]+)"/g, (_, name: string) =>
          JSON.stringify(path.join(ROOT, sourceOf.get(`.${name}`) ?? "")),
        )
        .replaceAll(/^([^/\n]+); \/\/ (-?\d+|"[^"]*"|true|false)$/gm, "results.push([$1, $2]);");
      const file = path.join(folder, `${where}.ts`);
      writeFileSync(file, `export const results: unknown[][] = [];\n${module}\n`);
      const { results } = (await import(pathToFileURL(file).href)) as { results: unknown[][] };
      for (const [found, said] of results) expect(found, code).to.equal(said);
      checked += results.length;
    }
    rmSync(folder, { recursive: true, force: true });
    expect(checked).to.be.greaterThan(10);
  });
});

/** An import of what a snippet without imports uses of a module: those in class comments leave theirs out. */
function namesUsed(code: string, module: string): string {
  const index = readFileSync(path.join("src", module.split("/")[1] ?? "", "index.ts"), "utf8");
  const files = [...index.matchAll(/from "\.\/([\w-]+)\.js"/g)].map(([, name]) => name);
  const exported = SOURCES.filter(([name]) =>
    files.some((one) => name === `${module.split("/")[1]}/${one}.ts`),
  ).flatMap(([, text]) =>
    [...text.matchAll(/export (?:async |abstract )*(?:function|class|const) (\w+)/g)].map(([, name = ""]) => name),
  );
  const used = exported.filter((name) => new RegExp(String.raw`(?<![.\w])${name}\b(?!:)`).test(code));
  return used.length > 0 ? `import { ${[...new Set(used)].join(", ")} } from "${module}";\n` : "";
}
