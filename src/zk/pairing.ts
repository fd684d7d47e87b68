import type { Fp2, Fr, G1, G2, GT, PrecomputedG2 } from "mcl-wasm";
import type { Hex } from "../protocol/bytes.js";
import { PLAIN } from "../protocol/crypto-backend.js";
import {
  type Coordinates,
  type Obligation,
  readProof,
  type VerificationKey,
  verifyGroth16,
} from "../protocol/groth16.js";

/** Verifies Groth16 proofs over BN254, as `verifyGroth16` does. */
export interface Pairing {
  /** What computes, to be reported. */
  readonly name: "WebAssembly mcl" | "noble";
  /** Which of many hold: together faster than one by one, most of all when all do. */
  verifyProofs(obligations: readonly Obligation[]): readonly boolean[];
}

type Mcl = typeof import("mcl-wasm");

/** What does everything by itself, everywhere. */
const PLAIN_PAIRING: Pairing = { name: "noble", verifyProofs: PLAIN.verifyProofs };

let started: Promise<Pairing> | undefined;

/**
 * The fastest pairing that this platform has: mcl in WebAssembly, some five times as fast as the plain one, or the plain
 * one. Only what mcl finds true is believed: what it does not, the plain one decides, so that a proof that holds is never
 * refused because another part of the program uses the library, which has one state, with another curve.
 * @internal
 */
export function startPairing(): Promise<Pairing> {
  started ??= startMcl().then(
    (holding): Pairing => ({
      name: "WebAssembly mcl",
      verifyProofs: (obligations) =>
        holding(obligations).map((holds, i) => holds || verifyGroth16(...(obligations[i] as Obligation))),
    }),
    () => PLAIN_PAIRING,
  );
  return started;
}

/** A verification key made ready: what does not change from proof to proof is computed once. */
interface Ready {
  readonly alpha: G1;
  readonly beta: PrecomputedG2;
  readonly gamma: PrecomputedG2;
  readonly delta: PrecomputedG2;
  readonly ic: readonly G1[];
}

/** A proof whose points are some: what it adds to the equation of many. */
interface Part {
  readonly key: Ready;
  /** Drawn anew, so that nobody can make false proofs whose errors cancel each other. */
  readonly weight: Fr;
  /** What A and B pair to before the last step, with the weight and the other sign. */
  readonly loop: GT;
  /** Of what is public. */
  readonly sum: G1;
  readonly c: G1;
}

const WEIGHT_BYTES = 16;

/**
 * Groth16 by mcl alone: which of many proofs hold. Each is given a random weight of 128 bits, and all are one equation; where that does not
 * hold, each half is looked at by itself. A false proof passes with a probability of 2^-128.
 * @throws {Error} where there is no WebAssembly.
 * @see {@link https://eprint.iacr.org/2016/260 | Groth16}
 * @internal
 */
