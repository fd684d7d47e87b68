import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect } from "chai";
import { bandBy } from "../../../src/protocol/codes/codes.js";
import { BANDS, CODES } from "../../../src/protocol/codes/table.js";
import {
  BAND_NAMES,
  bandMask,
  CODE_TABLES,
  canonicalCode,
  codeOfLens,
  codeSchema,
  commit,
  extrasAt,
  groupedCode,
  InputError,
  LENS_TYPES,
  MOST_MASK,
  type Prescription,
  powerBand,
} from "../../../src/protocol/index.js";
import { chance } from "../../../testing/chance.js";
import { bandsAndCodes, CODES_FILE } from "../../../testing/code-tables.js";
import { aLens, anyPrescription, everyPower, prescribable, transposed } from "../../../testing/zk/domain.js";
import { classACodeInLaw, classBCodeInLaw } from "../../../testing/zk/oracle.js";

const AT = 1_790_000_000;
/** Midnight in Paris. */
const FIRST_DAY = Date.UTC(2019, 11, 31, 23) / 1000;
const codesOf = (lens: Prescription) => [groupedCode("A", lens, AT) ?? "none", groupedCode("B", lens, AT) ?? "none"];
const inLaw = (lens: Prescription) => [classACodeInLaw(lens), classBCodeInLaw(lens)];

describe("the tables of codes", () => {
  it("are what data/ says, and are named by its hash", () => {
    expect(readFileSync(CODES_FILE, "utf8")).to.equal(bandsAndCodes());
    for (const [name, file] of [
      ["groupedCodes", "data/grouped-codes.csv"],
      ["extras", "data/extras.csv"],
    ] as const) {
      expect(CODE_TABLES[name]).to.equal(createHash("sha256").update(readFileSync(file)).digest("hex"));
    }
    expect(CODE_TABLES).to.deep.equal({
      groupedCodes: "08b595f1f56dfbfe8d6498441155c1a045ff3938bbdd699fb727c4c065a2cca6",
      extras: "3d8a0809dda4b5b8b605fa4f7da74f50a43a496a213d1161fc2ce237d24060db",
    });
  });

  it("have fourteen bands, each of one class-B code and of one class-A code, and no code across both kinds", () => {
    expect(BAND_NAMES).to.have.length(14);
    expect(MOST_MASK).to.equal(16_383);
    for (const ofClass of ["A", "B"] as const) {
      const bands = CODES.filter((row) => row.item === "lens" && row.class === ofClass).flatMap((row) => row.bands);
      expect(bands.toSorted((a, b) => a - b)).to.deep.equal(BAND_NAMES.map((_, i) => i));
    }
    for (const { bands } of CODES) expect(new Set(bands.map((band) => BANDS[band]?.kind)).size).to.be.at.most(1);
  });

  it("name each code once, in one spelling", () => {
    const names = CODES.flatMap(({ code, also }) => [code, ...also]);
    expect(new Set(names).size).to.equal(names.length);
  });
});

describe("the grouped code of a lens", () => {
  it("is what labels and law say of every power that the protocol can write, to the hundredth", () => {
    const codeOf = (ofClass: "A" | "B") =>
      BAND_NAMES.map((_, i) => CODES.find((row) => row.class === ofClass && row.bands.includes(i))?.code ?? "");
    const [ofA, ofB] = [codeOf("A"), codeOf("B")];
    for (const lensType of LENS_TYPES) {
      const wrong: string[] = [];
      everyPower(lensType, (lens) => {
        const band = bandBy(BANDS, lens);
        const [a, b] = band === undefined ? ["none", "none"] : [ofA[band], ofB[band]];
        if (a !== classACodeInLaw(lens) || b !== classBCodeInLaw(lens)) wrong.push(`${lens.sphere} (${lens.cylinder})`);
      });
      expect(wrong, lensType).to.deep.equal([]);
    }
  });

  it("is that of what can be prescribed, in both notations", () => {
    for (const lens of prescribable().filter((_, i) => i % 7 === 0)) {
      const name = `${lens.lensType} ${lens.sphere} (${lens.cylinder})`;
      expect(codesOf(lens), name).to.deep.equal(inLaw(lens));
      const other = transposed(lens);
      if (Math.abs(other.sphere) <= 4000) expect(codesOf(other), `${name}, transposed`).to.deep.equal(inLaw(lens));
    }
  });

  it("depends on no axis, addition or prism", () => {
    const drawn = chance("codes");
    for (let i = 0; i < 5_000; i++) {
      const lens = anyPrescription(drawn);
      expect(codesOf(lens), JSON.stringify(lens)).to.deep.equal(inLaw(lens));
    }
  });

  it("is read with a positive cylinder: -5.50 (-1.00) is -6.50 (+1.00), VU6 and not VU2", () => {
    expect(codesOf(aLens({ sphere: -550, cylinder: -100, axis: 20 }))).to.deep.equal(["V02", "VU6"]);
    expect(codesOf(aLens({ sphere: -550, cylinder: 100, axis: 20 }))).to.deep.equal(["V01", "VU2"]);
  });

  it("is that of a neutral lens for one without power", () => {
    expect(codesOf(aLens())).to.deep.equal(["V01", "VU1"]);
    expect(codesOf(aLens({ lensType: "progressive" }))).to.deep.equal(["V03", "VM1"]);
  });

  it("is none for what the article does not name, and at a time before the table", () => {
    expect(powerBand(aLens({ sphere: -625, cylinder: 12 }))).to.equal(undefined);
    expect(codesOf(aLens({ sphere: -625, cylinder: 12 }))).to.deep.equal(["none", "none"]);
    expect(groupedCode("B", aLens(), FIRST_DAY)).to.equal("VU1");
    expect(groupedCode("B", aLens(), FIRST_DAY - 1)).to.equal(undefined);
  });
});

