import type { LensType, Prescription } from "../../src/protocol/index.js";
import { LENS_TYPES } from "../../src/protocol/index.js";
import type { Eyes } from "../../src/zk/rules/decide.js";
import type { chance } from "../chance.js";
import { EFFORT } from "../effort.js";

/** A canonical prescription: of a lens with an addition of 2.00 where it must have one. */
export function aLens(of: Partial<Prescription> = {}): Prescription {
  const lensType = of.lensType ?? "unifocal";
  const addition = lensType === "unifocal" ? 0 : 200;
  const axis = of.cylinder === undefined || of.cylinder === 0 ? 0 : 90;
  return { lensType, sphere: 0, cylinder: 0, axis, addition, prism: 0, prismBase: 0, ...of };
}

/** The same lens as others write it: S' = S + C, C' = -C, the axis a quarter turn on. */
export function transposed(lens: Prescription): Prescription {
  const { sphere, cylinder, axis } = lens;
  if (cylinder === 0) return { ...lens, axis: 77 };
  return { ...lens, sphere: sphere + cylinder, cylinder: -cylinder, axis: axis > 90 ? axis - 90 : axis + 90 };
}

const range = (least: number, most: number, step = 1) =>
  Array.from({ length: Math.floor((most - least) / step) + 1 }, (_, i) => least + i * step);
const around = (values: readonly number[], margin: number) =>
  values.flatMap((value) => range(value - margin, value + margin));
const distinct = (values: readonly number[]) => [...new Set(values)].sort((a, b) => a - b);

/** Every power that can be prescribed, each in steps of 0.25 D, and every hundredth near a threshold of the text. */
export function prescribable(): Prescription[] {
  const spheres = distinct([...range(-4000, 4000, 25), ...around([-800, -600, -400, 0, 400, 600, 800], 3)]);
  return LENS_TYPES.flatMap((lensType) =>
    spheres.flatMap((sphere) =>
      distinct([...range(0, 1500, 25), ...around([0, 25, 400, 600 - sphere, 800 - sphere], 3)])
        .filter((cylinder) => cylinder >= 0 && cylinder <= 1500)
        .map((cylinder) => aLens({ lensType, sphere, cylinder })),
    ),
  );
}

/** At effort 1, one power in so many: any line of 13 powers, of one sphere, one cylinder or one sum of both, has one. */
const SHARE = EFFORT > 1 ? 1 : 13;

/**
 * Calls `visit` for every sphere and cylinder of the protocol, to the hundredth, with one and the same object; at effort 1
 * for a share of them, which still meets each bound that is wrong by a hundredth.
 */
export function everyPower(lensType: LensType, visit: (lens: Prescription) => void): void {
  const lens = { ...aLens({ lensType }) };
  for (lens.sphere = -4000; lens.sphere <= 4000; lens.sphere++) {
    for (lens.cylinder = ((lens.sphere + 4000) * 5) % SHARE; lens.cylinder <= 1500; lens.cylinder += SHARE) {
      lens.axis = lens.cylinder === 0 ? 0 : 90;
      visit(lens);
    }
  }
}

/** An old and a new prescription. */
export interface Renewal {
  readonly before: Eyes;
  readonly after: Eyes;
}

const UNCHANGED = (["unifocal", "progressive"] as const).map((type) => ({ from: type, to: type }));
const CHANGES = [0, 1, 24, 25, 26, 49, 50, 51, 75].flatMap((change) => (change === 0 ? [0] : [change, -change]));

