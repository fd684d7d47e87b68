import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { makeWorld, OPERATIONS } from "../test/faults/operations.js";
import { FaultGround, type Outcome, pointsOf } from "../test/faults/points.js";
import { startNode } from "../test/support/node.js";

const { values } = parseArgs({
  options: {
    json: { type: "boolean" },
    markdown: { type: "boolean" },
    only: { type: "string" },
    every: { type: "string", default: "1" },
    journal: { type: "string" },
    out: { type: "string" },
    help: { type: "boolean" },
  },
});
if (values.help) {
  console.log(`npm run faults -- [--json | --markdown] [--out FILE] [--only OPERATION] [--every N] [--journal FILE]

Puts every fault at every request of every operation, runs the operation again, and looks at the chain.
--journal keeps what was played, so that a run that was stopped goes on.`);
  process.exit(0);
}

const known = (
  values.journal && existsSync(values.journal) ? readFileSync(values.journal, "utf8").trim().split("\n") : []
).map((line) => JSON.parse(line) as Outcome);
const nameOf = ({ operation, request, fault }: Pick<Outcome, "operation" | "request" | "fault">) =>
  `${operation}/${request}/${fault}`;
const done = new Map(known.map((outcome) => [nameOf(outcome), outcome]));

const node = await startNode();
const outcomes: Outcome[] = [];
try {
  const ground = new FaultGround(await makeWorld(node.url));
  await ground.open();
  for (const operation of Object.keys(OPERATIONS).filter((name) => !values.only || name === values.only)) {
    const course = await ground.course(operation);
    const points = pointsOf(operation, course).filter(
      (point, i) => done.has(nameOf(point)) || (i * 7919) % Number(values.every) === 0,
    );
    for (const [i, point] of points.entries()) {
      const outcome = done.get(nameOf(point)) ?? (await ground.play(point, course));
      outcomes.push(outcome);
      if (values.journal && !done.has(nameOf(point))) {
        writeFileSync(values.journal, `${JSON.stringify(outcome)}\n`, { flag: "a" });
      }
      if (process.stderr.isTTY) process.stderr.write(`\r${operation}: ${i + 1}/${points.length}   `);
    }
    console.error(`${operation}: ${course.methods.length} requests, ${points.length} points`);
  }
  await ground.close();
} finally {
  await node.stop();
}

const unsound = outcomes.filter(({ isSound }) => !isSound);
const text = values.json ? JSON.stringify(outcomes, null, 1) : values.markdown ? page(outcomes) : "";
if (values.out) writeFileSync(values.out, `${text}\n`);
else if (text) console.log(text);
for (const one of unsound) console.error(`unsound: ${nameOf(one)}: ${one.first}; then ${one.second}`);
console.error(`${outcomes.length} fault points, ${unsound.length} unsound`);
process.exitCode = unsound.length === 0 ? 0 : 1;

/** The table of docs/faults.md. */
function page(rows: readonly Outcome[]): string {
  const cell = (written: string) =>
    written
      .replaceAll(/[|\n<>]/g, " ")
      .replaceAll(/0x[0-9a-f]{8,}/gi, "0x…")
      .replaceAll(/127\.0\.0\.1:\d+/g, "node");
  const lines = rows.map(
    ({ operation, request, methods, fault, first, second }) =>
      `| ${operation} | ${request} | ${cell(methods.length > 60 ? `${methods.slice(0, 60)}…` : methods)} | ${fault} | ${cell(first)} | ${cell(second)} |`,
  );
  return `# Faults

Made by \`npm run faults -- --markdown --out docs/faults.md\`; not edited by hand. Each row puts one fault at one request of one operation, on a real
client, and runs the operation again without the fault. The first run ends with the right result or with a typed error, never with a wrong
result and never hanging; the second one finishes, and what is then on chain is what one run without faults leaves: nothing lost, nothing doubled.

${rows.length} points, of which ${rows.filter(({ isSound }) => isSound).length} hold.

| operation | request | asked | fault | first run | next run |
|---|---:|---|---|---|---|
${lines.join("\n")}`;
}
