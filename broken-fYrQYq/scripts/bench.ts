import { cpus } from "node:os";
import { drawWave } from "./bench/load.js";
import {
  measureEngine,
  measureLimit,
  measureScaling,
  measureSealing,
  measureStraightforward,
  measureWorkers,
} from "./bench/measure.js";
import { measurePeers } from "./bench/peers/peers.js";

/** `npm run bench [-- --json] [-- --count N] [-- --sizes 1000,10000]`: every figure beside what it is compared with, in one run. */
const option = (name: string) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
};
const count = Number(option("count") ?? 10_000);
const sizes = (option("sizes") ?? "1000,3000,10000").split(",").map(Number);
const leaves = Number(option("leaves") ?? 1_000_000);

const load = drawWave("bench", count);
const fastest = await measureEngine(load, "fastest", count);
const limit = await measureLimit(fastest);
const naive = measureStraightforward(load, Math.min(count, 100));
const portable = await measureEngine(load, "portable", count);
const plain = await measureEngine(load, "plain", Math.min(count, 200));
const workers = await measureWorkers(load, cpus().length);
const sealing = await measureSealing(load, leaves);
const peers = await measurePeers(load.pairs);
const scaling = await measureScaling(sizes, (wave, size) => drawWave(`wave ${wave}`, size));
const bytes =
  load.pairs.slice(0, 1_000).reduce((sum, pair) => sum + pair.certificate.length, 0) / Math.min(count, 1_000);

const result = {
  machine: { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version },
  count,
  bytesPerCertificate: Math.round(bytes),
  verification: { fastest, portable, plain, straightforward: naive, limit },
  ratios: {
    overStraightforward: fastest.cold / naive,
    ofLimit: fastest.cold / limit,
    overPlain: fastest.cold / plain.cold,
  },
  workers,
  sealing,
  peers,
  scaling,
};

const whole = (value: number) => Math.round(value).toLocaleString("en");
if (process.argv.includes("--json")) console.log(JSON.stringify(result, null, 2));
else {
  const rows: [string, string][] = [
    [`fast path, nothing known (${fastest.engine})`, whole(fastest.cold)],
    ["fast path, batches seen before", whole(fastest.seen)],
    [`fast path, nothing known (${portable.engine})`, whole(portable.cold)],
    ["plain path", whole(plain.cold)],
    ["straightforward, ethers v6", whole(naive)],
    ["limit: hashing and recoveries alone", whole(limit)],
    [`all ${cpus().length} cores, by the clock`, `${whole(workers.perSecond)} (${whole(workers.megabytes)} MB)`],
    ["statements hashed into a tree", whole(sealing.fast)],
    ["the same, plain", whole(sealing.plain)],
    [`tree of ${whole(leaves)} leaves`, `${sealing.seconds.toFixed(2)} s, ${whole(sealing.megabytes)} MB`],
    ["paths from it", whole(sealing.proofs)],
    ...Object.entries(peers).map(([name, value]): [string, string] => [name, whole(value)]),
    ...scaling.map(({ size, perSecond, megabytes }): [string, string] => [
      `load of ${whole(size)}`,
      `${whole(perSecond)} (${whole(megabytes)} MB)`,
    ]),
    ["over straightforward", `${result.ratios.overStraightforward.toFixed(1)} times`],
    ["of the limit", `${(100 * result.ratios.ofLimit).toFixed(0)} %`],
  ];
  for (const [name, value] of rows) console.log(`${name.padEnd(62)} ${value}`);
}
