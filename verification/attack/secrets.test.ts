import { expect } from "chai";
import { openWithOrderTicket } from "./secrets.js";

describe("the attack on what is hidden", () => {
  it("opens, from an order ticket, each of the four aspects that its holder may open", () => {
    expect(openWithOrderTicket("control").successes).to.be.at.least(4);
  });
});