describe("a code that is given", () => {
  const refused = (given: Parameters<typeof codeOfLens>[0], lens: Prescription) => {
    try {
      codeOfLens(given, lens, AT, "code.right");
    } catch (error) {
      if (error instanceof InputError) return error.message;
      throw error;
    }
    return "";
  };

  it("is checked, filled in where there is none, and understood with the letter O", () => {
    const lens = aLens({ sphere: -200 });
    expect(codeOfLens({ code: "VU1", class: "B" }, lens, AT, "code")).to.deep.equal({ code: "VU1", class: "B" });
    expect(codeOfLens({ class: "A" }, lens, AT, "code")).to.deep.equal({ code: "V01", class: "A" });
    expect(codeOfLens({ code: "VO1", class: "A" }, lens, AT, "code")).to.deep.equal({ code: "V01", class: "A" });
  });

  it("is refused with the code of the lens, and never with its correction", () => {
    const lens = aLens({ sphere: -1_775, cylinder: 325, axis: 77 });
    expect(refused({ code: "VU2", class: "B" }, lens)).to.match(/^code\.right: is not .* VU6;/);
    expect(refused({ code: "VU6", class: "A" }, lens)).to.contain("V02");
    expect(refused({ code: "VU2", class: "B" }, lens)).to.not.match(/17|25|77/);
  });

  it("stands for a lens that no code covers, if it is of its class and kind", () => {
    const lens = aLens({ sphere: -625, cylinder: 12 });
    expect(codeOfLens({ code: "VU6", class: "B" }, lens, AT, "code")).to.deep.equal({ code: "VU6", class: "B" });
    for (const code of [undefined, "VM6", "V02", "S01", "M03"]) {
      expect(refused({ code, class: "B" }, lens), code).to.contain("no grouped code covers");
    }
  });

  it("has one spelling wherever it is read, so that it commits to one value", () => {
    expect(["VO4", "MO1", "SO1", "VU1", "RO1"].map(canonicalCode)).to.deep.equal(["V04", "M01", "S01", "VU1", "RO1"]);
    expect(codeSchema.parse({ code: "VO2", class: "A" })).to.deep.equal({ code: "V02", class: "A" });
    const salt = `0x${"01".repeat(32)}` as const;
    expect(commit("codeRight", salt, { code: "VO2", class: "A" })).to.equal(
      commit("codeRight", salt, { code: "V02", class: "A" }),
    );
  });
});

describe("the mask of a code", () => {
  it("has the band of a class-B code, and all bands of its category for a class-A code", () => {
    const masks = ["V01", "V02", "V03", "V04"].map((code) => bandMask({ code, class: "A" }, AT));
    expect(masks).to.deep.equal([0b111, 0b1111000, 0b111 << 7, 0b1111000 << 7]);
    expect(BAND_NAMES.map((code) => bandMask({ code, class: "B" }, AT))).to.deep.equal(
      BAND_NAMES.map((_, i) => 1 << i),
    );
  });

  it("is unknown for a code of another class, of no lens, and before it was one", () => {
    expect(bandMask({ code: "VU1", class: "A" }, AT)).to.equal(undefined);
    expect(bandMask({ code: "M01", class: "A" }, AT)).to.equal(undefined);
    expect(bandMask({ code: "VP2", class: "B" }, AT)).to.equal(undefined);
    expect(bandMask({ code: "V01", class: "A" }, FIRST_DAY - 1)).to.equal(undefined);
  });
});

describe("the list of extras", () => {
  it("is closed: no lens and no frame is on it, and nothing before its first day", () => {
    expect(extrasAt(AT)).to.deep.equal(["S01", "SV1", "SV2", "SV3", "SV4", "MS1", "MS2"]);
    const others = CODES.filter(({ item }) => item !== "extra").map(({ code }) => code);
    expect(others.filter((code) => extrasAt(AT).includes(code))).to.deep.equal([]);
    expect(extrasAt(FIRST_DAY - 1)).to.deep.equal([]);
  });
});
