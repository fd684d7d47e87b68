import { CATALOGUES } from "../language/index.js";
import type { Certificate, Claim, Hex } from "../protocol/index.js";
import { partyId } from "../protocol/index.js";
import type { TimelineEntry } from "./timeline.js";
import { type ReportLanguage, shortId, spacedSiret } from "./words.js";

/** The optician that the certificate opens as the store of the claim. */
export interface Store {
  readonly party: Hex;
  readonly siret: string;
}

/**
 * The store of the claim, by the party id that its SIRET and the certificate's salt give.
 * @internal
 */
export function storeOf(certificate: Certificate, claim: Claim): Store {
  return { party: partyId(certificate.optician.salt, "optician", claim.siret), siret: claim.siret };
}

/**
 * Who made a statement, as far as the insurer can know: the store of its claim by its SIRET, anyone else by role and party id.
 * @internal
 */
export function actor(
  { signer, stage, anchoredAt }: TimelineEntry,
  store: Store | undefined,
  language: ReportLanguage,
): string {
  const french = language === "fr";
  const { party, role, key } = signer;
  if (party && party === store?.party) {
    const siret = spacedSiret(store.siret);
    return french ? `le magasin (SIRET ${siret})` : `the store (SIRET ${siret})`;
  }
  if (party && role) {
    const name = CATALOGUES[language].names.roles[role];
    return french ? `${/^[aeiou]/.test(name) ? "l'" : "le "}${name} ${shortId(party)}` : `${name} ${shortId(party)}`;
  }
  // Nothing says whose key it is: only what the statement pretends.
  const pretended = CATALOGUES[language].names.roles[stage === "shipment" ? "lens-maker" : "optician"];
  const as = french
    ? `clé ${shortId(key)}, au titre ${stage === "shipment" ? "de " : "d'"}${pretended}`
    : `key ${shortId(key)}, as ${pretended}`;
  if (anchoredAt === undefined)
    return french ? `un auteur non vérifié (${as})` : `an author who could not be checked (${as})`;
  return french ? `un signataire non inscrit (${as})` : `a signer who is not enrolled (${as})`;
}
