import { writeFileSync } from "node:fs";
import path from "node:path";
import type { Hex, Prescription } from "../src/protocol/index.js";
import { DEVELOPMENT_KEYS, proofBinding, verifyBand, verifyRenewal } from "../src/zk/index.js";
import { artefactsOf } from "./artefacts.js";
import { commitmentOf, commitmentsOf, type EyeOpenings, type Opening } from "./inputs.js";
import { proveBand, proveRenewal } from "./prove.js";

/**
 * Makes docs/vectors/proofs.json: proofs of the development setup, with what they prove. A proof is other each time; these
 * change only with the circuits.
 */
const FILE = path.resolve(import.meta.dirname, "../docs/vectors/proofs.json");
const DOSSIER: Hex = `0x${"d1".repeat(32)}`;

const lens = (of: Partial<Prescription>): Prescription => ({
  lensType: "unifocal",
  sphere: 0,
  cylinder: 0,
  axis: 0,
  addition: 0,
  prism: 0,
  prismBase: 0,
  ...of,
});
const opening = (byte: string, of: Partial<Prescription>): Opening => ({
  prescription: lens(of),
  salt: `0x00${byte.repeat(31)}`,
});

const LENSES: readonly Opening[] = [
  opening("01", { sphere: -550, cylinder: -100, axis: 20 }),
  opening("02", { sphere: -625 }),
  opening("03", { lensType: "progressive", sphere: 500, addition: 200, prism: 150, prismBase: 270 }),
];
/** VU6; all of category c, as V02 bills it; VM4. */
const MASKS = [0b0100000, 0b1111000, 0b0001000 << 7];
const RENEWALS: readonly { readonly before: EyeOpenings; readonly after: EyeOpenings }[] = [
  {
    before: { right: opening("11", { sphere: -200 }), left: opening("12", { sphere: -300 }) },
    after: { right: opening("13", { sphere: -225 }), left: opening("14", { sphere: -325 }) },
  },
  { before: { left: opening("15", { sphere: 100 }) }, after: { left: opening("16", { sphere: 150 }) } },
];

const bands = [];
for (const [i, one] of LENSES.entries()) {
  const eye = i === 1 ? "left" : "right";
  const { mask, proof } = await proveBand(artefactsOf("band"), DOSSIER, eye, one, MASKS[i] ?? 0);
  const commitment = commitmentOf(eye, one);
  if (!verifyBand(DEVELOPMENT_KEYS, { dossier: DOSSIER, eye, commitment, mask }, proof)) throw new Error("no proof");
  bands.push({ eye, ...one, commitment, mask, proof });
}
const renewals = [];
for (const { before, after } of RENEWALS) {
  const { proof } = await proveRenewal(artefactsOf("renewal"), DOSSIER, before, after);
  const commitments = { before: commitmentsOf(before), after: commitmentsOf(after) };
  if (!verifyRenewal(DEVELOPMENT_KEYS, { dossier: DOSSIER, ...commitments }, proof)) throw new Error("no proof");
  renewals.push({ openings: { before, after }, ...commitments, proof });
}
const { id: keys, band, renewal } = DEVELOPMENT_KEYS;
const verificationKeys = { band, renewal };
const vectors = { keys, verificationKeys, dossier: DOSSIER, binding: proofBinding(DOSSIER), bands, renewals };
writeFileSync(FILE, `${JSON.stringify(vectors, null, 2)}\n`);
process.exit(0); // snarkjs leaves threads.
