import { compareMadeUp, compareVerdicts, newTally } from "../agreement/differential.js";
import type { Count } from "./count.js";

/** Dossiers of a round: so many on a chain, and so many with any facts. */
const DOSSIERS = 100;

/** Dossiers that no schema ever saw, judged by the contract, the SDK and the oracle. It comes off if one says otherwise. */
export async function attackVerdicts(seed: string, round: number): Promise<Count> {
  const tally = newTally();
  await compareVerdicts(`${seed}/verdicts`, round * DOSSIERS, (round + 1) * DOSSIERS, tally);
  await compareMadeUp(`${seed}/verdicts`, round * DOSSIERS, (round + 1) * DOSSIERS, tally);
  for (const one of tally.disagreements) console.error(`the verifiers disagree: ${one}`);
  return { attempts: tally.judged, successes: tally.disagreements.length, met: tally.met };
}
