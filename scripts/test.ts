import { spawnSync } from "node:child_process";
import path from "node:path";

/** Runs every check that a change must pass, in order, and stops at the first that fails. */
const CHECKS: readonly (readonly [string, readonly string[]])[] = [
  ["format and lint of TypeScript", ["biome", "check", "--error-on-warnings", "."]],
  ["format of Solidity", ["prettier", "--check", "contracts/**/*.sol"]],
  ["bindings are current", ["tsx", "scripts/check-bindings.ts"]],
  ["types", ["tsc", "--noEmit"]],
  ["test vectors are current", ["tsx", "scripts/vectors.ts", "--check"]],
  ["schemas and ABIs are current", ["tsx", "scripts/schemas.ts", "--check"]],
  ["gas table is current", ["tsx", "scripts/gas.ts", "--check"]],
  ["tests", ["hardhat", "test", "mocha"]],
  ["demo", ["tsx", "scripts/demo.ts", "--dossiers", "40"]],
  ["why salts", ["tsx", "scripts/enumerate.ts"]],
];

for (const [name, [command, ...args]] of CHECKS) {
  const started = performance.now();
  console.log(`\n== ${name}`);
  const { status } = spawnSync(path.resolve("node_modules/.bin", command ?? ""), args, { stdio: "inherit" });
  if (status !== 0) {
    console.error(`\n${name}: failed`);
    process.exit(status ?? 1);
  }
  console.log(`== ${name}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
}
