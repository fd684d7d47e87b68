import { type Report, report } from "../src/report/index.js";
import { readCatalogue } from "./catalogue.js";
import { type Outcome, openTheatre, play, type Submission, type Theatre } from "./play.js";
import type { Scenario } from "./scenario.js";

export const catalogue = readCatalogue();

/** The report of a scenario, and what it was made from. */
export interface PlayedReport {
  readonly report: Report;
  readonly judged: Submission;
}

let theatre: Promise<Theatre> | undefined;
let last: Promise<unknown> = Promise.resolve();
const played = new Map<string, Promise<Outcome>>();
let reports: Promise<ReadonlyMap<string, PlayedReport>> | undefined;

/** What a scenario came to: played once for all the tests, one after another, for they share a chain. */
export function playedScenario(scenario: Scenario): Promise<Outcome> {
  theatre ??= openTheatre();
  const opened = theatre;
  const outcome = played.get(scenario.name) ?? last.then(async () => play(await opened, scenario));
  played.set(scenario.name, outcome);
  last = outcome.catch(() => undefined);
  return outcome;
}

/** The reports of every scenario. */
export function playedReports(): Promise<ReadonlyMap<string, PlayedReport>> {
  reports ??= reportAll();
  return reports;
}

async function reportAll(): Promise<ReadonlyMap<string, PlayedReport>> {
  const made = new Map<string, PlayedReport>();
  for (const scenario of catalogue) {
    const { judged } = await playedScenario(scenario);
    const { certificate, claim, facts, policy, insurer } = judged;
    made.set(scenario.name, { report: report(certificate, claim, facts, policy, insurer), judged });
  }
  return made;
}
