import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { FOLDER } from "../../../scenarios/catalogue.js";
import { scenarios as runScenarios } from "../../../scenarios/command.js";

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command in this process. */
async function scenarios(...args: readonly string[]): Promise<Ran> {
  let [stdout, stderr] = ["", ""];
  const out = (text: string) => {
    stdout += text;
  };
  const err = (text: string) => {
    stderr += text;
  };
  return { code: await runScenarios(args, { out, err }), stdout, stderr };
}

describe("the command that plays scenarios", () => {
  let folder: string;
  const oneLens = JSON.parse(readFileSync(path.join(FOLDER, "conforming", "one-lens.json"), "utf8"));

  /** Writes a data file of its own. */
  const write = (name: string, scenario: unknown) =>
    writeFileSync(path.join(folder, "conforming", `${name}.json`), JSON.stringify(scenario));

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "scenarios-"));
    mkdirSync(path.join(folder, "conforming"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("ends with 1 when a verdict is not as expected, and says in one object what was", async () => {
    write("as-it-is", oneLens);
    write("unexpected", { ...oneLens, expected: { outcome: "justified", until: 3, findings: [] } });
    write("wrong-finding", {
      ...oneLens,
      expected: { ...oneLens.expected, findings: [{ code: "withdrawn", severity: "blocking", stage: "quote" }] },
    });
    const paying = { day: 12, by: "mutual", pays: 1 };
    write("paid-twice", { ...oneLens, acts: [...oneLens.acts, paying, paying] });
    const { code, stdout } = await scenarios("--data", folder, "--json");
    const { scenarios: count, unexpected, played: each } = JSON.parse(stdout);
    expect({ code, count, unexpected }).to.deep.equal({ code: 1, count: 4, unexpected: 3 });
    expect(each.map(({ surprises }: { surprises: string[] }) => surprises)).to.deep.equal([
      [],
      ["paid-twice: mutual could not pay on day 12: already-yours"],
      ["the outcome is conforming, not justified", "until is undefined, not 3"],
      ["not found: withdrawn blocking quote"],
    ]);
  });

  it("ends with 0 when the scenarios named are as expected", async () => {
    const { code, stdout } = await scenarios("fictitious-equipment", "one-lens");
    expect(code).to.equal(0);
    expect(stdout)
      .to.include("verrier du verre droit : Le verrier désigné dans la commande participe, et sa déclaration")
      .and.include("2 scenarios, 0 not as");
  });

  it("ends with 2 on a name that is no scenario, and names those alike", () => {
    const run = ["--import", "tsx", "scenarios/run.ts", "fictitious"];
    const { status, stdout, stderr } = spawnSync(process.execPath, run, { encoding: "utf8" });
    expect({ status, stdout }).to.deep.equal({ status: 2, stdout: "" });
    expect(stderr).to.include('"fictitious": is no scenario; perhaps fictitious-equipment');
  });

  it("ends with 2 on a data file that is wrong, and names the file and the field", async () => {
    const acts = [...oneLens.acts, { day: 10, by: "optician", withdraws: "invoice", reason: "regret" }];
    write("regretted", { ...oneLens, acts });
    const { code, stderr } = await scenarios("--data", folder, "--list");
    expect(code).to.equal(2);
    expect(stderr).to.include("scenarios: regretted.acts[4].reason: ");
  });
});
