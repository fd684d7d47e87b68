import { cpSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect } from "chai";
import { poseidon2 } from "poseidon-lite/poseidon2";
import { compile, SOURCES } from "../../circuits/compile.js";
import { bandWitness, renewalWitness, values } from "../../circuits/inputs.js";
import { type Input, loadSolver, type Solver } from "../../circuits/witness.js";
import { toHex } from "../../src/protocol/bytes.js";
import {
  canonicalPrescription,
  commit,
  encodePrescription,
  FIELD_ORDER,
  type Prescription,
} from "../../src/protocol/index.js";
import { aFolder } from "../../testing/cli.js";
import { oneIn } from "../../testing/effort.js";
import { aLens, type Renewal } from "../../testing/zk/domain.js";
import { classBCodeInLaw, criteriaInLaw } from "../../testing/zk/oracle.js";
import { bandInCircuit, isInMaskInCircuit, isRenewableInCircuit, solver } from "../../testing/zk/solving.js";

type Values = ReturnType<typeof values>;

// What a liar would want to pass.

const LENSES: readonly Prescription[] = [
  ...[-801, -601, -401, -400, 400, 401, 600, 601, 0].map((sphere) => aLens({ sphere })),
  ...[-801, -401, 400, 401].map((sphere) => aLens({ lensType: "progressive", sphere })),
  ...[-601, -600, 0, 1, 575, 576].flatMap((sphere) =>
    [24, 25, 400, 401].map((cylinder) => aLens({ sphere, cylinder })),
  ),
  ...[-801, -800, 0, 775, 776].flatMap((sphere) =>
    [24, 25, 400, 401].map((cylinder) => aLens({ lensType: "progressive", sphere, cylinder })),
  ),
];

/** Not what the protocol commits to: out of range, another spelling, or a lens that there is not. */
const INVALID: readonly Partial<Record<keyof Values, number | bigint>>[] = [
  { sphere: -4001 },
  { sphere: 4001 },
  { cylinder: -25, axis: 90 },
  { cylinder: 1501, axis: 90 },
  { axis: 90 },
  { cylinder: 100, axis: 0 },
  { cylinder: 100, axis: 181 },
  { lensType: 3, addition: 100 },
  { lensType: 1, addition: 0 },
  { lensType: 2, addition: 601 },
  { addition: 100 },
  { prism: 2001 },
  { prism: -1 },
  { prism: 100, prismBase: 360 },
  { prismBase: 90 },
  { lensType: 1, addition: 100, axis: 90, prism: 100 },
  // The same encoding as another prescription, by a carry from one field into the next.
  { sphere: -1, cylinder: 65_536, axis: 90 },
  { sphere: 1, cylinder: 100 - 65_536, axis: 90 },
  { cylinder: 99, axis: 65_536 + 90 },
  { prism: 99, prismBase: 65_536 },
  { lensType: -1, sphere: 65_536 },
  // In range only where numbers are taken modulo the field, or cut to some bits.
  { sphere: (FIELD_ORDER + 1n) / 2n },
  { sphere: 2n ** 253n },
  { cylinder: 2n ** 64n + 100n, axis: 90 },
  { cylinder: FIELD_ORDER - 100n, axis: 90 },
  { cylinder: 100, axis: FIELD_ORDER - 90n },
  { lensType: 1, addition: FIELD_ORDER - 100n },
  { prism: 2n ** 128n, prismBase: 90 },
];
const PLAIN = values(aLens());

