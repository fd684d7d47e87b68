import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";

/** A deliberately broken build: in which file, what is found there, and what stands there instead. */
type Patch = readonly [file: string, find: string, replace: string];

const CONFORMITY = "src/protocol/conformity.ts";
const ASSESS = "src/protocol/assess.ts";
/** Each removes one check. A patch that no longer applies fails the run. */
const PATCHES: readonly Patch[] = [
  [CONFORMITY, "if (statement.dossier !== dossier) {", "if (false) {"],
  [CONFORMITY, "if (!isWellFormed(statement)) {", "if (false) {"],
  [CONFORMITY, 'flaw("bad-inclusion")', "void 0"],
  [CONFORMITY, 'flaw("bad-signature")', "void 0"],
  [CONFORMITY, 'flaw("not-anchored")', "void 0"],
  [CONFORMITY, 'flaw("anchor-before-issue")', "void 0"],
  [CONFORMITY, 'flaw("late-anchor")', "void 0"],
  [CONFORMITY, 'flaw("key-not-valid")', "void 0"],
  [CONFORMITY, 'add("withdrawn", place)', "void 0"],
  [CONFORMITY, 'add("missing-statement", { stage })', "void 0"],
  [CONFORMITY, 'add("aspect-mismatch", { stage, aspect })', "void 0"],
  [CONFORMITY, 'add("other-invoice-settled", { stage: "invoice", subject: invoice.hash })', "void 0"],
  [ASSESS, "if (!isOnChain(certificate, facts.chain))", "if (false)"],
  [ASSESS, 'add("store-not-claimant", { subject: invoice.hash })', "void 0"],
  [ASSESS, 'add("shares-exceed-total"', 'void ("shares-exceed-total"'],
  ["src/protocol/batches.ts", "toBigInt(bytes.subarray(32, 64)) > HALF_ORDER", "false"],
  ["src/protocol/json.ts", "refuseRepeatedKeys(text, what);\n  return", "return"],
];

/** Tests that need no chain, and take seconds. */
const TESTS = ["test/attack/attackers.test.ts", "test/compatibility/fixtures.test.ts", "test/protocol/input.test.ts"];
const copy = mkdtempSync(path.resolve("broken-"));
for (const name of ["src", "test", "scripts", "docs", "typechain-types", "package.json", "tsconfig.json"]) {
  cpSync(name, path.join(copy, name), { recursive: true, filter: (from) => !from.includes("node_modules") });
}
symlinkSync(path.resolve("node_modules"), path.join(copy, "node_modules"));
const mocha = path.resolve("node_modules/.bin/mocha");
const passes = () => {
  const env = { ...process.env, NODE_OPTIONS: "--import tsx" };
  return spawnSync(mocha, ["--bail", "--exit", ...TESTS], { cwd: copy, env, stdio: "ignore" }).status === 0;
};

const survivors: string[] = [];
try {
  if (!passes()) throw new Error("the tests fail before anything is broken: nothing can be shown");
  for (const [file, find, replace] of PATCHES) {
    const source = readFileSync(file, "utf8");
    if (!source.includes(find)) throw new Error(`${file} no longer has: ${find}`);
    writeFileSync(
      path.join(copy, file),
      source.replace(find, () => replace),
    );
    const isCaught = !passes();
    writeFileSync(path.join(copy, file), source);
    console.log(`${isCaught ? "caught" : "NOT CAUGHT"}: ${file}: ${find}`);
    if (!isCaught) survivors.push(find);
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
console.log(`${PATCHES.length - survivors.length} of ${PATCHES.length} broken builds are caught`);
if (survivors.length > 0) process.exitCode = 1;
