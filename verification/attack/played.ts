import { catalogue, playedScenario } from "../../scenarios/played.js";
import { type AskingInsurer, assess, DEFAULT_POLICY, type Policy } from "../../src/protocol/index.js";
import { recording } from "../../testing/recorded-facts.js";
import { type Original, readOriginals, totalFacts } from "./originals.js";

/** A certificate that conforms under a policy of its own. */
export interface PlayedOriginal extends Original {
  readonly policy: Policy;
  readonly insurer: AskingInsurer;
}

let played: Promise<readonly PlayedOriginal[]> | undefined;

/** What the releases left, and every scenario of the trade that conforms: one lens, two makers, stock, proofs, corrections. */
export function playedOriginals(): Promise<readonly PlayedOriginal[]> {
  played ??= playAll();
  return played;
}

async function playAll(): Promise<readonly PlayedOriginal[]> {
  const fixtures = readOriginals().originals.map((one) => ({ ...one, policy: DEFAULT_POLICY, insurer: {} }));
  const scenarios = [];
  for (const scenario of catalogue.filter(
    ({ expected: { outcome } }) => outcome === "conforming" || outcome === "justified",
  )) {
    const { judged } = await playedScenario(scenario);
    const { facts, recorded } = recording(judged.facts);
    const { conform } = assess(judged.certificate, judged.claim, facts, judged.policy, judged.insurer);
    scenarios.push({ ...judged, name: scenario.name, conform, recorded: recorded() });
  }
  const records = scenarios.map(({ recorded }) => recorded);
  const conforming = scenarios.filter(({ conform }) => conform);
  return [...fixtures, ...conforming.map((one) => ({ ...one, facts: totalFacts(one.recorded, records) }))];
}
