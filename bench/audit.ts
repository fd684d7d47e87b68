import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import path from "node:path";
import { type AuditSummary, startTally } from "../src/audit/index.js";
import { answersOf, Thread } from "../src/fast/threads.js";
import { WAVE } from "../testing/load.js";
import { readOptions } from "../testing/script-options.js";
import { compare, type Run, runCommand, type Sample } from "./audited.js";
import { type AuditFigures, saveResults } from "./results.js";
import type { WaveOrder, WrittenWave } from "./wave-writer.js";
import { HEAD, writeYearIndex } from "./year-index.js";

const USAGE = `npm run bench:audit -- [--count 1000000] [--kills 3] [--jobs N] [--folder DIR] [--save] [--json] [--help]

Draws so many certificates, every one distinct, with an index of the chain that knows their year, and audits them with the command as
it is built: clairevoie audit --index. Its memory is watched from outside; it is killed so many times at random moments, and resumed;
then its verdicts must be, byte for byte, those that are expected. Of 499 certificates one is not right, in one of five ways.

  --folder  where the stream is kept: a run that is interrupted finds there what it wrote (11 GB for a million); by default a
            folder that is removed at the end
  --save    write what was measured into docs/performance/results.json; npm run performance then draws it`;

const values = readOptions({
  count: { type: "string", default: "1000000" },
  kills: { type: "string", default: "3" },
  jobs: { type: "string", default: String(availableParallelism()) },
  folder: { type: "string" },
  save: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
});
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
const whole = (name: "count" | "kills" | "jobs", least: number): number => {
  const value = Number(values[name]);
  if (Number.isSafeInteger(value) && value >= least) return value;
  console.error(`--${name}: must be a whole number, at least ${least}`);
  process.exit(2);
};
const [count, kills, jobs] = [whole("count", 1), whole("kills", 0), whole("jobs", 1)];
const say = (text: string) => process.stderr.write(`${text}\n`);
const figure = (value: number) => Math.round(value).toLocaleString("en");
const seconds = (since: number) => (performance.now() - since) / 1_000;

const folder = values.folder ?? mkdtempSync(path.join(tmpdir(), "clairevoie-audit-"));
mkdirSync(folder, { recursive: true });
const inFolder = (name: string) => path.join(folder, name);

try {
  say("building the command");
  execFileSync(path.resolve("node_modules/.bin/tsx"), ["scripts/build.ts"], { stdio: ["ignore", "ignore", "inherit"] });
  const result = await measure();
  if (values.json) console.log(JSON.stringify(result, null, 2));
  else for (const [name, value] of Object.entries(result)) if (typeof value === "number") say(`${name}: ${value}`);
  if (values.save) saveResults({ audit: result });
} finally {
  if (values.folder === undefined) rmSync(folder, { recursive: true, force: true });
}

async function measure(): Promise<AuditFigures> {
  const waves = await writeWaves();
  const rows = writeYearIndex(inFolder("facts.index"), waves);
  say(`index: ${figure(rows)} rows`);
  const expected = waves.map((wave) => inFolder(wave.expected));
  const runs = await runAll(waves, expected);
  say("comparing verdicts");
  const compared = await compare(inFolder("verdicts.ndjson"), expected);
  if (compared.differing > 0) throw new Error(`${compared.differing} verdicts differ; ${compared.first}`);
  requireSummary(expected);

  const clock = runs.reduce((sum, run) => sum + run.seconds, 0);
  const cpu = runs.reduce((sum, run) => sum + run.cpuSeconds, 0);
  const curve = runs.flatMap((run, i) => {
    const before = runs.slice(0, i).reduce((sum, { seconds: past }) => sum + past, 0);
    return run.samples.map((sample): Sample => ({ ...sample, seconds: before + sample.seconds }));
  });
  const steady = (runs.at(-1) as Run).samples.slice(8).map(({ megabytes }) => megabytes);
  const middle = (some: readonly number[]) => [...some].sort((a, b) => a - b)[Math.floor(some.length / 2)] ?? 0;
  const tenth = (value: number) => Math.round(value * 10) / 10;
  return {
    count,
    jobs,
    kills,
    perSecond: Math.round(count / clock),
    perProcessorSecond: Math.round(count / cpu),
    seconds: tenth(clock),
    processorSeconds: tenth(cpu),
    megabytesAtMost: tenth(Math.max(...curve.map(({ megabytes }) => megabytes))),
    megabytesInFirstHalf: tenth(middle(steady.slice(0, steady.length / 2))),
    megabytesInSecondHalf: tenth(middle(steady.slice(steady.length / 2))),
    memory: thinned(curve).map(({ seconds: at, megabytes }) => [tenth(at), tenth(megabytes)] as const),
  };
}

