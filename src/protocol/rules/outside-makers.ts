import { ofEye } from "../aspects.js";
import { ZERO } from "../bytes.js";
import type { Certificate } from "../certificate.js";
import type { Claim } from "../claim.js";
import type { Conformity } from "../conformity.js";
import { EYES } from "../derivation.js";
import { type Finding, finding } from "../findings.js";
import type { Policy } from "../policy.js";
import { firstOrderedAt } from "./makers.js";

/** Digits of a SIREN, with which a SIRET begins. */
const SIREN = 9;

/**
 * Rule C.9: what an insurer can say of makers that do not take part: that it does not know one, or that one is the claimant itself.
 * @internal
 */
export function judgeOutsideMakers(
  { makers }: Certificate,
  { siret }: Claim,
  { findings, receipts, merged }: Conformity,
  policy: Policy,
): Finding[] {
  return EYES.flatMap((eye) => {
    const aspect = ofEye("maker", eye);
    const identifier = makers?.[eye]?.identifier;
    const isOutside = findings.some((one) => one.code === "maker-not-enrolled" && one.aspect === aspect);
    if (identifier === undefined || !isOutside) return [];
    const time = firstOrderedAt(receipts, aspect, merged.order?.[aspect] ?? ZERO);
    const isKnown = policy.makers?.some(
      ({ identifier: known, from = 0, until = Number.POSITIVE_INFINITY }) =>
        known === identifier && from <= time && time <= until,
    );
    const place = { stage: "shipment", aspect } as const;
    return [
      ...(isKnown === false ? [finding("maker-not-known", place)] : []),
      ...(identifier === siret.slice(0, SIREN) ? [finding("maker-is-claimant", place)] : []),
    ];
  });
}
