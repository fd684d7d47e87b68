import { readFileSync } from "node:fs";
import { expect } from "chai";
import { FIELD_ORDER, type Hex } from "../../src/protocol/index.js";
import { verifyGroth16 } from "../../src/zk/groth16.js";
import { DEVELOPMENT_KEYS } from "../../src/zk/index.js";
import { categoryInputs } from "../../src/zk/predicates.js";

const { dossier, categories } = JSON.parse(readFileSync("docs/vectors/proofs.json", "utf8"));
const [{ commitment, category, proof }] = categories as readonly [
  { commitment: Hex; category: "a" | "c" | "f"; proof: Hex },
];
const inputs = categoryInputs({ dossier, eye: "right", commitment, category });
const holds = (given: readonly bigint[], shown: Hex) => verifyGroth16(DEVELOPMENT_KEYS.category, given, shown);

/** The order of the field that coordinates are of. */
const BASE_ORDER = 21888242871839275222246405745257275088696311157297823662689037894645226208583n;

/** The proof with one of its eight words raised by the order of the field: the same point, spelt otherwise. */
function respelled(word: number): Hex {
  const at = 2 + 64 * word;
  const value = BigInt(`0x${proof.slice(at, at + 64)}`) + BASE_ORDER;
  return `0x${proof.slice(2, at)}${value.toString(16).padStart(64, "0")}${proof.slice(at + 64)}`;
}

describe("the verification of a published proof", () => {
  it("holds for what it shows", () => {
    expect(holds(inputs, proof)).to.equal(true);
  });

  it("holds in one spelling only, of each coordinate", () => {
    for (let word = 0; word < 8; word++) expect(holds(inputs, respelled(word)), `word ${word}`).to.equal(false);
  });

  it("holds for numbers below the order of the field only, not for those that equal them modulo it", () => {
    for (let i = 0; i < inputs.length; i++) {
      const raised = inputs.map((input, j) => (j === i ? input + FIELD_ORDER : input));
      expect(holds(raised, proof), `input ${i}`).to.equal(false);
    }
  });
});
