import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";

/**
 * Runs the Solidity tests with coverage and fails when they leave a line of a contract or a library uncovered. A line counts
 * when all its statements were executed, so `if (wrong) revert Wrong();` needs a test that is refused.
 */
const REPORT = "coverage/lcov.info";
const FOLDERS = ["contracts", "contracts/libraries", "contracts/passes"];

/** File -> line -> whether it was executed. */
function parseLcov(text: string): Map<string, Map<number, boolean>> {
  const files = new Map<string, Map<number, boolean>>();
  let lines = new Map<number, boolean>();
  for (const row of text.split("\n")) {
    const [key, value = ""] = row.split(/:(.*)/s);
    if (key === "SF") {
      lines = new Map();
      files.set(value.split(path.sep).join("/"), lines);
    }
    if (key === "DA") {
      const [line, count] = value.split(",");
      lines.set(Number(line), Number(count) > 0);
    }
  }
  return files;
}

rmSync(REPORT, { force: true });
const args = ["test", "solidity", "--coverage"];
const { status, stdout, stderr } = spawnSync(path.resolve("node_modules/.bin/hardhat"), args, {
  encoding: "utf8",
  env: { ...process.env, CLAIREVOIE_BUILD: "coverage/build" },
  maxBuffer: 2 ** 28,
});
if (status !== 0) {
  console.error(`${stdout}${stderr}\nthe Solidity tests fail`);
  process.exit(1);
}

const report = parseLcov(readFileSync(REPORT, "utf8"));
const sources = FOLDERS.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".sol"))
    .map((name) => `${folder}/${name}`),
);
const failures: string[] = [];
for (const file of sources) {
  const lines = [...(report.get(file) ?? [])].sort(([a], [b]) => a - b);
  const uncovered = lines.filter(([, executed]) => !executed);
  console.log(`${file}: ${lines.length - uncovered.length} of ${lines.length} lines`);
  const text = readFileSync(file, "utf8");
  // A library of constants has nothing to execute.
  if (lines.length === 0 && /\bfunction\b/.test(text)) failures.push(`${file}: not measured`);
  const source = text.split("\n");
  for (const [line] of uncovered) failures.push(`${file}:${line}: not covered: ${source[line - 1]?.trim()}`);
}
for (const failure of failures) console.error(failure);
if (failures.length > 0) process.exitCode = 1;
