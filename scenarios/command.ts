import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { ClairevoieError, FINDINGS, type Verdict } from "../src/protocol/index.js";
import { report, reportPage } from "../src/report/index.js";
import { readCatalogue } from "./catalogue.js";
import { ScenarioError } from "./errors.js";
import { FINDINGS_PAGE, writeFindings } from "./findings-page.js";
import { markdown, PAGE } from "./page.js";
import { type Outcome, openTheatre, play, type Theatre } from "./play.js";
import { type ExpectedFinding, OUTCOMES, type Scenario } from "./scenario.js";

const USAGE = `npm run scenarios -- [name…] [options]

Plays scenarios of the trade on a chain in this process, and checks every verdict. Without a name, all of them.

  --list      names and titles; nothing is played
  --json      one JSON object on standard output
  --data DIR  other data files: DIR has folders like those of scenarios/data
  --html DIR  writes the report of each as a page of its own, in French
  --markdown  writes ${PAGE} and the findings of ${FINDINGS_PAGE}; nothing is played
  --help      this

Exit code: 0 when every verdict is as expected, 1 when one is not, 2 on a bad option, name or data file.`;

interface Options {
  readonly names: readonly string[];
  readonly list: boolean;
  readonly json: boolean;
  readonly data?: string;
  readonly html?: string;
  readonly markdown: boolean;
  readonly help: boolean;
}

function readOptions(args: readonly string[]): Options {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        list: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        data: { type: "string" },
        html: { type: "string" },
        markdown: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    return { ...values, names: positionals };
  } catch (error) {
    throw new ScenarioError(
      "option",
      `${error instanceof Error ? error.message.split("\n")[0] : "unknown"}; see --help`,
    );
  }
}

function choose(catalogue: readonly Scenario[], names: readonly string[]): readonly Scenario[] {
  const unknown = names.find((name) => catalogue.every((scenario) => scenario.name !== name));
  if (unknown !== undefined) {
    const word = unknown.split("-").find((part) => catalogue.some(({ name }) => name.includes(part))) ?? "";
    const alike = catalogue.filter(({ name }) => word.length > 3 && name.includes(word)).map(({ name }) => name);
    const hint = alike.length > 0 ? `; perhaps ${alike.slice(0, 5).join(", ")}` : "";
    throw new ScenarioError(JSON.stringify(unknown), `is no scenario${hint}; --list names them all`);
  }
  return names.length === 0 ? catalogue : catalogue.filter(({ name }) => names.includes(name));
}

const line = ({ code, severity, stage, aspect, of }: ExpectedFinding) =>
  [code, severity, stage, aspect, of && `of ${of}`].filter(Boolean).join(" ");

/** Why an outcome is not what the scenario expects, in lines; none when it is. */
function surprises({ expected }: Scenario, { verdict, found, until, onChain, offChain }: Outcome): string[] {
  const [wanted, got] = [expected.findings.map(line), found.map(line)];
  return [
    ...(verdict.outcome === expected.outcome ? [] : [`the outcome is ${verdict.outcome}, not ${expected.outcome}`]),
    ...(until === expected.until ? [] : [`until is ${until}, not ${expected.until}`]),
    ...wanted.filter((one) => !got.includes(one)).map((one) => `not found: ${one}`),
    ...got.filter((one) => !wanted.includes(one)).map((one) => `not expected: ${one}`),
    ...(wanted.length !== got.length ||
    wanted.every((one, i) => one === got[i]) ||
    wanted.some((one) => !got.includes(one))
      ? []
      : ["the findings are in another order"]),
    ...(JSON.stringify(onChain) === JSON.stringify(offChain) ? [] : ["the chain's own verdict differs"]),
  ];
}

/** What is said of one scenario that was played. */
interface Played {
  readonly name: string;
  readonly title: string;
  readonly outcome?: Verdict["outcome"];
  readonly findings: readonly ExpectedFinding[];
  readonly asExpected: boolean;
  readonly surprises: readonly string[];
  /** In French. */
  readonly messages: readonly string[];
}

