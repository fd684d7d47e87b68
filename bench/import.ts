import { spawnSync } from "node:child_process";
import { createWriteStream, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { laboratoryDay } from "../testing/laboratory-day.js";
import { startNode } from "../testing/node.js";
import { readOptions } from "../testing/script-options.js";

const USAGE = `npm run bench:import -- [--rows 20000] [--seed 1] [--json] [--csv FILE] [--help]

Imports the delivery notes of a day of a large laboratory with the command as a person types it: reads, states, seals and
anchors them on a node of its own, then imports them again. --csv only writes the file of delivery notes.`;

const LIMIT_SECONDS = 60;
const TSX = path.resolve("node_modules/.bin/tsx");

const values = readOptions({
  rows: { type: "string", default: "20000" },
  seed: { type: "string", default: "1" },
  csv: { type: "string" },
  json: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
});
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}

const rows = Number(values.rows);
if (!Number.isSafeInteger(rows) || rows < 1) {
  console.error("--rows: must be a whole number above 0");
  process.exit(2);
}

const writeDay = (file: string) => pipeline(Readable.from(laboratoryDay(rows, values.seed)), createWriteStream(file));

if (values.csv) {
  await writeDay(values.csv);
  process.exit(0);
}

/** Runs the command, timed. */
function command(folder: string, url: string, ...args: readonly string[]) {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(TSX, [path.resolve("src/cli/main.ts"), ...args, "--json"], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 64_000_000,
    env: { ...process.env, CLAIREVOIE_RPC_URL: url },
  });
  if (status !== 0) throw new Error(`clairevoie ${args.join(" ")}: exit ${status}: ${stderr}`);
  const seconds = Math.round((performance.now() - started) / 100) / 10;
  return { seconds, result: JSON.parse(stdout.trim().split("\n").at(-1) ?? "{}") as Record<string, unknown> };
}

const folder = mkdtempSync(path.join(tmpdir(), "clairevoie-bench-"));
const node = await startNode();
try {
  const { url } = node;
  command(folder, url, "sandbox", "play");
  const csv = path.join(folder, "day.csv");
  await writeDay(csv);
  const typed = ["--home", "play/maker", "import", "day.csv", "--anchor"];
  const first = command(folder, url, ...typed);
  const again = command(folder, url, ...typed);
  const receipts = readdirSync(folder).find((name) => name.endsWith(".receipts.json")) ?? "";
  const report = {
    rows,
    seed: values.seed,
    cores: availableParallelism(),
    csvBytes: statSync(csv).size,
    receiptsBytes: statSync(path.join(folder, receipts)).size,
    stated: first.result["stated"],
    gas: first.result["gas"],
    seconds: first.seconds,
    statedAgain: again.result["stated"],
    secondsAgain: again.seconds,
    limitSeconds: LIMIT_SECONDS,
  };
  const isGood = first.result["stated"] === rows && again.result["stated"] === 0 && first.seconds < LIMIT_SECONDS;
  if (values.json) console.log(JSON.stringify(report));
  else for (const [name, value] of Object.entries(report)) console.log(`${name.padEnd(14)} ${value}`);
  process.exitCode = isGood ? 0 : 1;
} finally {
  await node.stop();
  rmSync(folder, { recursive: true, force: true });
}
