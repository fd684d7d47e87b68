import { artefactsOf } from "../../circuits/artefacts.js";
import { proveCategory } from "../../circuits/prove.js";
import { prescriptionOpenings } from "../../src/parties/index.js";
import { EYES, ofEye, type Policy, type Proofs, type ProvenCategory } from "../../src/protocol/index.js";
import { DEVELOPMENT_KEYS } from "../../src/zk/index.js";
import type { Living } from "./life.js";

/** The proofs of category that an optician makes of a dossier, with development keys. The prover's threads go on. */
export async function provenOf({ dossier, drawn }: Living): Promise<Proofs> {
  const proofs: { -readonly [P in keyof Proofs]: Proofs[P] } = { keys: DEVELOPMENT_KEYS.id };
  const openings = prescriptionOpenings(dossier, drawn.file);
  for (const eye of EYES) {
    const opening = openings[eye];
    if (opening)
      proofs[ofEye("category", eye)] = await proveCategory(artefactsOf("category"), dossier.id, eye, opening);
  }
  return proofs;
}

const DEARER: Readonly<Record<ProvenCategory, ProvenCategory>> = { a: "c", c: "f", f: "a" };

/** A policy that asks for the proofs, and for which the codes billed are of the category proven, or of another. */
export function askingFor({ categoryRight, categoryLeft }: Proofs, living: Living, isRaised: boolean): Partial<Policy> {
  const categories = EYES.flatMap((eye) => {
    const code = living.drawn.file.eyes[eye]?.code.code;
    const proven = (eye === "right" ? categoryRight : categoryLeft)?.category;
    return code && proven ? [{ code, category: isRaised ? DEARER[proven] : proven }] : [];
  });
  return { require: ["category"], categories };
}
