import { expect } from "chai";
import { type RunningNode, startNode } from "../../testing/node.js";
import { makeWorld, OPERATIONS } from "./operations.js";
import { circumstancesOf, FaultGround, type Outcome } from "./points.js";

/** One circumstance of so many is played here for the other operations; `npm run faults` plays all. */
const EVERY: Readonly<Record<string, number>> = { anchor: 1 };
const EVERY_BY_DEFAULT = 7;

describe("what a chain does to a transaction", () => {
  let node: RunningNode;
  let ground: FaultGround;
  const outcomes: Outcome[] = [];

  before(async () => {
    node = await startNode();
    ground = new FaultGround(await makeWorld(node.url));
    await ground.open();
  });
  after(async () => {
    await ground.close();
    await node.stop();
  });

  for (const operation of Object.keys(OPERATIONS)) {
    const points = circumstancesOf(operation).filter((_, i) => i % (EVERY[operation] ?? EVERY_BY_DEFAULT) === 0);
    if (points.length === 0) continue;
    it(`leaves its work done once, by this run or the next: ${operation}`, async () => {
      const course = await ground.course(operation);
      for (const point of points) outcomes.push(await ground.suffer(point, course));
      expect(outcomes.filter(({ isSound }) => !isSound)).to.deep.equal([]);
    });
  }

  it("is told for what it is", () => {
    const told = (fault: string) => outcomes.find((one) => one.fault === fault)?.first;
    expect(told("its fee raised in a wallet")).to.equal("done");
    expect(told("a nonce left out before")).to.equal("done");
    for (const [fault, said] of [
      ["cancelled in a wallet", "was replaced by 0x"],
      ["replaced by another act", "was replaced by 0x"],
      ["dropped from the pool", "was dropped, its fee too low perhaps"],
      ["not mined, for no block comes", "no block comes after"],
      ["the one before it dropped", "was dropped"],
      ["a node that knows of one that nobody has", "waits for the one before it (nonce"],
      ["fees a thousand times as high meanwhile", "the fees rose meanwhile"],
      ["an account that cannot pay", "cannot pay for the transaction"],
    ] as const) {
      expect(told(fault), `${fault}: ${told(fault)}`).to.contain(said);
    }
    for (const fault of ["the machine's clock a year ahead", "the machine's clock a year behind"]) {
      expect(told(fault), fault).to.equal("done");
    }
  });
});
