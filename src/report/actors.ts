import type { Certificate, Claim, Hex, Stage } from "../protocol/index.js";
import { partyId } from "../protocol/index.js";
import type { ReportCatalogue } from "./catalogues.js";
import { shortId, spacedSiret } from "./ids.js";
import type { TimelineEntry } from "./timeline.js";

/** The optician that the certificate opens as the store of the claim. */
export interface Store {
  readonly party: Hex;
  readonly siret: string;
}

/**
 * Whether a lens maker states this stage.
 * @internal
 */
export function isOfMaker(stage: Stage | undefined): boolean {
  return stage === "shipment" || stage === "stock";
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
 * @param isInList Whether it stands in a list, without its article, and not in a sentence.
 * @internal
 */
export function actor(
  { signer, stage, anchoredAt }: TimelineEntry,
  store: Store | undefined,
  { report: { actors } }: ReportCatalogue,
  isInList = false,
): string {
  const { party, role, key } = signer;
  if (party && party === store?.party) {
    return (isInList ? actors.store : actors.theStore)({ siret: spacedSiret(store.siret) });
  }
  if (party && role) return (isInList ? actors.party : actors.theParty)({ role, id: shortId(party) });
  // Nothing says whose key it is: only what the statement pretends.
  const pretended = { key: shortId(key), role: isOfMaker(stage) ? "lens-maker" : "optician" } as const;
  return anchoredAt === undefined ? actors.unverified(pretended) : actors.notEnrolled(pretended);
}
