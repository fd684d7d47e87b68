import { expect } from "chai";
import { type CommandWorld, makeCommandWorld } from "../../testing/commands.js";
import { type RunningNode, startNode } from "../../testing/node.js";
import { CommandGround } from "./killing.js";

/** One point of so many is played here, of the commands that state, anchor, settle and follow; `npm run faults` plays all. */
const EVERY = 37;
const HERE = ["seal", "anchor", "settle", "watch", "import --anchor"];

describe("a command that is killed, or whose disk is full", function () {
  this.timeout(600_000);
  let node: RunningNode;
  let world: CommandWorld;
  let ground: CommandGround;

  before(async () => {
    node = await startNode();
    world = await makeCommandWorld(node.url);
    ground = new CommandGround(world);
    await ground.open();
  });
  after(async () => {
    await ground.close();
    world.close();
    await node.stop();
  });

  for (const [number, name] of HERE.entries()) {
    it(`loses nothing and doubles nothing, and the next run finishes: ${name}`, async () => {
      const course = await ground.course(name);
      const points = course.points.filter((_, i) => i % EVERY === 3 + 2 * number);
      expect(points).to.not.deep.equal([]);
      const outcomes = [];
      for (const point of points) outcomes.push(await ground.play(point, course));
      expect(outcomes.filter(({ isSound }) => !isSound)).to.deep.equal([]);
    });
  }
});