export async function startMcl(): Promise<(obligations: readonly Obligation[]) => boolean[]> {
  const loaded = (await import("mcl-wasm")) as Mcl & { readonly default?: Mcl };
  const mcl = loaded.default ?? loaded; // Loaders differ in where they put what CommonJS exports.
  await mcl.init(mcl.BN_SNARK1);
  let known = new WeakMap<VerificationKey, Ready>();
  let memory = mcl.getMemory();
  const text = (words: Coordinates): string => words.map((word) => word.slice(2)).join(" ");

  /** @throws when a coordinate is not below the field's order, or it is not on the curve. All points of the curve are in G1. */
  function pointG1(words: Coordinates): G1 {
    const point = new mcl.G1();
    point.setStr(`1 ${text(words)}`, 16);
    return point;
  }

  /** @throws when a part is not below the field's order. */
  function coordinate(real: string, imaginary: string): Fp2 {
    const value = new mcl.Fp2();
    value.setStr(`${real} ${imaginary}`, 16);
    return value;
  }

  const one = coordinate("1", "0");
  /** The curve of G2 is y^2 = x^3 + 3 / (9 + u), as EIP-197 has it. */
  const constant = mcl.div(coordinate("3", "0"), coordinate("9", "1"));

  /** @throws when a coordinate is not below the field's order, or it is not on the curve or in the subgroup. */
  function pointG2([xi, xr, yi, yr]: Coordinates): G2 {
    const [x, y] = [coordinate(text([xr as Hex]), text([xi as Hex])), coordinate(text([yr as Hex]), text([yi as Hex]))];
    // The library's own check of both takes twice as long, or leaves one out, as its state has it.
    if (!mcl.sub(mcl.sqr(y), mcl.mul(mcl.sqr(x), x)).isEqual(constant)) throw new RangeError("not on the curve");
    const point = new mcl.G2();
    point.setX(x);
    point.setY(y);
    point.setZ(one);
    if (!point.isValidOrder()) throw new RangeError("not in the subgroup");
    return point;
  }

  function ready(key: VerificationKey): Ready {
    if (mcl.getMemory() !== memory) {
      // Who starts the library again gives it a new memory, in which what was made ready is not.
      known = new WeakMap();
      memory = mcl.getMemory();
    }
    const before = known.get(key);
    if (before) return before;
    const made: Ready = {
      alpha: pointG1(key.alpha),
      beta: new mcl.PrecomputedG2(pointG2(key.beta)),
      gamma: new mcl.PrecomputedG2(pointG2(key.gamma)),
      delta: new mcl.PrecomputedG2(pointG2(key.delta)),
      ic: key.ic.map(pointG1),
    };
    known.set(key, made);
    return made;
  }

  function number(value: bigint): Fr {
    const made = new mcl.Fr();
    made.setStr(value.toString());
    return made;
  }

  function drawWeight(): Fr {
    const weight = new mcl.Fr();
    weight.setLittleEndian(crypto.getRandomValues(new Uint8Array(WEIGHT_BYTES)));
    return weight;
  }

  /** Null when a point is none. */
  function partOf([key, inputs, proof]: Obligation): Part | null {
    const read = readProof(key, inputs, proof);
    if (!read) return null;
    try {
      const made = ready(key);
      const [a, b, c] = [pointG1(read.a), pointG2(read.b), pointG1(read.c)];
      const [first, ...others] = made.ic;
      const sum = mcl.add(first as G1, mcl.mulVec(others, inputs.map(number)));
      if (sum.isZero()) return null; // The plain verifier refuses it too.
      const weight = drawWeight();
      return { key: made, weight, loop: mcl.millerLoop(mcl.mul(mcl.neg(a), weight), b), sum, c };
    } catch {
      return null;
    }
  }

  /** Whether the product of all their pairings is one. */
  function hold(parts: readonly Part[]): boolean {
    let product = parts.map(({ loop }) => loop).reduce((all, loop) => mcl.mul(all, loop));
    for (const key of new Set(parts.map((part) => part.key))) {
      const { alpha, beta, gamma, delta } = key;
      const ofKey = parts.filter((part) => part.key === key);
      const weights = ofKey.map(({ weight }) => weight);
      const [sum, c] = [ofKey.map((part) => part.sum), ofKey.map((part) => part.c)].map((points) =>
        mcl.mulVec(points, weights),
      ) as [G1, G1];
      const total = weights.reduce((all, weight) => mcl.add(all, weight));
      product = mcl.mul(product, mcl.precomputedMillerLoop2(sum, gamma, c, delta));
      product = mcl.mul(product, mcl.precomputedMillerLoop(mcl.mul(alpha, total), beta));
    }
    return mcl.finalExp(product).isOne();
  }

  return (obligations) => {
    const parts = obligations.map(partOf);
    const holding = obligations.map(() => false);
    const verify = (positions: readonly number[]): void => {
      if (positions.length === 0) return;
      if (hold(positions.map((i) => parts[i] as Part))) for (const i of positions) holding[i] = true;
      else if (positions.length > 1) {
        const half = positions.length >> 1;
        verify(positions.slice(0, half));
        verify(positions.slice(half));
      }
    };
    try {
      verify([...parts.keys()].filter((i) => parts[i] !== null));
    } catch {
      holding.fill(false); // Another part of the program has changed the curve meanwhile: the library cannot say.
    }
    return holding;
  };
}
