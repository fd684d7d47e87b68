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

/** When the table of codes is asked: it has been one and the same since long before any scenario. */
const ORDERED = 1_790_000_000;

/** What was shipped for a dossier. */
export interface Shipped {
  readonly dossier: Dossier;
  readonly statement: Statement;
  readonly equipment: Equipment;
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
    const [opening, lens] = [bandsOf && openingsOf(bandsOf)[eye], bandsOf?.equipment[eye]];
    if (!bandsOf || !opening || !lens) continue;
    // What can be proven: the bands of the code, or the lens's own where the code is another's.
    const own = 1 << (powerBand(opening.prescription) ?? 0);
    const ofCode = bandMask(lens, ORDERED) ?? own;
    const mask = (ofCode & own) === 0 ? own : ofCode;
    proofs[ofEye("band", eye)] = await proveBand(artefactsOf("band"), bandsOf.dossier.id, eye, opening, mask);
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
