import { expect } from "chai";
import { OFFLINE } from "./attackers.js";

const ROUNDS = 150;

describe("the attackers that need no chain", () => {
  for (const [name, attack] of OFFLINE) {
    it(`never break: ${name}`, async function () {
      this.timeout(0);
      for (let round = 0; round < ROUNDS; round++) {
        expect((await attack("test", round)).successes, `round ${round}`).to.equal(0);
      }
    });
  }
});
