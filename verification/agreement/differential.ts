import { assessReceipts, type Finding } from "../../src/protocol/index.js";
import { chance } from "../../testing/chance.js";
import { proveHonestly } from "../../testing/odd-proofs.js";
import { makeOddWorld } from "../../testing/odd-world.js";
import { CHAIN } from "../adversary/ledger.js";
import { judgeReceipts } from "../oracle/receipts.js";
import { drawMadeUp } from "./made-up.js";
import { type ProbedVerifier, probeVerifier } from "./probe.js";
import { type Question, Questions } from "./questions.js";
import { areSame, judgeOf, recoveringOnce, type Verdicts } from "./verdicts.js";

/** Dossiers that are judged on one chain, and the odd statements that it has: then another chain is drawn. */
const A_WORLD = 1_000;
const VARIANTS = 240;
/** The first dossiers of a chain, of which proofs are made: both lenses are as the same file says. */
const PROVEN_DOSSIERS = 3;
/** Judged at the same time: while the chain's verifier runs, the others do. */
const AT_ONCE = 8;

/** What many dossiers came to. Plain JSON, so that a long run can put it down and go on from it. */
export interface Tally {
  judged: number;
  conforming: number;
  /** How many conform with proofs. */
  proven: number;
  /** How many dossiers had each finding, and each pair of findings: `code`, `code + other`. */
  readonly met: Record<string, number>;
  /** Which dossiers the verifiers disagree on, so that they can be judged again. */
  readonly disagreements: string[];
}

export const newTally = (): Tally => ({ judged: 0, conforming: 0, proven: 0, met: {}, disagreements: [] });

function count(tally: Tally, here: readonly Finding[], proven?: Question["proven"]): void {
  tally.judged++;
  const conforms = here.every(({ severity }) => severity === "info" || severity === "review");
  if (conforms) tally.conforming++;
  if (conforms && proven?.proofs) tally.proven++;
  const codes = [...new Set(here.map(({ code }) => code))].sort();
  codes.forEach((code, i) => {
    for (const name of [code, ...codes.slice(i + 1).map((other) => `${code} + ${other}`)]) {
      tally.met[name] = (tally.met[name] ?? 0) + 1;
    }
  });
}

/** A chain with its questions: one is kept, as dossiers come in order. */
interface Bench {
  readonly name: string;
  draw(run: number): Promise<Question>;
  judge(question: Question): Promise<Verdicts>;
  close(): Promise<void>;
}

let bench: Bench | undefined;

async function benchOf(seed: string, number: number): Promise<Bench> {
  const name = `${seed}/world ${number}`;
  if (bench?.name === name) return bench;
  await bench?.close();
  const world = await makeOddWorld(chance(name), VARIANTS);
  const { suite, close } = world.chain;
  const honest = await proveHonestly(world.dossiers.slice(0, PROVEN_DOSSIERS));
  const questions = new Questions(world, (await suite.provider.getBlock("latest"))?.timestamp ?? 0, honest);
  bench = { name, draw: (run) => questions.draw(seed, run), judge: await judgeOf(suite), close };
  return bench;
}

/**
 * Has dossiers, right and wrong ones, judged by the Solidity verifier, the TypeScript one and the oracle. Each is drawn from
 * the seed and its number alone: a run can go on.
 */
export async function compareVerdicts(seed: string, from: number, upTo: number, tally: Tally): Promise<void> {
  for (let run = from; run < upTo; ) {
    const number = Math.floor(run / A_WORLD);
    const { draw, judge } = await benchOf(seed, number);
    const last = Math.min(upTo, (number + 1) * A_WORLD, run + AT_ONCE);
    const runs = Array.from({ length: last - run }, (_, i) => run + i);
    const judged = await Promise.all(
      runs.map(async (one) => {
        const question = await draw(one);
        return { question, verdicts: await judge(question) };
      }),
    );
    for (const [i, { question, verdicts }] of judged.entries()) {
      if (!areSame(verdicts)) tally.disagreements.push(`dossier ${runs[i]} of seed ${seed}`);
      count(tally, verdicts.here, question.proven);
    }
    run = last;
  }
}

let probe: Promise<ProbedVerifier> | undefined;
const backend = recoveringOnce();

/** The same of dossiers of a cheat's making, with any answers of the registries: no chain is needed on which they came about. */
export async function compareMadeUp(seed: string, from: number, upTo: number, tally: Tally): Promise<void> {
  probe ??= probeVerifier(CHAIN);
  const verifier = await probe;
  for (let run = from; run < upTo; run++) {
    const name = `${seed}/made up ${run}`;
    const { evidence, facts, policy, asker } = drawMadeUp(name);
    const here = assessReceipts(evidence, facts, policy, asker, backend).findings;
    const text = judgeReceipts(evidence, facts, policy, asker).findings;
    const there = await verifier.assess(evidence, facts, policy, asker);
    if (!areSame({ here, there, text })) tally.disagreements.push(name);
    count(tally, here);
  }
}

/** Ends the chain on which the verifier is asked about what no chain holds. */
export async function endMadeUp(): Promise<void> {
  await (await probe)?.close();
  probe = undefined;
}
