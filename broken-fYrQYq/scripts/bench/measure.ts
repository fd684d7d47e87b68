import { makeAssessor, makeSealer } from "../../src/fast/index.js";
import { startKernel } from "../../src/fast/kernel.js";
import { startSignatures } from "../../src/fast/signatures.js";
import { startAuditor } from "../../src/fast/workers.js";
import { type Certificate, DEFAULT_POLICY, hashStatement, makeTree } from "../../src/protocol/index.js";
import { cpuSeconds, perSecond } from "./clock.js";
import { type Load, openFacts, type Pair } from "./load.js";
import { straightforward } from "./straightforward.js";

type Engine = "fastest" | "portable" | "plain";

/** Certificates a second of one core. */
export interface Verification {
  readonly engine: string;
  readonly cold: number;
  readonly seen: number;
  readonly permutations: number;
  readonly recoveries: number;
}

/** Judges a load twice: with nothing known, then with every batch seen. The code is warmed up on some of it before. */
export async function measureEngine(load: Load, engine: Engine, count: number): Promise<Verification> {
  const options = { facts: openFacts(load.facts), policy: DEFAULT_POLICY, engine };
  const pairs = load.pairs.slice(0, count);
  const warmUp = await makeAssessor(options);
  const warming = engine === "plain" ? 100 : 9_000; // Until V8 has compiled all of it.
  for (let i = 0; i < warming; i++) {
    const { certificate, claim } = pairs[i % pairs.length] as Pair;
    warmUp.assess(certificate, claim);
  }
  const assessor = await makeAssessor(options);
  const judge = (i: number) => {
    const { certificate, claim } = pairs[i] as Pair;
    if (!assessor.assess(certificate, claim).conform) throw new Error("a certificate of the load does not conform");
  };
  const cold = perSecond(pairs.length, judge);
  const { permutations, recoveries } = assessor.counts();
  const seen = perSecond(pairs.length, judge);
  return {
    engine: assessor.engine,
    cold,
    seen,
    permutations: permutations / pairs.length,
    recoveries: recoveries / pairs.length,
  };
}

/** The straightforward implementation, certificates a second of one core. */
export function measureStraightforward(load: Load, count: number): number {
  const verify = straightforward(load.facts);
  return perSecond(count, (i) => {
    if (!verify(load.pairs[i] as Pair)) throw new Error("the straightforward implementation refuses the load");
  });
}

/** Certificates a second if nothing were done but the hashing and the recoveries that were counted. */
export async function measureLimit({ permutations, recoveries }: Verification): Promise<number> {
  const kernel = await startKernel();
  const signatures = await startSignatures();
  const hashes = 1024 * perSecond(400, () => kernel.level(0x20000, 2048, 0x20000));
  const signature = new Uint8Array(64).fill(1);
  const recovered = perSecond(4_000, () => signatures.recover(signature, 0, new Uint8Array(32).fill(2)));
  return 1 / (permutations / hashes + recoveries / recovered);
}

/** Both cores: certificates a second by the clock, and the most memory of all threads, MB. */
export async function measureWorkers(load: Load, workers: number): Promise<{ perSecond: number; megabytes: number }> {
  const facts = { module: new URL("./load.ts", import.meta.url), data: load.facts };
  const auditor = await startAuditor({ facts, policy: DEFAULT_POLICY, workers });
  for await (const _ of auditor.judge(load.pairs.slice(0, 3_000)));
  const start = performance.now();
  let megabytes = 0;
  let judged = 0;
  for await (const _ of auditor.judge(load.pairs)) {
    if (judged++ % 1_000 === 0) megabytes = Math.max(megabytes, process.memoryUsage.rss() / 1e6);
  }
  const seconds = (performance.now() - start) / 1_000;
  await auditor.close();
  return { perSecond: judged / seconds, megabytes };
}

/** Statements a second of one core, plain and fast; a tree of so many leaves, seconds and MB. */
export async function measureSealing(load: Load, leaves: number) {
  const statements = load.pairs
    .slice(0, 2_000)
    .flatMap(({ certificate }) => (JSON.parse(certificate) as Certificate).receipts.map(({ statement }) => statement));
  const sealer = await makeSealer();
  sealer.hash(statements, statements.length);
  const rounds = 10;
  const fast = perSecond(rounds, () => sealer.tree(sealer.hash(statements, statements.length))) * statements.length;
  const some = statements.slice(0, 1_000);
  const plain = perSecond(1, () => makeTree(some.map(hashStatement))) * some.length;
  const words = new Uint8Array(32 * leaves).map((_, i) => (i * 2_654_435_761) >>> 23);
  const before = process.memoryUsage().arrayBuffers;
  const start = cpuSeconds();
  const tree = sealer.tree(words);
  const seconds = cpuSeconds() - start;
  const megabytes = (process.memoryUsage().arrayBuffers - before + words.length) / 1e6;
  const proofs = perSecond(20_000, (i) => tree.proof((i * 7_919) % leaves));
  return { fast, plain, leaves, seconds, megabytes, proofs };
}

/** The fast path on loads of each size, certificates a second of one core; waves come one after another. */
export async function measureScaling(sizes: readonly number[], draw: (wave: number, count: number) => Load) {
  const WAVE = 20_480;
  const figures: { size: number; perSecond: number; megabytes: number }[] = [];
  for (const size of sizes) {
    let seconds = 0;
    for (let from = 0; from < size; from += WAVE) {
      const load = draw(from / WAVE, Math.min(WAVE, size - from));
      const assessor = await makeAssessor({ facts: openFacts(load.facts), policy: DEFAULT_POLICY });
      const start = cpuSeconds();
      for (const { certificate, claim } of load.pairs) assessor.assess(certificate, claim);
      seconds += cpuSeconds() - start;
    }
    figures.push({ size, perSecond: size / seconds, megabytes: process.memoryUsage.rss() / 1e6 });
  }
  return figures;
}
