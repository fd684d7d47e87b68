import { type Report, report } from "../../src/report/index.js";
import { readCatalogue } from "../scenarios/catalogue.js";
import { type Judged, openTheatre, play } from "../scenarios/play.js";

export const catalogue = readCatalogue();

/** The report of a scenario, and what it was made from. */
export interface PlayedReport {
  readonly report: Report;
  readonly judged: Judged;
}

let played: Promise<ReadonlyMap<string, PlayedReport>> | undefined;

/** The reports of every scenario: played once, for all the tests. */
export function playedReports(): Promise<ReadonlyMap<string, PlayedReport>> {
  played ??= playAll();
  return played;
}

async function playAll(): Promise<ReadonlyMap<string, PlayedReport>> {
  const theatre = await openTheatre();
  const reports = new Map<string, PlayedReport>();
  for (const scenario of catalogue) {
    const { judged } = await play(theatre, scenario);
    const { certificate, claim, facts, policy, insurer } = judged;
    reports.set(scenario.name, { report: report(certificate, claim, facts, policy, insurer), judged });
  }
  return reports;
}
