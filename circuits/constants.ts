import { FIELD_ORDER } from "../src/protocol/index.js";

// The parameters of Poseidon over the BN254 scalar field: docs/protocol.md, "Prescriptions".
const WIDTH = 3;
const FULL_ROUNDS = 8;
const PARTIAL_ROUNDS = 57;
const FIELD_BITS = 254;

/** The generator of the Poseidon paper, appendix E: an LFSR of 80 bits that names its parameters, and shrinks itself. */
function grain(): () => bigint {
  const state: number[] = [];
  const push = (value: number, bits: number) => {
    for (let i = bits - 1; i >= 0; i--) state.push((value >> i) & 1);
  };
  push(1, 2); // A prime field.
  push(0, 4); // The S-box is a power.
  push(FIELD_BITS, 12);
  push(WIDTH, 12);
  push(FULL_ROUNDS, 10);
  push(PARTIAL_ROUNDS, 10);
  push(2 ** 30 - 1, 30);
  const step = (): number => {
    const bit = [62, 51, 38, 23, 13, 0].reduce((sum, i) => sum ^ (state[i] ?? 0), 0);
    state.shift();
    state.push(bit);
    return bit;
  };
  for (let i = 0; i < 160; i++) step();
  const next = (): number => {
    while (step() === 0) step();
    return step();
  };
  return () => {
    let value = 0n;
    for (let i = 0; i < FIELD_BITS; i++) value = 2n * value + BigInt(next());
    return value;
  };
}

function inverse(value: bigint): bigint {
  let [base, power] = [value % FIELD_ORDER, 1n];
  for (let exponent = FIELD_ORDER - 2n; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) power = (power * base) % FIELD_ORDER;
    base = (base * base) % FIELD_ORDER;
  }
  return power;
}

/** The source of Poseidon's constants and of its Cauchy matrix. */
export function poseidonConstants(): string {
  const next = grain();
  const constants: bigint[] = [];
  while (constants.length < WIDTH * (FULL_ROUNDS + PARTIAL_ROUNDS)) {
    const value = next();
    if (value < FIELD_ORDER) constants.push(value);
  }
  const points = Array.from({ length: 2 * WIDTH }, () => next() % FIELD_ORDER);
  const rows = points
    .slice(0, WIDTH)
    .map((x) => points.slice(WIDTH).map((y) => `            ${inverse(x + y)}`))
    .map((row) => `        [\n${row.join(",\n")}\n        ]`);
  return `// SPDX-License-Identifier: Apache-2.0
// Made by circuits/constants.ts, from the Grain LFSR of the Poseidon paper.
pragma circom 2.2.0;

function POSEIDON_MATRIX() {
    return [
${rows.join(",\n")}
    ];
}

function POSEIDON_CONSTANTS() {
    return [
${constants.map((value) => `        ${value}`).join(",\n")}
    ];
}
`;
}
