import { readFileSync } from "node:fs";
import { expect } from "chai";
import { bandBy } from "../../../src/protocol/codes/codes.js";
import { BANDS, CODES } from "../../../src/protocol/codes/table.js";
import { ClairevoieError, type Prescription } from "../../../src/protocol/index.js";
import {
  categoryBy,
  criteriaBy,
  type Eyes,
  equipmentCategory,
  lensCategory,
  pairBy,
  RULES,
  type Rules,
  renewalCriteria,
} from "../../../src/zk/rules/decide.js";
import { chance } from "../../../testing/chance.js";
import { brokenInBands, brokenInEquipment, brokenInRenewal } from "../../../testing/zk/broken-tables.js";
import {
  aLens,
  anyPrescription,
  everyPower,
  later,
  prescribable,
  renewals,
  transposed,
} from "../../../testing/zk/domain.js";
import { categoryInLaw, classBCodeInLaw, criteriaInLaw, pairInLaw } from "../../../testing/zk/oracle.js";

const unifocal = (sphere: number, cylinder = 0) => lensCategory(aLens({ sphere, cylinder }));
const progressive = (sphere: number, cylinder = 0) =>
  lensCategory(aLens({ lensType: "progressive", sphere, cylinder }));
const both = (lens: Prescription): Eyes => ({ right: lens, left: lens });

/** The power band by given tables: its name, "none", or nothing where they contradict themselves. */
function bandOrNothing({ bands }: Rules, lens: Prescription): string | undefined {
  try {
    return nameIn(bands, bandBy(bands, lens));
  } catch (error) {
    if (error instanceof ClairevoieError) return undefined;
    throw error;
  }
}
const nameIn = (bands: Rules["bands"], band: number | undefined) =>
  band === undefined ? "none" : (bands[band]?.name ?? "");

describe("the category of a lens", () => {
  it("is what the text says, of every power that the protocol can write, to the hundredth", () => {
    for (const lensType of ["unifocal", "progressive"] as const) {
      const wrong: string[] = [];
      everyPower(lensType, (lens) => {
        if (categoryBy(RULES, lens) !== categoryInLaw(lens)) wrong.push(`${lens.sphere} (${lens.cylinder})`);
      });
      expect(wrong, lensType).to.deep.equal([]);
    }
  });

  it("follows the thresholds of unifocal lenses", () => {
    expect([unifocal(-600), unifocal(-601), unifocal(600), unifocal(601)]).to.deep.equal(["a", "c", "a", "c"]);
    expect([unifocal(0, 400), unifocal(0, 401), unifocal(-600, 400), unifocal(-600, 401)]).to.deep.equal([
      "a",
      "c",
      "a",
      "c",
    ]);
    expect([unifocal(1, 599), unifocal(1, 600), unifocal(575, 25), unifocal(576, 25)]).to.deep.equal([
      "a",
      "c",
      "a",
      "c",
    ]);
  });

  it("follows the thresholds of multifocal and progressive lenses", () => {
    expect([progressive(-400), progressive(-401), progressive(400), progressive(401)]).to.deep.equal([
      "c",
      "f",
      "c",
      "f",
    ]);
    expect([progressive(-800, 400), progressive(-800, 401), progressive(-801, 25)]).to.deep.equal(["c", "f", "f"]);
    expect([progressive(1, 799), progressive(1, 800), progressive(775, 25)]).to.deep.equal(["c", "f", "c"]);
  });

  it("is none where the sphere is strong and the cylinder too small for the text", () => {
    expect([unifocal(-625, 24), unifocal(-625, 25), unifocal(-600, 24)]).to.deep.equal(["none", "c", "a"]);
    expect([progressive(-825, 1), progressive(-825, 25), progressive(-800, 1)]).to.deep.equal(["none", "f", "c"]);
  });

  it("is the same in both notations of the cylinder", () => {
    for (const lens of prescribable()) {
      const other = transposed(lens);
      if (Math.abs(other.sphere) > 4000 || lens.sphere % 25 !== 0) continue;
      const [got, law] = [lensCategory(other), categoryInLaw(lens)];
      if (got !== law) expect(got, `${lens.sphere} (${lens.cylinder})`).to.equal(law);
    }
  });

  it("is what the text says anywhere, whatever axis, addition and prism", () => {
    const drawn = chance("categories");
    for (let i = 0; i < 20_000; i++) {
      const lens = anyPrescription(drawn);
      expect(lensCategory(lens), JSON.stringify(lens)).to.equal(categoryInLaw(lens));
    }
  });

  it("is refused for what is no prescription", () => {
    expect(() => lensCategory(aLens({ sphere: 4001 }))).to.throw("prescription.sphere");
    expect(() => lensCategory(aLens({ addition: 100 }))).to.throw("prescription.addition");
  });

  it("does not follow from tables with two rows for a lens", () => {
    const twice = { ...RULES, bands: [...RULES.bands, ...RULES.bands.slice(0, 1)] };
    expect(() => categoryBy(twice, aLens())).to.throw("has two rows for one lens");
  });

  it("would be noticed wrong with its band, were any bound wrong by a hundredth or any row wrong", () => {
    // From no power to the strongest: the bounds are those of weak spheres.
    const lenses = prescribable()
      .toSorted((a, b) => Math.abs(a.sphere) - Math.abs(b.sphere))
      .map((lens) => ({ lens, band: classBCodeInLaw(lens), letter: categoryInLaw(lens) }));
    const differs = (rules: Rules) =>
      lenses.some(
        ({ lens, band, letter }) => bandOrNothing(rules, lens) !== band || categoryBy(rules, lens) !== letter,
      );
    const broken = brokenInBands(RULES);
    expect(broken.length).to.be.greaterThan(140);
    expect(differs(RULES)).to.equal(false);
    expect(broken.filter(({ rules }) => !differs(rules)).map(({ what }) => what)).to.deep.equal([]);
  });
});

