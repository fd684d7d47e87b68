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
  opening("01", { sphere: -200, cylinder: -100, axis: 20 }),
  opening("02", { sphere: -625 }),
  opening("03", { lensType: "progressive", sphere: 500, addition: 200, prism: 150, prismBase: 270 }),
];
const RENEWALS: readonly { readonly before: EyeOpenings; readonly after: EyeOpenings }[] = [
  {
    before: { right: opening("11", { sphere: -200 }), left: opening("12", { sphere: -300 }) },
    after: { right: opening("13", { sphere: -225 }), left: opening("14", { sphere: -325 }) },
  },
  { before: { left: opening("15", { sphere: 100 }) }, after: { left: opening("16", { sphere: 150 }) } },
];

const categories = [];
for (const [i, one] of LENSES.entries()) {
  const eye = i === 1 ? "left" : "right";
  const { category, proof } = await proveBand(artefactsOf("category"), DOSSIER, eye, one);
  const commitment = commitmentOf(eye, one);
  if (!verifyBand(DEVELOPMENT_KEYS, { dossier: DOSSIER, eye, commitment, category }, proof))
    throw new Error("no proof");
  categories.push({ eye, ...one, commitment, category, proof });
}
const renewals = [];
for (const { before, after } of RENEWALS) {
  const { proof } = await proveRenewal(artefactsOf("renewal"), DOSSIER, before, after);
  const commitments = { before: commitmentsOf(before), after: commitmentsOf(after) };
  if (!verifyRenewal(DEVELOPMENT_KEYS, { dossier: DOSSIER, ...commitments }, proof)) throw new Error("no proof");
  renewals.push({ openings: { before, after }, ...commitments, proof });
}
const vectors = { keys: DEVELOPMENT_KEYS.id, dossier: DOSSIER, binding: proofBinding(DOSSIER), categories, renewals };
writeFileSync(FILE, `${JSON.stringify(vectors, null, 2)}\n`);
process.exit(0); // snarkjs leaves threads.