/** Changes of each power near its thresholds, up and down, of both eyes, between all types of lenses. */
function changedPowers(): Renewal[] {
  const old = { sphere: -25, cylinder: 300, addition: 150 };
  const types = LENS_TYPES.flatMap((from) => LENS_TYPES.map((to) => ({ from, to })));
  const changed = (from: LensType, to: LensType, quantity: keyof typeof old, by: number) => {
    const plain = (type: LensType) => aLens({ ...old, lensType: type, ...(type === "unifocal" && { addition: 0 }) });
    const after = plain(to);
    const applies = quantity !== "addition" || to !== "unifocal"; // A unifocal lens has no addition to change.
    return { before: plain(from), after: applies ? { ...after, [quantity]: after[quantity] + by } : after };
  };
  return (["sphere", "cylinder", "addition"] as const).flatMap((quantity) =>
    types.flatMap((ofRight) =>
      [ofRight, ...UNCHANGED].flatMap((ofLeft) =>
        CHANGES.flatMap((byRight) =>
          CHANGES.map((byLeft) => {
            const right = changed(ofRight.from, ofRight.to, quantity, byRight);
            const left = changed(ofLeft.from, ofLeft.to, quantity, byLeft);
            return {
              before: { right: right.before, left: left.before },
              after: { right: right.after, left: left.after },
            };
          }),
        ),
      ),
    ),
  );
}

const AXES = range(1, 180);
const CYLINDERS = [0, 1, 2, 99, 100, 101, 102, 199, 200, 201, 202, 600];

/** A lens of a cylinder and an axis, of which a lens without cylinder has none. */
const turnedTo = (cylinder: number, axis: number) => aLens({ cylinder, axis: cylinder === 0 ? 0 : axis });

const STILL = aLens({ sphere: 100 });

/** Turns near their thresholds, at every pair of cylinders. */
function turnedCylinders(): Renewal[] {
  return CYLINDERS.flatMap((was) =>
    CYLINDERS.flatMap((is) =>
      [1, 45, 91, 174].flatMap((from) =>
        around([0, 5, 10, 20], 2).map((by) => ({
          before: { right: STILL, left: turnedTo(was, from) },
          after: { right: STILL, left: turnedTo(is, ((from + by + 179) % 180) + 1) },
        })),
      ),
    ),
  );
}

/** Every pair of axes, at a cylinder of each band. */
function turnedAxes(): Renewal[] {
  return [75, 150, 300].flatMap((cylinder) =>
    AXES.flatMap((from) =>
      AXES.map((to) => ({
        before: { right: turnedTo(cylinder, from), left: STILL },
        after: { right: turnedTo(cylinder, to), left: STILL },
      })),
    ),
  );
}

/** Renewals near every threshold of the order. */
export function renewals(): Renewal[] {
  return [...turnedCylinders(), ...changedPowers(), ...turnedAxes()];
}

/** A prescription drawn anywhere in the protocol's domain, in either notation, with all that the rules ignore. */
export function anyPrescription({ whole, pick }: ReturnType<typeof chance>): Prescription {
  const lensType = pick(LENS_TYPES);
  const cylinder = whole(-1500, 1500);
  return {
    lensType,
    sphere: whole(cylinder < 0 ? -4000 - cylinder : -4000, 4000),
    cylinder,
    axis: whole(0, 180),
    addition: lensType === "unifocal" ? 0 : whole(1, 600),
    prism: whole(0, 2000),
    prismBase: whole(0, 360),
  };
}

/** A prescription some months later: each value as it was, or a little other. */
export function later({ whole, pick }: ReturnType<typeof chance>, old: Prescription): Prescription {
  const lensType = pick([old.lensType, old.lensType, pick(LENS_TYPES)]);
  const near = (value: number, least: number, most: number, by: number) =>
    Math.min(most, Math.max(least, value + pick([0, whole(-by, by)])));
  const cylinder = near(old.cylinder, -1500, 1500, 60);
  return {
    ...old,
    lensType,
    cylinder,
    sphere: near(old.sphere, cylinder < 0 ? -4000 - cylinder : -4000, 4000, 60),
    axis: near(old.axis, 0, 180, 25),
    addition: lensType === "unifocal" ? 0 : near(old.addition, 1, 600, 60),
  };
}
