import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import type { Attack } from "./attackers.js";
import { ATTACKS, PROPERTY_NAMES } from "./properties.js";
import { Notes, runAttack } from "./running.js";

const attacked = (attack: Attack) => ({ property: 1, name: "x", attack, share: 1, long: 9 });
/** What a round comes to depends on its number alone. */
const honest: Attack = (_, round) => ({
  attempts: round + 1,
  successes: round === 4 ? 1 : 0,
  met: { [`r${round % 2}`]: 1 },
});

describe("a long run of attacks", () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "clairevoie-attack-"));
    file = path.join(folder, "notes.json");
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const run = (attack: Attack, noteSeconds: number, say: (line: string) => void = () => undefined) =>
    runAttack(attacked(attack), { seed: "s", rounds: 9, notes: new Notes(file), say, noteSeconds });

  it("comes to the same however often it is killed, between two notes too", async () => {
    const whole = await runAttack(attacked(honest), { seed: "s", rounds: 9, say: () => undefined });
    expect(whole).to.deep.equal({ attempts: 45, successes: 1, rounds: 9, met: { r0: 5, r1: 4 } });
    for (const noteSeconds of [0, 3_600]) {
      let deaths = 0;
      const dying: Attack = (seed, round) => {
        if (round === 6 && deaths++ < 2) throw new Error("killed");
        return honest(seed, round);
      };
      for (let i = 0; i < 2; i++) expect(await run(dying, noteSeconds).catch(String)).to.equal("Error: killed");
      writeFileSync(`${file}.new`, "{ torn"); // Killed while it made a note.
      expect(await run(dying, noteSeconds)).to.deep.equal(whole);
      expect(JSON.parse(readFileSync(file, "utf8"))).to.deep.equal({ "1: x": whole });
      rmSync(file);
    }
  });

  it("does nothing twice that it has noted, and says how far it is", async () => {
    const lines: string[] = [];
    await run(honest, 0, (line) => lines.push(line));
    expect(lines).to.include("1: x: broken in round 4 of seed s");
    expect(lines.at(-1)).to.match(/^1: x: 9 of 9 rounds, 45 attempts, \d+ a second, 0 s left, 1 successes$/);
    await run(() => expect.fail("it was done"), 0);
  });

  it("attacks each of the eleven properties, and the contracts and both paths in particular", () => {
    expect(PROPERTY_NAMES.length).to.equal(11);
    for (const [i] of PROPERTY_NAMES.entries()) {
      expect(
        ATTACKS.filter(({ property }) => property === i + 1),
        String(i + 1),
      ).not.to.deep.equal([]);
    }
    const long = (property: number, name: string) =>
      ATTACKS.find((one) => one.property === property && one.name === name)?.long;
    expect(long(2, "mutants, by both paths")).to.be.at.least(2_000);
    expect(long(10, "three verifiers")).to.be.at.least(500);
  });
});
