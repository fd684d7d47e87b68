import { expect } from "chai";
import { type Chance, chance } from "../../scripts/demo/chance.js";
import { assessOnChain, gatherFacts } from "../../src/chain/index.js";
import {
  type Asker,
  assessReceipts,
  CORRECTION_REASONS,
  FINDINGS,
  type Finding,
  hashStatement,
  MOST_RECEIPTS,
  type Policy,
  type Receipt,
  ZERO,
} from "../../src/protocol/index.js";
import { numbered } from "../oracle/found.js";
import { type Found, judgeReceipts } from "../oracle/receipts.js";
import { distort, type Store } from "../support/distortions.js";
import { makeOddWorld, type OddWorld, type Pooled, SPLIT } from "../support/odd-world.js";

/** How many dossiers are judged; a long run sets thousands. Each is drawn from the seed and its number alone. */
const RUNS = Number(process.env["AGREEMENT_RUNS"] ?? 400);
const SEED = process.env["AGREEMENT_SEED"] ?? "agreement";
const DAY = 86_400;
const REASONS = CORRECTION_REASONS.filter((reason) => reason !== "none");

/** What is judged: receipts, and by whom. */
interface Question {
  readonly receipts: readonly Receipt[];
  readonly policy: Policy;
  readonly asker: Asker;
}

describe("agreement of the Solidity verdict, the TypeScript one and the oracle's", () => {
  let world: OddWorld;
  let now = 0;

  before(async function () {
    this.timeout(60_000);
    world = await makeOddWorld(chance(`${SEED}/world`), 240);
    now = (await world.chain.suite.provider.getBlock("latest"))?.timestamp ?? 0;
  });

  function drawPolicy(drawing: Chance, used: readonly Pooled[]): Policy {
    const late = used.map(({ receipt, time }) => time - receipt.batch.issuedAt).filter((lag) => lag > 0);
    const apart = used.flatMap((a) => used.map((b) => a.time - b.time)).filter((gap) => gap > 0);
    const ages = used.map(({ time }) => now - time).filter((age) => age > 0);
    const near = (edges: readonly number[]) => drawing.pick([0, ...edges]) + drawing.pick([0, -1, 1]);
    return {
      lagSeconds: drawing.next() < 0.8 ? 2 * DAY : Math.max(0, drawing.pick([0, near(late), 2 ** 40, 2 ** 52])),
      toleranceSeconds: drawing.next() < 0.5 ? DAY : Math.max(0, drawing.pick([0, near(apart), 2 ** 40, 2 ** 52])),
      quoteSeconds: drawing.next() < 0.5 ? 365 * DAY : Math.max(0, drawing.pick([0, near(apart), 2 ** 40])),
      finalitySeconds: drawing.next() < 0.7 ? 0 : Math.max(0, drawing.pick([60, near(ages), 2 ** 40])),
      reasons: drawing.next() < 0.6 ? REASONS : REASONS.filter(() => drawing.next() < 0.5),
      acceptOwnSettlement: drawing.next() < 0.5,
      require: [],
    };
  }

  async function draw(run: number): Promise<Question> {
    const drawing = chance(`${SEED}/${run}`);
    const number = drawing.whole(0, world.dossiers.length - 1);
    const own = world.pool.filter(({ dossier }) => dossier === number);
    const used = own.filter(({ isBase }) => isBase && drawing.next() < 0.95);
    const isTame = drawing.next() < 0.15;
    for (let more = isTame ? 0 : drawing.pick([0, 0, 1, 2, 3, 6]); more > 0; more--) used.push(drawing.pick(own));
    const replaced = new Set(used.map(({ receipt }) => receipt.statement.supersedes));
    if (drawing.next() < 0.7) used.push(...own.filter(({ receipt }) => replaced.has(hashStatement(receipt.statement))));
    if (drawing.next() < 0.1) used.push(drawing.pick(world.pool));
    const store: Store = {
      chance: drawing,
      suite: world.chain.suite,
      receipts: [...own, drawing.pick(world.pool)].map(({ receipt }) => receipt),
      signers: world.signers,
    };
    let receipts = used.map(({ receipt }) => receipt);
    for (let times = isTame ? 0 : drawing.pick([0, 0, 0, 1, 1, 2, 4]); times > 0; times--)
      receipts = await distort(receipts, store);
    if (drawing.next() < 0.01) receipts = Array.from({ length: MOST_RECEIPTS }, () => drawing.pick(store.receipts));
    const rank = drawing.pick([0, 1, 2] as const);
    const split = drawing.next() < 0.8 ? SPLIT : ZERO;
    const insurer = drawing.pick([ZERO, ...world.insurers.map(({ party }) => party)]);
    return {
      receipts,
      policy: drawPolicy(drawing, used),
      asker: { ...(rank && { rank }), ...(insurer !== ZERO && { insurer }), ...(split !== ZERO && { split }) },
    };
  }

  async function judge({
    receipts,
    policy,
    asker,
  }: Question): Promise<{ here: readonly Finding[]; there: readonly Finding[]; text: readonly Found[] }> {
    const { suite } = world.chain;
    const facts = await gatherFacts(suite, receipts);
    return {
      here: assessReceipts(receipts, facts, policy, asker).findings,
      there: await assessOnChain(suite, receipts, policy, asker),
      text: judgeReceipts(receipts, facts, policy, asker).findings,
    };
  }

  it(`is whole on ${RUNS} dossiers, right and wrong ones, and every finding is met`, async function () {
    this.timeout(0);
    const met = new Map<string, number>();
    let conforming = 0;
    for (let run = 0; run < RUNS; run++) {
      const { here, there, text } = await judge(await draw(run));
      expect(here, `run ${run} of seed ${SEED}`).to.deep.equal(there);
      expect(text, `oracle, run ${run} of seed ${SEED}`).to.deep.equal(numbered(here));
      if (here.every(({ severity }) => severity !== "blocking")) conforming++;
      for (const { code } of here) met.set(code, (met.get(code) ?? 0) + 1);
    }
    if (process.env["AGREEMENT_TALLY"]) console.log(conforming, Object.fromEntries(met));
    const onChain = Object.entries(FINDINGS).filter(([, { number }]) => number < 64);
    if (RUNS >= 300) expect([...met.keys()].sort()).to.deep.equal(onChain.map(([code]) => code).sort());
    if (RUNS >= 300) expect(conforming).to.be.greaterThan(10);
  });
});
