import { expect } from "chai";
import { openWithClaimTicket } from "./secrets.js";

describe("the attack on what is hidden", () => {
  it("opens, from a claim ticket, each of the four aspects that its holder may open", function () {
    this.timeout(60_000);
    expect(openWithClaimTicket("control").successes).to.be.at.least(4);
  });
});
