import { expect } from "chai";
import { countCalls } from "./calls.js";

describe("what a verification asks of a node", () => {
  it("is three round trips at most when nothing is known, and nothing with a local index", async () => {
    const figures = await countCalls();
    const requests = Object.fromEntries(figures.map((one) => [one.mode, one.requests]));
    expect(requests).to.deep.equal({ rpc: 3, proof: 3, index: 0 });
    // Four anchors, four keys and a settlement; the keys at their times, and withdrawals; before them, the block.
    expect(figures.find(({ mode }) => mode === "rpc")?.calls).to.be.at.most(20);
  });
});
