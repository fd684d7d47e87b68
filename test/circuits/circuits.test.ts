import { expect } from "chai";
import type { Solver } from "../../circuits/witness.js";
import { FIELD_ORDER } from "../../src/protocol/index.js";
import { chance } from "../../testing/chance.js";
import { aFolder } from "../../testing/cli.js";
import { EFFORT } from "../../testing/effort.js";
import { anyPrescription, later, prescribable, renewals } from "../../testing/zk/domain.js";
import { classBCodeInLaw, criteriaInLaw } from "../../testing/zk/oracle.js";
import { bandInCircuit, isInMaskInCircuit, isRenewableInCircuit, solver } from "../../testing/zk/solving.js";

/** A share of the cases for every change; all of them, and a million more, for a night. */
const isLong = EFFORT >= 50;
const every = <T>(cases: readonly T[], share: number): readonly T[] =>
  isLong ? cases : cases.filter((_, i) => i % share === 0);

describe("the circuits decide as the law does", function () {
  if (isLong) this.timeout(3_600_000);
  const folder = aFolder();
  let band: Solver;
  let mask: Solver;
  let renewal: Solver;

  before(async () => {
    band = await solver("rules-band", folder.path);
    mask = await solver("rules-mask", folder.path);
    renewal = await solver("rules-renewal", folder.path);
  });
  after(() => folder.remove());

  it("the power band of what can be prescribed, and of every hundredth near a threshold", () => {
    for (const lens of every(prescribable(), 29)) {
      const [got, law] = [bandInCircuit(band, lens), classBCodeInLaw(lens)];
      if (got !== law) expect(got, JSON.stringify(lens)).to.equal(law);
    }
  });

  it("the power band of lenses anywhere, in either notation, whatever axis, addition and prism", () => {
    const drawn = chance("bands in circuit");
    for (let i = 0; i < 4_000 + (isLong ? 1_000_000 : 0); i++) {
      const lens = anyPrescription(drawn);
      const [got, law] = [bandInCircuit(band, lens), classBCodeInLaw(lens)];
      if (got !== law) expect(got, JSON.stringify(lens)).to.equal(law);
    }
  });

  it("which masks a band is in: every mask with every band, and none that has both kinds or a bit too many", () => {
    const masks = Array.from({ length: 2 ** 14 + 2 }, (_, i) => i);
    for (let number = 0; number < 14; number++) {
      for (const one of every(masks, 23)) {
        const isOfOneKind = (one & 0b1111111) === 0 || one >> 7 === 0;
        const isRight = one < 2 ** 14 && isOfOneKind && (one & (1 << number)) !== 0;
        if (isInMaskInCircuit(mask, number, one) !== isRight) expect(!isRight, `${number} in ${one}`).to.equal(isRight);
      }
      for (const other of [2 ** 14 + 2 ** number, 2 ** 16 + 2 ** number, FIELD_ORDER - 2n ** BigInt(number)]) {
        expect(isInMaskInCircuit(mask, number, other), `${number} in ${other}`).to.equal(false);
      }
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
