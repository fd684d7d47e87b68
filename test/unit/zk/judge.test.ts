import { readFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { build } from "esbuild";
import {
  ASPECTS,
  type AspectName,
  type Hex,
  PLAIN,
  parseCertificate,
  parseClaim,
  policy,
  proofDemands,
  ZERO,
} from "../../../src/protocol/index.js";
import { judgeProofs } from "../../../src/protocol/rules/proofs.js";

const vectors = JSON.parse(readFileSync("docs/vectors/proofs.json", "utf8"));
const kept = JSON.parse(readFileSync("testing/fixtures/0.1.0/dossier-1-rank-1.json", "utf8"));
const [proven] = vectors.categories;

/** What proofs come to, of a right lens whose commitment the lens maker stated, on a chain. */
function judge(chainId: number, accepted: Parameters<typeof policy>[0] = {}, stated: Hex = proven.commitment) {
  const row = Object.fromEntries(ASPECTS.map((aspect) => [aspect, ZERO])) as Record<AspectName, Hex>;
  const certificate = parseCertificate({
    ...kept.certificate,
    proofs: { keys: vectors.keys, categoryRight: { category: proven.category, proof: proven.proof } },
  });
  const { obligations, conclude } = judgeProofs({
    proofs: certificate.proofs,
    chainId,
    dossier: vectors.dossier,
    invoice: { ...row, codeRight: `0x${"01".repeat(32)}` },
    shipment: { ...row, prescriptionRight: stated },
    demands: proofDemands(parseClaim(kept.claim), policy(accepted)),
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
    expect(judge(31337, { require: ["category"] })).to.deep.equal([
      "development-keys: info",
      "category-not-proven: blocking", // The policy has no category for the code.
    ]);
  });

  it("holds what is billed to the category that is proven", () => {
    const { code } = parseClaim(kept.claim).lines[0] ?? { code: "" };
    const others = (["a", "c", "f"] as const).filter((category) => category !== proven.category);
    const billedAs = (category: "a" | "c" | "f") => judge(31337, { categories: [{ code, category }] });
    expect(billedAs(proven.category)).to.deep.equal(["development-keys: info"]);
    for (const other of others) {
      expect(billedAs(other)).to.deep.equal(["development-keys: info", "category-wrong: blocking"]);
    }
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
