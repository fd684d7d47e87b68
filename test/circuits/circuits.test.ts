import { expect } from "chai";
import type { Solver } from "../../circuits/witness.js";
import { chance } from "../../testing/chance.js";
import { aFolder } from "../../testing/cli.js";
import { EFFORT } from "../../testing/effort.js";
import { anyPrescription, later, prescribable, renewals } from "../../testing/zk/domain.js";
import { categoryInLaw, criteriaInLaw } from "../../testing/zk/oracle.js";
import { categoryInCircuit, isRenewableInCircuit, solver } from "../../testing/zk/solving.js";

/** A share of the cases for every change; all of them, and a million more, for a night. */
const isLong = EFFORT >= 50;
const every = <T>(cases: readonly T[], share: number): readonly T[] =>
  isLong ? cases : cases.filter((_, i) => i % share === 0);

describe("the circuits decide as the law does", function () {
  if (isLong) this.timeout(3_600_000);
  const folder = aFolder();
  let category: Solver;
  let renewal: Solver;

  before(async () => {
    category = await solver("rules-category", folder.path);
    renewal = await solver("rules-renewal", folder.path);
  });
  after(() => folder.remove());

  it("the category of what can be prescribed, and of every hundredth near a threshold", () => {
    for (const lens of every(prescribable(), 29)) {
      const [got, law] = [categoryInCircuit(category, lens), categoryInLaw(lens)];
      if (got !== law) expect(got, JSON.stringify(lens)).to.equal(law);
    }
  });

  it("the category of lenses anywhere, in either notation, whatever axis, addition and prism", () => {
    const drawn = chance("categories in circuit");
    for (let i = 0; i < 4_000 + (isLong ? 1_000_000 : 0); i++) {
      const lens = anyPrescription(drawn);
      const [got, law] = [categoryInCircuit(category, lens), categoryInLaw(lens)];
      if (got !== law) expect(got, JSON.stringify(lens)).to.equal(law);
    }
  });

  it("early renewals near every threshold", () => {
    for (const pair of every(renewals(), 97)) {
      const law = criteriaInLaw(pair.before, pair.after).length > 0;
      if (isRenewableInCircuit(renewal, pair) !== law) expect(!law, JSON.stringify(pair)).to.equal(law);
    }
  });

  it("early renewals anywhere, of one eye and of two", () => {
    const drawn = chance("renewals in circuit");
    const decided = new Set<boolean>();
    for (let i = 0; i < 1_000 + (isLong ? 100_000 : 0); i++) {
      const [right, left] = [anyPrescription(drawn), anyPrescription(drawn)];
      const before = drawn.pick([{ right, left }, { right }, { left }]);
      // Half of them change little, so that both answers come up.
      const after = drawn.pick([
        { right: later(drawn, right), left: later(drawn, left) },
        { right: { ...right, sphere: Math.min(4000, right.sphere + drawn.whole(0, 60)) }, left },
      ]);
      const law = criteriaInLaw(before, after).length > 0;
      decided.add(law);
      if (isRenewableInCircuit(renewal, { before, after }) !== law) {
        expect(!law, JSON.stringify({ before, after })).to.equal(law);
      }
    }
    expect(decided.size).to.equal(2);
  });
});
