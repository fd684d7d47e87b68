import { chance } from "../../testing/chance.js";
import type { Outcome } from "../adversary/arenas.js";
import { drawnPlay, type Play } from "../adversary/choices.js";
import { playGriefing } from "../adversary/griefing.js";
import { playLenses } from "../adversary/lenses.js";
import { playMakers } from "../adversary/makers.js";
import { playMarks } from "../adversary/marks.js";
import { playTimes } from "../adversary/times.js";
import type { Count } from "./count.js";

const ARENAS: readonly Play<Outcome>[] = [playLenses, playMakers, playTimes, playMarks, playGriefing];
/** Plays of each arena in a round. */
const PLAYS = 40;

/**
 * A round of plays in which a cheat chooses every input that it controls, in the arenas of `verification/adversary`. It comes off when an
 * inequality of conservation does not hold after one, or two implementations differ.
 */
export async function attackConservation(seed: string, round: number): Promise<Count> {
  let [attempts, successes] = [0, 0];
  for (const [arena, play] of ARENAS.entries()) {
    for (let number = 0; number < PLAYS; number++) {
      const { whole } = chance(`${seed}/conservation/${arena}/${round}/${number}`);
      const { result } = await drawnPlay(play, (options) => whole(0, options - 1));
      attempts++;
      if (result.violated.length > 0) successes++;
    }
  }
  return { attempts, successes };
}
