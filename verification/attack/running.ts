import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Count } from "./count.js";
import type { Attacked } from "./properties.js";

/** Seconds between two notes of how far a long run is, and between two lines that say so. */
const NOTE_SECONDS = 10;

/** What an attack came to in so many rounds. */
export interface Done {
  readonly attempts: number;
  readonly successes: number;
  readonly rounds: number;
  readonly met: Readonly<Record<string, number>>;
}

const NONE: Done = { attempts: 0, successes: 0, rounds: 0, met: {} };

function plus(done: Done, { attempts, successes, met = {} }: Count): Done {
  const sums = { ...done.met };
  for (const [name, times] of Object.entries(met)) sums[name] = (sums[name] ?? 0) + times;
  const { rounds } = done;
  return { attempts: done.attempts + attempts, successes: done.successes + successes, rounds: rounds + 1, met: sums };
}

/** Where a long run notes how far it is. A note is whole or not there, whenever the run is killed. */
export class Notes {
  readonly #file: string;
  readonly #done: Record<string, Done>;

  constructor(file: string) {
    this.#file = file;
    this.#done = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
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

/** How an attack is run. */
interface Running {
  readonly seed: string;
  readonly rounds: number;
  /** Of a long run: it goes on from them, and tells how far it is. */
  readonly notes?: Notes | undefined;
  readonly say: (line: string) => void;
  readonly noteSeconds?: number;
}

/** Runs an attack to its end, from where it was left. What was done after the last note is done again: it is the same. */
export async function runAttack({ property, name, attack }: Attacked, running: Running): Promise<Done> {
  const { seed, rounds, notes, say, noteSeconds = NOTE_SECONDS } = running;
  const title = `${property}: ${name}`;
  let done = notes?.of(title) ?? NONE;
  const [began, before] = [performance.now(), done];
  let noted = began;
  while (done.rounds < rounds) {
    const count = await attack(seed, done.rounds);
    if (count.successes > 0) say(`${title}: broken in round ${done.rounds} of seed ${seed}`);
    done = plus(done, count);
    const now = performance.now();
    if (!notes || (done.rounds < rounds && now - noted < noteSeconds * 1000)) continue;
    noted = now;
    notes.put(title, done);
    const seconds = (now - began) / 1000;
    const rate = (done.attempts - before.attempts) / seconds;
    const left = (seconds / (done.rounds - before.rounds)) * (rounds - done.rounds);
    const progress = `${done.rounds} of ${rounds} rounds, ${done.attempts} attempts, ${rate.toFixed(0)} a second`;
    say(`${title}: ${progress}, ${duration(left)} left, ${done.successes} successes`);
  }
  return done;
}