const eye = (of: Partial<Prescription>) => aLens({ cylinder: 150, axis: 90, ...of });
const both = (before: Prescription, right: Prescription, left = before): Renewal => ({
  before: { right: before, left: before },
  after: { right, left },
});
const progressive = (addition: number) => aLens({ lensType: "progressive", addition });
const UNJUSTIFIED: readonly Renewal[] = [
  both(eye({}), eye({})),
  both(eye({}), eye({ sphere: 49 })),
  both(eye({}), eye({ sphere: 25 }), eye({ sphere: 24 })),
  both(eye({}), eye({ sphere: 24 }), eye({ sphere: 25 })),
  both(eye({}), eye({ cylinder: 199 })),
  both(progressive(100), progressive(149)),
  both(aLens({ sphere: 200 }), aLens({ lensType: "progressive", sphere: 0 })),
  both(aLens(), progressive(200)),
  both(progressive(200), aLens()),
  ...[100, 101, 200, 201].map((cylinder) => {
    const [from, to] = [aLens({ cylinder, axis: 5 }), aLens({ cylinder, axis: cylinder > 200 ? 180 : 175 })];
    return both(from, to);
  }),
  both(aLens({ cylinder: 50, axis: 10 }), aLens({ cylinder: 50, axis: 30 })),
  both(aLens({ cylinder: 250, axis: 10 }), aLens({ cylinder: 230, axis: 15 })),
  both(aLens({ cylinder: 201, axis: 10 }), aLens({ cylinder: 200, axis: 19 })),
  both(aLens({ cylinder: 24, axis: 10 }), aLens()),
  both(aLens({ cylinder: 24, axis: 90 }), aLens()),
  both(aLens(), aLens({ cylinder: 24, axis: 90 })),
  { before: { right: eye({}) }, after: { right: eye({ sphere: 25 }), left: eye({ sphere: 900 }) } },
  { before: { right: eye({}) }, after: { left: eye({ sphere: 900 }) } },
];

const SALT = `0x${"01".repeat(32)}` as const;
const OTHER_SALT = `0x${"02".repeat(32)}` as const;
const DOSSIER = `0x${"d1".repeat(32)}` as const;
const opening = { prescription: aLens({ sphere: -625 }), salt: SALT };

/** A band by its number, and a mask that it may not pass with. */
const MASK_LIES: readonly (readonly [band: number, mask: number | bigint])[] = [
  ...Array.from({ length: 14 }, (_, band) => [
    [band, 0],
    [band, 2 ** 14],
    [band, 2 ** band + 2 ** 14],
    [band, 2 ** ((band % 7) + (band < 7 ? 7 : 0))],
    [band, 2 ** band + 2 ** ((band + 7) % 14)],
    [band, 2 ** band + 2 ** ((band + 8) % 14)].slice(0, band % 7 === 6 ? 0 : 2),
    [band, (band < 7 ? 127 : 127 << 7) - 2 ** band],
    [band, FIELD_ORDER - 2n ** BigInt(band)],
  ])
    .flat()
    .filter((lie): lie is [number, number | bigint] => lie.length === 2),
];

const twiceTheFirst = ([first = 0n, ...others]: readonly bigint[]) => [(2n * first) % FIELD_ORDER, ...others];