describe("the category of an equipment", () => {
  const LETTERS = ["a", "c", "f", "none"] as const;
  const differs = (rules: Rules) =>
    LETTERS.some((right) => LETTERS.some((left) => pairBy(rules, right, left) !== pairInLaw(right, left)));
  const lens = { a: aLens(), c: aLens({ sphere: -700 }), f: aLens({ lensType: "progressive", sphere: 500 }) };
  const uncovered = aLens({ sphere: -700, cylinder: 10 });

  it("is that of the text for every pair of lenses", () => {
    expect(differs(RULES)).to.equal(false);
    expect([
      equipmentCategory(lens.a, lens.a),
      equipmentCategory(lens.c, lens.a),
      equipmentCategory(lens.c, lens.c),
      equipmentCategory(lens.a, lens.f),
      equipmentCategory(lens.f, lens.c),
      equipmentCategory(lens.f, lens.f),
    ]).to.deep.equal(["a", "b", "c", "d", "e", "f"]);
  });

  it("is the lens's own for a lens alone, and none without lenses", () => {
    expect([equipmentCategory(lens.c, undefined), equipmentCategory(undefined, lens.f)]).to.deep.equal(["c", "f"]);
    expect(equipmentCategory(undefined, undefined)).to.equal("none");
  });

  it("is none when a lens has none", () => {
    expect([equipmentCategory(uncovered, lens.c), equipmentCategory(lens.a, uncovered)]).to.deep.equal([
      "none",
      "none",
    ]);
    expect([equipmentCategory(uncovered, uncovered), equipmentCategory(uncovered, undefined)]).to.deep.equal([
      "none",
      "none",
    ]);
  });

  it("would be noticed wrong, were any pair wrong or left out", () => {
    const broken = brokenInEquipment(RULES);
    expect(broken).to.have.length(36);
    expect(broken.filter(({ rules }) => !differs(rules)).map(({ what }) => what)).to.deep.equal([]);
  });
});

