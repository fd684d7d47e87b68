import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { endThreads } from "../../circuits/setup.js";
import { assessCertificateOnChain, gatherFactsOf, isJudgedOnChain } from "../../src/chain/index.js";
import {
  assess,
  type Certificate,
  type Claim,
  policy as completePolicy,
  DEFAULT_POLICY,
  evidenceOf,
  type FindingCode,
  type Policy,
  type Rank,
  type Verdict,
} from "../../src/protocol/index.js";
import { chance } from "../../testing/chance.js";
import { CASES } from "./cases.js";
import { bear, emptyLedger, type Ledger, type Living, live, OWN_STAGES, present } from "./life.js";
import type { DemoOptions } from "./options.js";
import { drawDossier } from "./population.js";
import { type Cast, makeWorld, range, type World } from "./world.js";

/** A claim with its certificate, the verdict, and what was expected. */
interface DemoVerdict {
  readonly name: string;
  readonly story?: string;
  readonly certificate: Certificate;
  readonly claim: Claim;
  readonly verdict: Verdict;
  readonly expected: readonly FindingCode[];
  /** A correction was expected. */
  readonly justified?: boolean;
  /** The verdict is as expected, and the chain says what the SDK says. */
  readonly isAsExpected: boolean;
}

export interface DemoResult {
  readonly world: World;
  readonly dossiers: readonly Living[];
  readonly judged: readonly DemoVerdict[];
  readonly cases: readonly DemoVerdict[];
  readonly ledger: Ledger;
  readonly settled: number;
  readonly seconds: number;
}

/** What is told of the run while it goes on. */
export interface Progress {
  step(name: string, done: number, of: number): void;
}

const AT_ONCE = 100;
const CAST = { makers: 3, insurers: 4 };

/** Plays everything. Nothing is printed. */
export async function runDemo(
  options: Pick<DemoOptions, "dossiers" | "seed"> & Partial<Pick<DemoOptions, "direct">>,
  progress: Progress,
): Promise<DemoResult> {
  const started = performance.now();
  const drawing = chance(options.seed);
  const cast: Cast = { ...CAST, stores: Math.min(40, 4 + Math.ceil(options.dossiers / 25)) };
  progress.step("enrolling stores, lens makers and insurers", 0, 1);
  const world = await makeWorld(drawing, cast, options.direct);
  const ledger = emptyLedger();
  const dossiers = range(options.dossiers).map((i) => {
    // The last store is kept for the case of the revoked key.
    const drawn = drawDossier(drawing, i + 1, cast.stores - 1, cast.makers, cast.insurers);
    return bear(drawing, i + 1, drawn);
  });
  for (const [i, stage] of OWN_STAGES.entries()) {
    progress.step("quote, order, shipment, invoice", i, OWN_STAGES.length);
    await live(world, ledger, dossiers, [stage]);
  }
  const judged: DemoVerdict[] = [];
  let settled = 0;
  for (let from = 0; from < dossiers.length; from += AT_ONCE) {
    progress.step("verifying and settling", from, dossiers.length);
    const some = dossiers.slice(from, from + AT_ONCE);
    const verdicts = await judgeDossiers(world, some);
    judged.push(...verdicts.judged);
    settled += verdicts.settled;
  }
  const cases: DemoVerdict[] = [];
  for (const [i, one] of CASES.entries()) {
    progress.step(`case: ${one.name}`, i, CASES.length);
    const stage = { world, ledger, chance: drawing, cast, number: options.dossiers + 1 + i };
    const { insurer, certificate, claim, policy } = await one.play(stage);
    const [verdict] = await judge(world, insurer, [{ certificate, claim }], policy);
    if (!verdict) throw new Error("a case has no verdict");
    const isAsExpected =
      verdict.isAgreed &&
      sameCodes(blocking(verdict.verdict), one.expected) &&
      (verdict.verdict.outcome === "justified") === (one.justified ?? false);
    cases.push({
      name: one.name,
      story: one.story,
      certificate,
      claim,
      ...verdict,
      expected: one.expected,
      justified: one.justified ?? false,
      isAsExpected,
    });
  }
  await endThreads(); // Else the prover's threads keep the program from ending.
  progress.step("done", 1, 1);
  return { world, dossiers, judged, cases, ledger, settled, seconds: (performance.now() - started) / 1000 };
}

