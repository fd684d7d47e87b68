import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { readOptions } from "../../testing/script-options.js";
import { Attack } from "../mutants/attack.js";
import { sourceOf } from "../mutants/compiler.js";
import { PATCHES, type Patch } from "./patches.js";

/**
 * Takes one check out at a time, and shows that the tests chosen for it notice: those of a contract in a process of our own
 * (verification/mutants), those of the rest in a copy of the tree. A patch that no longer applies fails.
 */
const values = readOptions({
  json: { type: "boolean" },
  help: { type: "boolean" },
  only: { type: "string", default: "" },
  quick: { type: "boolean" },
});
if (values.help) {
  console.log(`npm run attack:broken -- [--only NAME] [--quick] [--json]

Breaks one check at a time, and fails if a broken build is not caught.
--only   patches of files, or for tests, whose path has NAME in it
--quick  contracts, and what tests without a chain catch: the share of the gate
--json   one JSON object at the end`);
  process.exit(0);
}

/** Tests that need no chain in this process. */
const QUICK = /^test\/(?:compatibility|attack|protocol|zk|keeping\/journal|fast|chain\/quorum)/;
const COPIED = [
  "src",
  "test",
  "scripts",
  "docs",
  "typechain-types",
  "package.json",
  "tsconfig.json",
  "hardhat.config.ts",
];
const LINKED = ["node_modules", "artifacts", "contracts", "circuits", "ignition"];
/** A test that hangs has noticed nothing. */
const LONGEST_MS = 600_000;

const isQuick = ({ tests = [] }: Patch): boolean => tests.every((name) => QUICK.test(name));
const isAsked = ({ file, tests = [] }: Patch): boolean => [file, ...tests].some((name) => name.includes(values.only));
const chosen = PATCHES.filter(isAsked).filter((one) => !values.quick || isQuick(one));
const started = performance.now();
const escaped: Patch[] = [];

function tell(patch: Patch, isCaught: boolean): void {
  if (!isCaught) escaped.push(patch);
  const seconds = Math.round((performance.now() - started) / 1000);
  console.error(`${isCaught ? "caught" : "NOT CAUGHT"}: ${patch.lets} (${patch.file}: ${patch.find}) ${seconds} s`);
}

/** Where the check stands. @throws when it does not stand there once. */
function placeOf({ file, find }: Patch, text: string): number {
  const at = text.indexOf(find);
  if (at < 0) throw new Error(`${file} no longer has: ${find}`);
  if (text.indexOf(find, at + 1) >= 0) throw new Error(`${file} has it more than once: ${find}`);
  return at;
}

async function breakContracts(patches: readonly Patch[]): Promise<void> {
  const mutations = patches.map((patch) => {
    const { file, find, replace } = patch;
    const start = Buffer.byteLength(sourceOf(file).slice(0, placeOf(patch, sourceOf(file))));
    const place = { start, end: start + Buffer.byteLength(find), line: 0, where: "" };
    return { file, text: find, kind: "broken", from: find, to: replace, ...place };
  });
  const attack = new Attack();
  attack.prepare(mutations);
  for (const [i, mutation] of mutations.entries()) {
    const patch = patches[i] as Patch;
    const quick = await attack.play(mutation, "quick");
    const { result } = quick.result === "survived" ? await attack.play(mutation, "whole") : quick;
    if (result === "invalid" || result === "same") throw new Error(`${patch.file} cannot be broken so: ${patch.find}`);
    tell(patch, result === "killed");
  }
}

function breakSources(patches: readonly Patch[]): void {
  mkdirSync("cache", { recursive: true });
  const copy = mkdtempSync(path.resolve("cache/broken-"));
  const passes = ({ tests = [], named = "" }: Patch): boolean => {
    const env = { ...process.env, NODE_OPTIONS: "--import tsx" };
    const args = ["--bail", "--exit", "--timeout", "0", "--grep", named, ...tests];
    const ran = spawnSync(path.resolve("node_modules/.bin/mocha"), args, { cwd: copy, env, timeout: LONGEST_MS });
    if (ran.error) throw ran.error;
    return ran.status === 0;
  };
  try {
    for (const name of COPIED) {
      cpSync(name, path.join(copy, name), { recursive: true, filter: (from) => !from.includes("node_modules") });
    }
    for (const name of LINKED) symlinkSync(path.resolve(name), path.join(copy, name));
    for (const patch of new Map(patches.map((one) => [`${one.tests}/${one.named}`, one])).values()) {
      if (!passes(patch)) throw new Error(`${patch.tests} fails before anything is broken`);
    }
    for (const patch of patches) {
      const source = readFileSync(patch.file, "utf8");
      const at = placeOf(patch, source);
      const broken = source.slice(0, at) + patch.replace + source.slice(at + patch.find.length);
      writeFileSync(path.join(copy, patch.file), broken);
      tell(patch, !passes(patch));
      writeFileSync(path.join(copy, patch.file), source);
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

const ofContracts = chosen.filter(({ tests }) => !tests);
const ofSources = chosen.filter(({ tests }) => tests);
if (ofContracts.length > 0) await breakContracts(ofContracts);
if (ofSources.length > 0) breakSources(ofSources);
const result = {
  patches: chosen.length,
  caught: chosen.length - escaped.length,
  notCaught: escaped.map(({ file, find }) => `${file}: ${find}`),
  seconds: Math.round((performance.now() - started) / 1000),
};
if (values.json) console.log(JSON.stringify(result));
else console.log(`${result.caught} of ${result.patches} broken builds are caught`);
process.exitCode = escaped.length > 0 || chosen.length === 0 ? 1 : 0;
