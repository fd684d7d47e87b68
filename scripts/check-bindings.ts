import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";

/** Builds the contracts from nothing, out of the way, and fails when the committed bindings are not what comes out. */
const FOLDER = "typechain-types";
const BUILD = "cache/bindings";

function snapshot(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map((file) => {
      const name = path.join(file.parentPath, file.name);
      return [path.relative(folder, name), readFileSync(name, "utf8")];
    }),
  );
}

rmSync(BUILD, { recursive: true, force: true });
const env = { ...process.env, CLAIREVOIE_BUILD: BUILD };
execFileSync(path.resolve("node_modules/.bin/hardhat"), ["build", "--no-tests"], { stdio: "ignore", env });
const [committed, built] = [snapshot(FOLDER), snapshot(path.join(BUILD, FOLDER))];
const stale = [...new Set([...committed.keys(), ...built.keys()])].filter(
  (name) => committed.get(name) !== built.get(name),
);
if (stale.length > 0) {
  console.error(`stale bindings: ${stale.join(", ")}; run npx hardhat build on a clean checkout and commit ${FOLDER}`);
  process.exit(1);
}
console.log(`bindings: ${built.size} files as committed`);
