import { readFileSync } from "node:fs";
import { expect } from "chai";
import { COMMANDS } from "../../testing/commands.js";
import { CIRCUMSTANCES } from "./circumstances.js";
import { FOLDER_FAULTS, KILLED_AT_REQUEST, STEP_FAULTS } from "./disk-faults.js";
import { FAULTS } from "./faults.js";
import { OPERATIONS } from "./operations.js";

const LEAST_POINTS = 300;

describe("the document of faults", () => {
  const page = readFileSync("docs/faults.md", "utf8");
  const rows = page
    .split("\n")
    .filter((line) => /^\| (?!operation|-)/.test(line))
    .map((line) => line.slice(2, -2).split(" | "));
  const column = (number: number) => [...new Set(rows.map((row) => row[number] ?? ""))].sort();

  it("has every operation and command of the code, every fault and circumstance, and no other", () => {
    const commands = Object.keys(COMMANDS).map((name) => `clairevoie ${name}`);
    expect(column(0)).to.deep.equal([...Object.keys(OPERATIONS), ...commands].sort());
    expect(column(2)).to.deep.equal(
      [
        ...Object.keys(FAULTS),
        ...Object.keys(CIRCUMSTANCES),
        ...FOLDER_FAULTS,
        ...KILLED_AT_REQUEST,
        ...STEP_FAULTS,
      ].sort(),
    );
  });

  it("counts its rows right: hundreds, all of which hold", () => {
    const [, points, hold] = /(\d+) points, of which (\d+) hold/.exec(page) ?? [];
    expect(rows.length).to.be.at.least(LEAST_POINTS);
    expect([Number(points), Number(hold)]).to.deep.equal([rows.length, rows.length]);
    expect(rows.filter((row) => row.length !== 5 || row[4] !== "done")).to.deep.equal([]);
  });

  it("says of every failure what to do", () => {
    const failures = rows.map((row) => row[3] ?? "").filter((first) => first !== "done" && first !== "killed");
    expect(failures.length).to.be.greaterThan(100);
    expect(failures.filter((first) => !first.includes("; "))).to.deep.equal([]);
  });
});