/** The blocking findings of a verdict, each once, sorted. */
export function blocking(verdict: Verdict): FindingCode[] {
  const codes = verdict.findings.filter(({ severity }) => severity === "blocking").map(({ code }) => code);
  return [...new Set(codes)].sort();
}

function sameCodes(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((code, i) => code === b[i]);
}

/** Verifies claims at one insurer, and asks the chain for its own verdict on each. */
async function judge(
  world: World,
  insurer: number,
  claims: readonly { certificate: Certificate; claim: Claim }[],
  asks?: Partial<Policy>,
): Promise<{ verdict: Verdict; isAgreed: boolean }[]> {
  const asked = world.insurers[insurer];
  if (!asked) throw new Error("there is no such insurer");
  const verdicts = await asked.program.verifyMany(claims);
  const facts = await gatherFactsOf(
    world.suite,
    claims.map(({ certificate }) => evidenceOf(certificate)),
  );
  return Promise.all(
    claims.map(async ({ certificate, claim }, i) => {
      const policy = asks ? completePolicy(asks) : DEFAULT_POLICY;
      const verdict = asks ? assess(certificate, claim, facts, policy, { party: asked.party }) : verdicts[i];
      if (!verdict) throw new Error("a claim has no verdict");
      const here = verdict.findings.filter(({ code }) => isJudgedOnChain(code));
      const there = await assessCertificateOnChain(world.suite, certificate, claim, policy, { party: asked.party });
      return { verdict, isAgreed: JSON.stringify(here) === JSON.stringify(there) };
    }),
  );
}

async function judgeDossiers(
  world: World,
  dossiers: readonly Living[],
): Promise<{ judged: DemoVerdict[]; settled: number }> {
  const judged: DemoVerdict[] = [];
  let settled = 0;
  for (const insurer of range(world.insurers.length)) {
    const asked = dossiers.flatMap((living) =>
      living.drawn.insurers.flatMap((payer, i) => (payer === insurer ? [{ living, rank: (i + 1) as Rank }] : [])),
    );
    const claims = await Promise.all(
      asked.map(async ({ living, rank }) => ({
        name: `dossier ${living.number}, rank ${rank}`,
        ...(await present(world, living, rank)),
      })),
    );
    if (claims.length === 0) continue;
    const verdicts = await judge(world, insurer, claims);
    claims.forEach((claim, i) => {
      const judgement = verdicts[i];
      if (!judgement) return;
      const isAsExpected = judgement.isAgreed && judgement.verdict.conform && judgement.verdict.findings.length === 0;
      judged.push({ ...claim, ...judgement, expected: [], isAsExpected });
    });
    const conforming = claims.filter((_, i) => verdicts[i]?.verdict.conform);
    const outcomes = (await world.insurers[insurer]?.program.settle(conforming)) ?? [];
    settled += outcomes.filter(({ outcome }) => outcome === "settled").length;
  }
  return { judged, settled };
}

/** Writes what insurers were given and what they found. */
export function writeFiles(folder: string, result: DemoResult): void {
  for (const name of ["certificates", "claims"]) mkdirSync(path.join(folder, name), { recursive: true });
  const write = (name: string, value: unknown) =>
    writeFileSync(path.join(folder, name), `${JSON.stringify(value, null, 2)}\n`);
  const verdicts: Record<string, unknown> = {};
  for (const { name, certificate, claim, verdict } of [...result.judged, ...result.cases]) {
    const id = name.replaceAll(/[^a-z0-9]+/g, "-");
    write(`certificates/${id}.json`, certificate);
    write(`claims/${id}.json`, claim);
    verdicts[id] = verdict;
  }
  write("verdicts.json", verdicts);
  write("deployment.json", result.world.deployment);
}
