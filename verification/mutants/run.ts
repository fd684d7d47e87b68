import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readCount, readOptions, refuse } from "../../testing/script-options.js";
import { Attack, allMutations, testsOf } from "./attack.js";
import { EXPLAINED, type Explained } from "./explained.js";
import type { Mutation } from "./mutations.js";
import { type Outcome, recall, remember } from "./outcomes.js";
import type { Effort } from "./runner.js";

/**
 * Changes the contracts in one small place at a time, as a careless or hostile hand would, and asks the Solidity tests who notices.
 *
 * A contract under attack is compiled alone, by a compiler that is loaded once. Tests are compiled once, create the contract by its
 * name from the code that they are given, and run in Hardhat's own runner without Hardhat: a mutant takes about a second, and a
 * build of all took half a minute. Libraries and enumerations are compiled with each test and with every contract, because both
 * use them. What a quick look leaves alive faces all that
 * the gate does. Outcomes are kept, and believed as long as nothing that they rest on has changed.
 */
const values = readOptions({
  json: { type: "boolean" },
  help: { type: "boolean" },
  list: { type: "boolean" },
  only: { type: "string" },
  sample: { type: "string" },
  seed: { type: "string", default: "mutants" },
});
if (values.help) {
  console.log(`npm run attack:mutants -- [--only NAME] [--sample N [--seed TEXT]] [--json] [--list]

Mutates contracts/ and fails if the tests notice fewer than 95 % of the mutants that compile, or if one survives that
verification/mutants/explained.ts does not explain. A run that was stopped goes on where it was.
--only    files whose path has NAME in it
--sample  N mutants drawn by the seed; the percentage is then not judged
--list    every mutant with its outcome, one a line
--json    one JSON object at the end`);
  process.exit(0);
}

// A mutant that loops for ever may take all memory before its gas is spent, in threads that nothing stops but the end of their process.
const [CHILD, GO_ON] = ["CLAIREVOIE_MUTANTS", 75];
if (!process.env[CHILD]) {
  const again = [...process.execArgv, ...process.argv.slice(1)];
  const options = { stdio: "inherit", env: { ...process.env, [CHILD]: "child" } } as const;
  let status: number | null = GO_ON;
  while (status === GO_ON) status = spawnSync(process.execPath, again, options).status;
  process.exit(status ?? 1);
}

const LEAST = 0.95;
/** Bytes of memory: a mutant that takes more has been noticed. All others take less than one. */
const MOST_MEMORY = 6e9;
/** How many are compiled together: more saves little. */
const TOGETHER = 16;

type Played = readonly [mutation: Mutation, outcome: Outcome];

const rank = (mutation: Mutation): string =>
  createHash("sha256").update(`${values.seed}:${mutation.file}:${mutation.start}:${mutation.to}`).digest("hex");

const explains = (one: Explained, { file, where, text, from, to }: Mutation): boolean =>
  one.file === file && one.where === where && one.text === text && one.from === from && one.to === to;

function choose(all: readonly Mutation[]): readonly Mutation[] {
  const asked = all.filter(({ file }) => file.includes(values.only ?? ""));
  if (!values.sample) return asked;
  // What is explained is known to survive: a sample looks for what is not.
  const drawn = new Set(
    asked
      .filter((one) => !EXPLAINED.some((explained) => explains(explained, one)))
      .sort((a, b) => (rank(a) < rank(b) ? -1 : 1))
      .slice(0, readCount("sample", values.sample)),
  );
  return asked.filter((one) => drawn.has(one));
}

const nameOf = ({ file, line, where, kind, from, to }: Mutation): string =>
  `${file}:${line} (${where}) ${kind}: ${JSON.stringify(from)} -> ${JSON.stringify(to)}`;

