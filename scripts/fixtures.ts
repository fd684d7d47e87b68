import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runDemo } from "../scenarios/demo/run.js";
import { gatherFacts } from "../src/chain/index.js";
import { assess, DEFAULT_POLICY, evidenceOf } from "../src/protocol/index.js";
import { recording } from "../testing/recorded-facts.js";

/**
 * Keeps what this version makes, for every later version to read: certificates, claims, tickets, and what the chain said of
 * them. Run once a release. What is kept is never written again: formats are a promise.
 */
const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
const folder = path.join("testing/fixtures", version);
if (existsSync(folder)) {
  console.error(`${folder} is there: the files of a release never change; raise the version in package.json first`);
  process.exit(1);
}
const result = await runDemo({ dossiers: 4, seed: `fixtures ${version}` }, { step: () => undefined });
mkdirSync(folder, { recursive: true });
for (const { name, certificate, claim, verdict } of [...result.judged.slice(0, 4), ...result.cases]) {
  const live = await gatherFacts(result.world.suite, evidenceOf(certificate), verdict.block.number);
  const { facts, recorded } = recording(live);
  const judged = assess(certificate, claim, facts, DEFAULT_POLICY);
  const file = `${name.replaceAll(/[^a-z0-9]+/g, "-")}.json`;
  const kept = { name, certificate, claim, facts: recorded(), codes: judged.findings.map(({ code }) => code) };
  writeFileSync(path.join(folder, file), `${JSON.stringify(kept, null, 1)}\n`);
}
const tickets = readFileSync("docs/vectors/tickets.json", "utf8");
writeFileSync(path.join(folder, "tickets.json"), tickets);
console.log(`${folder}: ${result.cases.length + 4} dossiers`);
