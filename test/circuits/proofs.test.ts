import { expect } from "chai";
import { artefactsOf } from "../../circuits/artefacts.js";
import { commitmentOf, commitmentsOf, type EyeOpenings, type Opening } from "../../circuits/inputs.js";
import { proveBand, proveBandOfCode, proveRenewal } from "../../circuits/prove.js";
import { endThreads } from "../../circuits/setup.js";
import { verifyGroth16 } from "../../src/protocol/groth16.js";
import { FIELD_ORDER, type Hex, type Prescription } from "../../src/protocol/index.js";
import { bandInputs } from "../../src/protocol/predicates.js";
import { DEVELOPMENT_KEYS, verifyBand, verifyRenewal } from "../../src/zk/index.js";
import { aLens } from "../../testing/zk/domain.js";

const salted = (byte: string): Hex => `0x00${byte.repeat(31)}`;
const DOSSIER: Hex = `0x${"d1".repeat(32)}`;
const AT = 1_790_000_000;
const OTHER: Hex = `0x${"d2".repeat(32)}`;
const word = (proof: Hex, i: number, value: string): Hex =>
  `0x${proof.slice(2, 2 + 64 * i)}${value}${proof.slice(2 + 64 * (i + 1))}`;
const ORDER_OF_BASE_FIELD = 21888242871839275222246405745257275088696311157297823662689037894645226208583n;

describe("a proof of power bands", () => {
  const opening: Opening = { prescription: aLens({ sphere: -500, cylinder: -200, axis: 20 }), salt: salted("07") };
  const commitment = commitmentOf("right", opening);
  /** VU6. */
  const mask = 32;
  const statement = { dossier: DOSSIER, eye: "right", commitment, mask } as const;
  let proof: Hex;

  before(async () => {
    const made = await proveBand(artefactsOf("band"), DOSSIER, "right", opening, mask);
    expect(made.mask).to.equal(mask);
    proof = made.proof;
  });
  after(endThreads);

  it("verifies", () => {
    expect(verifyBand(DEVELOPMENT_KEYS, statement, proof)).to.equal(true);
    expect(proof.length).to.equal(2 + 2 * 256);
  });

  it("shows no other mask, eye or commitment, and nothing of another dossier", () => {
    const others = [
      ...[0, 2, 33, 64, 127, 32 << 7].map((other) => ({ ...statement, mask: other })),
      { ...statement, eye: "left" as const },
      { ...statement, commitment: commitmentOf("right", { ...opening, salt: salted("08") }) },
      { ...statement, dossier: OTHER },
    ];
    expect(others.map((other) => verifyBand(DEVELOPMENT_KEYS, other, proof))).to.deep.equal(others.map(() => false));
  });

  it("is refused when any word of it is another", () => {
    const changed = Array.from({ length: 8 }, (_, i) => word(proof, i, `${"00".repeat(31)}01`));
    expect(changed.map((other) => verifyBand(DEVELOPMENT_KEYS, statement, other))).to.not.include(true);
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
    expect(respelled.map((other) => verifyBand(DEVELOPMENT_KEYS, statement, other))).to.not.include(true);
  });

  it("is refused for inputs that equal the true ones only modulo the field", () => {
    const inputs = bandInputs(statement);
    expect(verifyGroth16(DEVELOPMENT_KEYS.band, inputs, proof)).to.equal(true);
    for (let i = 0; i < inputs.length; i++) {
      const wrapped = inputs.map((input, j) => (j === i ? input + FIELD_ORDER : input));
      expect(verifyGroth16(DEVELOPMENT_KEYS.band, wrapped, proof)).to.equal(false);
    }
    expect(verifyGroth16(DEVELOPMENT_KEYS.band, inputs.slice(1), proof)).to.equal(false);
    expect(verifyGroth16(DEVELOPMENT_KEYS.renewal, inputs, proof)).to.equal(false);
  });

  it("is made for every mask that the band is in, one kind only: of the code that is billed", async () => {
    const ofCode = async (code: string, ofClass: "A" | "B") => {
      const made = await proveBandOfCode(artefactsOf("band"), DOSSIER, "right", opening, { code, class: ofClass }, AT);
      expect(verifyBand(DEVELOPMENT_KEYS, { ...statement, mask: made.mask }, made.proof)).to.equal(true);
      return made.mask;
    };
    expect([await ofCode("VU6", "B"), await ofCode("V02", "A")]).to.deep.equal([32, 120]);
    for (const code of ["VU2", "V01", "V04"]) {
      const said = await ofCode(code, code.startsWith("VU") ? "B" : "A").catch(String);
      expect(said, code).to.contain("in no power band of the code");
    }
    expect(await ofCode("V02", "B").catch(String)).to.contain("no grouped code of a lens");
  });

  it("cannot be made of a lens that no band covers, nor for a mask of both kinds or of too many bits", async () => {
    const refused = (prescription: Prescription, wrong: number) =>
      proveBand(artefactsOf("band"), DOSSIER, "right", { ...opening, prescription }, wrong).then(() => "made", String);
    expect(await refused(aLens({ sphere: -700, cylinder: 10 }), 127)).to.contain("in no power band");
    for (const wrong of [mask | (1 << 12), mask | (1 << 14)]) {
      expect(await refused(opening.prescription, wrong)).to.not.equal("made");
    }
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
