import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { CASES } from "../../../scenarios/demo/cases.js";
import { demo as runCommand } from "../../../scenarios/demo/command.js";
import { summarise } from "../../../scenarios/demo/report.js";
import { blocking, type DemoResult, runDemo } from "../../../scenarios/demo/run.js";
import { type Certificate, type Claim, parseCertificate, parseClaim } from "../../../src/protocol/index.js";

const OPTIONS = { dossiers: 6, seed: "demo test" };
const silent = { step: () => undefined };

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command in this process. */
async function demo(args: readonly string[]): Promise<Ran> {
  let [stdout, stderr] = ["", ""];
  const out = (text: string) => {
    stdout += text;
  };
  const err = (text: string) => {
    stderr += text;
  };
  return { code: await runCommand(args, { out, err, isWatched: false }), stdout, stderr };
}

const lastLine = (text: string) => text.trimEnd().split("\n").at(-1) ?? "";

/** What an insurer was given, and its name. */
interface Given {
  readonly name: string;
  readonly certificate: Certificate;
  readonly claim: Claim;
}

/** What a seed draws: times, and the signatures and paths that cover them, come from the chain's clock. */
function timeless(given: readonly Given[]): unknown {
  const drawn = ({ receipts, proofs, ...certificate }: Certificate) => ({
    ...certificate,
    proven: Object.keys(proofs ?? {}), // A proof is random.
    receipts: receipts.map(({ statement, statementProof, batch: { key, root } }) => ({
      statement,
      statementProof,
      key,
      root,
    })),
  });
  return given.map(({ name, certificate, claim }) => ({ name: fileName(name), claim, ...drawn(certificate) }));
}

const fileName = (name: string) => `${name.replaceAll(/[^a-z0-9]+/g, "-")}.json`;

/** What the command wrote of these, read as an insurer reads it. */
function written(out: string, given: readonly Given[]): Given[] {
  return given.map(({ name }) => ({
    name,
    certificate: parseCertificate(readFileSync(path.join(out, "certificates", fileName(name)), "utf8")),
    claim: parseClaim(readFileSync(path.join(out, "claims", fileName(name)), "utf8")),
  }));
}

let playing: Promise<DemoResult> | undefined;

/** Played once for all the tests; the command plays the same again. */
function playedOnce(): Promise<DemoResult> {
  playing ??= runDemo(OPTIONS, silent);
  return playing;
}

describe("the demonstration", () => {
  let result: DemoResult;

  before(async () => {
    result = await playedOnce();
  });

  it("finds nothing that was not expected, and settles what conforms", () => {
    const summary = summarise(result);
    expect(summary).to.include({ dossiers: 6, unexpected: 0, settled: result.judged.length });
    expect(result.judged).to.have.lengthOf.at.least(6);
    expect(result.judged.filter(({ verdict }) => !verdict.conform)).to.deep.equal([]);
  });

  it("plays every case", () => {
    expect(result.cases.map(({ name }) => name)).to.deep.equal(CASES.map(({ name }) => name));
  });

  for (const [i, { name, expected, justified }] of CASES.entries()) {
    const found =
      expected.length > 0 ? expected.join(" and ") : justified ? "no fault, but a justification" : "no fault";
    it(`finds ${found} in the case: ${name}`, () => {
      const played = result.cases[i];
      if (!played) throw new Error("the case was not played");
      expect(blocking(played.verdict)).to.deep.equal(expected);
      expect(played.verdict.conform).to.equal(expected.length === 0);
      expect(played.verdict.outcome === "justified").to.equal(justified ?? false);
      expect(played.isAsExpected).to.equal(true);
    });
  }

  it("counts a verdict that is not as expected", () => {
    const [first, ...rest] = result.cases;
    if (!first) throw new Error("no case was played");
    const cases = [{ ...first, isAsExpected: false }, ...rest];
    expect(summarise({ ...result, cases }).unexpected).to.equal(1);
  });
});

