import { bn254 } from "@noble/curves/bn254.js";
import { fromHex, type Hex, toBigInt } from "./bytes.js";
import { FIELD_ORDER } from "./derivation.js";

/** The coordinates of a point of G1 or G2, 32 bytes each; those of G2 with the imaginary part first, as EIP-197 has them. */
export type Coordinates = readonly Hex[];

/** What a proof of one circuit is checked against. `ic` has a point for 1 and one for each public input. */
export interface VerificationKey {
  readonly alpha: Coordinates;
  readonly beta: Coordinates;
  readonly gamma: Coordinates;
  readonly delta: Coordinates;
  readonly ic: readonly Coordinates[];
}

const { G1, G2, fields } = bn254;
type G1Point = ReturnType<typeof G1.Point.fromAffine>;
type G2Point = ReturnType<typeof G2.Point.fromAffine>;
type Lines = ReturnType<typeof bn254.utils.calcPairingPrecomputes>;

/** A proof that must be verified: its key, what is public, and the proof. */
export type Obligation = readonly [key: VerificationKey, inputs: readonly bigint[], proof: Hex];

/** A verification key made ready: what does not change from proof to proof is computed once. */
interface Ready {
  readonly alphaBeta: ReturnType<typeof bn254.millerLoopBatch>;
  readonly gamma: Lines;
  readonly delta: Lines;
  readonly ic: readonly G1Point[];
}

/** A coordinate. @throws when it is not below the field's order: another spelling of a point must not pass. */
function coordinate(word: Hex | undefined): bigint {
  const value = toBigInt(fromHex(word ?? "0x", 32, "proof"));
  if (value >= fields.Fp.ORDER) throw new RangeError("not below the field's order");
  return value;
}

/** @throws when it is not on the curve, or infinity. All points of the curve are in G1. */
function pointG1([x, y]: Coordinates): G1Point {
  const point = G1.Point.fromAffine({ x: coordinate(x), y: coordinate(y) });
  if (point.is0()) throw new RangeError("infinity"); // noble takes it for valid.
  point.assertValidity();
  return point;
}

/** @throws when it is not on the curve or in the subgroup, or infinity. */
function pointG2([xi, xr, yi, yr]: Coordinates): G2Point {
  const x = fields.Fp2.create({ c0: coordinate(xr), c1: coordinate(xi) });
  const y = fields.Fp2.create({ c0: coordinate(yr), c1: coordinate(yi) });
  const point = G2.Point.fromAffine({ x, y });
  if (point.is0()) throw new RangeError("infinity"); // noble takes it for valid.
  point.assertValidity();
  return point;
}

const affine = (lines: Lines, point: G1Point): [Lines, bigint, bigint] => {
  const { x, y } = point.toAffine();
  return [lines, x, y];
};

const lines = (point: G2Point) => bn254.utils.calcPairingPrecomputes(point);

const READY = new WeakMap<VerificationKey, Ready>();

function ready(key: VerificationKey): Ready {
  const known = READY.get(key);
  if (known) return known;
  const made: Ready = {
    alphaBeta: bn254.millerLoopBatch([affine(lines(pointG2(key.beta)), pointG1(key.alpha))]),
    gamma: lines(pointG2(key.gamma)),
    delta: lines(pointG2(key.delta)),
    ic: key.ic.map((point) => pointG1(point).precompute(WINDOW_BITS)),
  };
  READY.set(key, made);
  return made;
}

/** For tables of multiples of what never changes: small, as they are made on the first proof. */
const WINDOW_BITS = 5;
const WORD = 64;

/** The points of a proof. */
interface Points {
  readonly a: Coordinates;
  readonly b: Coordinates;
  readonly c: Coordinates;
}

/**
 * Takes a proof apart: null when it is not 256 bytes, or the key takes other inputs. Its coordinates are not looked at.
 * @internal
 */
export function readProof(key: VerificationKey, inputs: readonly bigint[], proof: Hex): Points | null {
  if (inputs.length !== key.ic.length - 1 || inputs.some((input) => input < 0n || input >= FIELD_ORDER)) return null;
  try {
    fromHex(proof, 8 * 32, "proof");
    const words = Array.from({ length: 8 }, (_, i): Hex => `0x${proof.slice(2 + i * WORD, 2 + (i + 1) * WORD)}`);
    return { a: words.slice(0, 2), b: words.slice(2, 6), c: words.slice(6) };
  } catch {
    return null;
  }
}

/**
 * Whether a Groth16 proof over BN254 holds for public inputs: e(A, B) = e(alpha, beta) e(sum of inputs, gamma) e(C, delta).
 * @param inputs Whole numbers below the order of the scalar field: one that is not, and equals another modulo it, is refused.
 * @see {@link https://eprint.iacr.org/2016/260 | Groth16}
 * @internal
 */
export function verifyGroth16(key: VerificationKey, inputs: readonly bigint[], proof: Hex): boolean {
  const read = readProof(key, inputs, proof);
  if (!read) return false;
  let points: { a: G1Point; b: G2Point; c: G1Point };
  try {
    points = { a: pointG1(read.a), b: pointG2(read.b), c: pointG1(read.c) };
  } catch {
    return false;
  }
  const { alphaBeta, gamma, delta, ic } = ready(key);
  const sum = inputs.reduce<G1Point>((total, input, i) => {
    const point = ic[i + 1] as G1Point;
    return input === 0n ? total : total.add(point.multiplyUnsafe(input)); // Public: time tells nothing.
  }, ic[0] as G1Point);
  if (sum.is0()) return false; // Has no affine form; happens by chance once in 2^254.
  const loops = bn254.millerLoopBatch([
    affine(lines(points.b), points.a.negate()),
    affine(gamma, sum),
    affine(delta, points.c),
  ]);
  const { Fp12 } = fields;
  return Fp12.eql(Fp12.finalExponentiate(Fp12.mul(loops, alphaBeta)), Fp12.ONE);
}
