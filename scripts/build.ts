import { execFileSync } from "node:child_process";
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { decode, encode } from "@jridgewell/sourcemap-codec";

/** Compiles the package into `dist`: what tsc writes, with smaller source maps. */
rmSync("dist", { recursive: true, force: true });
execFileSync(path.resolve("node_modules/.bin/tsc"), ["-p", "tsconfig.build.json"], { stdio: "inherit" });
for (const name of readdirSync("dist", { recursive: true, encoding: "utf8" })) {
  if (!name.endsWith(".js.map")) continue;
  const file = path.join("dist", name);
  const code = file.slice(0, -".map".length);
  if (name.startsWith("typechain-types")) {
    // The package leaves out the source of what is generated; a map to it would lead nowhere.
    rmSync(file);
    writeFileSync(code, readFileSync(code, "utf8").replace(/\n\/\/# sourceMappingURL=.*\n?$/, "\n"));
    continue;
  }
  const map = JSON.parse(readFileSync(file, "utf8")) as { mappings: string; names: string[] };
  // One mapping a line: enough for a stack trace, in a tenth of the size.
  const mappings = encode(decode(map.mappings).map((segments) => segments.slice(0, 1)));
  writeFileSync(file, JSON.stringify({ ...map, mappings, names: [] }));
}
chmodSync("dist/src/cli/main.js", 0o755);
