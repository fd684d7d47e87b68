import type { DemoResult } from "./run.js";
import type { GatewaySeen } from "./transport.js";

type Print = (line: string) => void;

const colourful = process.stdout.isTTY && process.env["NO_COLOR"] === undefined;
const paint = (code: number, text: string) => (colourful ? `\u001b[${code}m${text}\u001b[0m` : text);

/** What the last line says with `--json`. */
interface DemoSummary {
  readonly dossiers: number;
  readonly statements: number;
  readonly conforming: number;
  readonly nonConforming: number;
  readonly unexpected: number;
  readonly settled: number;
  readonly anchors: number;
  readonly anchorGas: number;
  readonly gasPerStatement: number;
  readonly seconds: number;
}

export function summarise({ dossiers, judged, cases, ledger, settled, seconds }: DemoResult): DemoSummary {
  const all = [...judged, ...cases];
  const conforming = all.filter(({ verdict }) => verdict.conform).length;
  return {
    dossiers: dossiers.length,
    statements: ledger.statements,
    conforming,
    nonConforming: all.length - conforming,
    unexpected: all.filter(({ isAsExpected }) => !isAsExpected).length,
    settled,
    anchors: ledger.anchors,
    anchorGas: Number(ledger.mostAnchorGas),
    gasPerStatement: Math.round((Number(ledger.anchorGas) / ledger.statements) * 10) / 10,
    seconds: Math.round(seconds * 10) / 10,
  };
}

/** Prints the run for a person. */
export function printReport(result: DemoResult, print: Print): void {
  const summary = summarise(result);
  const { judged, cases } = result;
  const good = judged.filter(({ isAsExpected }) => isAsExpected).length;
  print("");
  print(
    `${summary.dossiers} dossiers, ${judged.length} claims: ${good} conform, as expected; ${summary.settled} shares settled on chain.`,
  );
  print("");
  print("Cases");
  for (const { name, story, expected, justified, verdict, isAsExpected } of cases) {
    const found = [...new Set(verdict.findings.filter((f) => f.severity !== "info").map(({ code }) => code))].sort();
    const label = (codes: readonly string[]) =>
      codes.length > 0
        ? codes.join(", ")
        : verdict.outcome === "justified"
          ? "conforming, with justification"
          : "conforming";
    const mark = isAsExpected ? paint(32, "ok  ") : paint(31, "BAD ");
    print(`  ${mark}${name.padEnd(22)}${story ?? ""}`);
    print(
      `      expected ${expected.length > 0 ? expected.join(", ") : justified ? "conforming, with justification" : "conforming"}; found ${label(found)}`,
    );
  }
  print("");
  print("What each could see, counted in what it was given");
  for (const line of sights(result)) print(`  ${line}`);
  print("");
  print(
    `Gas: ${summary.anchors} anchors of at most ${summary.anchorGas} each, ${summary.gasPerStatement} per statement on average ` +
      `(cases, anchored one by one, included). ${summary.seconds} s.`,
  );
  print(
    summary.unexpected === 0
      ? paint(32, "Every verdict is as expected, and the chain's own verdict is the same.")
      : paint(31, `Not as expected: ${summary.unexpected} of the verdicts.`),
  );
}

/** Who brought it on chain, and what it was given. */
function carrierSaw(seen: GatewaySeen | undefined): string[] {
  if (!seen) return ["anchorer    roots of signed batches; 0 values, 0 salts"];
  const { batches, keys, withdrawals, refused, ether } = seen;
  return [
    `gateway     ${batches.size} batches of ${keys.size} keys: root, key, time and signature; ${withdrawals} withdrawals; 0 statements, 0 values, 0 salts`,
    `            ${refused} batches that it refused were anchored without it; opticians and lens makers held ${ether} wei`,
  ];
}

/** Counted from what was handed over: nothing here is a promise. */
function sights({ dossiers, judged, cases, world }: DemoResult): string[] {
  const certificates = [...judged, ...cases].map(({ certificate }) => certificate);
  const openings = new Map<string, number>();
  for (const { openings: given } of certificates) {
    for (const aspect of Object.keys(given)) openings.set(aspect, (openings.get(aspect) ?? 0) + 1);
  }
  const eyes = dossiers.flatMap(({ drawn }) => Object.keys(drawn.file.eyes));
  const opened = [...openings].map(([aspect, count]) => `${count} ${aspect}`).join(", ");
  return [
    `optician    everything of its own ${dossiers.length} dossiers`,
    `lens maker  ${eyes.length} lenses with code, correction and order reference; 0 insurers, 0 prices, 0 patients`,
    `insurer     salts of ${opened}, ${certificates.length} shares; 0 prescriptions, 0 orders`,
    `council     ${world.opticians.length + world.makers.length + world.insurers.length} businesses; 0 dossiers`,
    ...carrierSaw(world.transport.seen),
    "public      roots, party ids, withdrawals and settlements, each 32 bytes that mean nothing without a secret",
  ];
}
