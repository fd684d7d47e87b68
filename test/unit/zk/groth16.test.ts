import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { bn254 } from "@noble/curves/bn254.js";
import { expect } from "chai";
import mcl from "mcl-wasm";
import { type Obligation, verifyGroth16 } from "../../../src/protocol/groth16.js";
import { FIELD_ORDER, type Hex } from "../../../src/protocol/index.js";
import { bandInputs, renewalInputs } from "../../../src/protocol/predicates.js";
import { DEVELOPMENT_KEYS, makeProofVerifier } from "../../../src/zk/index.js";
import { startMcl, startPairing } from "../../../src/zk/pairing.js";
import { chance } from "../../../testing/chance.js";

const { dossier, bands, renewals } = JSON.parse(readFileSync("docs/vectors/proofs.json", "utf8"));
const [{ eye, commitment, mask, proof }] = bands as readonly [
  { eye: "right"; commitment: Hex; mask: number; proof: Hex },
];
const stated = { dossier, eye, commitment, mask };
const inputs = bandInputs(stated);

/** The order of the field that coordinates are of. */
const BASE_ORDER = 21888242871839275222246405745257275088696311157297823662689037894645226208583n;

const wordsOf = (text: Hex) => (text.slice(2).match(/.{64}/g) ?? []).map((word) => BigInt(`0x${word}`));
const proofOf = (words: readonly bigint[]): Hex =>
  `0x${words.map((word) => word.toString(16).padStart(64, "0")).join("")}`;
const withWords = (at: number, ...words: readonly bigint[]): Hex =>
  proofOf(wordsOf(proof).toSpliced(at, words.length, ...words));

/** A point of the curve that G2 is a part of, and not of that part. */
function outsideG2(): readonly bigint[] {
  const { Fp2 } = bn254.fields;
  const b = Fp2.div(Fp2.create({ c0: 3n, c1: 0n }), Fp2.create({ c0: 9n, c1: 1n }));
  for (let c0 = 1n; ; c0++) {
    const x = Fp2.create({ c0, c1: 0n });
    try {
      const y = Fp2.sqrt(Fp2.add(Fp2.mul(Fp2.sqr(x), x), b));
      return [x.c1, x.c0, y.c1, y.c0];
    } catch {
      // Not a square: no point has this abscissa.
    }
  }
}

const holdingOfMcl = await startMcl();

