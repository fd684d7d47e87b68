import type { G1, G2, GT, PrecomputedG2 } from "mcl-wasm";
import type { Hex } from "../protocol/bytes.js";
import { readProof, type VerificationKey, verifyGroth16, type Words } from "./groth16.js";

/** Verifies Groth16 proofs over BN254, as `verifyGroth16` does. */
export interface Pairing {
  /** What computes, to be reported. */
  readonly name: "WebAssembly mcl" | "noble";
  verify(key: VerificationKey, inputs: readonly bigint[], proof: Hex): boolean;
}

type Mcl = typeof import("mcl-wasm");

/** A verification key made ready: what does not change from proof to proof is computed once. */
interface Ready {
  readonly alphaBeta: GT;
  readonly gamma: PrecomputedG2;
  readonly delta: PrecomputedG2;
  readonly ic: readonly G1[];
}

/** What does everything by itself, everywhere. */
const PLAIN_PAIRING: Pairing = { name: "noble", verify: verifyGroth16 };

let started: Promise<Pairing> | undefined;

/**
 * The fastest pairing that this platform has: mcl in WebAssembly, some five times as fast as the plain one, or the plain one. Only
 * what mcl finds true is believed: what it does not, the plain one decides, so that a proof that holds is never refused because
 * another part of the program uses the library, which has one state, with another curve.
 * @internal
 */
export function startPairing(): Promise<Pairing> {
  started ??= startMcl().then(
    (holds) => ({
      name: "WebAssembly mcl",
      verify: (key, inputs, proof) => holds(key, inputs, proof) || verifyGroth16(key, inputs, proof),
    }),
    () => PLAIN_PAIRING,
  );
  return started;
}

/**
 * Groth16 by mcl alone.
 * @throws {Error} where there is no WebAssembly.
 * @internal
 */
export async function startMcl(): Promise<Pairing["verify"]> {
  const loaded = (await import("mcl-wasm")) as Mcl & { readonly default?: Mcl };
  const mcl = loaded.default ?? loaded; // Loaders differ in where they put what CommonJS exports.
  await mcl.init(mcl.BN_SNARK1);
  const known = new WeakMap<VerificationKey, Ready>();

  const text = (words: Words): string => ["1", ...words.map((word) => word.slice(2))].join(" ");

  /** @throws when a coordinate is not below the field's order, or it is not on the curve. All points of the curve are in G1. */
  function pointG1(words: Words): G1 {
    const point = new mcl.G1();
    point.setStr(text(words), 16);
    return point;
  }

  /** @throws when a coordinate is not below the field's order, or it is not on the curve or in the subgroup. */
  function pointG2([xi, xr, yi, yr]: Words): G2 {
    const point = new mcl.G2();
    point.setStr(text([xr, xi, yr, yi] as Words), 16);
    if (!point.isValidOrder()) throw new RangeError("not in the subgroup");
    return point;
  }

  function ready(key: VerificationKey): Ready {
    const before = known.get(key);
    if (before) return before;
    const made: Ready = {
      alphaBeta: mcl.millerLoop(pointG1(key.alpha), pointG2(key.beta)),
      gamma: new mcl.PrecomputedG2(pointG2(key.gamma)),
      delta: new mcl.PrecomputedG2(pointG2(key.delta)),
      ic: key.ic.map(pointG1),
    };
    known.set(key, made);
    return made;
  }

  function sumOf([first, ...others]: readonly G1[], inputs: readonly bigint[]): G1 {
    const factors = inputs.map((input) => {
      const factor = new mcl.Fr();
      factor.setStr(input.toString());
      return factor;
    });
    return mcl.add(first as G1, mcl.mulVec(others, factors));
  }

  return (key, inputs, proof) => {
    const read = readProof(key, inputs, proof);
    if (!read) return false;
    try {
      const { alphaBeta, gamma, delta, ic } = ready(key);
      const [a, b, c] = [pointG1(read.a), pointG2(read.b), pointG1(read.c)];
      const sum = sumOf(ic, inputs);
      if (sum.isZero()) return false;
      const loops = mcl.mul(mcl.millerLoop(mcl.neg(a), b), mcl.precomputedMillerLoop2(sum, gamma, c, delta));
      return mcl.finalExp(mcl.mul(loops, alphaBeta)).isOne();
    } catch {
      return false;
    }
  };
}
