import type { Play } from "./choices.js";
import { playLenses } from "./lenses.js";
import { playTimes } from "./times.js";

/** What every play says of itself. */
export interface Outcome {
  /** Rules of property 11, and of the protocol, that do not hold after it. */
  readonly violated: readonly string[];
}

/** A small world, and how the adversary plays in it. */
export interface Arena {
  readonly name: string;
  readonly play: Play<Outcome>;
  /** Ends what it holds open. */
  close?(): Promise<void>;
}

/** The arenas. That of settlements needs Hardhat's chain, and is loaded when it is asked for. */
export const ARENAS: Readonly<Record<string, () => Promise<Arena>>> = {
  lenses: async () => ({ name: "lenses", play: playLenses }),
  times: async () => ({ name: "times", play: playTimes }),
  settlements: async () => {
    const { playSettlements, endSettlements } = await import("./settlements.js");
    return { name: "settlements", play: playSettlements, close: endSettlements };
  },
};
