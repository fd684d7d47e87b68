import { readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { build } from "esbuild";
import {
  ASPECTS,
  type AspectName,
  BAND_NAMES,
  type BandName,
  type Claim,
  type Eye,
  type Hex,
  PLAIN,
  parseClaim,
  policy,
  proofDemands,
  proofsSchema,
  read,
  ZERO,
} from "../../../src/protocol/index.js";
import { judgeProofs } from "../../../src/protocol/rules/proofs.js";

const vectors = JSON.parse(readFileSync("docs/vectors/proofs.json", "utf8"));
const kept = JSON.parse(readFileSync("testing/fixtures/0.1.0/dossier-1-rank-1.json", "utf8"));
/** Its right lens is billed with a code that no table has. */
const CLAIM: Claim = {
  ...parseClaim(kept.claim),
  lines: parseClaim(kept.claim).lines.map((line) => (line.item === "rightLens" ? { ...line, code: "ZZ9" } : line)),
};
/** When the lenses were ordered. */
const AT = 1_790_000_000;
const [proven] = vectors.bands;

/** What proofs come to, of a right lens whose commitment the lens maker stated, on a chain. */
function judge(
  chainId: number,
  accepted: Parameters<typeof policy>[0] = {},
  stated: Hex = proven.commitment,
  stocked: readonly Eye[] = [],
  claim = CLAIM,
) {
  const row = Object.fromEntries(ASPECTS.map((aspect) => [aspect, ZERO])) as Record<AspectName, Hex>;
  const shown = { keys: vectors.keys, bandRight: { mask: proven.mask, proof: proven.proof } };
  const { obligations, conclude } = judgeProofs({
    proofs: read(proofsSchema, shown, "proofs"),
    chainId,
    dossier: vectors.dossier,
    invoice: { ...row, codeRight: `0x${"01".repeat(32)}` },
    shipment: { ...row, prescriptionRight: stated },
    stocked,
    demands: proofDemands(claim, policy(accepted), AT),
  });
  return conclude(PLAIN.verifyProofs(obligations)).map(({ code, severity }) => `${code}: ${severity}`);
}

describe("the judgement of proofs", () => {
  it("refuses development keys on public networks, test networks too, unless the policy accepts them", () => {
    expect([1, 8453, 100, 11155111, 84532].map((chainId) => judge(chainId))).to.deep.equal(
      Array.from({ length: 5 }, () => ["development-keys: blocking"]),
    );
    expect(judge(11155111, { acceptDevelopmentKeys: true })).to.deep.equal(["development-keys: info"]);
  });

  it("says that they are development keys on local chains, where they count", () => {
    expect([31337, 1337].map((chainId) => judge(chainId))).to.deep.equal(
      Array.from({ length: 2 }, () => ["development-keys: info"]),
    );
  });

  it("holds a proof to what the lens maker stated, and to the dossier's stated lenses only", () => {
    const refused = ["development-keys: info", "proof-does-not-verify: blocking"];
    expect(judge(31337, {}, `0x${"02".repeat(32)}`)).to.deep.equal(refused);
    expect(judge(31337, {}, ZERO)).to.deep.equal(refused);
  });

  it("asks for a proof of each lens that is invoiced, whose code a table must know, but of none from stock", () => {
    const asking = { require: ["band" as const], bands: [{ code: "ZZ9", bands: ["VU6" as const] }] };
    expect(judge(31337, asking)).to.deep.equal(["development-keys: info"]);
    expect(judge(31337, { require: ["band"] })).to.deep.equal([
      "development-keys: info",
      "band-not-proven: blocking", // No table has the code that is billed.
    ]);
    expect(judge(31337, asking, ZERO, ["right"])).to.deep.equal(["development-keys: info"]);
    expect(judge(31337, asking, ZERO, ["left"])).to.deep.equal([
      "development-keys: info",
      "proof-does-not-verify: blocking",
    ]);
  });

  it("holds what is proven to exactly the bands of the code that is billed: neither more nor fewer", () => {
    const billedFor = (...bands: BandName[]) => judge(31337, { bands: [{ code: "ZZ9", bands }] });
    expect(billedFor("VU6")).to.deep.equal(["development-keys: info"]);
    const wrong = ["development-keys: info", "band-wrong: blocking"];
    for (const other of BAND_NAMES) {
      if (other !== "VU6") expect(billedFor(other), other).to.deep.equal(wrong);
      if (other !== "VU6") expect(billedFor("VU6", other), `VU6 and ${other}`).to.deep.equal(wrong);
    }
    // The table of codes in force says the same of a code that it has: VU6 of class B is that band, V01 of class A others.
    const billedAs = (code: string, grade: "A" | "B") =>
      judge(31337, {}, proven.commitment, [], {
        ...CLAIM,
        lines: CLAIM.lines.map((line) => (line.item === "rightLens" ? { ...line, code, class: grade } : line)),
      });
    expect(billedAs("VU6", "B")).to.deep.equal(["development-keys: info"]);
    expect(billedAs("V01", "A")).to.deep.equal(wrong);
  });

  it("is for a browser: neither the verifier nor the prover's worker needs Node", async () => {
    for (const entry of ["src/zk/index.ts", "circuits/worker.ts"]) {
      const { errors, outputFiles } = await build({
        entryPoints: [path.resolve(entry)],
        bundle: true,
        write: false,
        format: "esm",
        platform: "browser",
        logLevel: "silent",
      });
      expect(errors).to.deep.equal([]);
      const isProver = outputFiles[0]?.text.includes("snarkjs") || outputFiles[0]?.text.includes("powersOfTau");
      if (entry.startsWith("src")) expect(isProver).to.equal(false);
    }
  });
});
