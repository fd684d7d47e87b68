import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";

/** A check: its name, and the command that makes it. */
type Check = readonly [name: string, command: readonly string[]];

/** Folders of tests that run together, those that take longest first: who starts last then ends soon. All others are the last group. */
const GROUPS: readonly (readonly string[])[] = [
  ["attack", "agreement"],
  ["cli"],
  ["deploy", "demo"],
  ["faults", "documents"],
  ["scenarios", "report"],
  ["zk", "fast", "privacy"],
  ["audit", "chain"],
];
const TESTS = readdirSync("test", { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".test.ts"))
  .map((name) => path.join("test", name));
const folderOf = (name: string) => name.split(path.sep)[1] ?? "";
const OTHERS = [...new Set(TESTS.map(folderOf))].filter((folder) => !GROUPS.flat().includes(folder));
const mocha = (files: readonly string[]) => ["hardhat", "test", "mocha", "--no-compile", ...files];

const testsOf = (folders: readonly string[]): Check => [
  `tests of ${folders.join(", ")}`,
  mocha(TESTS.filter((name) => folders.includes(folderOf(name)))),
];

/** Checks of a lane run one after another, lanes side by side. A lane that is through takes the next of what any may do. */
interface Stage {
  readonly lanes: readonly (readonly Check[])[];
  readonly shared: readonly Check[];
}

/** Every check that a change must pass. */
const STAGES: readonly Stage[] = [
  {
    lanes: [
      [
        ["WebAssembly is current", ["tsx", "scripts/kernel.ts", "--check"]],
        ["tables and plots of performance are current", ["tsx", "bench/performance.ts", "--check"]],
        ["bindings are current", ["tsx", "scripts/check-bindings.ts"]],
      ],
      [["format, lint, types, layers, unused code, secrets, licences", ["npm", "run", "check"]]],
    ],
    shared: [],
  },
  {
    lanes: [
      [
        ["test vectors are current", ["tsx", "scripts/vectors.ts", "--check"]],
        ["JSON Schemas and ABIs are current", ["tsx", "scripts/schemas.ts", "--check"]],
        ["gas table is current", ["tsx", "scripts/gas.ts", "--check"]],
      ],
      [
        ["Solidity tests, every line covered", ["tsx", "scripts/coverage.ts"]],
        ["broken contracts are caught", ["tsx", "verification/broken/run.ts", "--only", "contracts"]],
        ["mutants of contracts, a sample", ["tsx", "verification/mutants/run.ts", "--sample", "6"]],
        ["demo", ["tsx", "scripts/demo.ts", "--dossiers", "40"]],
        ["why salts", ["tsx", "scripts/enumerate.ts"]],
      ],
    ],
    shared: [...GROUPS, OTHERS].map(testsOf),
  },
];

/** Runs a check. What it prints is shown when it ends, so that two lanes do not mix. */
function runCheck([name, [command = "", ...args]]: Check): Promise<boolean> {
  const started = performance.now();
  return new Promise((resolve) => {
    const child = spawn(command === "npm" ? command : path.resolve("node_modules/.bin", command), args, {
      stdio: ["ignore", "pipe", "pipe"],
    });
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

async function runLane(lane: readonly Check[], shared: Check[]): Promise<boolean> {
  for (const check of lane) if (!(await runCheck(check))) return false;
  for (let check = shared.shift(); check; check = shared.shift()) if (!(await runCheck(check))) return false;
  return true;
}

const started = performance.now();
for (const { lanes, shared } of STAGES) {
  console.log(`running: ${[...lanes.flat(), ...shared].map(([name]) => name).join("; ")}`);
  const open = [...shared];
  const passed = await Promise.all(lanes.map((lane) => runLane(lane, open)));
  if (passed.includes(false)) process.exit(1);
}
console.log(`\nEvery check passed, in ${Math.round((performance.now() - started) / 1000)} s.`);