/** Plays them with one effort, and tells on the way how fast and how long still. */
async function playAll(attack: Attack, mutations: readonly Mutation[], effort: Effort): Promise<readonly Played[]> {
  const started = performance.now();
  const played: Played[] = [];
  let told = started;
  for (const [i, mutation] of mutations.entries()) {
    if (i % TOGETHER === 0) attack.prepare(mutations.slice(i, i + TOGETHER));
    const tests = testsOf(mutation.file);
    const watch = setInterval(() => {
      if (process.memoryUsage.rss() < MOST_MEMORY) return;
      remember(mutation, { result: "killed", by: `${tests[0]}: takes all memory` }, tests);
      console.error(`takes all memory, and is out: ${nameOf(mutation)}`);
      process.exit(GO_ON);
    }, 200);
    const outcome = await attack.play(mutation, effort);
    clearInterval(watch);
    played.push([mutation, outcome]);
    const isPending = outcome.result === "survived" && effort === "quick";
    remember(mutation, isPending ? { result: "pending" } : outcome, tests);
    if (outcome.result === "survived") console.error(`survives a ${effort} look: ${nameOf(mutation)}`);
    if (performance.now() - told < 15_000 && played.length < mutations.length) continue;
    told = performance.now();
    const each = (told - started) / 1000 / played.length;
    const left = Math.ceil(((mutations.length - played.length) * each) / 60);
    console.error(`${effort}: ${played.length} of ${mutations.length}, ${each.toFixed(1)} s each, ${left} min left`);
  }
  return played;
}

async function play(mutations: readonly Mutation[]): Promise<readonly Played[]> {
  const known = mutations.flatMap((one): Played[] => {
    const outcome = recall(one, testsOf(one.file));
    return outcome ? [[one, outcome]] : [];
  });
  if (known.length > 0) console.error(`${known.length} of ${mutations.length} are known from an earlier run`);
  const seen = new Set(known.map(([mutation]) => mutation));
  const open = mutations.filter((one) => !seen.has(one));
  const isLeft = ([, { result }]: Played) => result === "survived" || result === "pending";
  const pending = known.filter(([, { result }]) => result === "pending");
  const done = known.filter(([, { result }]) => result !== "pending");
  if (open.length + pending.length === 0) return done;
  const attack = new Attack();
  const quick = await playAll(attack, open, "quick");
  const left = [...pending, ...quick.filter(isLeft)].map(([mutation]) => mutation);
  const whole = await playAll(attack, left, "whole");
  return [...done, ...quick.filter((one) => !isLeft(one)), ...whole];
}

const chosen = choose(allMutations());
if (chosen.length === 0) refuse(`--only ${values.only}: no file has a mutant`);
const started = performance.now();
const played = await play(chosen);
const having = (result: Outcome["result"]): readonly Mutation[] =>
  played.filter(([, outcome]) => outcome.result === result).map(([mutation]) => mutation);
const survivors = having("survived");
const unexplained = survivors.filter((one) => !EXPLAINED.some((explained) => explains(explained, one)));
const idle = EXPLAINED.filter((one) => one.file.includes(values.only ?? "")).filter(
  (one) => !survivors.some((survivor) => explains(one, survivor)),
);
const killed = having("killed").length;
const compiling = killed + survivors.length;
const share = compiling === 0 ? 1 : killed / compiling;

if (values.list) {
  for (const [mutation, outcome] of played) {
    console.log(`${outcome.result}: ${nameOf(mutation)}${outcome.result === "killed" ? ` by ${outcome.by}` : ""}`);
  }
}
for (const one of unexplained) console.error(`not explained: ${nameOf(one)}\n  ${one.text}`);
if (!values.sample) {
  for (const one of idle) {
    console.error(`explained, and does not survive: ${one.where}: ${one.text}: ${one.from} -> ${one.to}`);
  }
}
const result = {
  mutants: chosen.length,
  notCompiling: having("invalid").length,
  sameCode: having("same").length,
  compiling,
  killed,
  percent: Math.floor(share * 1000) / 10,
  explained: survivors.length - unexplained.length,
  unexplained: unexplained.map(nameOf),
  idleExplanations: values.sample ? 0 : idle.length,
  seconds: Math.round((performance.now() - started) / 1000),
};
if (values.json) console.log(JSON.stringify(result));
else {
  console.log(
    `${result.mutants} mutants, ${compiling} that compile to other code: ${killed} killed (${result.percent} %), ${result.explained} explained, ${unexplained.length} not explained`,
  );
}
const isTooFew = !values.sample && share < LEAST;
process.exitCode = unexplained.length > 0 || isTooFew || result.idleExplanations > 0 ? 1 : 0;
