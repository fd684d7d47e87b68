/** What a page loads of an entry: all that it exports and what that needs, minified and compressed. */
function inPage(entry, file, limit, external = []) {
  return {
    name: `clairevoie/${entry}`,
    path: `dist/src/${file}.js`,
    limit,
    gzip: true,
    // By default size-limit leaves peers out, and esbuild drops exports that nothing imports.
    modifyEsbuildConfig: (config) => ({ ...config, format: "esm", external }),
  };
}

// The bar of the first is given; the others are what protocol revision 1 needs, and hold it there.
export default [
  inPage("verify", "verify", "130 kB"),
  // With what makes evidence and signs checkpoints, which a page that only reads leaves out.
  inPage("evidence", "evidence", "115 kB"),
  inPage("protocol", "protocol/index", "108 kB"),
  inPage("report", "report/index", "166 kB"),
  // Without ethers, which the insurer's program has; most of it is the arithmetic of pairings.
  inPage("insurer", "parties/insurer", "360 kB", ["ethers"]),
];
