/** Where a play takes its decisions from. A play that is given the same answers does the same again. */
export interface Choices {
  /**
   * One of several options.
   * @param name What is decided, for whoever reads the play.
   * @param labels What the options are called, where they do not say it themselves.
   */
  pick<T>(name: string, options: readonly T[], labels?: readonly string[]): T;
}

/** What was decided, in order: enough to play it again. */
export type Decisions = readonly number[];

interface Made {
  readonly name: string;
  readonly label: string;
  readonly index: number;
  readonly options: number;
}

/** Answers the decisions given, and the first option from there on. Keeps what was asked. */
class Recorded implements Choices {
  readonly made: Made[] = [];
  readonly #given: Decisions;
  readonly #beyond: (options: number) => number;
  readonly #isLoose: boolean;

  /** @param isLoose What was given and is no option here is decided anew. */
  constructor(given: Decisions, beyond: (options: number) => number = () => 0, isLoose = false) {
    this.#given = given;
    this.#beyond = beyond;
    this.#isLoose = isLoose;
  }

  pick<T>(name: string, options: readonly T[], labels: readonly string[] = []): T {
    let index = this.#given[this.made.length] ?? this.#beyond(options.length);
    if (index >= options.length && this.#isLoose) index = this.#beyond(options.length);
    const chosen = options[index];
    if (index >= options.length) throw new Error(`${name} has no option ${index}`);
    this.made.push({ name, label: labels[index] ?? String(chosen ?? "none"), index, options: options.length });
    return chosen as T;
  }
}

/** A play that was made: its decisions, and their names. */
export interface Played<R> {
  readonly result: R;
  readonly decisions: Decisions;
  readonly names: readonly string[];
}

/** A game: every decision that it asks for is the adversary's. */
export type Play<R> = (choices: Choices) => R | Promise<R>;

/** Plays decisions that are known. */
function replay<R>(play: Play<R>, decisions: Decisions): Promise<Played<R>> {
  return playedBy(new Recorded(decisions), play);
}

async function playedBy<R>(recorded: Recorded, play: Play<R>): Promise<Played<R>> {
  const result = await play(recorded);
  return {
    result,
    decisions: recorded.made.map(({ index }) => index),
    names: recorded.made.map(({ name, label }) => `${name}: ${label}`),
  };
}

/**
 * Every play there is, each once, in order: the last decision that has another option takes it. A play that ends early spares all
 * plays that would begin alike.
 * @param from Decisions of the last play of an earlier run, to go on after them.
 */
export async function* everyPlay<R>(play: Play<R>, from?: Decisions): AsyncGenerator<Played<R>> {
  let next: Decisions | null = [];
  if (from) {
    const last = new Recorded(from);
    await play(last);
    next = after(last.made);
  }
  while (next) {
    const recorded: Recorded = new Recorded(next);
    yield await playedBy(recorded, play);
    next = after(recorded.made);
  }
}

/** The decisions that come next, or null after the last. */
function after(made: readonly Made[]): Decisions | null {
  const last = made.findLastIndex(({ index, options }) => index + 1 < options);
  if (last < 0) return null;
  return made.slice(0, last + 1).map(({ index }, i) => (i === last ? index + 1 : index));
}

/** A play whose decisions are drawn, but for those that are given. */
export function drawnPlay<R>(
  play: Play<R>,
  draw: (options: number) => number,
  given: Decisions = [],
): Promise<Played<R>> {
  return playedBy(new Recorded(given, draw, true), play);
}

/** The simplest decisions that still do it: each in turn takes the earliest option that keeps the outcome. */
export async function simplest<R>(
  play: Play<R>,
  decisions: Decisions,
  isSame: (result: R) => boolean,
): Promise<Played<R>> {
  let best = await replay(play, decisions);
  for (let at = 0; at < best.decisions.length; at++) {
    for (let lower = 0; lower < (best.decisions[at] ?? 0); lower++) {
      const tried = await attempt(play, [...best.decisions.slice(0, at), lower, ...best.decisions.slice(at + 1)]);
      if (tried && isSame(tried.result)) {
        best = tried;
        break;
      }
    }
  }
  return best;
}

/** Null where the decisions no longer fit the options. */
async function attempt<R>(play: Play<R>, decisions: Decisions): Promise<Played<R> | null> {
  try {
    return await replay(play, decisions);
  } catch {
    return null;
  }
}