describe("the criteria of early renewal", () => {
  const lens = aLens({ sphere: -200, cylinder: 150, axis: 90 });
  const eye = (of: Partial<Prescription>): Prescription => ({ ...lens, ...of });

  it("are those of the text near every threshold", () => {
    for (const { before, after } of renewals()) {
      const [got, law] = [criteriaBy(RULES, before, after).join(), criteriaInLaw(before, after).join()];
      if (got !== law) expect(got, JSON.stringify({ before, after })).to.equal(law);
    }
  });

  it("are those of the text anywhere, in either notation", () => {
    const drawn = chance("renewals");
    const found = new Set<string>();
    for (let i = 0; i < 20_000; i++) {
      const before = { right: anyPrescription(drawn), left: anyPrescription(drawn) };
      const after = { right: later(drawn, before.right), left: later(drawn, before.left) };
      const criteria = renewalCriteria(before, after);
      expect(criteria, JSON.stringify({ before, after })).to.deep.equal(criteriaInLaw(before, after));
      for (const criterion of criteria) found.add(criterion);
    }
    expect(found.size).to.equal(9);
  });

  it("are the same in both notations of the cylinder", () => {
    const cases = renewals().filter((_, i) => i % 31 === 0);
    const other = ({ right, left }: Eyes): Eyes => ({
      right: right && transposed(right),
      left: left && transposed(left),
    });
    for (const { before, after } of cases) {
      const law = criteriaInLaw(before, after);
      expect(renewalCriteria(other(before), after)).to.deep.equal(law);
      expect(renewalCriteria(before, other(after))).to.deep.equal(law);
    }
  });

  it("are none when nothing changed", () => {
    expect(renewalCriteria(both(lens), both(transposed(lens)))).to.deep.equal([]);
  });

  it("take half a dioptre of one eye, or a quarter of each", () => {
    expect(renewalCriteria(both(lens), { right: eye({ sphere: -250 }), left: lens })).to.deep.equal([
      "sphere-of-one-eye",
    ]);
    expect(renewalCriteria(both(lens), { right: eye({ sphere: -249 }), left: lens })).to.deep.equal([]);
    expect(renewalCriteria(both(lens), { right: eye({ sphere: -225 }), left: eye({ sphere: -175 }) })).to.deep.equal([
      "sphere-of-each-eye",
    ]);
    expect(renewalCriteria(both(lens), { right: eye({ sphere: -225 }), left: eye({ sphere: -224 }) })).to.deep.equal(
      [],
    );
  });

  it("do not add the sphere of one eye to the cylinder of the other, nor to its own", () => {
    expect(renewalCriteria(both(lens), { right: eye({ sphere: -225 }), left: eye({ cylinder: 175 }) })).to.deep.equal(
      [],
    );
    expect(renewalCriteria(both(lens), { right: eye({ sphere: -225, cylinder: 175 }), left: lens })).to.deep.equal([]);
  });

  it("compare an eye only with itself, and need both eyes for what both must have", () => {
    const other = eye({ sphere: -300 });
    expect(renewalCriteria({ right: lens }, { left: other })).to.deep.equal([]);
    expect(renewalCriteria({ left: lens }, { right: other })).to.deep.equal([]);
    expect(renewalCriteria({ right: lens }, { right: eye({ sphere: -225 }) })).to.deep.equal([]);
    expect(renewalCriteria({ right: lens, left: other }, { right: other, left: other })).to.deep.equal([
      "sphere-of-one-eye",
    ]);
    expect(renewalCriteria({}, {})).to.deep.equal([]);
  });

  it("turn axes the short way round: 179 and 2 are 3 degrees apart", () => {
    const strong = (axis: number) => both(aLens({ cylinder: 300, axis }));
    expect(renewalCriteria(strong(179), strong(2))).to.deep.equal([]);
    expect(renewalCriteria(strong(179), strong(4))).to.deep.equal([]);
    expect(renewalCriteria(strong(179), strong(5))).to.deep.equal(["axis-of-strong-cylinder"]);
    expect(renewalCriteria(strong(180), strong(5))).to.deep.equal([]);
    expect(renewalCriteria(strong(180), strong(0))).to.deep.equal([]);
    expect(renewalCriteria(strong(45), strong(135))).to.deep.equal(["axis-of-strong-cylinder"]);
  });

  it("judge an axis by the weaker of the two cylinders", () => {
    const at = (cylinder: number, axis: number) => both(aLens({ cylinder, axis }));
    expect(renewalCriteria(at(200, 90), at(210, 96))).to.deep.equal([]);
    expect(renewalCriteria(at(200, 90), at(210, 101))).to.deep.equal(["axis-of-medium-cylinder"]);
    expect(renewalCriteria(at(110, 90), at(100, 110))).to.deep.equal([]);
    expect(renewalCriteria(at(110, 90), at(100, 111))).to.deep.equal(["axis-of-weak-cylinder"]);
  });

  it("know no axis without cylinder, before or after", () => {
    const [none, some] = [both(aLens()), both(aLens({ cylinder: 24, axis: 90 }))];
    expect(renewalCriteria(none, some)).to.deep.equal([]);
    expect(renewalCriteria(some, none)).to.deep.equal([]);
    expect(renewalCriteria(both({ ...aLens(), axis: 10 }), both({ ...aLens(), axis: 100 }))).to.deep.equal([]);
  });

  it("compare additions only where the lens had one and has one", () => {
    const added = (addition: number, lensType: "multifocal" | "progressive" = "progressive") =>
      both(aLens({ lensType, addition }));
    expect(renewalCriteria(added(100), added(125, "multifocal"))).to.deep.equal(["addition-of-each-eye"]);
    expect(renewalCriteria(both(aLens()), added(200))).to.deep.equal([]);
    expect(renewalCriteria(added(200), both(aLens()))).to.deep.equal([]);
  });

  it("do not take a reading lens that becomes progressive for a change of sight", () => {
    const reading = aLens({ sphere: 200, cylinder: 50, axis: 90 });
    const now = aLens({ lensType: "progressive", sphere: 0, cylinder: 50, axis: 90, addition: 200 });
    expect(renewalCriteria(both(reading), both(now))).to.deep.equal([]);
    expect(renewalCriteria(both(reading), both({ ...now, cylinder: 100 }))).to.deep.equal([
      "cylinder-of-one-eye",
      "cylinder-of-each-eye",
    ]);
    expect(renewalCriteria(both(reading), both({ ...now, axis: 111 }))).to.deep.equal(["axis-of-weak-cylinder"]);
  });

  it("would be noticed wrong, were any bound wrong by a hundredth or a degree, or any condition wrong", () => {
    const cases = renewals().map((renewal) => ({
      ...renewal,
      law: criteriaInLaw(renewal.before, renewal.after).join(),
    }));
    const differs = (rules: Rules) =>
      cases.some(({ before, after, law }) => criteriaBy(rules, before, after).join() !== law);
    const broken = brokenInRenewal(RULES);
    expect(broken.length).to.be.greaterThan(60);
    expect(differs(RULES)).to.equal(false);
    expect(broken.filter(({ rules }) => !differs(rules)).map(({ what }) => what)).to.deep.equal([]);
  });
});

