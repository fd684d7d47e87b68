import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import vm from "node:vm";
import { gzipSync } from "node:zlib";
import { expect } from "chai";
import { build } from "esbuild";
import { aFolder } from "../../testing/cli.js";
import { AMC, CLAIM } from "../../testing/dossiers.js";
import { liveDossier } from "../../testing/live-dossier.js";
import { type RunningNode, startNode } from "../../testing/node.js";

const root = (name: string) => path.resolve(name);
const binary = (name: string) => root(`node_modules/.bin/${name}`);

/** Runs a command, and gives its output; what it says when it fails is the failure. */
function run(command: string, args: readonly string[], cwd: string): string {
  try {
    return execFileSync(command, args, { cwd, encoding: "utf8", stdio: "pipe" });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${command} ${args.join(" ")}: ${stdout}${stderr}`);
  }
}

describe("the package that npm installs", () => {
  const folder = aFolder();
  let node: RunningNode;
  let installed: string;

  before(async () => {
    node = await startNode();
    run("npm", ["pack", "--pack-destination", folder.path, "--silent"], root("."));
    const tarball = readdirSync(folder.path).find((name) => name.endsWith(".tgz")) ?? "";
    writeFileSync(folder.file("package.json"), JSON.stringify({ name: "program", private: true, type: "module" }));
    run("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", folder.file(tarball)], folder.path);
    installed = folder.file("node_modules/clairevoie");
  });
  after(async () => {
    await node.stop();
    folder.remove();
  });

  it("is small, and brings no Hardhat, no test and no key", () => {
    const packages = readdirSync(folder.file("node_modules"));
    expect(packages.filter((name) => /hardhat|foundry|solc|mocha|chai|^viem$/.test(name))).to.deep.equal([]);
    const files = readdirSync(installed, { recursive: true, encoding: "utf8" });
    expect(files.filter((name) => /\.t\.sol$|\.test\.|scripts|\.env|keystore.*json/.test(name))).to.deep.equal([]);
    expect(existsSync(path.join(installed, "LICENSE"))).to.equal(true);
    const bytes = files
      .map((name) => statSync(path.join(installed, name)))
      .reduce((sum, found) => sum + (found.isFile() ? found.size : 0), 0);
    expect(bytes).to.be.below(1_000_000);
  });

  it("is as publint and arethetypeswrong want it", () => {
    const tarball = readdirSync(folder.path).find((name) => name.endsWith(".tgz")) ?? "";
    expect(run(binary("publint"), ["run", "--strict", folder.file(tarball)], folder.path)).to.contain("All good");
    run(binary("attw"), [folder.file(tarball), "--profile", "esm-only"], folder.path);
  });

  it("runs the README's insurer program, type-checked, in an empty folder", async () => {
    const { deployment, certificate, insurer } = await liveDossier(node.url);
    const lines = /## The insurer's program\n\n```ts\n([\s\S]*?)```/.exec(readFileSync("README.md", "utf8"))?.[1] ?? "";
    expect(lines).to.contain("insurer.verify");
    for (const [name, value] of Object.entries({ deployment, certificate, claim: CLAIM })) {
      writeFileSync(folder.file(`${name}.json`), JSON.stringify(value));
    }
    const program = `
      import { readFileSync } from "node:fs";
      import { Wallet } from "ethers";
      import { parseDeployment } from "clairevoie/chain";
      import { Insurer as Program } from "clairevoie/insurer";
      const read = (name: string): string => readFileSync(name, "utf8");
      const rpc: string = process.env["RPC"] ?? "";
      const deployment = parseDeployment(read("deployment.json"));
      const certificate: unknown = JSON.parse(read("certificate.json"));
      const claim: unknown = JSON.parse(read("claim.json"));
      const Insurer = { connect: (given: { rpc: string; deployment: typeof deployment }) => Program.connect({
        ...given,
        signer: new Wallet(process.env["KEY"] ?? ""),
        identity: { salt: "0x${"ab".repeat(32)}", identifier: "${AMC}" },
      }) };
      ${lines}
      console.log(JSON.stringify({ conform: verdict.conform, party: insurer.party }));
    `;
    writeFileSync(folder.file("program.ts"), program);
    const compilerOptions = {
      module: "nodenext",
      target: "es2023",
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      types: ["node"],
      typeRoots: [root("node_modules/@types")],
      outDir: "out",
    };
    writeFileSync(folder.file("tsconfig.json"), JSON.stringify({ compilerOptions, files: ["program.ts"] }));
    run(binary("tsc"), ["-p", folder.path], folder.path);
    const verify = ["verify", "certificate.json", "--claim", "claim.json", "--rpc", node.url];
    const command = [...verify, "--deployment", "deployment.json"];
    expect(run(folder.file("node_modules/.bin/clairevoie"), command, folder.path)).to.match(
      /^certificate\.json: conforming\. /,
    );
    const out = execFileSync(process.execPath, ["out/program.js"], {
      cwd: folder.path,
      encoding: "utf8",
      env: { ...process.env, RPC: node.url, KEY: insurer.key.privateKey },
    });
    expect(JSON.parse(out).conform).to.equal(true);
  });

  it("follows the chain into an index, and audits a packed stream with its threads", () => {
    const clairevoie = (...args: string[]) =>
      spawnSync(folder.file("node_modules/.bin/clairevoie"), args, { cwd: folder.path, encoding: "utf8" });
    const [certificate, claim] = ["certificate", "claim"].map((name) =>
      JSON.parse(readFileSync(folder.file(`${name}.json`), "utf8")),
    );
    const lines = Array.from({ length: 9 }, () => JSON.stringify({ certificate, claim }));
    writeFileSync(folder.file("stream.ndjson.gz"), gzipSync(lines.join("\n")));
    const indexed = clairevoie("index", "facts.index", "--once", "--rpc", node.url, "--deployment", "deployment.json");
    expect(indexed.status, indexed.stderr).to.equal(0);
    const judged = ["audit", "stream.ndjson.gz", "--index", "facts.index", "--out", "verdicts.ndjson", "--jobs", "2"];
    // The program before has paid.
    expect(clairevoie(...judged, "--html", "audit.html")).to.include({ status: 1 });
    const verdicts = readFileSync(folder.file("verdicts.ndjson"), "utf8").trimEnd().split("\n");
    expect(verdicts.map((line) => JSON.parse(line).findings)).to.deep.equal(lines.map(() => ["already-settled"]));
    expect(readFileSync(folder.file("audit.html"), "utf8")).to.contain("<svg");
  });

  it("verifies in a bundle of less than 150 kB compressed, which needs neither Node nor a provider", async () => {
    const { outputFiles } = await build({
      stdin: { contents: `export { verify } from "clairevoie/verify";`, resolveDir: folder.path },
      bundle: true,
      minify: true,
      format: "iife",
      globalName: "clairevoie",
      platform: "browser",
      write: false,
      logLevel: "silent",
    });
    const text = outputFiles[0]?.text ?? "";
    expect(gzipSync(text, { level: 9 }).length).to.be.below(150_000);
    const given = Object.fromEntries(
      ["certificate", "claim", "deployment"].map((name) => [name, readFileSync(folder.file(`${name}.json`), "utf8")]),
    );
    const { certificate, claim, deployment } = given;
    const browser = { atob, TextEncoder, TextDecoder, crypto, URL, fetch, AbortSignal, queueMicrotask, console };
    const sandbox = vm.createContext({ ...browser, certificate, claim, rpc: node.url });
    const call = `clairevoie.verify(certificate, claim, { rpc, deployment: ${deployment} }).then(JSON.stringify)`;
    const verdict = JSON.parse(await vm.runInContext(`globalThis.self = globalThis;${text};${call}`, sandbox));
    expect(verdict.findings.map(({ code }: { code: string }) => code)).to.deep.equal(["already-settled"]);
  });

  it("bundles for a browser, protocol and verification, without a trace of Node", async () => {
    const entry = `
      export { Insurer } from "clairevoie/insurer";
      export { parseDeployment } from "clairevoie/chain";
      export { commit, parseCertificate } from "clairevoie/protocol";
    `;
    const { outputFiles } = await build({
      stdin: { contents: entry, resolveDir: folder.path },
      bundle: true,
      format: "iife",
      globalName: "clairevoie",
      platform: "browser",
      write: false,
      logLevel: "silent",
    });
    const text = outputFiles[0]?.text ?? "";
    const aspects = JSON.parse(readFileSync("docs/vectors/aspects.json", "utf8"));
    const sandbox = vm.createContext({
      atob,
      TextEncoder,
      TextDecoder,
      crypto,
      URL,
      setTimeout,
      clearTimeout,
      console,
    });
    vm.runInContext(`globalThis.self = globalThis;${text}`, sandbox);
    const { salt, value, commitment } = aspects[0];
    const made = vm.runInContext(`clairevoie.commit("reference", "${salt}", ${JSON.stringify(value)})`, sandbox);
    expect(made).to.equal(commitment);
    expect(vm.runInContext("typeof clairevoie.Insurer.connect", sandbox)).to.equal("function");
  });
});