describe("the demo command", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "clairevoie-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("writes files that an insurer can read, the same of the same seed, and ends with one line of JSON", async () => {
    const out = path.join(folder, "new");
    const ran = await demo(["--dossiers", String(OPTIONS.dossiers), "--seed", OPTIONS.seed, "--out", out, "--json"]);
    expect(ran).to.include({ code: 0 });
    expect(ran.stdout.trimEnd().split("\n")).to.have.lengthOf(1);
    const summary = JSON.parse(lastLine(ran.stdout)) as Record<string, unknown>;
    expect(summary).to.include({ dossiers: 6, unexpected: 0 });
    for (const name of ["statements", "conforming", "nonConforming", "anchorGas", "gasPerStatement", "seconds"]) {
      expect(summary[name], name).to.be.a("number").that.is.greaterThan(0);
    }
    expect(ran.stderr).to.contain("Every verdict is as expected");
    // Played through the gateway, by parties without ether; only the cheats, whom it refuses, anchored without it.
    expect(ran.stderr).to.match(/gateway +\d\d batches of \d+ keys: .*; [1-9]\d* withdrawals; 0 statements, 0 values/);
    expect(ran.stderr).to.contain("2 batches that it refused were anchored without it");
    expect(ran.stderr).to.contain("opticians and lens makers held 0 wei");
    const files = readdirSync(path.join(out, "certificates"));
    expect(files).to.deep.equal(readdirSync(path.join(out, "claims")));
    expect(files).to.have.lengthOf(Number(summary["conforming"]) + Number(summary["nonConforming"]));
    const verdicts = JSON.parse(readFileSync(path.join(out, "verdicts.json"), "utf8")) as Record<string, unknown>;
    expect(
      Object.keys(verdicts)
        .map((name) => `${name}.json`)
        .sort(),
    ).to.deep.equal([...files].sort());
    for (const file of files) {
      const claim = parseClaim(readFileSync(path.join(out, "claims", file), "utf8"));
      const certificate = parseCertificate(readFileSync(path.join(out, "certificates", file), "utf8"));
      expect(certificate.payer.rank).to.equal(claim.rank);
    }
    const result = await playedOnce();
    const given = [...result.judged, ...result.cases];
    expect(files).to.deep.equal(given.map(({ name }) => fileName(name)).sort());
    expect(timeless(written(out, given))).to.deep.equal(timeless(given));
  });

  it("exits with 1 and counts it when a verdict is not as expected, and draws other files of another seed", async () => {
    const [first] = CASES;
    if (!first) throw new Error("there is no case");
    const { expected } = first;
    Object.assign(first, { expected: ["other-dossier"] });
    const out = path.join(folder, "new");
    const ran = await demo(["--dossiers", "1", "--seed", "another", "--out", out, "--json"]).finally(() =>
      Object.assign(first, { expected }),
    );
    expect(ran.code).to.equal(1);
    expect(JSON.parse(lastLine(ran.stdout))).to.include({ unexpected: 1 });
    expect(ran.stderr).to.contain("BAD fictitious equipment").and.to.contain("Not as expected: 1 of the verdicts");
    const { judged } = await playedOnce();
    const firstDossier = judged.filter(({ name }) => name === "dossier 1, rank 1");
    expect(firstDossier).to.have.lengthOf(1);
    // Its batches hold other dossiers too, so their roots would differ in any case.
    const openingsOf = (given: readonly Given[]) => given.map(({ certificate }) => certificate.openings);
    expect(openingsOf(written(out, firstDossier))).not.to.deep.equal(openingsOf(firstDossier));
  });

  it("plays without the gateway where that is asked, and says so", async () => {
    const ran = await demo(["--dossiers", "1", "--direct"]);
    expect(ran.code).to.equal(0);
    expect(ran.stdout)
      .to.contain("anyone with ether anchors")
      .and.to.match(/anchorer +roots of signed batches/);
    expect(ran.stdout).not.to.contain("gateway ");
  });

  it("says in one line which option is wrong", async () => {
    const full = path.join(folder, "full");
    mkdirSync(full);
    writeFileSync(path.join(full, "file"), "");
    const wrong: readonly (readonly [args: string[], flag: string])[] = [
      [["--dossiers", "0"], "--dossiers"],
      [["--dossiers", "20001"], "--dossiers"],
      [["--dossiers", "1.5"], "--dossiers"],
      [["--dossiers", "-1"], "--dossiers"],
      [["--dossiers"], "--dossiers"],
      [["--out", full], "--out"],
      [["--bad"], "--bad"],
      [["stray"], "stray"],
    ];
    for (const [args, flag] of wrong) {
      const ran = await demo(args);
      expect(ran, args.join(" ")).to.include({ code: 2, stdout: "" });
      expect(ran.stderr).to.match(/^demo: [^\n]+\n$/);
      expect(ran.stderr).to.contain(flag);
    }
  });

  it("explains itself, in a process of its own", () => {
    const run = ["--import", "tsx", "scripts/demo.ts", "--help"];
    const { status, stdout, stderr } = spawnSync(process.execPath, run, { encoding: "utf8" });
    expect({ status, stderr }).to.deep.equal({ status: 0, stderr: "" });
    for (const flag of ["--dossiers", "--seed", "--direct", "--out", "--json"]) expect(stdout).to.contain(flag);
  });
});
