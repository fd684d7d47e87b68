import { expect } from "chai";
import { openWithClaimTicket } from "./secrets.js";

describe("the attack on what is hidden", () => {
  it("opens, from a claim ticket, each of the four aspects that its holder may open", () => {
    expect(openWithClaimTicket("control").successes).to.be.at.least(4);
  });
});
