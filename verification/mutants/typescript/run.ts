import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { readCount, readOptions } from "../../../testing/script-options.js";
import { type Mutation, mutationsOf } from "./mutations.js";
import { sourceFiles, testsOf } from "./targets.js";

/** Changes the TypeScript in one small place at a time, in a copy of the tree, and asks the tests of targets.ts who notices. */
const values = readOptions({
  json: { type: "boolean" },
  help: { type: "boolean" },
  list: { type: "boolean" },
  line: { type: "string" },
  only: { type: "string", default: "" },
  sample: { type: "string" },
  seed: { type: "string", default: "mutants" },
});
if (values.help) {
  console.log(`npm run attack:mutants:typescript -- [--only NAME] [--line N] [--sample N [--seed TEXT]] [--list] [--json]

Mutates the sources that verification/mutants/typescript/targets.ts names, and fails if fewer than 70 % are noticed.
--only    files whose path has NAME in it; --line  that line alone
--sample  N mutants drawn by the seed
--list    the mutants, without playing them
--json    one JSON object at the end`);
  process.exit(0);
}

const LEAST = 0.7;
/** A mutant that loops for ever is noticed by whoever waits. */
const LONGEST_MS = 600_000;
const COPIED = ["src", "test", "testing", "scenarios", "verification", "scripts", "bench", "docs", "typechain-types"];
const LINKED = ["node_modules", "artifacts", "contracts", "circuits", "ignition", "kernel", "dist"];
const FILES = ["package.json", "tsconfig.json", "hardhat.config.ts"];

const rank = ({ file, start, to }: Mutation): string =>
  createHash("sha256").update(`${values.seed}:${file}:${start}:${to}`).digest("hex");
const nameOf = ({ file, line, kind, from, to }: Mutation): string =>
  `${file}:${line} ${kind}: ${JSON.stringify(from)} -> ${JSON.stringify(to)}`;

const asked = sourceFiles()
  .filter((file) => file.includes(values.only))
  .flatMap(mutationsOf)
  .filter(({ line }) => values.line === undefined || line === readCount("line", values.line));
const drawn = [...asked].sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
const chosen = values.sample ? drawn.slice(0, readCount("sample", values.sample)) : asked;
if (values.list) {
  for (const one of chosen) console.log(nameOf(one));
  process.exit(0);
}

mkdirSync("cache", { recursive: true });
const copy = mkdtempSync(path.resolve("cache/typescript-mutants-"));
const isNoticed = (tests: readonly string[]): boolean => {
  const args = ["--no-config", "--bail", "--exit", "--timeout", "120000", ...tests];
  const env = { ...process.env, NODE_OPTIONS: "--import tsx" };
  const ran = spawnSync(path.resolve("node_modules/.bin/mocha"), args, { cwd: copy, env, timeout: LONGEST_MS });
  return ran.status !== 0;
};

const survivors: Mutation[] = [];
const started = performance.now();
try {
  const filter = (from: string) => !from.includes("node_modules");
  for (const name of [...COPIED, ...FILES]) cpSync(name, path.join(copy, name), { recursive: true, filter });
  for (const name of LINKED) symlinkSync(path.resolve(name), path.join(copy, name));
  for (const tests of new Map(chosen.map(({ file }) => [testsOf(file).join(), testsOf(file)])).values()) {
    if (isNoticed(tests)) throw new Error(`${tests.join(", ")}: fails on what stands`);
  }
  for (const [i, one] of chosen.entries()) {
    const text = readFileSync(one.file, "utf8");
    writeFileSync(path.join(copy, one.file), text.slice(0, one.start) + one.to + text.slice(one.end));
    const noticed = isNoticed(testsOf(one.file));
    writeFileSync(path.join(copy, one.file), text);
    if (!noticed) survivors.push(one);
    const seconds = Math.round((performance.now() - started) / 1000);
    console.error(`${i + 1}/${chosen.length} ${seconds} s ${noticed ? "noticed" : "SURVIVES"}: ${nameOf(one)}`);
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
const noticed = chosen.length - survivors.length;
const result = { mutants: chosen.length, noticed, survivors: survivors.map(nameOf) };
console.log(values.json ? JSON.stringify(result) : `${noticed} of ${chosen.length} mutants are noticed`);
process.exitCode = chosen.length === 0 || noticed / chosen.length < LEAST ? 1 : 0;
