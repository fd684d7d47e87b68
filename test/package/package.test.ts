import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import vm from "node:vm";
import { gzipSync } from "node:zlib";
import { expect } from "chai";
import { type BuildOptions, build } from "esbuild";
import { AMC, CLAIM } from "../../testing/dossiers.js";
import { installPackage, manifestIn, output, packagesWith } from "../../testing/installed-package.js";
import { liveDossier } from "../../testing/live-dossier.js";
import { type RunningNode, startNode } from "../../testing/node.js";

const root = (name: string) => path.resolve(name);
const binary = (name: string) => root(`node_modules/.bin/${name}`);
const textOf = (file: string) => readFileSync(file, "utf8");

/** `clairevoie/chain` of each entry, with the file that it loads. */
const ENTRIES = Object.entries(manifestIn(".").exports).flatMap(([name, target]) =>
  typeof target === "string" ? [] : [[`clairevoie${name.slice(1)}`, target.default] as const],
);

describe("the package that npm installs", () => {
  let folder: Awaited<ReturnType<typeof installPackage>>;
  let node: RunningNode;
  let dossier: Awaited<ReturnType<typeof liveDossier>>;

  before(async () => {
    [folder, node] = await Promise.all([installPackage(), startNode()]);
    dossier = await liveDossier(node.url);
    const { deployment, certificate } = dossier;
    for (const [name, value] of Object.entries({ deployment, certificate, claim: CLAIM })) {
      writeFileSync(folder.file(`${name}.json`), JSON.stringify(value));
    }
  });
  after(async () => {
    await node.stop();
    folder.remove();
  });

  const filesIn = (name: string, ending: string) =>
    readdirSync(path.join(folder.installed, name), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(ending))
      .map((file) => path.join(folder.installed, name, file));
  const bundle = async (contents: string, options: BuildOptions = {}) => {
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: folder.path },
      bundle: true,
      format: "iife",
      globalName: "clairevoie",
      platform: "browser",
      write: false,
      logLevel: "silent",
      ...options,
    });
    return outputFiles?.[0]?.text ?? "";
  };

  it("is a tarball of at most 600 kB, and brings no Hardhat, no test and no key", () => {
    expect(statSync(folder.tarball).size).to.be.below(600_000);
    const brought = [...packagesWith(".")];
    expect(brought).to.include.members(["ethers", "ws", "@noble/hashes"]);
    expect(brought.filter((name) => /hardhat|foundry|solc|mocha|chai|^viem$/.test(name))).to.deep.equal([]);
    const files = readdirSync(folder.installed, { recursive: true, encoding: "utf8" });
    expect(files.filter((name) => /\.t\.sol$|\.test\.|scripts|\.env|keystore.*json/.test(name))).to.deep.equal([]);
    for (const { installed } of [folder, folder.contracts]) {
      expect(existsSync(path.join(installed, "LICENSE")), installed).to.equal(true);
    }
  });

  it("leaves bytecode to a package of the contracts, of at most 180 kB, with the sources that give it", () => {
    const { tarball, installed } = folder.contracts;
    expect(statSync(tarball).size).to.be.below(180_000);
    const { version, dependencies } = manifestIn(folder.installed);
    expect([manifestIn(installed).version, dependencies?.["@clairevoie/contracts"]]).to.deep.equal([version, version]);
    const shipped = readdirSync(path.join(installed, "contracts"), { recursive: true, encoding: "utf8" });
    expect(shipped.filter((name) => /test/.test(name))).to.deep.equal([]);
    const here = readdirSync("contracts", { recursive: true, encoding: "utf8" }).filter(
      (name) => !/^test\b/.test(name),
    );
    expect(shipped.sort()).to.deep.equal(here.sort());
  });

  it("ships code that a person can read: comments, short lines, and maps to sources that are there", () => {
    const shipped = filesIn("src", ".ts");
    expect(shipped.map((file) => path.relative(folder.installed, file)).sort()).to.deep.equal(
      sourcesHere().filter((file) => !/^src\/(?:cli|language\/(?:en|fr))\//.test(file)),
    );
    // The command and all sentences are shipped as code alone, line by line their source without the types.
    const words = ["en", "fr"].flatMap((language) => filesIn(`dist/src/language/${language}`, ".js"));
    expect(words.length).to.be.greaterThan(50);
    for (const file of [...filesIn("dist/src/cli", ".js"), ...words]) {
      expect(
        Math.max(
          ...textOf(file)
            .split("\n")
            .map((line) => line.length),
        ),
        file,
      ).to.be.below(3_000);
      expect(textOf(file), file).to.not.contain("sourceMappingURL");
    }
    expect(textOf(path.join(folder.installed, "dist/src/cli/run.js"))).to.contain(" * Runs the command.");
    for (const file of shipped.filter((name) => !name.endsWith("kernel.wasm.ts"))) {
      const compiled = file.replace("/clairevoie/src/", "/clairevoie/dist/src/").replace(/\.ts$/, ".js");
      const code = textOf(compiled);
      const longest = Math.max(...code.split("\n").map((line) => line.length));
      expect(longest, compiled).to.be.below(3_000);
      const { sources } = JSON.parse(textOf(`${compiled}.map`)) as { sources: string[] };
      expect(sources.map((source) => path.join(path.dirname(compiled), source))).to.deep.equal([file]);
      expect(code).to.contain(`//# sourceMappingURL=${path.basename(compiled)}.map`);
    }
    expect(textOf(path.join(folder.installed, "dist/src/verify.js"))).to.contain("@throws {ChainError}");
    const bindings = readdirSync(path.join(folder.contracts.installed, "dist"), { recursive: true, encoding: "utf8" });
    expect(bindings.filter((name) => name.endsWith(".map"))).to.deep.equal([]);
  });

  it("is as publint and arethetypeswrong want it", () => {
    for (const { tarball } of [folder, folder.contracts]) {
      expect(output(binary("publint"), ["run", "--strict", tarball])).to.contain("All good");
      output(binary("attw"), [tarball, "--profile", "esm-only", "--exclude-entrypoints", "contracts/*.sol"]);
    }
  });

  it("compiles and runs beside the oldest ethers of its range, every entry with the names that it declares", () => {
    const other = manifestIn("node_modules/ethers-other").version;
    expect(manifestIn(".").peerDependencies?.["ethers"]).to.equal(`^${other}`);
    expect(other).not.to.equal(manifestIn("node_modules/ethers").version);

    // What a CommonJS program gets, which is what an ES module gets too.
    const names = ENTRIES.map(([entry]) => entry);
    const required = `
      const loaded = ${JSON.stringify(names)}.map((entry) => [entry, Object.keys(require(entry))]);
      process.stdout.write(JSON.stringify(loaded));`;
    writeFileSync(folder.file("required.cjs"), required);
    const loaded = JSON.parse(output(process.execPath, ["required.cjs"], folder.path)) as [string, string[]][];
    expect(loaded.map(([entry]) => entry)).to.deep.equal(names);

    // Does not compile when a name is declared and not there, or there and not declared.
    const compared = loaded.map(([entry, found], i) => {
      const keys = found.map((name) => `${JSON.stringify(name)}: true`).join(", ");
      return `import * as entry${i} from "${entry}";\n({ ${keys} }) satisfies Record<keyof typeof entry${i}, true>;`;
    });
    writeFileSync(folder.file("entries.ts"), compared.join("\n"));
    writeFileSync(
      folder.file("common.cts"),
      `import clairevoie = require("clairevoie");\nexport const parse: (text: string) => object = clairevoie.parseDeployment;\n`,
    );
    writeFileSync(folder.file("program.ts"), insurerProgram());
    const compilerOptions = {
      module: "nodenext",
      target: "es2023",
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      types: ["node"],
      outDir: "out",
    };
    const files = ["entries.ts", "common.cts", "program.ts"];
    writeFileSync(folder.file("tsconfig.json"), JSON.stringify({ compilerOptions, files }));
    output(binary("tsc"), ["-p", folder.path]);
  });

  it("names readable lines of its own where an error comes from, with source maps and without", () => {
    const thrown = `
      import { parseCertificate } from "clairevoie/protocol";
      try { parseCertificate("{"); } catch (error) { console.log(error.stack); }`;
    writeFileSync(folder.file("thrown.mjs"), thrown);
    for (const [options, place] of [
      [[], /\((?:file:\/\/)?(\/.*\/clairevoie\/dist\/src\/protocol\/json\.js):(\d+):\d+\)/],
      [["--enable-source-maps"], /\((?:file:\/\/)?(\/.*\/clairevoie\/src\/protocol\/json\.ts):(\d+):\d+\)/],
    ] as const) {
      const stack = output(process.execPath, [...options, "thrown.mjs"], folder.path);
      const [, file = "", line = ""] = place.exec(stack) ?? [];
      expect(textOf(file).split("\n")[Number(line) - 1], stack).to.match(/throw new InputError\(/);
    }
  });

  it("loads bytecode where something is deployed, and nowhere else", async () => {
    const { metafile } = await build({
      entryPoints: [...ENTRIES.map(([, file]) => file), "dist/src/cli/main.js"],
      absWorkingDir: folder.installed,
      outdir: "unused",
      packages: "external",
      bundle: true,
      // Node loads what is imported, whatever package.json says of side effects.
      ignoreAnnotations: true,
      splitting: true,
      format: "esm",
      platform: "node",
      write: false,
      metafile: true,
    });
    const isBytecode = (file: string) => /"0x6[01][0-9a-f]{1000}/.test(textOf(file));
    const inputs = Object.keys(metafile.inputs).map((file) => path.join(folder.installed, file));
    expect(inputs.filter(isBytecode)).to.deep.equal([]);
    const dist = path.join(folder.contracts.installed, "dist");
    const modules = readdirSync(dist, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".js"));
    expect(modules.filter((name) => isBytecode(path.join(dist, name)))).to.have.length(10);
    const importersOf = (files: readonly string[]) =>
      Object.entries(metafile.inputs).flatMap(([file, { imports }]) =>
        imports.filter((one) => files.includes(one.path)).map(({ kind }) => `${file}: ${kind}`),
      );
    expect(importersOf(["@clairevoie/contracts"])).to.deep.equal(["dist/src/chain/factories.js: import-statement"]);
    expect(importersOf(["dist/src/chain/factories.js"])).to.deep.equal(["dist/src/chain/deploying.js: dynamic-import"]);
  });

  it("starts its command in at most twenty times what Node takes to start", () => {
    const used =
      "process.on('exit', () => { const { user, system } = process.cpuUsage(); console.error(user + system); });";
    const microseconds = (...args: string[]) => {
      const run = ["--import", `data:text/javascript,${used}`, ...args];
      const { status, stderr } = spawnSync(process.execPath, run, { cwd: folder.path, encoding: "utf8" });
      expect(status, stderr).to.equal(0);
      return Number(stderr);
    };
    const command = microseconds(path.join(folder.installed, "dist/src/cli/main.js"), "--version");
    expect(command / microseconds("-e", "0")).to.be.within(1, 20);
  });

  it("runs the README's insurer program in an empty folder, as its command does", () => {
    const { insurer } = dossier;
    const verify = ["verify", "certificate.json", "--claim", "claim.json", "--rpc", node.url];
    const command = path.join(folder.installed, "dist/src/cli/main.js");
    const printed = output(process.execPath, [command, ...verify, "--deployment", "deployment.json"], folder.path);
    expect(printed).to.match(/^certificate\.json: ✓ conforming\. /);
    const out = execFileSync(process.execPath, ["out/program.js"], {
      cwd: folder.path,
      encoding: "utf8",
      env: { ...process.env, RPC: node.url, KEY: insurer.key.privateKey },
    });
    expect(out).to.contain("pay {");
    expect(JSON.parse(out.trimEnd().split("\n").at(-1) ?? "").conform).to.equal(true);
  });

  it("follows the chain into an index, and audits a packed stream with its threads", () => {
    const command = path.join(folder.installed, "dist/src/cli/main.js");
    const clairevoie = (...args: string[]) =>
      spawnSync(process.execPath, [command, ...args], { cwd: folder.path, encoding: "utf8" });
    const [certificate, claim] = ["certificate", "claim"].map((name) =>
      JSON.parse(textOf(folder.file(`${name}.json`))),
    );
    const lines = Array.from({ length: 9 }, () => JSON.stringify({ certificate, claim }));
    writeFileSync(folder.file("stream.ndjson.gz"), gzipSync(lines.join("\n")));
    const indexed = clairevoie("index", "facts.index", "--once", "--rpc", node.url, "--deployment", "deployment.json");
    expect(indexed.status, indexed.stderr).to.equal(0);
    const judged = ["audit", "stream.ndjson.gz", "--index", "facts.index", "--out", "verdicts.ndjson", "--jobs", "2"];
    // The program before has paid.
    expect(clairevoie(...judged, "--html", "audit.html")).to.include({ status: 1 });
    const verdicts = textOf(folder.file("verdicts.ndjson")).trimEnd().split("\n");
    expect(verdicts.map((line) => JSON.parse(line).findings)).to.deep.equal(
      lines.map((_, i) => ["already-settled", ...(i === 0 ? [] : ["claim-repeated"])]),
    );
    expect(textOf(folder.file("audit.html"))).to.contain("<svg");
  });

  it("verifies in a bundle for a browser, which needs neither Node nor a provider", async () => {
    const text = await bundle(`export { verify } from "clairevoie/verify";`, { minify: true });
    const [certificate, claim, deployment] = ["certificate", "claim", "deployment"].map((name) =>
      textOf(folder.file(`${name}.json`)),
    );
    const browser = { atob, TextEncoder, TextDecoder, crypto, URL, fetch, AbortSignal, queueMicrotask, console };
    const sandbox = vm.createContext({ ...browser, certificate, claim, rpc: node.url });
    const call = `clairevoie.verify(certificate, claim, { rpc, deployment: ${deployment} }).then(JSON.stringify)`;
    const verdict = JSON.parse(await vm.runInContext(`globalThis.self = globalThis;${text};${call}`, sandbox));
    expect(verdict.findings.map(({ code }: { code: string }) => code)).to.deep.equal(["already-settled"]);
  });

  it("bundles for a browser, protocol and verification, without a trace of Node", async () => {
    const text = await bundle(`
      export { Insurer } from "clairevoie/insurer";
      export { parseDeployment } from "clairevoie/chain";
      export { commit, parseCertificate } from "clairevoie/protocol";
    `);
    const aspects = JSON.parse(textOf("docs/vectors/aspects.json"));
    const browser = { atob, TextEncoder, TextDecoder, crypto, URL, setTimeout, clearTimeout, console };
    const sandbox = vm.createContext(browser);
    vm.runInContext(`globalThis.self = globalThis;${text}`, sandbox);
    const { salt, value, commitment } = aspects[0];
    const made = vm.runInContext(`clairevoie.commit("reference", "${salt}", ${JSON.stringify(value)})`, sandbox);
    expect(made).to.equal(commitment);
    expect(vm.runInContext("typeof clairevoie.Insurer.connect", sandbox)).to.equal("function");
  });
});

/** Every source of the package: it ships them all. */
const sourcesHere = () =>
  readdirSync("src", { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => path.join("src", name))
    .sort();

/** The README's lines, with what they take for granted. */
function insurerProgram(): string {
  const lines = /## The insurer's program\n\n```ts\n([\s\S]*?)```/.exec(textOf("README.md"))?.[1] ?? "";
  expect(lines).to.contain("insurer.verify");
  return `
    import { readFileSync } from "node:fs";
    import { Wallet } from "ethers";
    import { parseDeployment } from "clairevoie/chain";
    import { Insurer } from "clairevoie/insurer";
    const read = (name: string): string => readFileSync(name, "utf8");
    const rpc: string = process.env["RPC"] ?? "";
    const deployment = parseDeployment(read("deployment.json"));
    const certificate: unknown = JSON.parse(read("certificate.json"));
    const claim: unknown = JSON.parse(read("claim.json"));
    const signer = new Wallet(process.env["KEY"] ?? "");
    const identity = { salt: "0x${"ab".repeat(32)}", identifier: "${AMC}" } as const;
    ${lines}
    console.log(JSON.stringify({ conform: verdict.conform, party: insurer.party }));
  `;
}
