import path from "node:path";
import { parseArgs } from "node:util";
import { ATTACKS, PROPERTY_NAMES } from "./properties.js";
import { type Done, Notes, runAttack } from "./running.js";

const USAGE = `npm run attack -- [options]

Tries to break each of the eleven properties (docs/threats.md), and says how often it tried and how often it came off.

  --long        hours instead of a minute; what was done is written down, and a run that was stopped goes on
  --property N  this one only, 1 to 11; may be repeated
  --seed TEXT   other draws; a run of the same seed tries the same
  --json        ends with one JSON object on standard output: attempts and successes by property
  --help        this

Exit code: 0 when nothing came off, 1 when something did or nothing was tried, 2 on a bad option.`;

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
  const wrong = values.property.find((one) => !/^([1-9]|1[01])$/.test(one));
  if (wrong !== undefined) throw new Error(`--property must be 1 to 11, not ${JSON.stringify(wrong)}`);
  const { property, ...others } = values;
  return { ...others, properties: property.map(Number) };
}

function coverage({ met }: Done): string {
  const names = Object.keys(met);
  const pairs = names.filter((one) => one.includes(" + ")).length;
  return names.length === 0 ? "" : `; met ${names.length - pairs} findings and ${pairs} pairs of them`;
}

async function main(options: Options): Promise<number> {
  const { seed, long } = options;
  const notes = long ? new Notes(path.join("cache", `attack-${encodeURIComponent(seed)}.json`)) : undefined;
  const isChosen = (property: number) => options.properties.length === 0 || options.properties.includes(property);
  const totals: Record<string, { attempts: number; successes: number }> = {};
  for (const [i, title] of PROPERTY_NAMES.entries()) {
    if (!isChosen(i + 1)) continue;
    const total = { attempts: 0, successes: 0 };
    totals[title] = total;
    for (const attacked of ATTACKS.filter(({ property }) => property === i + 1)) {
      const rounds = long ? attacked.long : attacked.share;
      const done = await runAttack(attacked, { seed, rounds, notes, say: (line) => console.error(line) });
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
