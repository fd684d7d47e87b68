import type { SizeLimitConfig } from "size-limit";

/** What a page loads of an entry: all that it exports and what that needs, minified and compressed. */
function inPage(entry: string, file: string, limit: string, apart: readonly string[] = []) {
  return {
    name: `clairevoie/${entry}`,
    path: `dist/src/${file}.js`,
    limit,
    gzip: true,
    // Left alone, it leaves peers out, and drops the exports of a module that nothing imports.
    modifyEsbuildConfig: (config: object) => ({ ...config, format: "esm", external: apart }),
  };
}

export default [
  inPage("verify", "verify", "130 kB"),
  inPage("protocol", "protocol/index", "98 kB"),
  inPage("report", "report/index", "147 kB"),
  // Beside the copy of ethers that its program has; most of it are the pairings.
  inPage("insurer", "parties/insurer", "345 kB", ["ethers"]),
] satisfies SizeLimitConfig;
