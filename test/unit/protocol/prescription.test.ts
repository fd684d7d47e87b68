import { expect } from "chai";
import { toHex, word } from "../../../src/protocol/bytes.js";
import {
  canonicalPrescription,
  commit,
  FIELD_ORDER,
  hundredths,
  type Prescription,
} from "../../../src/protocol/index.js";

const plain: Prescription = {
  lensType: "unifocal",
  sphere: -200,
  cylinder: -100,
  axis: 20,
  addition: 0,
  prism: 0,
  prismBase: 0,
};
const salt = toHex(word(7));

describe("prescriptions", () => {
  it("give one commitment for both cylinder notations of the same lens", () => {
    const positive = { ...plain, sphere: -300, cylinder: 100, axis: 110 };
    expect(canonicalPrescription(plain)).to.deep.equal(positive);
    expect(commit("prescriptionRight", salt, plain)).to.equal(commit("prescriptionRight", salt, positive));
  });

  it("give one commitment for both notations at every axis", () => {
    for (let axis = 1; axis <= 180; axis++) {
      const positive = { ...plain, sphere: 150, cylinder: 75, axis };
      const negative = { ...plain, sphere: 225, cylinder: -75, axis: axis > 90 ? axis - 90 : axis + 90 };
      expect(canonicalPrescription(negative)).to.deep.equal(positive);
    }
  });

  it("do not depend on an axis without cylinder nor on a base without prism", () => {
    expect(canonicalPrescription({ ...plain, cylinder: 0, axis: 45, prismBase: 270 })).to.include({
      axis: 0,
      prismBase: 0,
    });
  });

  it("read axis 0 as 180 and prism base 360 as 0", () => {
    expect(canonicalPrescription({ ...plain, cylinder: 50, axis: 0 }).axis).to.equal(180);
    expect(canonicalPrescription({ ...plain, prism: 100, prismBase: 360 }).prismBase).to.equal(0);
  });

  it("never give minus zero, which JSON and commitments would tell apart", () => {
    const { sphere, cylinder } = canonicalPrescription({ ...plain, sphere: -0, cylinder: -0 });
    expect([Object.is(sphere, 0), Object.is(cylinder, 0)]).to.deep.equal([true, true]);
  });

  for (const [field, value] of [
    ["sphere", 4001],
    ["sphere", 0.5],
    ["sphere", Number.NaN],
    ["cylinder", 1501],
    ["axis", 181],
    ["axis", -1],
    ["addition", 100],
    ["prism", 2001],
    ["prismBase", 361],
    ["lensType", "bifocal"],
  ] as const) {
    it(`refuse ${field} ${value}, naming it`, () => {
      expect(() => commit("prescriptionLeft", salt, { ...plain, [field]: value } as Prescription)).to.throw(
        `prescription.${field}`,
      );
    });
  }

  it("refuse a sphere that leaves its range once the cylinder is positive", () => {
    expect(() => canonicalPrescription({ ...plain, sphere: -3950 })).to.throw("prescription.sphere");
  });

  it("refuse a salt beyond the field, which would be two salts in one", () => {
    expect(() => commit("prescriptionRight", toHex(word(FIELD_ORDER)), plain)).to.throw("salt: must be below");
  });

  it("are read from what people write", () => {
    expect(["+1.25", "-0,50", "plan", "2", "-12.5", "-0.00", "−3,75"].map((text) => hundredths(text))).to.deep.equal([
      125, -50, 0, 200, -1250, 0, -375,
    ]);
    for (const bad of ["", "1.255", "1e2", "0x10", "+-1", "100", "1 25"]) {
      expect(() => hundredths(bad, "sphere"), bad).to.throw("sphere: must be dioptres");
    }
  });
});
