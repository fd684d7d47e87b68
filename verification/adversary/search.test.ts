import { existsSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { askerOf } from "../../src/protocol/asker.js";
import { assessReceipts, DEFAULT_POLICY, evidenceOf } from "../../src/protocol/index.js";
import { EFFORT } from "../../testing/effort.js";
import { numbered } from "../agreement/numbered.js";
import { probeVerifier } from "../agreement/probe.js";
import { ARENAS, type Arena } from "./arenas.js";
import { type Choices, everyPlay } from "./choices.js";
import { ignore, watchSample } from "./judge.js";
import { CHAIN } from "./ledger.js";
import { search } from "./search.js";

const LETTERS = ["a", "b", "c"];

/** A game with one flaw: the third letter, and a second "b" after it. */
function flawed(choices: Choices) {
  const first = choices.pick("first", LETTERS);
  const second = first === "a" ? "" : choices.pick("second", LETTERS);
  return { violated: first === "c" && second !== "a" ? ["the flaw"] : [], played: first + second };
}
const GAME: Arena = { name: "flawed", play: flawed };

describe("the search of the adversary", () => {
  it("plays every sequence of decisions once, and none that an early end spares", async () => {
    const played: string[] = [];
    for await (const { result } of everyPlay(flawed)) played.push(result.played);
    expect(played).to.deep.equal(["a", "ba", "bb", "bc", "ca", "cb", "cc"]);
  });

  it("reduces what breaks a rule to the simplest play that does, in order and drawn", async () => {
    for (const seed of [undefined, "draws"]) {
      const { violations } = await search({ arena: GAME, most: 200, seed });
      expect(violations["the flaw"]?.play).to.deep.equal(["first: c", "second: b"]);
    }
  });

  it("goes on where it was stopped", async () => {
    const notes = path.join(tmpdir(), `adversary-${process.pid}.json`);
    try {
      const first = await search({ arena: GAME, most: 4, notes });
      expect([first.plays, first.isExhausted, existsSync(notes)]).to.deep.equal([4, false, true]);
      const { plays, isExhausted, violations } = await search({ arena: GAME, most: 100, notes });
      expect([plays, isExhausted, violations["the flaw"]?.times]).to.deep.equal([7, true, 2]);
    } finally {
      rmSync(notes, { force: true });
    }
  });

  it("finds what a rule is for once nobody is told of it: a quote can be priced after the invoice", async () => {
    const arena = (await ARENAS["times"]?.()) as Arena;
    ignore("quote-after-invoice", "out-of-order", "late-anchor", "withdrawn", "missing-statement", "issued-in-future");
    try {
      const { violations } = await search({ arena, most: 2_000 });
      expect(Object.keys(violations)).to.include("R4: a quote was priced after the invoice");
    } finally {
      ignore();
    }
  });

  for (const name of ["lenses", "makers", "times", "marks", "griefing"]) {
    it(`finds nothing in a share of the plays of ${name}`, async () => {
      const arena = (await ARENAS[name]?.()) as Arena;
      for (const seed of [undefined, "share"]) {
        const { violations } = await search({ arena, most: 400 * EFFORT, seed });
        expect(violations).to.deep.equal({});
      }
    });
  }

  it("is asked of the Solidity verifier too, on a sample, with whatever facts there are", async () => {
    const verifier = await probeVerifier(CHAIN);
    const asked: Parameters<typeof verifier.assess>[] = [];
    watchSample(({ certificate, claim, facts, policy = DEFAULT_POLICY, insurer = {} }) => {
      asked.push([evidenceOf(certificate), facts, policy, askerOf(certificate, claim, insurer)]);
    });
    try {
      for (const name of ["lenses", "makers", "times"]) {
        const arena = (await ARENAS[name]?.()) as Arena;
        // What a play's registries say changes as it goes on: each is asked before the next one starts.
        const play: Arena["play"] = async (choices) => {
          const played = await arena.play(choices);
          for (const question of asked.splice(0)) {
            const here = numbered(assessReceipts(...question).findings);
            expect(await verifier.assess(...question)).to.deep.equal(here);
          }
          return played;
        };
        await search({ arena: { ...arena, play }, most: 300 * EFFORT, seed: "on chain" });
      }
    } finally {
      watchSample(undefined);
      await verifier.close();
    }
  }).timeout(0);
});
