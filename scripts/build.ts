import { execFileSync } from "node:child_process";
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { transformSync } from "esbuild";

/** Compiles the package into `dist`: ES modules and their declarations. */
rmSync("dist", { recursive: true, force: true });
execFileSync(path.resolve("node_modules/.bin/tsc"), ["-p", "tsconfig.build.json"], { stdio: "inherit" });

// What wraps the contracts is data for the most part: nobody reads it here, and no published type refers to its ABIs.
for (const entry of readdirSync("dist/typechain-types", { recursive: true, withFileTypes: true })) {
  const file = path.join(entry.parentPath, entry.name);
  if (!entry.isFile()) continue;
  if (file.includes("factories") && file.endsWith(".d.ts")) rmSync(file);
  else if (file.endsWith(".js")) {
    writeFileSync(file, transformSync(readFileSync(file, "utf8"), { minifyWhitespace: true }).code);
  }
}
chmodSync("dist/src/cli/main.js", 0o755);
