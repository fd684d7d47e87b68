import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { type Count, PROPERTIES } from "../test/attack/attackers.js";

/**
 * Tries to break each of the ten properties, and says how often. `--long` takes hours, writes down after every hundred rounds
 * how far it is, and goes on from there when it is started again with the same seed. `--json` ends with one JSON object.
 */
const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    long: { type: "boolean", default: false },
    seed: { type: "string", default: "attack" },
  },
});
const progress = path.join("cache", `attack-${encodeURIComponent(values.seed)}.json`);
const isResumed = values.long && existsSync(progress);
const done: Record<string, Count & { rounds: number }> = isResumed ? JSON.parse(readFileSync(progress, "utf8")) : {};

for (const [name, attack, share, long] of PROPERTIES) {
  const rounds = values.long ? long : share;
  let count = done[name] ?? { attempts: 0, successes: 0, rounds: 0 };
  for (let round = count.rounds; round < rounds; round++) {
    const { attempts, successes } = await attack(values.seed, round);
    count = { attempts: count.attempts + attempts, successes: count.successes + successes, rounds: round + 1 };
    if (successes > 0) console.error(`${name}: broken in round ${round} of seed ${values.seed}`);
    done[name] = count;
    if (values.long && (round + 1) % 100 === 0) {
      mkdirSync(path.dirname(progress), { recursive: true });
      writeFileSync(progress, JSON.stringify(done));
      console.error(`${name}: ${round + 1} of ${rounds} rounds`);
    }
  }
  if (!values.json) console.log(`${name}: ${count.attempts} attempts, ${count.successes} successes`);
}
const total = PROPERTIES.map(([name], i) => [`${i + 1} ${name}`, done[name] ?? { attempts: 0, successes: 0 }] as const);
if (values.json) {
  console.log(
    JSON.stringify(Object.fromEntries(total.map(([name, { attempts, successes }]) => [name, { attempts, successes }]))),
  );
}
if (total.some(([, { attempts, successes }]) => attempts === 0 || successes > 0)) process.exitCode = 1;