/** A hundred points of a curve, more or less, the largest of each stretch. */
function thinned(curve: readonly Sample[]): readonly Sample[] {
  const step = Math.max(1, Math.ceil(curve.length / 100));
  return Array.from({ length: Math.ceil(curve.length / step) }, (_, i) =>
    curve.slice(i * step, (i + 1) * step).reduce((most, one) => (one.megabytes > most.megabytes ? one : most)),
  );
}

async function writeWaves(): Promise<readonly WrittenWave[]> {
  const started = performance.now();
  const orders = Array.from(
    { length: Math.ceil(count / WAVE) },
    (_, number): WaveOrder => ({ folder, number, count: Math.min(WAVE, count - number * WAVE), block: HEAD }),
  );
  const writer = new URL("./wave-writer.js", import.meta.url);
  const threads = await Promise.all(
    Array.from({ length: Math.min(availableParallelism(), orders.length) }, () =>
      Thread.start<WaveOrder, WrittenWave>(writer, {}),
    ),
  );
  const waves: WrittenWave[] = [];
  async function* given() {
    yield* orders;
  }
  for await (const wave of answersOf(threads, given())) {
    waves.push(wave);
    say(`wave ${waves.length} of ${orders.length}, ${seconds(started).toFixed(0)} s`);
  }
  await Promise.all(threads.map((thread) => thread.stop()));
  return waves;
}

/** Audits, killed at random moments, until an audit comes to its end. */
async function runAll(waves: readonly WrittenWave[], expected: readonly string[]): Promise<readonly Run[]> {
  const out = "verdicts.ndjson";
  rmSync(inFolder(out), { force: true });
  const bytes = expected.reduce((sum, file) => sum + readFileSync(file).length, 0);
  const moments = Array.from({ length: kills }, () => bytes * (0.02 + 0.9 * Math.random())).sort((a, b) => a - b);
  const streams = waves.map(({ stream }) => stream);
  const args = ["audit", ...streams, "--index", "facts.index", "--out", out, "--summary", "summary.json"];
  const runs: Run[] = [];
  let told = 0;
  for (const [i, killAt] of [...moments, undefined].entries()) {
    const resumed = i === 0 ? [] : ["--resume"];
    const run = await runCommand(folder, [...args, ...resumed, "--jobs", String(jobs)], out, killAt, (sample) => {
      if (performance.now() - told < 5_000) return;
      told = performance.now();
      const part = Math.round((100 * sample.written) / bytes);
      say(`run ${i + 1}: ${part} %, ${sample.seconds.toFixed(0)} s, ${figure(sample.megabytes)} MB`);
    });
    runs.push(run);
    if (run.isKilled) say(`run ${i + 1} was killed after ${run.seconds.toFixed(1)} s`);
    else if (run.code !== 0 && run.code !== 1 && run.code !== 2) throw new Error(`the audit ended with ${run.code}`);
    else break;
  }
  return runs;
}

/** The summary must be the sum of what is expected. */
function requireSummary(expected: readonly string[]): void {
  const tally = startTally();
  for (const file of expected) {
    for (const line of readFileSync(file, "utf8").trimEnd().split("\n")) tally.add(JSON.parse(line));
  }
  const summary = JSON.parse(readFileSync(inFolder("summary.json"), "utf8")) as AuditSummary;
  if (JSON.stringify(summary) !== JSON.stringify(tally.summary())) throw new Error("the summary is not the sum");
}
