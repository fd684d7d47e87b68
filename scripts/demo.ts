import { demo } from "../scenarios/demo/command.js";

const args = process.argv.slice(2);
process.exitCode = await demo(args, {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  isWatched: (args.includes("--json") ? process.stderr : process.stdout).isTTY ?? false,
});
