import type { Play } from "./choices.js";
import { playGriefing } from "./griefing.js";
import { playLenses } from "./lenses.js";
import { playMakers } from "./makers.js";
import { playMarks } from "./marks.js";
import { playTimes } from "./times.js";

/** What every play says of itself. */
export interface Outcome {
  /** Rules of property 11, and of the protocol, that do not hold after it. */
  readonly violated: readonly string[];
  /** Where it came to: what a search has seen it goes on from less often. */
  readonly reached?: string;
}

/** A small world, and how the adversary plays in it. */
export interface Arena {
  readonly name: string;
  readonly play: Play<Outcome>;
  /** How many of the plays it takes that others take. */
  readonly share?: number;
  /** Ends what it holds open. */
  close?(): Promise<void>;
}

/** The arenas. That of settlements needs Hardhat's chain, and is loaded when it is asked for. */
export const ARENAS: Readonly<Record<string, () => Promise<Arena>>> = {
  lenses: async () => ({ name: "lenses", play: playLenses }),
  makers: async () => ({ name: "makers", play: playMakers }),
  times: async () => ({ name: "times", play: playTimes }),
  marks: async () => ({ name: "marks", play: playMarks }),
  griefing: async () => ({ name: "griefing", play: playGriefing }),
  settlements: async () => {
    const { playSettlements, endSettlements } = await import("./settlements.js");
    return { name: "settlements", play: playSettlements, share: 0.001, close: endSettlements };
  },
};
