import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import type { Count } from "../test/attack/attackers.js";
import { ATTACKS, type Attacked, PROPERTY_NAMES } from "../test/attack/properties.js";

const USAGE = `npm run attack -- [options]

Tries to break each of the ten properties (docs/threats.md), and says how often it tried and how often it came off.

  --long        hours instead of a minute; what was done is written down, and a run that was stopped goes on
  --property N  this one only, 1 to 10; may be repeated
  --seed TEXT   other draws; a run of the same seed tries the same
  --json        ends with one JSON object on standard output: attempts and successes by property
  --help        this

Exit code: 0 when nothing came off, 1 when something did or nothing was tried, 2 on a bad option.`;

/** Seconds between two notes of how far a long run is, and between two lines that say so. */
const NOTE_SECONDS = 10;

interface Options {
  readonly json: boolean;
  readonly long: boolean;
  readonly help: boolean;
  readonly seed: string;
  readonly properties: readonly number[];
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      json: { type: "boolean", default: false },
      long: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
      seed: { type: "string", default: "attack" },
      property: { type: "string", multiple: true, default: [] },
    },
  });
  const wrong = values.property.find((one) => !/^([1-9]|10)$/.test(one));
  if (wrong !== undefined) throw new Error(`--property must be 1 to 10, not ${JSON.stringify(wrong)}`);
  const { property, ...others } = values;
  return { ...others, properties: property.map(Number) };
}

interface Done {
  readonly attempts: number;
  readonly successes: number;
  readonly rounds: number;
  readonly met: Readonly<Record<string, number>>;
}

function plus(done: Done, { attempts, successes, met = {} }: Count): Done {
  const sums = { ...done.met };
  for (const [name, times] of Object.entries(met)) sums[name] = (sums[name] ?? 0) + times;
  const { rounds } = done;
  return { attempts: done.attempts + attempts, successes: done.successes + successes, rounds: rounds + 1, met: sums };
}

/** Where a long run notes how far it is. A note is whole or not there, whenever the run is killed. */
class Notes {
  readonly #file: string;
  readonly #done: Record<string, Done>;

  constructor(seed: string) {
    this.#file = path.join("cache", `attack-${encodeURIComponent(seed)}.json`);
    this.#done = existsSync(this.#file) ? JSON.parse(readFileSync(this.#file, "utf8")) : {};
  }

  of(name: string): Done | undefined {
    return this.#done[name];
  }

  put(name: string, done: Done): void {
    this.#done[name] = done;
    mkdirSync(path.dirname(this.#file), { recursive: true });
    writeFileSync(`${this.#file}.new`, JSON.stringify(this.#done));
    renameSync(`${this.#file}.new`, this.#file);
  }
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return seconds < 5_400 ? `${Math.ceil(seconds / 60)} min` : `${(seconds / 3_600).toFixed(1)} h`;
}

/** Runs an attack to its end, from where it was left. */
async function run({ property, name, attack, share, long }: Attacked, options: Options, notes: Notes): Promise<Done> {
  const title = `${property}: ${name}`;
  const rounds = options.long ? long : share;
  let done = (options.long ? notes.of(title) : undefined) ?? { attempts: 0, successes: 0, rounds: 0, met: {} };
  const [began, before] = [performance.now(), done];
  let noted = began;
  while (done.rounds < rounds) {
    const count = await attack(options.seed, done.rounds);
    if (count.successes > 0) console.error(`${title}: broken in round ${done.rounds} of seed ${options.seed}`);
    done = plus(done, count);
    const now = performance.now();
    if (done.rounds < rounds && now - noted < NOTE_SECONDS * 1000) continue;
    noted = now;
    if (options.long) notes.put(title, done);
    const seconds = (now - began) / 1000;
    const rate = (done.attempts - before.attempts) / seconds;
    const left = (seconds / (done.rounds - before.rounds)) * (rounds - done.rounds);
    const progress = `${done.rounds} of ${rounds} rounds, ${done.attempts} attempts, ${rate.toFixed(0)} a second`;
    if (options.long) console.error(`${title}: ${progress}, ${duration(left)} left, ${done.successes} successes`);
  }
  return done;
}

function coverage({ met }: Done): string {
  const names = Object.keys(met);
  const pairs = names.filter((one) => one.includes(" + ")).length;
  return names.length === 0 ? "" : `; met ${names.length - pairs} findings and ${pairs} pairs of them`;
}

async function main(options: Options): Promise<number> {
  const notes = new Notes(options.seed);
  const isChosen = (property: number) => options.properties.length === 0 || options.properties.includes(property);
  const totals: Record<string, { attempts: number; successes: number }> = {};
  for (const [i, title] of PROPERTY_NAMES.entries()) {
    if (!isChosen(i + 1)) continue;
    const total = { attempts: 0, successes: 0 };
    totals[title] = total;
    for (const attacked of ATTACKS.filter(({ property }) => property === i + 1)) {
      const done = await run(attacked, options, notes);
      total.attempts += done.attempts;
      total.successes += done.successes;
      const said = `${done.attempts} attempts, ${done.successes} successes${coverage(done)}`;
      if (!options.json) console.log(`${title}, ${attacked.name}: ${said}`);
    }
  }
  if (options.json) console.log(JSON.stringify(totals));
  return Object.values(totals).some(({ attempts, successes }) => attempts === 0 || successes > 0) ? 1 : 0;
}

try {
  const options = readOptions();
  if (options.help) console.log(USAGE);
  process.exit(options.help ? 0 : await main(options));
} catch (error) {
  console.error(`attack: ${error instanceof Error ? error.message : String(error)}; see --help`);
  process.exit(2);
}
