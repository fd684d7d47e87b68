import { artefactsOf } from "../../circuits/artefacts.js";
import { proveBand } from "../../circuits/prove.js";
import { prescriptionOpenings } from "../../src/parties/index.js";
import { BAND_NAMES, EYES, ofEye, type Policy, type Proofs, powerBand } from "../../src/protocol/index.js";
import { DEVELOPMENT_KEYS } from "../../src/zk/index.js";
import type { Living } from "./life.js";

/** The proofs of power bands that an optician makes of a dossier, with development keys. The prover's threads go on. */
export async function provenOf({ dossier, drawn }: Living): Promise<Proofs> {
  const proofs: { -readonly [P in keyof Proofs]: Proofs[P] } = { keys: DEVELOPMENT_KEYS.id };
  const openings = prescriptionOpenings(dossier, drawn.file);
  for (const eye of EYES) {
    const opening = openings[eye];
    const band = opening && powerBand(opening.prescription);
    if (!opening || band === undefined) continue;
    proofs[ofEye("band", eye)] = await proveBand(artefactsOf("band"), dossier.id, eye, opening, 1 << band);
  }
  return proofs;
}

/** A policy that asks for the proofs, and for which the codes billed stand for the bands proven, or for others. */
export function askingFor({ bandRight, bandLeft }: Proofs, living: Living, isRaised: boolean): Partial<Policy> {
  const bands = EYES.flatMap((eye) => {
    const code = living.drawn.file.eyes[eye]?.code.code;
    const proven = BAND_NAMES.findIndex((_, n) => (eye === "right" ? bandRight : bandLeft)?.mask === 1 << n);
    const other = BAND_NAMES[isRaised ? (proven + 1) % BAND_NAMES.length : proven];
    return code && other ? [{ code, bands: [other] }] : [];
  });
  return { require: ["band"], bands };
}
