import path from "node:path";
import { readCount, readOptions, refuse } from "../../testing/script-options.js";
import { ARENAS } from "./arenas.js";
import { type Searched, search } from "./search.js";

const values = readOptions({
  arena: { type: "string", multiple: true, default: [] },
  plays: { type: "string", default: "20000" },
  seed: { type: "string" },
  long: { type: "boolean" },
  json: { type: "boolean" },
  help: { type: "boolean" },
});
if (values.help) {
  console.log(`npm run attack:adversary -- [options]

A cheat chooses every input that it controls, in small worlds where all others are honest and run the SDK.
After each play the inequalities of property 11 are checked.

--arena NAME  ${Object.keys(ARENAS).join(", ")}; may be repeated; all by default
--plays N     at most so many plays of each arena; 20000 by default. The first half are played in order, from the simplest;
              the others are drawn, and start from plays that came to an end of their own. An arena whose plays take a
              hundred times as long (settlements) plays a hundredth of it
--seed TEXT   what the second half is drawn from
--long        writes down how far it is, and goes on from there
--json        one JSON object at the end

Exit code: 0 when every rule held, 1 when one was broken, 2 on a bad option.`);
  process.exit(0);
}
const names = values.arena.length > 0 ? values.arena : Object.keys(ARENAS);
const unknown = names.find((name) => !(name in ARENAS));
if (unknown !== undefined) refuse(`--arena: ${unknown} is not one of ${Object.keys(ARENAS).join(", ")}; see --help`);
const most = readCount("plays", values.plays);

const seed = values.seed ?? "adversary";
const searched: Searched[] = [];
for (const name of names) {
  const arena = await ARENAS[name]?.();
  if (!arena) continue;
  const share = Math.ceil(most * (arena.share ?? 1));
  const notes = (mode: string) =>
    values.long ? path.join("cache", `adversary-${name}-${encodeURIComponent(mode)}.json`) : undefined;
  const say = (line: string) => console.error(line);
  const inOrder = await search({ arena, most: Math.ceil(share / 2), notes: notes("in order"), say });
  searched.push(inOrder);
  if (!inOrder.isExhausted)
    searched.push(await search({ arena, most: share - inOrder.plays, seed, notes: notes(seed), say }));
  await arena.close?.();
}
if (values.json) console.log(JSON.stringify(searched));
else {
  for (const { arena, seed: drawn, plays, ends, isExhausted, violations } of searched) {
    const how = drawn === undefined ? "in order" : `drawn, with ${ends} ends`;
    const whole = isExhausted ? `every play there is (${plays})` : `${plays} plays ${how}`;
    console.log(`${arena}: ${whole}, ${Object.keys(violations).length} rules broken`);
    for (const [rule, { times, play }] of Object.entries(violations)) {
      console.log(`  ${rule}, ${times} times; for example: ${play.join("; ")}`);
    }
  }
}
process.exitCode = searched.some(({ violations }) => Object.keys(violations).length > 0) ? 1 : 0;
