import { expect } from "chai";
import { PROPERTIES } from "./attackers.js";

describe("the attackers of the ten properties", () => {
  for (const [name, attack, share] of PROPERTIES.filter(([, , rounds]) => rounds >= 100)) {
    it(`never break ${name}`, async function () {
      this.timeout(0);
      for (let round = 0; round < Math.min(share, 150); round++) {
        expect((await attack("test", round)).successes, `round ${round}`).to.equal(0);
      }
    });
  }
});
