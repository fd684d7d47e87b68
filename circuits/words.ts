import type { ExportedKey, Point, Proof } from "snarkjs";
import type { VerificationKey } from "../src/protocol/groth16.js";
import type { Hex } from "../src/protocol/index.js";

const hex = (decimal: string | undefined): Hex =>
  `0x${BigInt(decimal ?? 0)
    .toString(16)
    .padStart(64, "0")}`;
const g1 = ([x, y]: Point): Hex[] => [hex(x), hex(y)];
/** The imaginary part first, as EIP-197 has it. */
const g2 = (point: readonly Point[]): Hex[] =>
  point.slice(0, 2).flatMap(([real, imaginary]) => [hex(imaginary), hex(real)]);

/** A proof in 256 bytes: A, B, C. */
export function proofBytes({ pi_a, pi_b, pi_c }: Proof): Hex {
  return `0x${[...g1(pi_a), ...g2(pi_b), ...g1(pi_c)].map((word) => word.slice(2)).join("")}`;
}

export function keyWords(key: ExportedKey): VerificationKey {
  return {
    alpha: g1(key.vk_alpha_1),
    beta: g2(key.vk_beta_2),
    gamma: g2(key.vk_gamma_2),
    delta: g2(key.vk_delta_2),
    ic: key.IC.map(g1),
  };
}

/** A proof as the contracts take it. */
export function contractProof(proof: Hex): { a: [Hex, Hex]; b: [Hex, Hex, Hex, Hex]; c: [Hex, Hex] } {
  const word = (i: number): Hex => `0x${proof.slice(2 + 64 * i, 2 + 64 * (i + 1))}`;
  return { a: [word(0), word(1)], b: [word(2), word(3), word(4), word(5)], c: [word(6), word(7)] };
}
