import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import { artefactsOf } from "../../circuits/artefacts.js";
import { commitmentOf } from "../../circuits/inputs.js";
import { proveBand } from "../../circuits/prove.js";
import { endThreads } from "../../circuits/setup.js";
import { DEVELOPMENT_KEYS, type PredicateKeys, verifyBand } from "../../src/zk/index.js";
import { aFolder } from "../../testing/cli.js";
import { aLens } from "../../testing/zk/domain.js";

/** Some minutes: only when asked for. */
const isAsked = process.env["CEREMONY"] !== undefined;

(isAsked ? describe : describe.skip)("a ceremony of three contributors", function () {
  this.timeout(1_800_000);
  const folder = aFolder();
  const at = folder.file("ceremony");
  const ceremony = (...args: string[]): string => {
    const command = [path.resolve("circuits/ceremony.ts"), ...args];
    return execFileSync(path.resolve("node_modules/.bin/tsx"), command, { encoding: "utf8", stdio: "pipe" });
  };
  after(async () => {
    await endThreads();
    folder.remove();
  });

  it("verifies, gives keys that prove, and that are not those of development", async () => {
    ceremony("start", at);
    for (const half of ["7a", "7b"]) {
      for (const name of ["first", "second", "third"]) ceremony("contribute", at, "--name", name);
      ceremony("beacon", at, "--value", half.repeat(32));
    }
    expect(ceremony("verify", at)).to.contain("every contribution verifies");
    expect(readdirSync(at).filter((name) => /^(?:powers|band|renewal)-\d/.test(name))).to.have.length(15);

    const source = readFileSync(path.join(at, "ceremony.ts"), "utf8");
    writeFileSync(path.join(at, "keys.ts"), source.replace(/^import.*$/m, "").replace(": PredicateKeys", ""));
    const { CEREMONY_KEYS } = (await import(pathToFileURL(path.join(at, "keys.ts")).href)) as {
      readonly CEREMONY_KEYS: PredicateKeys;
    };
    expect(CEREMONY_KEYS.isDevelopment).to.equal(false);
    const opening = { prescription: aLens(), salt: `0x${"01".repeat(32)}` } as const;
    const dossier = `0x${"d1".repeat(32)}` as const;
    const artefacts = { ...artefactsOf("band"), key: path.join(at, "band-004-beacon.zkey") };
    const { mask, proof } = await proveBand(artefacts, dossier, "right", opening, 1);
    const statement = { dossier, eye: "right", commitment: commitmentOf("right", opening), mask } as const;
    expect(verifyBand(CEREMONY_KEYS, statement, proof)).to.equal(true);
    expect(verifyBand(DEVELOPMENT_KEYS, statement, proof)).to.equal(false);
  });

  it("does not verify once a contribution was spoiled", () => {
    const spoiled = path.join(at, "band-004-beacon.zkey");
    const bytes = readFileSync(spoiled);
    const near = bytes.length - 700; // Among the contributions.
    bytes[near] = (bytes[near] ?? 0) ^ 1;
    writeFileSync(spoiled, bytes);
    expect(() => ceremony("verify", at)).to.throw();
  });
});