for (const [engine, verify] of [
  ["noble", verifyGroth16],
  ["mcl", (...shown: Obligation) => holdingOfMcl([shown])[0] as boolean],
] as const) {
  const holds = (given: readonly bigint[], shown: Hex) => verify(DEVELOPMENT_KEYS.band, given, shown);

  describe(`the verification of a published proof by ${engine}`, () => {
    it("holds for what it shows", () => {
      expect(holds(inputs, proof)).to.equal(true);
    });

    it("holds for every published proof, and for none with the inputs of another", () => {
      for (const one of bands) {
        const holding = bands.filter((other: typeof one) => holds(bandInputs({ ...other, dossier }), one.proof));
        expect(holding).to.deep.equal([one]);
      }
      for (const one of renewals) {
        const holding = renewals.filter((other: typeof one) =>
          verify(DEVELOPMENT_KEYS.renewal, renewalInputs({ ...other, dossier }), one.proof),
        );
        expect(holding).to.deep.equal([one]);
      }
    });

    it("holds in one spelling only, of each coordinate", () => {
      wordsOf(proof).forEach((value, word) => {
        expect(holds(inputs, withWords(word, value + BASE_ORDER)), `word ${word}`).to.equal(false);
      });
    });

    it("holds for numbers below the order of the field only, not for those that equal them modulo it", () => {
      for (let i = 0; i < inputs.length; i++) {
        const raised = inputs.map((input, j) => (j === i ? input + FIELD_ORDER : input));
        expect(holds(raised, proof), `input ${i}`).to.equal(false);
      }
    });

    it("holds for as many inputs as the key has, none of them negative", () => {
      expect(holds([...inputs, 0n], proof)).to.equal(false);
      expect(holds(inputs.slice(1), proof)).to.equal(false);
      expect(holds(inputs.with(1, -1n), proof)).to.equal(false);
    });

    it("fails for points at infinity, off their curve, outside their group, and on the other side", () => {
      const [, ay = 0n] = wordsOf(proof);
      for (const [name, shown] of Object.entries({
        "A at infinity": withWords(0, 0n, 0n),
        "B at infinity": withWords(2, 0n, 0n, 0n, 0n),
        "C at infinity": withWords(6, 0n, 0n),
        "A off its curve": withWords(0, 1n, 3n),
        "B off its curve": withWords(2, 1n, 2n, 3n, 4n),
        "C off its curve": withWords(6, 1n, 3n),
        "B outside G2": withWords(2, ...outsideG2()),
        "A on the other side": withWords(1, BASE_ORDER - ay),
      })) {
        expect(holds(inputs, shown), name).to.equal(false);
      }
    });

    it("fails for infinity where the equation holds, of C and of the sum of what is public", () => {
      const { G1, G2 } = bn254;
      const hex = (values: readonly bigint[]) =>
        values.map((value): Hex => `0x${value.toString(16).padStart(64, "0")}`);
      const times = (n: bigint) => {
        const { x, y } = n < 0n ? G1.Point.BASE.multiply(-n).negate().toAffine() : G1.Point.BASE.multiply(n).toAffine();
        return [x, y];
      };
      const { x, y } = G2.Point.BASE.toAffine();
      const g2 = [x.c1, x.c0, y.c1, y.c0];
      // Every secret of this key is one: A = 2 - input + C.
      const [beta, gamma, delta] = [hex(g2), hex(g2), hex(g2)];
      const key = { alpha: hex(times(1n)), beta, gamma, delta, ic: [hex(times(1n)), hex(times(-1n))] };
      const shows = (input: bigint, a: readonly bigint[], c: readonly bigint[]) =>
        verify(key, [input], proofOf([...a, ...g2, ...c]));
      expect(shows(0n, times(3n), times(1n))).to.equal(true);
      expect(shows(2n, times(1n), times(1n))).to.equal(true);
      expect(shows(2n, times(2n), times(1n))).to.equal(false);
      expect(shows(0n, times(2n), [0n, 0n]), "C").to.equal(false);
      expect(shows(1n, times(2n), times(1n)), "the sum").to.equal(false);
      expect(shows(0n, [0n, 0n], times(-2n)), "A").to.equal(false);
    });

    it("fails for what has another length, and for no hexadecimal", () => {
      for (const shown of ["0x", `${proof}00`, proof.slice(0, -2), `${proof.slice(0, -1)}g`, proof.slice(2)]) {
        expect(holds(inputs, shown as Hex), shown.slice(-4)).to.equal(false);
      }
    });

    it("fails with any bit changed", () => {
      const drawing = chance("bits of a proof");
      for (let run = 0; run < 40; run++) {
        const word = drawing.whole(0, 7);
        const value = wordsOf(proof)[word] ?? 0n;
        const changed = value ^ (1n << BigInt(drawing.whole(0, 255)));
        expect(holds(inputs, withWords(word, changed)), `word ${word}`).to.equal(false);
      }
    });
  });
}

/** Every published proof, with what it is shown for. */
const PUBLISHED: readonly Obligation[] = [
  ...bands.map(
    (one: typeof stated & { proof: Hex }): Obligation => [
      DEVELOPMENT_KEYS.band,
      bandInputs({ ...one, dossier }),
      one.proof,
    ],
  ),
  ...renewals.map(
    (one: { before: object; after: object; proof: Hex }): Obligation => [
      DEVELOPMENT_KEYS.renewal,
      renewalInputs({ ...one, dossier }),
      one.proof,
    ],
  ),
];

/** The proof with a multiple of the generator added to its C. */
function shifted([key, given, shown]: Obligation, times: bigint): Obligation {
  const { Point } = bn254.G1;
  const words = wordsOf(shown);
  const c = Point.fromAffine({ x: words[6] as bigint, y: words[7] as bigint });
  const { x, y } = (
    times > 0n ? c.add(Point.BASE.multiply(times)) : c.subtract(Point.BASE.multiply(-times))
  ).toAffine();
  return [key, given, proofOf([...words.slice(0, 6), x, y])];
}

