import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { PLOTS } from "./plot.js";
import { type Results, readResults } from "./results.js";
import { TABLES } from "./tables.js";

/**
 * Writes the tables of docs/performance.md, and its plots, from the results that are committed; with `--check` fails when they
 * are not what the results say. Nothing is measured.
 */
const DOCUMENT = "docs/performance.md";
const FOLDER = "docs/performance";

function machineOf({ machine: { cpu, cores, node, ethers } }: Results): string {
  return `${cpu}, ${cores} cores, Node ${node}, ethers ${ethers}.`;
}

/** The document with each table in its place: between `<!-- table NAME -->` and `<!-- end -->`. */
function filled(document: string, results: Results): string {
  const made = new Map(TABLES.map(({ name, make }) => [name, make]));
  made.set("machine", machineOf);
  const used = new Set<string>();
  const text = document.replace(/(<!-- table (\w+) -->\n)[\s\S]*?(<!-- end -->)/g, (_, start, name, end) => {
    const make = made.get(name);
    if (!make) throw new Error(`${DOCUMENT} has a table ${name}, which is none`);
    used.add(name);
    return `${start}\n${make(results)}\n\n${end}`;
  });
  const missing = [...made.keys()].filter((name) => !used.has(name));
  if (missing.length > 0) throw new Error(`${DOCUMENT} lacks the tables ${missing.join(", ")}`);
  return text;
}

const results = readResults();
const files = new Map(PLOTS.map(({ file, make }) => [`${FOLDER}/${file}`, make(results)]));
files.set(DOCUMENT, filled(readFileSync(DOCUMENT, "utf8"), results));
const stale = [...files].filter(([file, text]) => !existsSync(file) || readFileSync(file, "utf8") !== text);
if (process.argv.includes("--check")) {
  for (const [file] of stale) console.error(`${file} is not what results.json says; run npm run performance`);
  if (stale.length > 0) process.exitCode = 1;
} else for (const [file, text] of stale) writeFileSync(file, text);
console.log(
  `performance: ${files.size} files, ${stale.length} ${process.argv.includes("--check") ? "stale" : "written"}`,
);
