import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Rebuilds the contracts from nothing and fails when the committed bindings are not what comes out. */
const FOLDER = "typechain-types";

function snapshot(): Map<string, string> {
  const files = readdirSync(FOLDER, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map((file) => {
      const name = path.join(file.parentPath, file.name);
      return [name, readFileSync(name, "utf8")];
    }),
  );
}

/** Hardhat orders some lists by the chance of the build: only the lines count. */
const lines = (text: string | undefined) =>
  text
    ?.split("\n")
    .map((line) => line.trim())
    .sort()
    .join("\n");

const committed = snapshot();
for (const folder of ["artifacts", "cache", FOLDER]) rmSync(folder, { recursive: true, force: true });
execFileSync(path.resolve("node_modules/.bin/hardhat"), ["build", "--no-tests"], { stdio: "ignore" });
const built = snapshot();
const stale = [...new Set([...committed.keys(), ...built.keys()])].filter(
  (name) => lines(committed.get(name)) !== lines(built.get(name)),
);
if (stale.length > 0) {
  console.error(`stale bindings: ${stale.join(", ")}; run npx hardhat build on a clean checkout and commit ${FOLDER}`);
  process.exit(1);
}
for (const [name, text] of committed) writeFileSync(name, text);
console.log(`bindings: ${built.size} files as committed`);
