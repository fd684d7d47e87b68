import { expect } from "chai";
import { type RunningNode, startNode } from "../../testing/node.js";
import { makeWorld, OPERATIONS } from "./operations.js";
import { FaultGround, pointsOf } from "./points.js";

/** One point of so many is played here; `npm run faults` plays all. */
const EVERY: Readonly<Record<string, number>> = { deploy: 331 };
const EVERY_BY_DEFAULT = 23;

describe("a fault between a program and its node", () => {
  let node: RunningNode;
  let ground: FaultGround;

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
    it(`loses nothing and doubles nothing, and the next run finishes: ${operation}`, async () => {
      const course = await ground.course(operation);
      const points = pointsOf(operation, course).filter(
        (_, i) => (i * 7919) % (EVERY[operation] ?? EVERY_BY_DEFAULT) === 0,
      );
      expect(points).to.not.deep.equal([]);
      const outcomes = [];
      for (const point of points) outcomes.push(await ground.play(point, course));
      expect(outcomes.filter(({ isSound }) => !isSound)).to.deep.equal([]);
    });
  }
});
