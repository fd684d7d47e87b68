#!/usr/bin/env node
import { enableCompileCache } from "node:module";

// What was compiled once is read from Node's cache at the next start: code alone, of this package and what it imports.
enableCompileCache();
const [{ EXIT }, { processTerminal }, { run }] = await Promise.all([
  import("./exit.js"),
  import("./output/terminal.js"),
  import("./run.js"),
]);

// A reader that closes early, as `head` does, is no failure, and no reason to leave a deployment half done.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") return;
    if (stream === process.stdout)
      process.stderr.write(`clairevoie: standard output: cannot be written (${error.code})\n`);
    process.exit(EXIT.input);
  });
}
process.exitCode = await run(process.argv.slice(2), processTerminal());
// A node that never answers keeps its connection open, and with it the process: leave once all is written.
await Promise.all(
  [process.stdout, process.stderr].map((stream) => new Promise((resolve) => stream.write("", resolve))),
);
process.exit();
