import { setImmediate as settled } from "node:timers/promises";
import type { Chance } from "../../testing/chance.js";

/** A process that may be killed or stand still between any two of its calls. */
export class Process {
  isAlive = true;
  /** Until when it stands still, in milliseconds of the simulation. */
  heldUntilMs = 0;
  /** Why it ended by itself. */
  ended: unknown;
  readonly name: string;
  readonly #running = new Map<string, Promise<unknown>>();

  constructor(name: string) {
    this.name = name;
  }

  /** Begins a task unless the one of the same name still runs: what it throws ends the process. */
  begin(task: string, act: () => Promise<unknown>): void {
    if (!this.isAlive || this.#running.has(task)) return;
    const running = act()
      .catch((error: unknown) => {
        if (!this.isAlive) return;
        this.ended = error;
        this.isAlive = false;
      })
      .finally(() => this.#running.delete(task));
    this.#running.set(task, running);
  }

  isBusy(task: string): boolean {
    return this.#running.has(task);
  }
}

interface Waiting {
  readonly who: Process;
  readonly go: () => void;
}

/** How often a call is the last of its process, and how often one before which its process stands still. */
export interface Mishaps {
  readonly kill: number;
  readonly pause: number;
  readonly longestPauseMs: number;
}

/** Before and after each call of a process one is let go on, in an order that is drawn: any interleaving, and any moment to be killed. */
export class Turns {
  readonly #chance: Chance;
  #waiting: Waiting[] = [];

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  /** Does a call of a process when its turn comes, at once and whole; or never, when it is killed before. */
  async call<T>(who: Process, act: () => Promise<T>): Promise<T> {
    await this.#take(who);
    const outcome = act();
    outcome.catch(() => undefined);
    await this.#take(who);
    return outcome;
  }

  #take(who: Process): Promise<void> {
    return new Promise((go) => this.#waiting.push({ who, go }));
  }

  /** Lets calls go on until none waits but those of processes that stand still. Gives how many were killed. */
  async drain(nowMs: number, mishaps: Mishaps): Promise<number> {
    let kills = 0;
    for (;;) {
      await settled();
      this.#waiting = this.#waiting.filter(({ who }) => who.isAlive);
      const ready = this.#waiting.filter(({ who }) => who.heldUntilMs <= nowMs);
      if (ready.length === 0) return kills;
      const next = this.#chance.pick(ready);
      if (this.#chance.next() < mishaps.kill) {
        next.who.isAlive = false;
        kills++;
      } else if (this.#chance.next() < mishaps.pause) {
        next.who.heldUntilMs = nowMs + this.#chance.whole(1, mishaps.longestPauseMs);
      } else {
        this.#waiting = this.#waiting.filter((one) => one !== next);
        next.go();
      }
    }
  }
}
