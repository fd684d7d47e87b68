import { expect } from "chai";
import { type Assessor, makeAssessor } from "../../../src/fast/index.js";
import { assess, type ChainFacts, parseCertificate, parseClaim, type Verdict } from "../../../src/protocol/index.js";
import { chance } from "../../../testing/chance.js";
import { DEVIATIONS } from "../../../testing/deviations.js";
import { draft, type Sealed, type Shape, seal } from "../../../testing/drafts.js";
import { EFFORT, oneIn } from "../../../testing/effort.js";

const BOTH = ["Right", "Left"] as const;
const SHAPES: Readonly<Record<string, Shape>> = {
  "a pair": { eyes: BOTH, isFramed: true, disclosed: [], rank: 1, payers: 1 },
  "a pair from two makers, shared by two insurers": {
    eyes: BOTH,
    isFramed: true,
    disclosed: ["frame"],
    rank: 2,
    payers: 2,
    isShared: true,
  },
  "two lenses, all disclosed": {
    eyes: BOTH,
    isFramed: false,
    disclosed: ["lensRight", "lensLeft"],
    rank: 1,
    payers: 2,
  },
  "the left lens": { eyes: ["Left"], isFramed: true, disclosed: ["frame", "lensLeft"], rank: 1, payers: 1 },
  "a frame": { eyes: [], isFramed: true, disclosed: ["frame"], rank: 1, payers: 1 },
};
/** One deviation in so many is tried on a shape, others on the next; all in a long run. */
const SHARE = oneIn(9);
/** How many drafts with several deviations are drawn. */
const DRAWN = 50 * EFFORT;

/** The facts of the draft at hand: an assessor takes time to start, and serves all that are judged by one policy. */
let current: ChainFacts;
const assessors = new Map<string, Promise<Assessor>>();

function assessorFor({ facts, policy, insurer }: Sealed): Promise<Assessor> {
  const name = JSON.stringify([policy, insurer, facts.block]);
  const asked: ChainFacts = {
    ...facts,
    anchoredAt: (root) => current.anchoredAt(root),
    standing: (key, time) => current.standing(key, time),
    withdrawal: (party, statement) => current.withdrawal(party, statement),
    settlement: (settler) => current.settlement(settler),
    stockUse: (store, marker) => current.stockUse(store, marker),
    maker: (name) => current.maker(name),
    isSuspended: (party, time) => current.isSuspended(party, time),
    links: (a, b, time) => current.links(a, b, time),
  };
  const assessor = assessors.get(name) ?? makeAssessor({ facts: asked, policy, insurer });
  assessors.set(name, assessor);
  return assessor;
}

/** What is said of it, be it a refusal to read it. */
function outcome(judge: () => Verdict): Verdict | string {
  try {
    return judge();
  } catch (error) {
    return String(error);
  }
}

/** Both verdicts, and whether the rules were asked for the fast one. */
async function judge(sealed: Sealed) {
  const { certificate, claim, facts, policy, insurer } = sealed;
  const assessor = await assessorFor(sealed);
  current = facts;
  const before = assessor.counts().accepted;
  return {
    verdict: outcome(() => assessor.assess(certificate, claim)),
    isAccepted: assessor.counts().accepted > before,
    expected: outcome(() => assess(parseCertificate(certificate), parseClaim(claim), facts, policy, insurer)),
  };
}

describe("what is judged without the rules", () => {
  Object.entries(SHAPES).forEach(([name, shape], number) => {
    it(`needs no rules to see that ${name} conforms`, async () => {
      const { verdict, expected, isAccepted } = await judge(seal(draft(name, shape)));
      expect(verdict).to.deep.equal(expected);
      expect(isAccepted).to.equal(true);
    });

    it(`says what the rules say of ${name} with one deviation, whatever it is`, async () => {
      let remarkable = 0;
      const tried = DEVIATIONS.filter((_, i) => i % SHARE === number % SHARE);
      for (const [deviation, apply] of tried) {
        const made = draft(`${name}, ${deviation}`, shape);
        apply(made);
        const { verdict, expected, isAccepted } = await judge(seal(made));
        expect(verdict, deviation).to.deep.equal(expected);
        if (!isAccepted) remarkable++;
      }
      expect(remarkable).to.be.greaterThan(tried.length / 4);
    });
  });

  it("says what the rules say of several deviations together", async () => {
    const drawing = chance("deviations");
    for (let run = 0; run < DRAWN; run++) {
      const made = draft(`drawn ${run}`, drawing.pick(Object.values(SHAPES)));
      const drawn = Array.from({ length: drawing.whole(2, 4) }, () => drawing.pick(DEVIATIONS));
      for (const [, apply] of drawn) apply(made);
      const { verdict, expected } = await judge(seal(made));
      expect(verdict, drawn.map(([name]) => name).join(", ")).to.deep.equal(expected);
    }
  });
});
