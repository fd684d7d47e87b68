import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import path from "node:path";
import { expect } from "chai";
import { laboratoryDay } from "../testing/laboratory-day.js";
import { understood } from "../testing/trade-files.js";

const dayOf = (rows: number, seed: string) => [...laboratoryDay(rows, seed)].join("");

describe("the day of a large laboratory", () => {
  it("is the same for the same seed, and is understood whole", () => {
    const day = dayOf(400, "1");
    expect(createHash("sha256").update(day).digest("hex")).to.equal(
      createHash("sha256").update(dayOf(400, "1")).digest("hex"),
    );
    expect(day).to.not.equal(dayOf(400, "2"));
    const { found, faults } = understood(day);
    expect([found.length, faults]).to.deep.equal([400, []]);
    const single = found.filter(
      ({ document }) => document.kind === "shipment" && !(document.delivery.right && document.delivery.left),
    );
    expect(single.length).to.be.within(10, 60);
  });

  it("is imported by the command that measures it, and once", () => {
    const script = path.resolve("bench/import.ts");
    const out = execFileSync(path.resolve("node_modules/.bin/tsx"), [script, "--rows", "200", "--json"], {
      encoding: "utf8",
    });
    expect(JSON.parse(out)).to.include({ rows: 200, stated: 200, statedAgain: 0, limitSeconds: 60 });
  });
});
