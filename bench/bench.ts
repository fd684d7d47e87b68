import { cpus } from "node:os";
import { drawWave, type Load } from "../testing/load.js";
import { readOptions, refuse } from "../testing/script-options.js";
import {
  limitOf,
  measureEngine,
  measurePrimitives,
  measureScaling,
  measureSealing,
  measureStraightforward,
  measureWorkers,
  measureWrappings,
} from "./measure.js";
import { measurePeers } from "./peers/peers.js";
import { type Results, type Section, saveResults } from "./results.js";
import { TABLES } from "./tables.js";

const USAGE = `npm run bench -- [--only gas,depth] [--count 10000] [--sizes 1000,10000,100000] [--wrap 100,1000,10000] [--leaves 1000000]
                 [--save] [--json] [--help]

Measures every figure beside what it is compared with, in one run, in seconds of processor time of one core where nothing else is said.
--only selects sections:

  verification  the fast path, the plain one, a straightforward implementation, and the limit of its hashes and recoveries
  workers       all cores, by the clock
  sealing       statements hashed into trees, a large tree, and its paths
  peers         OpenAttestation and EAS, where they are installed: npm ci --prefix bench/peers
  wrapping      batches of growing size, ours and OpenAttestation's
  scaling       loads of growing size, of distinct certificates, in waves; --sizes up to 1000000
  depth         verification against the length of paths
  gas           what an anchor costs for each statement, by the size of batches and roots
  calls         what a verification asks of a node, by mode

--save writes them into docs/performance/results.json; npm run performance then makes the tables and plots of docs/performance.md.
The audit of a million certificates by the command is measured apart: npm run bench:audit -- --help.`;

const DEPTHS = [0, 1, 2, 4, 8, 12, 16, 20, 24];
const SECTIONS = [
  "verification",
  "workers",
  "sealing",
  "peers",
  "wrapping",
  "scaling",
  "depth",
  "gas",
  "calls",
] as const;

const values = readOptions({
  only: { type: "string", default: SECTIONS.join(",") },
  count: { type: "string", default: "10000" },
  sizes: { type: "string", default: "1000,10000,100000" },
  wrap: { type: "string", default: "100,300,1000,3000,10000" },
  leaves: { type: "string", default: "1000000" },
  save: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
});
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}

const numbers = (name: "count" | "sizes" | "wrap" | "leaves"): readonly number[] => {
  const all = values[name].split(",").map(Number);
  if (all.every((one) => Number.isSafeInteger(one) && one > 0)) return all;
  return refuse(`--${name}: must be whole numbers above 0, with commas between`);
};
const only = values.only.split(",");
const unknown = only.find((name) => !(SECTIONS as readonly string[]).includes(name));
if (unknown !== undefined) refuse(`--only: ${unknown} is none of ${SECTIONS.join(", ")}`);
const [count = 0] = numbers("count");
const [leaves = 0] = numbers("leaves");
const [sizes, wrap] = [numbers("sizes"), numbers("wrap")];

let drawn: Load | undefined;
const load = (): Load => {
  drawn ??= drawWave("bench", count);
  return drawn;
};

const MEASURES: { readonly [S in (typeof SECTIONS)[number]]: () => Promise<Results[S]> } = {
  verification: async () => {
    const { pairs } = load();
    // Before and after, for the machine's speed changes.
    const before = await measurePrimitives(load());
    const fastest = await measureEngine(load(), "fastest", count);
    const after = await measurePrimitives(load());
    const bytes = pairs.reduce((sum, { certificate }) => sum + certificate.length, 0) / pairs.length;
    return {
      count,
      bytesPerCertificate: Math.round(bytes),
      fastest,
      portable: await measureEngine(load(), "portable", count),
      plain: await measureEngine(load(), "plain", Math.min(count, 200)),
      straightforward: measureStraightforward(load(), Math.min(count, 100)),
      limit: limitOf(fastest, [before, after]),
    };
  },
  workers: async () => ({ workers: cpus().length, ...(await measureWorkers(load(), cpus().length)) }),
  sealing: () => measureSealing(load(), leaves),
  peers: () => measurePeers(load().pairs),
  wrapping: () => measureWrappings(load(), wrap),
  scaling: async () => {
    const figures: Results["scaling"][number][] = [];
    for (const size of sizes) {
      console.error(`  ${size} certificates`);
      figures.push(await measureScaling(size));
    }
    return figures;
  },
  depth: async () => (await import("./depth.js")).measureDepth(drawWave("depth", 200), DEPTHS, 200),
  gas: async () => (await import("./gas.js")).measureGas(),
  calls: async () => (await import("./calls.js")).countCalls(),
};

const measured: Partial<Record<Section, unknown>> = {};
for (const section of SECTIONS.filter((name) => only.includes(name))) {
  const started = performance.now();
  console.error(`measuring ${section}`);
  measured[section] = await MEASURES[section]();
  console.error(`  ${((performance.now() - started) / 1_000).toFixed(0)} s`);
  // A section at a time: what was measured stays when the rest is interrupted.
  if (values.save) saveResults({ [section]: measured[section] });
}
if (values.json) console.log(JSON.stringify(measured, null, 2));
else {
  const tables = TABLES.filter(({ needs }) => needs.every((section) => section in measured));
  for (const { make } of tables) console.log(`\n${make(measured as unknown as Results)}`);
}
