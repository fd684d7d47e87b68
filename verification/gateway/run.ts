import { readCount, readOptions } from "../../testing/script-options.js";
import { type Simulated, simulate } from "./simulation.js";

const values = readOptions({
  seeds: { type: "string", default: "20" },
  seed: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean" },
});
if (values.help) {
  console.log(`npm run simulate:gateway -- [options]

The real service over virtual time: nodes that lie, lag, repeat, refuse, forget, reorganise or are of another chain; processes that are killed
or stand still between any two calls; one or two instances on a database with the contract of PostgreSQL; full disks, fees above the cap, and
weeks without a node. After each step it checks that what was acknowledged is in one round, anchored once, within its promise or told in
/readyz; that paths verify; that one transaction is in flight; and in the end that all is final and ready.

--seeds N    plays the seeds 1 to N; 20 by default. A thousand take about half an hour
--seed TEXT  plays this one alone
--json       one JSON object a seed

Exit code: 0 when every rule held, 1 when one was broken, 2 on a bad option.`);
  process.exit(0);
}
const seeds =
  values.seed === undefined
    ? Array.from({ length: readCount("seeds", values.seeds) }, (_, i) => String(i + 1))
    : [values.seed];

const total = { acknowledged: 0, rounds: 0, transactions: 0, kills: 0, reorganisations: 0, virtualHours: 0 };
const broken: Simulated[] = [];
for (const seed of seeds) {
  const played = await simulate(seed);
  for (const name of Object.keys(total) as (keyof typeof total)[]) total[name] += played[name];
  if (played.violations.length > 0) broken.push(played);
  if (values.json) console.log(JSON.stringify(played));
  else if (played.violations.length > 0) console.log(`seed ${seed}: ${played.violations.join("; ")}`);
}
if (!values.json) {
  const { acknowledged, rounds, transactions, kills, reorganisations, virtualHours } = total;
  console.log(
    `${seeds.length} seeds, ${Math.round(virtualHours)} hours of the chain: ${acknowledged} batches in ${rounds} rounds, ${transactions} sends, ${kills} kills, ${reorganisations} reorganisations; ${broken.length} seeds broke a rule`,
  );
}
process.exitCode = broken.length > 0 ? 1 : 0;
