import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Chance, chance } from "../../testing/chance.js";
import type { Arena, Outcome } from "./arenas.js";
import { type Decisions, drawnPlay, everyPlay, type Played, simplest } from "./choices.js";

/** A rule that was broken: how often, and the simplest play that does it. */
interface Violation {
  readonly times: number;
  readonly firstPlay: number;
  readonly decisions: Decisions;
  readonly play: readonly string[];
}

/** What a search came to. */
export interface Searched {
  readonly arena: string;
  /** What plays were drawn from; absent where they were played in order. */
  readonly seed?: string;
  readonly plays: number;
  /** Different ends that drawn plays came to: verdicts with their findings. */
  readonly ends: number;
  /** Every play there is was played. */
  readonly isExhausted: boolean;
  readonly violations: Readonly<Record<string, Violation>>;
}

interface Note {
  readonly plays: number;
  readonly isExhausted: boolean;
  readonly last: Decisions;
  readonly violations: Record<string, Violation>;
  readonly known: Known;
}

/** The first play that came to each end, and how often it was gone on from. */
type Known = Record<string, { readonly decisions: Decisions; times: number }>;

/** How a search is made. */
export interface Search {
  readonly arena: Arena;
  /** Plays at most. */
  readonly most: number;
  /** Draws plays at random rather than every one in order. */
  readonly seed?: string | undefined;
  /** Where it is written down how far it is: a search that was stopped goes on. */
  readonly notes?: string | undefined;
  readonly say?: (line: string) => void;
}

const NOTE_SECONDS = 10;

/** Plays on until every play was played, or as many as are wanted. */
export async function search({ arena, most, seed, notes, say = () => undefined }: Search): Promise<Searched> {
  const note = readNote(notes);
  const violations = note?.violations ?? {};
  const known = note?.known ?? {};
  let { plays, isExhausted, last }: Note = note ?? { plays: 0, isExhausted: false, last: [], violations, known };
  let noted = performance.now();
  const write = () => writeNote(notes, { plays, isExhausted, last, violations, known });
  const source = seed === undefined ? everyPlay(arena.play, note ? last : undefined) : drawn(arena, seed, plays, known);
  while (!isExhausted && plays < most) {
    const { value: played, done } = await source.next();
    if (done) isExhausted = true;
    else {
      plays++;
      last = played.decisions;
      for (const rule of played.result.violated) await file(violations, rule, plays, played, arena, say);
    }
    if (performance.now() - noted < NOTE_SECONDS * 1000) continue;
    noted = performance.now();
    write();
    say(`${arena.name}: ${plays} plays, ${Object.keys(violations).length} rules broken`);
  }
  write();
  const ends = Object.keys(known).length;
  return { arena: arena.name, ...(seed !== undefined && { seed }), plays, ends, isExhausted, violations };
}

/** One play in five is drawn whole; the others change a decision or two of a play that came to an end which is rarely gone on from. */
async function* drawn({ play }: Arena, seed: string, from: number, known: Known): AsyncGenerator<Played<Outcome>> {
  for (let round = from; ; round++) {
    const drawing = chance(`${seed}/${round}`);
    const draw = (options: number) => drawing.whole(0, options - 1);
    const played = await drawnPlay(play, draw, drawing.next() < 0.2 ? [] : changed(known, drawing));
    const { reached } = played.result;
    if (reached !== undefined) known[reached] ??= { decisions: played.decisions, times: 0 };
    yield played;
  }
}

function changed(known: Known, drawing: Chance): Decisions {
  const ends = Object.values(known);
  if (ends.length === 0) return [];
  const [one, other] = [drawing.pick(ends), drawing.pick(ends)];
  const end = one.times <= other.times ? one : other;
  end.times++;
  const decisions = [...end.decisions];
  for (let times = drawing.pick([1, 1, 2, 3]); times > 0; times--) {
    // Beyond the options there are: it is drawn anew.
    decisions[drawing.whole(0, decisions.length - 1)] = Number.MAX_SAFE_INTEGER;
  }
  return decisions;
}

async function file(
  violations: Record<string, Violation>,
  rule: string,
  plays: number,
  played: Played<Outcome>,
  { name, play }: Arena,
  say: (line: string) => void,
): Promise<void> {
  const known = violations[rule];
  if (known) {
    violations[rule] = { ...known, times: known.times + 1 };
    return;
  }
  const { decisions, names } = await simplest(play, played.decisions, ({ violated }) => violated.includes(rule));
  violations[rule] = { times: 1, firstPlay: plays, decisions, play: names };
  say(`${name}: ${rule} (play ${plays}): ${names.join("; ")}`);
}

function readNote(file: string | undefined): Note | undefined {
  return file !== undefined && existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Note) : undefined;
}

/** A note is whole or not there, whenever the search is killed. */
function writeNote(file: string | undefined, note: Note): void {
  if (file === undefined) return;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(note));
  renameSync(`${file}.new`, file);
}
