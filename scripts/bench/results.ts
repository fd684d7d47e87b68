import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";

/** What was measured, committed beside the document that tells it. */
export const RESULTS = "docs/performance/results.json";

export type Results = Readonly<Record<string, unknown>>;

/** The machine, as figures are to be read with it. */
export function machine() {
  return { cpu: (cpus()[0]?.model ?? "unknown").trim(), cores: cpus().length, node: process.version };
}

export function readResults(): Results {
  return JSON.parse(readFileSync(RESULTS, "utf8")) as Results;
}

/** Puts sections into the results in the place of those of before; the others stay. */
export function saveResults(sections: Results): void {
  writeFileSync(RESULTS, `${JSON.stringify({ ...readResults(), ...sections }, null, 2)}\n`);
}
