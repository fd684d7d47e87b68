import { rmSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";

/** Bundles the service with the parts of the SDK that it uses, so that the package needs its libraries alone. */
const here = import.meta.dirname;
rmSync(path.join(here, "dist"), { recursive: true, force: true });
await build({
  entryPoints: ["index.ts", "main.ts", "serve.ts", "verdict-worker.ts", "settling-process.ts"].map((name) =>
    path.join(here, name),
  ),
  outdir: path.join(here, "dist"),
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node22",
  packages: "external",
  sourcemap: true,
});
