import { expect } from "chai";
import { artefactsOf } from "../../circuits/artefacts.js";
import { commitmentOf, commitmentsOf, type EyeOpenings, type Opening } from "../../circuits/inputs.js";
import { proveCategory, proveRenewal } from "../../circuits/prove.js";
import { endThreads } from "../../circuits/setup.js";
import { verifyGroth16 } from "../../src/protocol/groth16.js";
import { FIELD_ORDER, type Hex } from "../../src/protocol/index.js";
import { categoryInputs } from "../../src/protocol/predicates.js";
import { DEVELOPMENT_KEYS, verifyCategory, verifyRenewal } from "../../src/zk/index.js";
import { aLens } from "../../testing/zk/domain.js";

const salted = (byte: string): Hex => `0x00${byte.repeat(31)}`;
const DOSSIER: Hex = `0x${"d1".repeat(32)}`;
const OTHER: Hex = `0x${"d2".repeat(32)}`;
const word = (proof: Hex, i: number, value: string): Hex =>
  `0x${proof.slice(2, 2 + 64 * i)}${value}${proof.slice(2 + 64 * (i + 1))}`;
const ORDER_OF_BASE_FIELD = 21888242871839275222246405745257275088696311157297823662689037894645226208583n;

describe("a proof of category", () => {
  const opening: Opening = { prescription: aLens({ sphere: -500, cylinder: -200, axis: 20 }), salt: salted("07") };
  const commitment = commitmentOf("right", opening);
  const statement = { dossier: DOSSIER, eye: "right", commitment, category: "c" } as const;
  let proof: Hex;

  before(async () => {
    const made = await proveCategory(artefactsOf("category"), DOSSIER, "right", opening);
    expect(made.category).to.equal("c");
    proof = made.proof;
  });
  after(endThreads);

  it("verifies", () => {
    expect(verifyCategory(DEVELOPMENT_KEYS, statement, proof)).to.equal(true);
    expect(proof.length).to.equal(2 + 2 * 256);
  });

  it("shows no other category, eye or commitment, and nothing of another dossier", () => {
    const others = [
      { ...statement, category: "a" as const },
      { ...statement, category: "f" as const },
      { ...statement, eye: "left" as const },
      { ...statement, commitment: commitmentOf("right", { ...opening, salt: salted("08") }) },
      { ...statement, dossier: OTHER },
    ];
    expect(others.map((other) => verifyCategory(DEVELOPMENT_KEYS, other, proof))).to.deep.equal(
      others.map(() => false),
    );
  });

  it("is refused when any word of it is another", () => {
    const changed = Array.from({ length: 8 }, (_, i) => word(proof, i, `${"00".repeat(31)}01`));
    expect(changed.map((other) => verifyCategory(DEVELOPMENT_KEYS, statement, other))).to.not.include(true);
  });

  it("is refused in another spelling, and where it is no proof at all", () => {
    const y = BigInt(`0x${proof.slice(2 + 64, 2 + 128)}`);
    const respelled = [
      word(proof, 1, (y + ORDER_OF_BASE_FIELD).toString(16).padStart(64, "0")),
      proof.slice(0, -2) as Hex,
      `${proof}00` as Hex,
      "0x" as Hex,
      `0x${"00".repeat(256)}` as Hex,
      `0x${"ff".repeat(256)}` as Hex,
    ];
    expect(respelled.map((other) => verifyCategory(DEVELOPMENT_KEYS, statement, other))).to.not.include(true);
  });

  it("is refused for inputs that equal the true ones only modulo the field", () => {
    const inputs = categoryInputs(statement);
    expect(verifyGroth16(DEVELOPMENT_KEYS.category, inputs, proof)).to.equal(true);
    for (let i = 0; i < inputs.length; i++) {
      const wrapped = inputs.map((input, j) => (j === i ? input + FIELD_ORDER : input));
      expect(verifyGroth16(DEVELOPMENT_KEYS.category, wrapped, proof)).to.equal(false);
    }
    expect(verifyGroth16(DEVELOPMENT_KEYS.category, inputs.slice(1), proof)).to.equal(false);
    expect(verifyGroth16(DEVELOPMENT_KEYS.renewal, inputs, proof)).to.equal(false);
  });

  it("cannot be made of a lens that the article does not cover", async () => {
    const uncovered = { ...opening, prescription: aLens({ sphere: -700, cylinder: 10 }) };
    const refused = await proveCategory(artefactsOf("category"), DOSSIER, "right", uncovered).catch(String);
    expect(refused).to.contain("no category");
  });
});

describe("a proof of early renewal", () => {
  const open = (byte: string, sphere: number): Opening => ({
    prescription: aLens({ sphere, cylinder: 100, axis: 20 }),
    salt: salted(byte),
  });
  const old: EyeOpenings = { right: open("01", -200), left: open("02", -300) };
  const now: EyeOpenings = { right: open("03", -225), left: open("04", -325) };
  const statement = { dossier: DOSSIER, before: commitmentsOf(old), after: commitmentsOf(now) };
  after(endThreads);

  it("verifies between two dossiers, for both eyes, and for neither other prescriptions nor another dossier", async () => {
    const { proof } = await proveRenewal(artefactsOf("renewal"), DOSSIER, old, now);
    expect(verifyRenewal(DEVELOPMENT_KEYS, statement, proof)).to.equal(true);
    const others = [
      { ...statement, dossier: OTHER },
      { ...statement, before: statement.after },
      { ...statement, after: statement.before },
      { ...statement, before: { right: statement.before.right } },
      { ...statement, after: { right: statement.after.left, left: statement.after.right } },
    ];
    expect(others.map((other) => verifyRenewal(DEVELOPMENT_KEYS, other, proof))).to.not.include(true);
  });

  it("verifies for one eye alone", async () => {
    const changed = { right: open("05", -250) };
    const { proof } = await proveRenewal(artefactsOf("renewal"), DOSSIER, old, changed);
    expect(verifyRenewal(DEVELOPMENT_KEYS, { ...statement, after: commitmentsOf(changed) }, proof)).to.equal(true);
    expect(verifyRenewal(DEVELOPMENT_KEYS, statement, proof)).to.equal(false);
  });

  it("cannot be made when nothing changed enough", async () => {
    const almost = { right: open("03", -225), left: open("04", -324) };
    const refused = await proveRenewal(artefactsOf("renewal"), DOSSIER, old, almost).catch(String);
    expect(refused).to.contain("no criterion");
  });
});
