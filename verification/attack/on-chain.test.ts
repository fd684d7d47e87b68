import { expect } from "chai";
import { attackArchives, endYears, withdrawAndJudge } from "./lasting.js";
import { attackRegistry } from "./settling.js";

const ROUNDS = 8;

describe("the attackers on a chain", function () {
  this.timeout(0);
  after(endYears);

  it("settle no dossier twice, whoever they are and however they do it", async () => {
    let tried = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const { attempts, successes } = await attackRegistry("test", round);
      expect(successes, `round ${round}`).to.equal(0);
      tried += attempts;
    }
    expect(tried).to.be.greaterThan(10 * ROUNDS);
  });

  it("change no verdict on what was kept, in whatever years and from whatever node", async () => {
    for (let round = 0; round < ROUNDS; round++) {
      expect((await attackArchives("test", round)).successes, `round ${round}`).to.equal(0);
    }
  });

  it("would be seen if they did: a statement that its own party withdraws changes the verdict in every way", async () => {
    const judged = await withdrawAndJudge();
    expect(Object.keys(judged).length).to.be.greaterThan(3);
    expect(Object.entries(judged).filter(([, conforms]) => conforms)).to.deep.equal([]);
  });
});
