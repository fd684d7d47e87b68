import { artefactsOf } from "../../circuits/artefacts.js";
import { proveBand } from "../../circuits/prove.js";
import { prescriptionOpenings } from "../../src/parties/index.js";
import { bandMask, EYES, type Proofs, powerBand } from "../../src/protocol/index.js";
import { DEVELOPMENT_KEYS } from "../../src/zk/index.js";
import type { Living } from "./life.js";

/**
 * The proofs of power bands that an optician makes of a dossier, with development keys: of those of the code billed, or of the lens's own
 * where that is another. The prover's threads go on.
 */
export async function provenOf({ dossier, drawn, receipts }: Living): Promise<Proofs> {
  const proofs: { -readonly [P in keyof Proofs]: Proofs[P] } = { keys: DEVELOPMENT_KEYS.id };
  const openings = prescriptionOpenings(dossier, drawn.file);
  const orderedAt = receipts[1]?.batch.issuedAt ?? 0;
  for (const eye of EYES) {
    const opening = openings[eye];
    const code = drawn.file.eyes[eye]?.code;
    if (!opening || !code) continue;
    const own = 1 << (powerBand(opening.prescription) ?? 0);
    const billed = bandMask(code, orderedAt) ?? 0;
    const aspect = eye === "right" ? "bandRight" : "bandLeft";
    const mask = (billed & own) === 0 ? own : billed;
    proofs[aspect] = await proveBand(artefactsOf("band"), dossier.id, eye, opening, mask);
  }
  return proofs;
}
