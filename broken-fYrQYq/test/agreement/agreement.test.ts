import { expect } from "chai";
import { type Chance, chance } from "../../scripts/demo/chance.js";
import { assessOnChain, gatherFactsOf } from "../../src/chain/index.js";
import {
  type Asker,
  assessReceipts,
  CORRECTION_REASONS,
  DEFAULT_POLICY,
  EYES,
  FINDINGS,
  type Finding,
  type Hex,
  hashStatement,
  MOST_RECEIPTS,
  type Policy,
  type Receipt,
  type Statement,
  type StockOpening,
  toHex,
  ZERO,
} from "../../src/protocol/index.js";
import { numbered } from "../oracle/found.js";
import { type Found, judgeReceipts } from "../oracle/receipts.js";
import { distort, type Store } from "../support/distortions.js";
import { makeOddWorld, type OddWorld, type Pooled, SPLIT } from "../support/odd-world.js";

/** How many dossiers are judged; a long run sets thousands. Each is drawn from the seed and its number alone. */
const RUNS = Number(process.env["AGREEMENT_RUNS"] ?? 500);
const SEED = process.env["AGREEMENT_SEED"] ?? "agreement";
const DAY = 86_400;
const REASONS = CORRECTION_REASONS.filter((reason) => reason !== "none");

/** What is judged: receipts, and by whom. */
interface Question {
  readonly receipts: readonly Receipt[];
  readonly openings: readonly StockOpening[];
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
      quoteSeconds: drawing.next() < 0.8 ? 365 * DAY : Math.max(0, drawing.pick([0, near(apart), 2 ** 40])),
      finalitySeconds: drawing.next() < 0.85 ? 0 : Math.max(0, drawing.pick([60, near(ages), 2 ** 40])),
      reasons: drawing.next() < 0.6 ? REASONS : REASONS.filter(() => drawing.next() < 0.5),
      acceptOwnSettlement: drawing.next() < 0.5,
      require: [],
    };
  }

  const isAmong = (replaced: ReadonlySet<Hex>, { supersedes }: Statement) =>
    supersedes !== ZERO && replaced.has(supersedes);
  const isOfStock = ({ statement }: Receipt) => world.units.has(statement.dossier);

  /** Mostly what is true of the units that are there; a cheat also opens what is none, swaps eyes and makes up units. */
  function drawOpenings(drawing: Chance, receipts: readonly Receipt[], isTame: boolean): StockOpening[] {
    const openings = receipts.flatMap(({ statement }, receipt) => {
      const unit = world.units.get(statement.dossier);
      return unit ? [{ receipt, ...unit }] : [];
    });
    if (isTame) return openings.slice(0, 2);
    if (drawing.next() < 0.05) {
      const [unit] = world.units.values();
      const receipt = drawing.whole(0, receipts.length);
      openings.push({ receipt, eye: drawing.pick(EYES), nullifier: unit?.nullifier ?? ZERO });
    }
    return openings
      .filter(() => drawing.next() < 0.97)
      .sort(() => drawing.next() - 0.5)
      .slice(0, 2)
      .map((opening) => {
        if (drawing.next() < 0.05) return { ...opening, eye: drawing.pick(EYES) };
        return drawing.next() < 0.03 ? { ...opening, nullifier: toHex(drawing.bytes("unit")) } : opening;
      });
  }

  async function draw(run: number): Promise<Question> {
    const drawing = chance(`${SEED}/${run}`);
    const isTame = drawing.next() < 0.25; // As the first dossiers are, before anything is done to them.
    const stocked = world.pool.filter(({ receipt }) => isOfStock(receipt)).map(({ dossier }) => dossier);
    const number =
      drawing.next() < 0.15 ? drawing.pick(stocked) : drawing.whole(0, isTame ? 3 : world.dossiers.length - 1);
    const own = world.pool.filter(({ dossier }) => dossier === number);
    const used = own.filter(({ isBase }) => isBase && (isTame || drawing.next() < 0.95));
    for (let more = isTame ? 0 : drawing.pick([0, 0, 1, 2, 3, 6]); more > 0; more--) used.push(drawing.pick(own));
    const replaced = new Set(used.map(({ receipt }) => receipt.statement.supersedes));
    if (drawing.next() < 0.7) used.push(...own.filter(({ receipt }) => replaced.has(hashStatement(receipt.statement))));
    // What else replaces the same: a fork.
    if (drawing.next() < 0.3) used.push(...own.filter(({ receipt: { statement } }) => isAmong(replaced, statement)));
    if (drawing.next() < 0.1) used.push(drawing.pick(world.pool));
    const store: Store = {
      chance: drawing,
      suite: world.chain.suite,
      receipts: [...own, drawing.pick(world.pool)].map(({ receipt }) => receipt),
      signers: world.signers,
    };
    let receipts = used.map(({ receipt }) => receipt);
    // What is of stock does not say which dossier it is: it comes last.
    if (drawing.next() < 0.98) receipts.sort((a, b) => Number(isOfStock(a)) - Number(isOfStock(b)));
    for (let times = isTame ? 0 : drawing.pick([0, 0, 0, 1, 1, 2, 4]); times > 0; times--)
      receipts = await distort(receipts, store);
    if (drawing.next() < 0.01) receipts = Array.from({ length: MOST_RECEIPTS }, () => drawing.pick(store.receipts));
    const rank = drawing.pick([0, 1, 2] as const);
    const split = drawing.next() < 0.8 ? SPLIT : ZERO;
    const insurer = drawing.pick([ZERO, ...world.insurers.map(({ party }) => party)]);
    return {
      receipts,
      openings: drawOpenings(drawing, receipts, isTame),
      policy: isTame ? { ...DEFAULT_POLICY, acceptOwnSettlement: drawing.next() < 0.5 } : drawPolicy(drawing, used),
      asker: { ...(rank && { rank }), ...(insurer !== ZERO && { insurer }), ...(split !== ZERO && { split }) },
    };
  }

  async function judge({
    receipts,
    openings,
    policy,
    asker,
  }: Question): Promise<{ here: readonly Finding[]; there: readonly Finding[]; text: readonly Found[] }> {
    const { suite } = world.chain;
    const facts = await gatherFactsOf(suite, [{ receipts, openings }]);
    return {
      here: assessReceipts(receipts, facts, policy, asker, openings).findings,
      there: await assessOnChain(suite, receipts, policy, asker, openings),
      text: judgeReceipts(receipts, facts, policy, asker, openings).findings,
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