/** For each circuit, whether it lets something false pass. */
const PASSES: Readonly<Record<string, (solve: Solver) => boolean>> = {
  "rules-band": (solve) =>
    LENSES.some((lens) => {
      const shown = bandInCircuit(solve, lens);
      return shown !== "none" && shown !== classBCodeInLaw(lens);
    }) || INVALID.some((of) => solve({ ...PLAIN, ...of }) !== undefined),
  "rules-renewal": (solve) =>
    UNJUSTIFIED.some((pair) => isRenewableInCircuit(solve, pair)) ||
    solve({
      ...Object.fromEntries(
        Object.entries(PLAIN).map(([name, value]) => [
          name,
          [
            [value, value],
            [value, value],
          ],
        ]),
      ),
      sphere: [
        [0, 10],
        [0, 10],
      ],
      compared: [3, 3], // Ten hundredths, thrice.
    }) !== undefined,
  "rules-commitment": (solve) => {
    const read = solve({ salt: BigInt(SALT), aspect: 9, ...values(opening.prescription) });
    return read !== undefined && read(1) !== BigInt(commit("prescriptionRight", SALT, opening.prescription));
  },
  "rules-mask": (solve) =>
    MASK_LIES.some(([band, mask]) => isInMaskInCircuit(solve, band, mask)) ||
    // Of no band at all, and of two.
    [[], [0, 1]].some((bands) => {
      const is = Array.from({ length: 7 }, (_, i) => (bands.includes(i) ? 1 : 0));
      return solve({ unifocal: 1, is, mask: 3 }) !== undefined;
    }),
  "main-band": (solve) => {
    const honest = bandWitness(DOSSIER, "right", opening, 0b0001000);
    const lies: Record<string, Input>[] = [
      { commitment: 1 },
      ...[0, 1, 0b1110111, 0b0001000 << 7, 0b0001000 | (0b0001000 << 7), (1 << 14) | 0b0001000].map((mask) => ({
        mask,
      })),
      { aspect: 10 },
      { salt: 1 },
    ];
    // A commitment of an aspect that is no eye's.
    const encoded = encodePrescription(11, canonicalPrescription(opening.prescription));
    const commitment = poseidon2([BigInt(SALT), BigInt(toHex(encoded))]);
    return [...lies, { aspect: 11, commitment }].some((lie) => solve({ ...honest, ...lie }) !== undefined);
  },
  "main-renewal": (solve) => {
    const pair = { right: opening, left: { prescription: aLens({ sphere: 100 }), salt: OTHER_SALT } };
    const after = { ...pair, right: { prescription: aLens({ sphere: -575 }), salt: OTHER_SALT } };
    const honest = renewalWitness(DOSSIER, pair, after);
    if (solve(honest) === undefined) throw new Error("an honest renewal does not pass");
    const [before, now] = [honest["before"], honest["after"]] as [bigint[], bigint[]];
    const salts = honest["salt"] as bigint[][];
    const lies: Record<string, Input>[] = [
      { before: [1n, before[1] ?? 0n] },
      { after: [now[0] ?? 0n, 1n] },
      { before: now, after: before },
      { before: before.toReversed(), after: now.toReversed() },
      { before: [0n, before[1] ?? 0n], after: [0n, now[1] ?? 0n] },
      { salt: salts.toReversed() },
      { compared: [0, 0] },
      { compared: [1, 0] },
      { compared: [0, 1] },
      { compared: [2, 1] },
      // Twice what was committed to is no commitment.
      { compared: [2, 1], before: twiceTheFirst(before), after: twiceTheFirst(now) },
    ];
    const unchanged = renewalWitness(DOSSIER, pair, pair);
    // A criterion that holds of a pair that nobody committed to.
    const { sphere, ...others } = unchanged;
    const forged = {
      ...others,
      sphere: [
        [-625, -575],
        [100, 100],
      ],
    };
    return [...lies.map((lie) => ({ ...honest, ...lie })), unchanged, forged].some((lie) => solve(lie) !== undefined);
  },
};

/** The circuit whose liars a file's constraints keep out. */
const MAINS: Readonly<Record<string, readonly string[]>> = {
  "bits.circom": ["rules-band"],
  "prescription.circom": ["rules-band", "rules-commitment"],
  "band.circom": ["rules-band", "rules-mask", "main-band"],
  "renewal.circom": ["rules-renewal", "main-renewal"],
  "poseidon.circom": ["rules-commitment"],
};

/** What a liar puts in place of a constraint: nothing, or a guess. */
function guesses(statement: string): string[] {
  const target = /^(?:signal (?:output )?)?([\w[\] +]+?) <== /.exec(statement)?.[1];
  if (!target) return [""];
  const declares = statement.startsWith("signal ");
  if (declares && target.includes("[")) {
    const [name, size] = [target.split("[")[0], target.slice(target.indexOf("[") + 1, -1)];
    return ["1", `liar < ${size} / 2 ? 1 : 0`].map(
      (guess) => `signal ${name}[${size}]; for (var liar = 0; liar < ${size}; liar++) { ${name}[liar] <-- ${guess}; }`,
    );
  }
  return ["0", "1", "90", ...(target.includes("[i]") ? ["i == 0 ? 1 : 0"] : [])].map(
    (guess) => `${declares ? `signal ${target}; ` : ""}${target} <-- ${guess};`,
  );
}

