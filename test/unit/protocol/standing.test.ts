import { expect } from "chai";
import { at, found, judged } from "../../../testing/judged-drafts.js";

describe("what a key was worth when its batch was anchored", () => {
  for (const stage of ["invoice", "shipment"] as const) {
    for (const [standing, code] of [
      [{ suspended: true }, "party-suspended"],
      [{ status: "revoked" }, "key-not-valid"],
      [{ status: "compromised" }, "key-not-valid"],
      [{ status: "not-yet" }, "key-not-valid"],
      [{ status: "unknown" }, "unknown-key"],
      [{ role: "insurer" }, "wrong-role"],
      [{ role: stage === "invoice" ? "lens-maker" : "optician" }, "wrong-role"],
    ] as const) {
      it(`decides: ${JSON.stringify(standing)} at the stage ${stage}`, () => {
        const verdict = judged((made) => Object.assign(at(made, stage), { standing }));
        expect(found(verdict)).to.include(`${code} ${stage}`);
        expect(verdict.conform).to.equal(false);
      });
    }
  }
});