/** Plays one. What cannot be played to its end is not as expected, and the others are played all the same. */
async function judge(theatre: Theatre, scenario: Scenario, html: string | undefined): Promise<Played> {
  const { name, title } = scenario;
  try {
    const outcome = await play(theatre, scenario);
    const { findings } = outcome.verdict;
    const wrong = surprises(scenario, outcome);
    if (html !== undefined) {
      const { certificate, claim, facts, policy, insurer } = outcome.judged;
      const page = reportPage(report(certificate, claim, facts, policy, insurer), "fr");
      writeFileSync(path.join(html, `${name}.html`), page);
    }
    const messages = findings.map(({ message }) => message.fr);
    return {
      name,
      title,
      outcome: outcome.verdict.outcome,
      findings: outcome.found,
      asExpected: wrong.length === 0,
      surprises: wrong,
      messages,
    };
  } catch (error) {
    if (!(error instanceof ClairevoieError || error instanceof ScenarioError)) throw error;
    return { name, title, findings: [], asExpected: false, surprises: [error.message], messages: [] };
  }
}

/** A scenario that was played, in lines. */
function shown({ name, outcome, asExpected, surprises: wrong, messages }: Played, inFull: boolean): string[] {
  const lines = [...(inFull ? messages : []), ...wrong].map((line) => `      ${line}`);
  return [`${asExpected ? "ok " : "NOT"} ${name.padEnd(44)} ${outcome ?? "not played"}`, ...lines];
}

/** How much of what can be found the scenarios show. */
function coverage(chosen: readonly Scenario[]): Readonly<Record<string, number>> {
  const found = new Set(chosen.flatMap(({ expected }) => expected.findings.map(({ code }) => code)));
  const missed = new Set(chosen.flatMap(({ nearMissOf }) => nearMissOf ?? []));
  return {
    findingsDefined: Object.keys(FINDINGS).length,
    findingsCovered: found.size,
    blockingFindings: Object.values(FINDINGS).filter(({ severity }) => severity === "blocking").length,
    nearMisses: missed.size,
  };
}

async function playChosen(args: readonly string[], print: (line: string) => void): Promise<number> {
  const options = readOptions(args);
  if (options.help) {
    print(USAGE);
    return 0;
  }
  const catalogue = readCatalogue(options.data);
  const chosen = choose(catalogue, options.names);
  if (options.markdown) {
    writeFileSync(PAGE, markdown(catalogue));
    writeFindings(catalogue);
    print(`${PAGE}: ${catalogue.length} scenarios; ${FINDINGS_PAGE}: ${Object.keys(FINDINGS).length} findings`);
    return 0;
  }
  if (options.list) {
    const listed = chosen.map(({ name, group, title }) => ({ name, group, title }));
    if (options.json) print(JSON.stringify({ scenarios: listed }));
    else for (const { name, group, title } of listed) print(`${group.padEnd(10)} ${name.padEnd(44)} ${title}`);
    return 0;
  }
  if (options.html !== undefined) mkdirSync(options.html, { recursive: true });
  const theatre = await openTheatre();
  const played: Played[] = [];
  for (const scenario of chosen) {
    const one = await judge(theatre, scenario, options.html);
    played.push(one);
    if (!options.json) shown(one, options.names.length > 0).forEach(print);
  }
  const unexpected = played.filter(({ asExpected }) => !asExpected).length;
  const outcomes = Object.fromEntries(
    OUTCOMES.map((outcome) => [outcome, played.filter((one) => one.outcome === outcome).length]),
  );
  const summary = { scenarios: chosen.length, unexpected, outcomes, ...coverage(chosen) };
  if (options.json) {
    print(JSON.stringify({ played: played.map(({ messages: _, ...one }) => one), ...summary }));
  } else {
    print(`${chosen.length} scenarios, ${unexpected} not as expected`);
    print(OUTCOMES.map((outcome) => `${outcomes[outcome]} ${outcome}`).join(", "));
  }
  return unexpected === 0 ? 0 : 1;
}

/** Plays scenarios, as `npm run scenarios`. Returns the exit code. */
export async function scenarios(
  args: readonly string[],
  { out, err }: { readonly out: (text: string) => void; readonly err: (text: string) => void },
): Promise<number> {
  try {
    return await playChosen(args, (line) => out(`${line}\n`));
  } catch (error) {
    if (!(error instanceof ClairevoieError || error instanceof ScenarioError)) throw error;
    err(`scenarios: ${error.message}\n`);
    return 2;
  }
}
