import { artefactsOf } from "../circuits/artefacts.js";
import type { EyeOpenings } from "../circuits/inputs.js";
import { proveBand, proveRenewal } from "../circuits/prove.js";
import { endThreads } from "../circuits/setup.js";
import type { Dossier } from "../src/parties/index.js";
import {
  bandMask,
  EYES,
  eyeSecret,
  ofEye,
  type Previous,
  type Proofs,
  powerBand,
  prescriptionSalt,
  type Statement,
} from "../src/protocol/index.js";
import { DEVELOPMENT_KEYS } from "../src/zk/index.js";
import { deliveryOf, type Equipment } from "./equipment.js";

/** What was shipped for a dossier. */
export interface Shipped {
  readonly dossier: Dossier;
  readonly statement: Statement;
  readonly equipment: Equipment;
  /** Unix seconds. */
  readonly orderedAt: number;
}

function openingsOf({ dossier, equipment }: Shipped): EyeOpenings {
  return Object.fromEntries(
    EYES.flatMap((eye) => {
      const lens = deliveryOf(equipment, [eye])[eye];
      const salt = prescriptionSalt(eyeSecret(dossier.secret, eye));
      return lens ? [[eye, { prescription: lens.prescription, salt }]] : [];
    }),
  );
}

/** The proofs that an optician can make of its dossiers. */
export async function proofsOf(made: {
  readonly bandsOf?: Shipped;
  readonly before?: Shipped;
  readonly after?: Shipped;
}): Promise<Proofs> {
  const { bandsOf, before, after } = made;
  const proofs: { -readonly [P in keyof Proofs]: Proofs[P] } = { keys: DEVELOPMENT_KEYS.id };
  for (const eye of EYES) {
    const opening = bandsOf && openingsOf(bandsOf)[eye];
    const lens = bandsOf?.equipment[eye];
    if (!opening || !lens) continue;
    const code = { code: lens.billedCode ?? lens.code, class: lens.billedClass ?? lens.class };
    // Where the code billed is not that of the lens, its own band is all that can be proven.
    const own = 1 << (powerBand(opening.prescription) ?? 0);
    const billed = bandMask(code, bandsOf.orderedAt) ?? 0;
    const mask = (billed & own) === 0 ? own : billed;
    const aspect = eye === "right" ? "bandRight" : "bandLeft";
    proofs[aspect] = await proveBand(artefactsOf("band"), bandsOf.dossier.id, eye, opening, mask);
  }
  if (before && after) {
    proofs.renewal = await proveRenewal(
      artefactsOf("renewal"),
      after.dossier.id,
      openingsOf(before),
      openingsOf(after),
    );
  }
  await endThreads();
  return proofs;
}

/** What an insurer keeps of the certificate of an equipment that it paid. */
export function previousOf({ statement, equipment }: Shipped): Previous {
  return Object.fromEntries(
    EYES.filter((eye) => equipment[eye]).map((eye) => {
      const aspect = ofEye("prescription", eye);
      return [aspect, statement.aspects[aspect]];
    }),
  );
}
