import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** Compiles the WebAssembly of `src/fast`. `--check` only says whether what is committed is what comes out. */
const SOURCE = "kernel/kernel.as.ts";
const TARGET = "src/fast/kernel.wasm.ts";
const OPTIONS = [
  "-O3",
  "--shrinkLevel",
  "1",
  "--runtime",
  "stub",
  "--noAssert",
  "--use",
  "abort=",
  "--initialMemory",
  "528",
];

function compile(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "clairevoie-kernel-"));
  try {
    const file = path.join(folder, "kernel.wasm");
    const compiler = path.resolve("node_modules/assemblyscript/bin/asc.js");
    execFileSync(process.execPath, [compiler, SOURCE, ...OPTIONS, "--enable", "simd", "--outFile", file]);
    // In hexadecimal: gzip finds what is said again, which base64 hides.
    const text = readFileSync(file).toString("hex");
    return `/** What \`npm run kernel\` makes of ${SOURCE}. @internal */\nexport const KERNEL_WASM =\n  "${text}";\n`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const made = compile();
if (!process.argv.includes("--check")) writeFileSync(TARGET, made);
else if (readFileSync(TARGET, "utf8") !== made) {
  console.error(`${TARGET} is not what ${SOURCE} compiles to; run npm run kernel and commit it`);
  process.exit(1);
}
console.log(`kernel: ${Math.round(made.length / 2)} bytes`);
