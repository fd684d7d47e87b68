import { execFileSync } from "node:child_process";
import { chmodSync, rmSync } from "node:fs";
import path from "node:path";

/** Compiles the package into `dist`: ES modules and their declarations. */
rmSync("dist", { recursive: true, force: true });
execFileSync(path.resolve("node_modules/.bin/tsc"), ["-p", "tsconfig.build.json"], { stdio: "inherit" });
chmodSync("dist/src/cli/main.js", 0o755);