describe("many proofs at once", () => {
  it("are told apart, however many do not hold", () => {
    const drawing = chance("many proofs");
    for (const share of [0, 1, 2, 10, 40]) {
      const right = Array.from({ length: 40 }, (_, i) => i >= share);
      const shown = right
        .map(
          (holds): Obligation =>
            holds ? drawing.pick(PUBLISHED) : shifted(drawing.pick(PUBLISHED), 1n + BigInt(drawing.whole(0, 99))),
        )
        .map((one, i) => [one, right[i], drawing.whole(0, 1e9)] as const)
        .sort((a, b) => a[2] - b[2]);
      expect(holdingOfMcl(shown.map(([one]) => one))).to.deep.equal(shown.map(([, holds]) => holds));
    }
    expect(holdingOfMcl([])).to.deep.equal([]);
  });

  it("do not hold where their errors would cancel each other", () => {
    const [first, second] = [PUBLISHED[0] as Obligation, PUBLISHED[1] as Obligation];
    expect(holdingOfMcl([shifted(first, 5n), shifted(second, -5n)])).to.deep.equal([false, false]);
    expect(holdingOfMcl([shifted(first, 5n), first, shifted(first, -5n)])).to.deep.equal([false, true, false]);
  });

  it("do not hold with those that are no points", () => {
    const none: Obligation = [DEVELOPMENT_KEYS.band, inputs, withWords(6, 1n, 3n)];
    expect(holdingOfMcl([PUBLISHED[0] as Obligation, none, PUBLISHED[3] as Obligation])).to.deep.equal([
      true,
      false,
      true,
    ]);
    expect(holdingOfMcl([none, none])).to.deep.equal([false, false]);
  });

  it("are found out among others by the fastest pairing", async () => {
    const { verifyProofs } = await startPairing();
    for (const shown of [PUBLISHED, [...PUBLISHED, shifted(PUBLISHED[0] as Obligation, 1n)]]) {
      expect(verifyProofs(shown)).to.deep.equal(shown.map((_, i) => i < PUBLISHED.length));
    }
  });

  it("are held to their own key, and to no other", async () => {
    const { verifyProofs } = await startPairing();
    const [right] = PUBLISHED as readonly [Obligation];
    const [key, given, shown] = right;
    const other: Obligation = [{ ...key, alpha: key.ic[0] as Obligation[0]["alpha"] }, given, shown];
    expect(verifyProofs([right, other])).to.deep.equal([true, false]);
    expect(verifyProofs([other, right])).to.deep.equal([false, true]);
  });
});

describe("the fastest pairing", () => {
  it("is mcl's, and says what the plain one says", async () => {
    const verifier = await makeProofVerifier();
    expect(verifier.engine).to.equal("WebAssembly mcl");
    expect(verifier.verifyBand(DEVELOPMENT_KEYS, stated, proof)).to.equal(true);
    expect(verifier.verifyBand(DEVELOPMENT_KEYS, { ...stated, mask: 127 }, proof)).to.equal(false);
    const [renewal] = renewals;
    const changed = { dossier, before: renewal.before, after: renewal.after };
    expect(verifier.verifyRenewal(DEVELOPMENT_KEYS, changed, renewal.proof)).to.equal(true);
    expect(verifier.verifyRenewal(DEVELOPMENT_KEYS, { ...changed, before: changed.after }, renewal.proof)).to.equal(
      false,
    );
  });

  it("is the plain one where there is no WebAssembly", () => {
    const code = `
      delete globalThis.WebAssembly;
      const { startPairing } = await import("./src/zk/pairing.ts");
      const { name, verifyProofs } = await startPairing();
      const { DEVELOPMENT_KEYS } = await import("./src/zk/index.ts");
      const { inputs, proof } = JSON.parse(process.argv[1]);
      const shown = [DEVELOPMENT_KEYS.band, inputs.map(BigInt), proof];
      const other = [DEVELOPMENT_KEYS.band, shown[1].with(2, 6n), proof];
      console.log(JSON.stringify([name, verifyProofs([shown]), verifyProofs([other, shown])]));`;
    const shown = JSON.stringify({ inputs: inputs.map(String), proof });
    const args = ["--import", "tsx", "--input-type=module", "--eval", code, shown];
    const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    expect(stderr).to.equal("");
    expect(JSON.parse(stdout)).to.deep.equal(["noble", [true], [false, true]]);
  });

  it("refuses nothing that holds because another part of the program uses mcl with another curve", async () => {
    const { verifyProofs } = await startPairing();
    const verify = (...obligation: Obligation) => verifyProofs([obligation])[0];
    await mcl.init(mcl.BLS12_381);
    try {
      expect(verifyProofs(PUBLISHED)).to.not.include(false);
      expect(verify(DEVELOPMENT_KEYS.band, inputs, proof)).to.equal(true);
      expect(verify(DEVELOPMENT_KEYS.band, inputs, withWords(6, 1n, 2n))).to.equal(false);
    } finally {
      await mcl.init(mcl.BN_SNARK1);
    }
    expect(verify(DEVELOPMENT_KEYS.band, inputs, proof)).to.equal(true);
    expect(holdingOfMcl(PUBLISHED)).to.not.include(false);
  });
});
