import type { Interval } from "../../src/protocol/codes/interval.js";
import type { LensKind } from "../../src/protocol/codes/kinds.js";
import type { BandRow } from "../../src/protocol/codes/rows.js";
import type { Rules } from "../../src/zk/rules/decide.js";
import type { AxisRow, DifferenceRow } from "../../src/zk/rules/renewal.js";

/** Tables with one thing wrong, and what. */
interface Broken {
  readonly what: string;
  readonly rules: Rules;
}

/** Each way to be wrong by one at one end of an interval. */
function shifted(interval: Interval): { readonly what: string; readonly interval: Interval }[] {
  return (["least", "most"] as const).flatMap((end) => {
    const bound = interval[end];
    if (bound === undefined) return [];
    return [bound - 1, bound + 1].map((wrong) => ({
      what: `${end} ${bound} as ${wrong}`,
      interval: { ...interval, [end]: wrong },
    }));
  });
}

/** A row in its place replaced by others, or taken away. */
function replaced<Row>(rows: readonly Row[], at: number, wrong: readonly Row[]): Row[][] {
  return [...wrong.map((row) => rows.with(at, row)), rows.toSpliced(at, 1)];
}

const KINDS: readonly LensKind[] = ["unifocal", "multifocal-or-progressive"];
const LETTERS = ["a", "c", "f"] as const;

/** Tables of bands with one bound wrong by a hundredth, one letter or kind wrong, or a row left out. */
export function brokenInBands(rules: Rules): Broken[] {
  return rules.bands.flatMap((row, at) => {
    const put = (what: string, wrong: BandRow): Broken => ({
      what: `${row.name}: ${what}`,
      rules: { ...rules, bands: rules.bands.with(at, wrong) },
    });
    return [
      ...row.sphere.flatMap((part, i) =>
        shifted(part).map(({ what, interval }) =>
          put(`sphere ${what}`, { ...row, sphere: row.sphere.with(i, interval) }),
        ),
      ),
      ...(row.sphere.length > 1
        ? row.sphere.map((_, i) => put(`sphere ${i} left out`, { ...row, sphere: row.sphere.toSpliced(i, 1) }))
        : []),
      ...(["cylinder", "sum"] as const).flatMap((field) =>
        shifted(row[field]).map(({ what, interval }) => put(`${field} ${what}`, { ...row, [field]: interval })),
      ),
      ...LETTERS.filter((letter) => letter !== row.category).map((category) =>
        put(`category ${category}`, { ...row, category }),
      ),
      ...KINDS.filter((kind) => kind !== row.kind).map((kind) => put(`kind ${kind}`, { ...row, kind })),
      { what: `${row.name}: left out`, rules: { ...rules, bands: rules.bands.toSpliced(at, 1) } },
    ];
  });
}

/** Tables of pairs with one wrong category, or a pair left out. */
export function brokenInEquipment(rules: Rules): Broken[] {
  return rules.equipment.flatMap((row, at) =>
    replaced(
      rules.equipment,
      at,
      (["a", "b", "c", "d", "e", "f"] as const)
        .filter((letter) => letter !== row.category)
        .map((category) => ({ ...row, category })),
    ).map((equipment, i) => ({ what: `${row.lenses.join(" and ")}, ${i}`, rules: { ...rules, equipment } })),
  );
}

function wrongDifferences(row: DifferenceRow): { readonly what: string; readonly row: DifferenceRow }[] {
  const pairs = KINDS.flatMap((from) => KINDS.map((to) => [from, to] as const));
  const has = (pair: (typeof pairs)[number]) => row.comparable.some(([from, to]) => from === pair[0] && to === pair[1]);
  return [
    ...[row.least - 1, row.least + 1].map((least) => ({ what: `least ${least}`, row: { ...row, least } })),
    { what: "eyes", row: { ...row, eyes: row.eyes === "one" ? "each" : "one" } },
    ...(["sphere", "cylinder", "addition"] as const)
      .filter((quantity) => quantity !== row.quantity)
      .map((quantity) => ({ what: `of ${quantity}`, row: { ...row, quantity } })),
    ...pairs
      // Unifocal lenses have no addition: to compare it between them is not wrong.
      .filter((pair) => row.quantity !== "addition" || pair.includes("multifocal-or-progressive"))
      .map((pair) => ({
        what: `${has(pair) ? "not between" : "also between"} ${pair.join(" and ")}`,
        row: {
          ...row,
          comparable: has(pair)
            ? row.comparable.filter(([from, to]) => from !== pair[0] || to !== pair[1])
            : [...row.comparable, pair],
        },
      })),
  ];
}

function wrongAxes(row: AxisRow): { readonly what: string; readonly row: AxisRow }[] {
  return [
    ...[row.least - 1, row.least + 1].map((least) => ({ what: `least ${least} degrees`, row: { ...row, least } })),
    ...shifted(row.cylinder).map(({ what, interval }) => ({
      what: `cylinder ${what}`,
      row: { ...row, cylinder: interval },
    })),
  ];
}

/** Tables of renewal with one bound wrong by a hundredth or a degree, one condition wrong, or a row left out. */
export function brokenInRenewal(rules: Rules): Broken[] {
  return [
    ...rules.differences.flatMap((right, at) => [
      ...wrongDifferences(right).map(({ what, row }) => ({
        what: `${right.says}: ${what}`,
        rules: { ...rules, differences: rules.differences.with(at, row) },
      })),
      { what: `${right.says}: left out`, rules: { ...rules, differences: rules.differences.toSpliced(at, 1) } },
    ]),
    ...rules.axes.flatMap((right, at) => [
      ...wrongAxes(right).map(({ what, row }) => ({
        what: `${right.says}: ${what}`,
        rules: { ...rules, axes: rules.axes.with(at, row) },
      })),
      { what: `${right.says}: left out`, rules: { ...rules, axes: rules.axes.toSpliced(at, 1) } },
    ]),
  ];
}
