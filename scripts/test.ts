import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";

/** A check: its name, and the command that makes it. */
type Check = readonly [name: string, command: readonly string[]];

/** Folders of tests that run beside the others, so that both cores have as much to do. */
const ASIDE = ["agreement", "attack", "fast", "privacy", "report", "scenarios", "zk"];
const TESTS = readdirSync("test", { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".test.ts"))
  .map((name) => path.join("test", name));
const isAside = (name: string) => ASIDE.includes(name.split(path.sep)[1] ?? "");
const mocha = (files: readonly string[]) => ["hardhat", "test", "mocha", "--no-compile", ...files];

/** Every check that a change must pass. Those of a lane run one after another, the lanes of a stage side by side. */
const STAGES: readonly (readonly (readonly Check[])[])[] = [
  [
    [
      ["format and lint of TypeScript", ["biome", "check", "--error-on-warnings", "."]],
      ["types", ["tsc", "--noEmit"]],
      ["WebAssembly is current", ["tsx", "scripts/kernel.ts", "--check"]],
      ["nothing unused or undeclared", ["tsx", "scripts/check-unused.ts"]],
      ["licences of dependencies", ["tsx", "scripts/check-licences.ts"]],
      ["no secret in a tracked file", ["tsx", "scripts/check-secrets.ts"]],
      ["tables and plots of performance are current", ["tsx", "scripts/performance.ts", "--check"]],
      ["bindings are current", ["tsx", "scripts/check-bindings.ts"]],
    ],
    [
      ["format of Solidity", ["prettier", "--check", "contracts/**/*.sol"]],
      ["lint of Solidity", ["solhint", "--max-warnings", "0", "--disc", "--noPoster", "contracts/**/*.sol"]],
    ],
  ],
  [
    [
      ["test vectors are current", ["tsx", "scripts/vectors.ts", "--check"]],
      ["JSON Schemas and ABIs are current", ["tsx", "scripts/schemas.ts", "--check"]],
      ["gas table is current", ["tsx", "scripts/gas.ts", "--check"]],
      ["tests", mocha(TESTS.filter((name) => !isAside(name)))],
    ],
    [
      ["Solidity tests, every line covered", ["tsx", "scripts/coverage.ts"]],
      ["broken contracts are caught", ["tsx", "scripts/broken.ts", "--only", "contracts"]],
      ["mutants of contracts, a sample", ["tsx", "scripts/mutate.ts", "--sample", "6"]],
      ["demo", ["tsx", "scripts/demo.ts", "--dossiers", "40"]],
      ["why salts", ["tsx", "scripts/enumerate.ts"]],
      [`tests of ${ASIDE.join(", ")}`, mocha(TESTS.filter(isAside))],
    ],
  ],
];

/** Runs a check. What it prints is shown when it ends, so that two lanes do not mix. */
function runCheck([name, [command = "", ...args]]: Check): Promise<boolean> {
  const started = performance.now();
  return new Promise((resolve) => {
    const child = spawn(path.resolve("node_modules/.bin", command), args, { stdio: ["ignore", "pipe", "pipe"] });
    const printed: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => printed.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => printed.push(chunk));
    child.on("close", (code) => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      const outcome = code === 0 ? `${seconds} s` : "failed";
      process.stdout.write(`\n== ${name}\n${Buffer.concat(printed).toString()}== ${name}: ${outcome}\n`);
      resolve(code === 0);
    });
  });
}

async function runLane(lane: readonly Check[]): Promise<boolean> {
  for (const check of lane) if (!(await runCheck(check))) return false;
  return true;
}

const started = performance.now();
for (const stage of STAGES) {
  console.log(`running: ${stage.map((lane) => lane.map(([name]) => name).join(", ")).join("; ")}`);
  const passed = await Promise.all(stage.map(runLane));
  if (passed.includes(false)) process.exit(1);
}
console.log(`\nEvery check passed, in ${Math.round((performance.now() - started) / 1000)} s.`);
