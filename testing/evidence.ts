import type { Dossier } from "../src/parties/index.js";
import { openingOfEye } from "../src/parties/lens.js";
import {
  dossierSeed,
  type Evidence,
  EYES,
  type Eye,
  eyeSalt,
  type Receipt,
  type StockOpening,
  settlerAddress,
} from "../src/protocol/index.js";

/** What a certificate shows of a dossier, without the values of a claim: its id, its receipts, and who makes its lenses. */
export function evidenceWith(
  dossier: Dossier,
  makers: { readonly [E in Eye]?: string },
  receipts: readonly Receipt[],
  stock: readonly StockOpening[] = [],
): Evidence {
  const opened = EYES.flatMap((eye) => {
    const identifier = makers[eye];
    if (identifier === undefined) return [];
    return [[eye, { salt: eyeSalt(openingOfEye(dossier, eye).secret, "maker"), identifier }] as const];
  });
  return {
    dossier: { seed: dossierSeed(dossier.secret), settler: settlerAddress(dossier.secret) },
    receipts,
    stock,
    makers: Object.fromEntries(opened),
  };
}
