import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { COMMANDS, makeCommandWorld } from "../../testing/commands.js";
import { startNode } from "../../testing/node.js";
import { readCount, readOptions } from "../../testing/script-options.js";
import { CommandGround } from "./killing.js";
import { makeWorld, OPERATIONS } from "./operations.js";
import { circumstancesOf, FaultGround, type Outcome, type Point, pointsOf } from "./points.js";

const PAGE = "docs/faults.md";
/** A deployment asks the same for each contract: where not all is played, one of so many will do. */
const STEPS_OF_A_DEPLOYMENT = 8;
const values = readOptions({
  json: { type: "boolean" },
  markdown: { type: "boolean" },
  only: { type: "string" },
  every: { type: "string", default: "1" },
  journal: { type: "string" },
  page: { type: "boolean" },
  out: { type: "string" },
  help: { type: "boolean" },
});
if (values.help) {
  console.log(`npm run faults -- [--json | --markdown] [--out FILE] [--only NAME] [--every N] [--journal FILE [--page]]

Puts every fault at every request of every operation, does to a transaction all that a chain may do, kills every command at every
step and takes its disk away at every step; runs each again, and looks at the chain and at the files. It takes more than an hour.
--only NAME     one operation or command; or operations, or commands
--every N       one point of so many
--journal FILE  keeps what was played, so that a run that was stopped goes on
--page          plays nothing more: of what the journal has`);
  process.exit(0);
}

const share = readCount("every", values.every);

/** Of a place, its number counts: what stands there may be written in another order by the next run. */
const nameOf = ({ operation, where, fault }: Point) => `${operation} / ${where.split(":")[0]} / ${fault}`;
const known = (
  values.journal && existsSync(values.journal) ? readFileSync(values.journal, "utf8").trim().split("\n") : []
).map((line) => JSON.parse(line) as Outcome);
const done = new Map(known.map((outcome) => [nameOf(outcome), outcome]));
const outcomes: Outcome[] = [];

/** The points of one operation or command, and how each is played. */
async function playAll<P extends Point>(
  name: string,
  all: readonly P[],
  play: (point: P) => Promise<Outcome>,
  every = share,
) {
  const isPlayed = (point: P, i: number) => point.where === "its folder" || (i * 7919) % every === 0;
  const points = all.filter((point, i) => done.has(nameOf(point)) || isPlayed(point, i));
  for (const [i, point] of points.entries()) {
    const outcome = done.get(nameOf(point)) ?? (await play(point));
    outcomes.push(outcome);
    if (values.journal && !done.has(nameOf(point))) {
      writeFileSync(values.journal, `${JSON.stringify(outcome)}\n`, { flag: "a" });
    }
    if (process.stderr.isTTY) process.stderr.write(`\r${name}: ${i + 1}/${points.length}   `);
  }
  if (points.length > 0) console.error(`${name}: ${points.length} points`);
}

const isWanted = (name: string, kind: string) => values.only === undefined || [name, kind].includes(values.only);
/** Operations of the SDK, with a fault at each request and in each circumstance. */
async function playOperations(): Promise<void> {
  const node = await startNode();
  try {
    const ground = new FaultGround(await makeWorld(node.url));
    await ground.open();
    for (const operation of Object.keys(OPERATIONS).filter((name) => isWanted(name, "operations"))) {
      const course = await ground.course(operation);
      const isSampled = share > 1 && operation === "deploy";
      const every = share * (isSampled ? STEPS_OF_A_DEPLOYMENT : 1);
      await playAll(operation, pointsOf(operation, course), (point) => ground.play(point, course), every);
      await playAll(operation, circumstancesOf(operation), (point) => ground.suffer(point, course), 1);
    }
    await ground.close();
  } finally {
    await node.stop();
  }
}

/** Commands in processes of their own. */
async function playCommands(): Promise<void> {
  const node = await startNode();
  const world = await makeCommandWorld(node.url);
  try {
    const ground = new CommandGround(world);
    await ground.open();
    for (const name of Object.keys(COMMANDS).filter((name) => isWanted(name, "commands"))) {
      const course = await ground.course(name);
      await playAll(`clairevoie ${name}`, course.points, (point) => ground.play(point, course));
    }
    await ground.close();
  } finally {
    world.close();
    await node.stop();
  }
}

if (values.page) outcomes.push(...known);
else {
  await playOperations();
  await playCommands();
}
const unsound = outcomes.filter(({ isSound }) => !isSound);
const text = values.json ? JSON.stringify(outcomes, null, 1) : values.markdown ? page(outcomes) : "";
if (values.out) writeFileSync(values.out, `${text}\n`);
else if (text) console.log(text);
for (const one of unsound) console.error(`unsound: ${nameOf(one)}: ${one.first}; then ${one.second}`);
console.error(`${outcomes.length} fault points, ${unsound.length} unsound`);
process.exitCode = unsound.length === 0 ? 0 : 1;

function cell(written: string): string {
  return written
    .replaceAll(/[|\n<>]/g, " ")
    .replaceAll(/0x[0-9a-f]{8,}/gi, "0x…")
    .replaceAll(/127\.0\.0\.1:\d+/g, "node")
    .replaceAll(/\/tmp\/clairevoie-\w+\/work\//g, "")
    .trim();
}

/** A row without what came of it. */
function placeOf({ operation, where, fault }: Point): string {
  return `${operation} | ${cell(where)} | ${fault}`;
}

/** The table of docs/faults.md. */
function page(rows: readonly Outcome[]): string {
  const lines = rows.map((row) => `| ${placeOf(row)} | ${cell(row.first)} | ${cell(row.second)} |`);
  const count = (found: (row: Outcome) => boolean) => rows.filter(found).length;
  return `# Faults

Made by \`npm run faults -- --every ${values.every} --markdown --out ${PAGE}\`; not edited by hand; a test holds its names to the code. Each row puts one fault at one place of one
operation, on a real client, and runs the operation again without the fault. The first run ends with the right result, with an error that says
what to do, or is killed; never with a wrong result, and it never hangs. The next one finishes, and what is then on chain and in the files is what one run without
faults leaves: nothing lost, nothing doubled.

- *request*: what goes wrong between a program and its node: dropped, late, sent twice, cut, 429, 5xx, garbage, swapped, no answer; or the command's process is
  killed (SIGKILL) before the node has the request, or once it has done it.
- *its transaction*: what a chain, or who shares the account, does to it: another fee, another act in its place, the pool, nonces, fees, balances, clocks, a reorganisation.
- *disk*: at each change that a command makes to a file: its process is killed (SIGKILL) before or half-way, or the disk is full from then on.
- *its folder*: read only, or without inodes, from the beginning.

${rows.length} points, of which ${count(({ isSound }) => isSound)} hold: ${count(({ where }) => where.startsWith("request"))} at requests, ${count(({ where }) => where === "its transaction")} at transactions, ${count(({ where }) => where.startsWith("disk") || where === "its folder")} at files; ${count(({ fault }) => fault.startsWith("killed"))} of them kill the process.

| operation | where | fault | first run | next run |
|---|---|---|---|---|
${lines.join("\n")}`;
}