describe("docs/rules.md", () => {
  const text = readFileSync("docs/rules.md", "utf8");

  it("shows every row of the tables, and no other", () => {
    const rows = [
      ...RULES.equipment.map(({ lenses, category, source }) => `| ${lenses.join(" and ")} | ${category} | ${source} |`),
      ...[...RULES.differences, ...RULES.axes].map(({ criterion, says }) => `| ${criterion} | ${says} |`),
    ];
    const shown = text.split("\n").filter((line) => /^\| (?:[acf] and [acf]|\w+-of-[\w-]+) \|/.test(line));
    expect(shown).to.deep.equal(rows);
  });

  it("shows every power band, with its codes and its category", () => {
    const codeOf = (ofClass: "A" | "B", band: number) =>
      CODES.find((row) => row.class === ofClass && row.bands.includes(band))?.code;
    const rows = BANDS.map(
      ({ name, category, kind }, band) =>
        `| ${band} | ${name} | ${codeOf("A", band)} | ${category} | ${kind === "unifocal" ? "unifocal" : "multifocal or progressive"}`,
    );
    const shown = text.split("\n").filter((line) => /^\| \d+ \| V/.test(line));
    expect(shown.map((line) => line.slice(0, line.indexOf(",")))).to.deep.equal(rows);
    const extras = CODES.filter(({ item }) => item === "extra");
    for (const { code } of extras) expect(text).to.contain(code);
  });
});