interface Constraint {
  readonly file: string;
  readonly statement: string;
  readonly replaced: readonly string[];
}

/** Not tried by a guess of one line: what is passed through, and what other tests show. */
const WIRING = /^(?:signal )?\(|^state\[0\]|Commitment\(\)\(|Canonical\(\)\(|^signal bound|^out\[i\] \*|^in \* out/;

const CONSTRAINTS: readonly Constraint[] = Object.keys(MAINS).flatMap((file) => {
  const source = readFileSync(path.join(SOURCES, file), "utf8");
  const statements = source.match(/^ +(?:[^/{}\n][^;{}]*(?:<==|===)[^;]*|InRange\([^;]*\)|Renewal\(\)[^;]*);/gm) ?? [];
  return statements
    .map((statement) => statement.replaceAll(/^ *\/\/.*$/gm, "").trim())
    .filter((statement) => !WIRING.test(statement))
    .map((statement) => ({ file, statement, replaced: guesses(statement) }));
});
/** What keeps an honest guess honest: the liar guesses otherwise too. */
const GUESSED = [
  { guess: ["out[i] <-- (in >> i) & 1;", "out[i] <-- i == 0 ? in : 0;"], constraint: "out[i] * (out[i] - 1) === 0;" },
  { guess: ["inverse <-- in == 0 ? 0 : 1 / in;", "inverse <-- 0;"], constraint: "in * out === 0;" },
] as const;

describe("every constraint of the circuits is needed", function () {
  this.timeout(600_000);
  const folder = aFolder();
  let made = 0;
  after(() => folder.remove());

  async function passes(main: string, file?: string, changes: readonly (readonly [string, string])[] = []) {
    const copy = folder.file(`liar-${made++}`);
    cpSync(SOURCES, copy, { recursive: true });
    if (file) {
      let source = readFileSync(path.join(copy, file), "utf8");
      for (const [statement, replaced] of changes) {
        expect(source, statement).to.contain(statement);
        source = source.replace(statement, () => replaced);
      }
      writeFileSync(path.join(copy, file), source);
    }
    const { program } = compile(path.join(copy, `${main}.circom`), path.join(copy, "out"));
    const solve = await loadSolver(new Uint8Array(readFileSync(program)));
    return PASSES[main]?.(solve) ?? false;
  }

  for (const main of Object.keys(PASSES)) {
    it(`and with all of them no lie passes ${main}`, async () => {
      expect(await passes(main)).to.equal(false);
    });
  }

  // A share for every change, all for a night.
  const share = oneIn(45);
  for (const { file, statement, replaced } of CONSTRAINTS.filter((_, i) => i % share === 0)) {
    it(`a lie passes ${file} without: ${statement.replaceAll(/\s+/g, " ")}`, async () => {
      const tried: boolean[] = [];
      for (const main of MAINS[file] ?? []) {
        for (const lie of replaced) {
          if (!tried.includes(true)) tried.push(await passes(main, file, [[statement, lie]]));
        }
      }
      expect(tried).to.include(true);
    });
  }

  for (const { guess, constraint } of GUESSED) {
    it(`a lie passes bits.circom without: ${constraint}`, async () => {
      expect(await passes("rules-band", "bits.circom", [guess])).to.equal(false);
      expect(await passes("rules-band", "bits.circom", [guess, [constraint, ""]])).to.equal(true);
    });
  }

  it("and with all of them the truth passes", async () => {
    const solve = await solver("main-band", folder.path);
    expect(solve(bandWitness(DOSSIER, "right", opening, 0b0001000))).to.not.equal(undefined);
    expect(solve(bandWitness(DOSSIER, "right", opening, 0b1111000))).to.not.equal(undefined);
  });

  it("and what is tried as a lie is none by the law", () => {
    const justified = UNJUSTIFIED.filter(({ before, after }) => criteriaInLaw(before, after).length > 0);
    expect(justified).to.deep.equal([]);
  });

  it("and every one is tried, or named as wiring", () => {
    expect(CONSTRAINTS.length).to.be.greaterThan(60);
  });
});
