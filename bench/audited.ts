import { spawn } from "node:child_process";
import { once } from "node:events";
import { createReadStream, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";

/** What is seen of a process at a moment. */
export interface Sample {
  /** Since the first run began, without the time between runs. */
  readonly seconds: number;
  readonly megabytes: number;
  /** Verdicts written, in bytes. */
  readonly written: number;
}

/** A run of the command, watched from outside. */
export interface Run {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly samples: readonly Sample[];
  readonly isKilled: boolean;
  readonly code: number | null;
}

/** Clock ticks a second, as /proc counts them on Linux. */
const TICKS = 100;
const EVERY_MS = 250;

/**
 * Runs `clairevoie` as it is built and watches its memory (resident, of all threads). Killed, as a power cut would, once the verdicts
 * have so many bytes.
 */
export async function runCommand(
  folder: string,
  args: readonly string[],
  out: string,
  killAt: number | undefined,
  onSample: (sample: Sample) => void,
): Promise<Run> {
  const started = performance.now();
  const child = spawn(process.execPath, [path.resolve("dist/src/cli/main.js"), ...args], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const ended = once(child, "exit");
  const samples: Sample[] = [];
  let [cpuSeconds, isKilled] = [0, false];
  while (child.exitCode === null && child.signalCode === null) {
    await Promise.race([sleep(EVERY_MS), ended]);
    const seen = look(child.pid ?? 0);
    if (!seen) continue;
    cpuSeconds = seen.cpuSeconds;
    const written = statSync(path.join(folder, out), { throwIfNoEntry: false })?.size ?? 0;
    const sample = { seconds: (performance.now() - started) / 1_000, megabytes: seen.megabytes, written };
    samples.push(sample);
    onSample(sample);
    if (killAt !== undefined && written >= killAt && !isKilled) isKilled = child.kill("SIGKILL");
  }
  const [code] = (await ended) as [number | null];
  return { seconds: (performance.now() - started) / 1_000, cpuSeconds, samples, isKilled, code };
}

/** Memory and processor time of all threads of a process; nothing once it is gone. */
function look(pid: number): { readonly megabytes: number; readonly cpuSeconds: number } | undefined {
  try {
    const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /, "")
      .split(" ");
    if (kilobytes === 0) return undefined;
    return { megabytes: kilobytes / 1_000, cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS };
  } catch {
    return undefined;
  }
}

/** How verdicts differ from those that are expected: the first line that does, and how many there are. */
export async function compare(out: string, expected: readonly string[]) {
  const found = linesIn([out]);
  let [lines, differing] = [0, 0];
  let first: string | undefined;
  const differ = (what: string) => {
    differing++;
    first ??= what;
  };
  for await (const line of linesIn(expected)) {
    const next = await found.next();
    if (next.done) differ(`line ${lines + 1} is missing: ${line}`);
    else if (next.value !== line) differ(`line ${lines + 1} is ${next.value} and not ${line}`);
    lines++;
  }
  for (let next = await found.next(); !next.done; next = await found.next()) differ(`${next.value} is too much`);
  return { lines, differing, ...(first !== undefined && { first }) };
}

async function* linesIn(files: readonly string[]): AsyncGenerator<string> {
  for (const file of files)
    yield* createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
}
