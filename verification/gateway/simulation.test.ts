import { expect } from "chai";
import { EFFORT } from "../../testing/effort.js";
import { simulate } from "./simulation.js";

/** Seeds that broke a rule once, and what they found. */
const NOTABLE = {
  "2": "a reorganisation that took two rounds left a nonce that nothing filled",
  "3": "a balance that ran out while a transaction waited was not told",
  "5": "a node that changed to another chain had a nonce signed that was never the account's",
  "10": "a node that changed to another chain stopped the service, as if its nonce had moved",
  "26": "a node that was behind, or of another chain, took a final round back",
  "187": "a node that repeated old blocks turned the clock back, and broken promises were not told",
} as const;

describe("a gateway in a simulation", () => {
  for (const [seed, found] of Object.entries(NOTABLE)) {
    it(`holds every rule with the seed ${seed}, which found: ${found}`, async () => {
      expect((await simulate(seed)).violations).to.deep.equal([]);
    });
  }

  it("holds every rule with a share of the seeds of npm run simulate:gateway", async () => {
    const seen = { kills: 0, reorganisations: 0, acknowledged: 0 };
    for (let seed = 1001; seed <= 1000 + 8 * EFFORT; seed++) {
      const { violations, kills, reorganisations, acknowledged } = await simulate(String(seed));
      expect(violations, `seed ${seed}`).to.deep.equal([]);
      seen.kills += kills;
      seen.reorganisations += reorganisations;
      seen.acknowledged += acknowledged;
    }
    for (const [what, count] of Object.entries(seen)) expect(count, what).to.be.greaterThan(0);
  });

  it("plays the same for the same seed", async () => {
    expect(await simulate("7")).to.deep.equal(await simulate("7"));
  });
});
