import { existsSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { ARENAS, type Arena } from "./arenas.js";
import { type Choices, everyPlay } from "./choices.js";
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

  it("finds by itself that a quote can be priced after the invoice, which revision 1 of the protocol closes", async () => {
    const arena = (await ARENAS["times"]?.()) as Arena;
    const { violations } = await search({ arena, most: 500 });
    expect(Object.keys(violations)).to.include("R4: a quote was priced after the invoice");
  });
});
