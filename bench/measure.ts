import { type Assessor, makeAssessor, makeSealer } from "../src/fast/index.js";
import { startKernel } from "../src/fast/kernel.js";
import { startSignatures } from "../src/fast/signatures.js";
import { startAuditor } from "../src/fast/workers.js";
import { fromHex } from "../src/protocol/bytes.js";
import {
  batchDigest,
  type Certificate,
  DEFAULT_POLICY,
  hashStatement,
  makeTree,
  type Statement,
} from "../src/protocol/index.js";
import { drawWave, type Load, openFacts, type Pair, WAVE } from "../testing/load.js";
import { cpuSeconds, median, perSecond } from "./clock.js";
import { measureWrapping } from "./peers/peers.js";
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

/** Passes over a load of which the median is told: the clock of a shared machine goes up and down within seconds. */
const PASSES = 5;

/**
 * Judges a load with nothing known, by a new assessor in each pass, and then with every batch seen. The code is warmed up on some of
 * it before.
 */
export async function measureEngine(load: Load, engine: Engine, count: number): Promise<Verification> {
  const options = { facts: openFacts(load.facts), policy: DEFAULT_POLICY, engine };
  const pairs = load.pairs.slice(0, count);
  const warmUp = await makeAssessor(options);
  const warming = engine === "plain" ? 100 : 9_000; // Until V8 has compiled all of it.
  for (let i = 0; i < warming; i++) {
    const { certificate, claim } = pairs[i % pairs.length] as Pair;
    warmUp.assess(certificate, claim);
  }
  const judgeAll = (assessor: Assessor): number =>
    perSecond(pairs.length, (i) => {
      const { certificate, claim } = pairs[i] as Pair;
      if (!assessor.assess(certificate, claim).conform) throw new Error("a certificate of the load does not conform");
    });
  const passes = Array.from({ length: engine === "plain" ? 1 : PASSES });
  const cold: number[] = [];
  let assessor = warmUp;
  for (const _ of passes) {
    assessor = await makeAssessor(options);
    cold.push(judgeAll(assessor));
  }
  const { permutations, recoveries } = assessor.counts();
  const seen = passes.map(() => judgeAll(assessor));
  return {
    engine: assessor.engine,
    cold: median(cold),
    seen: median(seen),
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

/** What hashing and recovering cost by themselves: how many a second of one core. */
interface Primitives {
  readonly hashes: number;
  readonly recoveries: number;
}

/** Hashing of nodes by the fastest code here, and recoveries of signatures of the load by the fastest library; medians. */
export async function measurePrimitives({ pairs, facts }: Load): Promise<Primitives> {
  const kernel = await startKernel();
  const signatures = await startSignatures();
  const { chainId, partyRegistry } = facts.chain;
  const signed = pairs.slice(0, 500).flatMap(({ certificate }) =>
    (JSON.parse(certificate) as Certificate).receipts.map(({ batch, signature }) => {
      const bytes = fromHex(signature);
      return {
        signature: bytes.subarray(0, 64),
        recovery: bytes[64] === 27 ? (0 as const) : (1 as const),
        digest: fromHex(batchDigest({ chainId, verifyingContract: partyRegistry }, batch)),
      };
    }),
  );
  const hash = () => 1024 * perSecond(400, () => kernel.level(0x20000, 2048, 0x20000));
  const recover = () =>
    perSecond(4_000, (i) => {
      const one = signed[i % signed.length];
      if (!one || !signatures.recover(one.signature, one.recovery, one.digest)) throw new Error("nobody signed");
    });
  const passes = Array.from({ length: PASSES });
  return { hashes: median(passes.map(hash)), recoveries: median(passes.map(recover)) };
}

/** Certificates a second if nothing were done but the hashing and the recoveries that were counted. */
export function limitOf({ permutations, recoveries }: Verification, measured: readonly Primitives[]): number {
  const seconds = measured.map((at) => permutations / at.hashes + recoveries / at.recoveries);
  return measured.length / seconds.reduce((sum, one) => sum + one, 0);
}

/** Both cores: certificates a second by the clock, and the most memory of all threads, MB. */
export async function measureWorkers(load: Load, workers: number): Promise<{ perSecond: number; megabytes: number }> {
  const facts = { module: new URL("../testing/load.ts", import.meta.url), data: load.facts };
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

/** Documents of one batch a second, ours and OpenAttestation's: hashed into a tree, with the path of each. */
export interface WrappingFigures {
  readonly size: number;
  readonly ours: number;
  readonly openAttestation?: number;
}

/** The same for batches of each size. OpenAttestation is not asked for a size that would take it minutes. */
export async function measureWrappings({ pairs }: Load, sizes: readonly number[]): Promise<WrappingFigures[]> {
  const LONGEST_SECONDS = 120;
  const sealer = await makeSealer();
  const drawn = pairs.map(({ certificate }) => (JSON.parse(certificate) as Certificate).receipts[3]?.statement);
  const statements = drawn.filter((statement) => statement !== undefined);
  const figures: WrappingFigures[] = [];
  let isWorthIt = true;
  for (const size of sizes) {
    const some = Array.from({ length: size }, (_, i) => statements[i % statements.length] as Statement);
    const wrap = () => {
      const tree = sealer.tree(sealer.hash(some, size));
      for (let i = 0; i < size; i++) tree.proof(i);
    };
    wrap();
    const ours = size * perSecond(Math.max(1, Math.ceil(10_000 / size)), wrap);
    const openAttestation: number | undefined = isWorthIt ? measureWrapping(pairs, size) : undefined;
    // Ten times as many take it up to a hundred times as long.
    isWorthIt &&= openAttestation !== undefined && (10 * size) / openAttestation < LONGEST_SECONDS;
    figures.push({ size, ours, ...(openAttestation !== undefined && { openAttestation }) });
  }
  return figures;
}

/** A load of so many certificates in waves, judged by the fast path: a second of one core, and the memory of all of it. */
export interface ScalingFigures {
  readonly size: number;
  readonly perSecond: number;
  readonly megabytes: number;
}

/** The fast path on a load of a size, which is never in memory as a whole: waves come one after another. */
export async function measureScaling(size: number): Promise<ScalingFigures> {
  let [seconds, megabytes] = [0, 0];
  for (let from = 0; from < size; from += WAVE) {
    const load = drawWave(`scaling ${from / WAVE}`, Math.min(WAVE, size - from), from / WAVE);
    const assessor = await makeAssessor({ facts: openFacts(load.facts), policy: DEFAULT_POLICY });
    const start = cpuSeconds();
    for (const { certificate, claim } of load.pairs) assessor.assess(certificate, claim);
    seconds += cpuSeconds() - start;
    megabytes = Math.max(megabytes, process.memoryUsage.rss() / 1e6);
  }
  return { size, perSecond: size / seconds, megabytes };
}
