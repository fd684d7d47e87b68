import { expect } from "chai";
import { type Chance, chance } from "../../scripts/demo/chance.js";
import { assessOnChain, gatherFactsOf, isJudgedOnChain } from "../../src/chain/index.js";
import {
  type Asker,
  assessReceipts,
  CORRECTION_REASONS,
  DEFAULT_POLICY,
  EYES,
  FINDINGS,
  type Finding,
  type FindingCode,
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
import { judgeProofs } from "../../src/zk/judge.js";
import { numbered } from "../oracle/found.js";
import { judgeShown } from "../oracle/proofs.js";
import { type Found, judgeReceipts } from "../oracle/receipts.js";
import { distort, type Store } from "../support/distortions.js";
import { drawProofs, type OddProofs, proveHonestly } from "../support/odd-proofs.js";
import { makeOddWorld, type OddWorld, type Pooled, SPLIT } from "../support/odd-world.js";

/** How many dossiers are judged; a long run sets thousands. Each is drawn from the seed and its number alone. */
const RUNS = Number(process.env["AGREEMENT_RUNS"] ?? 500);
const SEED = process.env["AGREEMENT_SEED"] ?? "agreement";
const DAY = 86_400;
/** The first dossiers, of which proofs are made: both lenses are as the same file says. */
const PROVEN_DOSSIERS = 3;
const REASONS = CORRECTION_REASONS.filter((reason) => reason !== "none");

/** What is judged: receipts, and by whom. */
interface Question {
  readonly receipts: readonly Receipt[];
  readonly openings: readonly StockOpening[];
  readonly policy: Policy;
  readonly asker: Asker;
  /** What is proven, and what is asked of it; absent where only the receipts are judged. */
  readonly proven?: OddProofs;
}

describe("agreement of the Solidity verdict, the TypeScript one and the oracle's", () => {
  let world: OddWorld;
  let now = 0;
  let honest: Awaited<ReturnType<typeof proveHonestly>> = [];

  before(async function () {
    this.timeout(60_000);
    world = await makeOddWorld(chance(`${SEED}/world`), 240);
    now = (await world.chain.suite.provider.getBlock("latest"))?.timestamp ?? 0;
    honest = await proveHonestly(world.dossiers.slice(0, PROVEN_DOSSIERS));
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
    const proven = chance(`${SEED}/${run}/proofs`);
    const isProven = proven.next() < (number < PROVEN_DOSSIERS ? 0.9 : 0.1);
    return {
      ...(isProven && { proven: drawProofs(proven, honest, number, isTame) }),
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
    proven,
  }: Question): Promise<{ here: readonly Finding[]; there: readonly Finding[]; text: readonly Found[] }> {
    const { suite } = world.chain;
    const { chainId } = suite.reference;
    const facts = await gatherFactsOf(suite, [{ receipts, openings }]);
    const { findings, merged } = assessReceipts(receipts, facts, policy, asker, openings);
    const text = judgeReceipts(receipts, facts, policy, asker, openings);
    const dossier = receipts[0]?.statement.dossier ?? ZERO;
    const { invoice, shipment } = merged;
    return {
      here:
        proven && invoice
          ? [...findings, ...judgeProofs({ ...proven, chainId, dossier, invoice, shipment })]
          : findings,
      there: await assessOnChain(suite, receipts, policy, asker, openings, proven),
      text:
        proven && text.stated
          ? [
              ...text.findings,
              ...judgeShown(proven.proofs, proven.demands, chainId, dossier, text.stated, text.shipped),
            ]
          : text.findings,
    };
  }

  it(`is whole on ${RUNS} dossiers, right and wrong ones, and every finding is met`, async function () {
    this.timeout(0);
    const met = new Map<string, number>();
    let [conforming, shown] = [0, 0];
    for (let run = 0; run < RUNS; run++) {
      const question = await draw(run);
      const { here, there, text } = await judge(question);
      expect(here, `run ${run} of seed ${SEED}`).to.deep.equal(there);
      expect(text, `oracle, run ${run} of seed ${SEED}`).to.deep.equal(numbered(here));
      const conforms = here.every(({ severity }) => severity !== "blocking");
      if (conforms) conforming++;
      if (conforms && question.proven?.proofs) shown++;
      for (const { code } of here) met.set(code, (met.get(code) ?? 0) + 1);
    }
    if (process.env["AGREEMENT_TALLY"]) console.log(conforming, shown, Object.fromEntries(met));
    const codes = Object.keys(FINDINGS) as FindingCode[];
    const onChain = codes.filter((code) => code !== "wrong-chain" && isJudgedOnChain(code));
    if (RUNS >= 300) expect([...met.keys()].sort()).to.deep.equal(onChain.sort());
    if (RUNS >= 300) expect(conforming).to.be.greaterThan(10);
    if (RUNS >= 300) expect(shown).to.be.greaterThan(3);
  });
});
