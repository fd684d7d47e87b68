import type { AskingInsurer } from "../asker.js";
import { type AspectName, type Billing, type BillingLine, ofEye, ofPayer, type Payer } from "../aspects.js";
import { type Hex, ZERO } from "../bytes.js";
import type { Certificate } from "../certificate.js";
import type { Claim } from "../claim.js";
import { extrasAt } from "../codes/codes.js";
import type { AspectValues } from "../commitments.js";
import type { ExaminingBackend } from "../crypto-backend.js";
import { EYES, type Eye } from "../derivation.js";
import { type Finding, type FindingCode, finding, type Place } from "../findings.js";
import type { Policy } from "../policy.js";
import type { ExaminedReceipt } from "./examined-receipt.js";
import type { AspectCommitments } from "./merging.js";

/**
 * The pass of the claim, which needs its values: who claims, and whether the invoice's commitments open to what is
 * claimed. Its findings come after those of the receipts.
 * @param invoice The first that counts.
 * @param stated What the invoices that count state together.
 * @internal
 */
export function judgeClaim(
  certificate: Certificate,
  claim: Claim,
  invoice: ExaminedReceipt,
  stated: AspectCommitments,
  policy: Policy,
  insurer: AskingInsurer,
  backend: ExaminingBackend,
): Finding[] {
  const findings: Finding[] = [];
  const add = (code: FindingCode, place: Place) => findings.push(finding(code, { stage: "invoice", ...place }));
  const opens = <A extends AspectName>(aspect: A, salt: Hex, value: AspectValues[A]) =>
    backend.commit(aspect, salt, value) === stated[aspect];
  const check = <A extends AspectName>(aspect: A, salt: Hex, value: AspectValues[A]) => {
    if (stated[aspect] !== ZERO && !opens(aspect, salt, value)) add("claim-does-not-open", { aspect });
  };

  if (backend.partyId(certificate.optician.salt, "optician", claim.siret) !== invoice.party) {
    add("store-not-claimant", { subject: invoice.hash });
  }
  const { openings, payer } = certificate;
  check("reference", openings.reference, { siret: claim.siret, fileReference: claim.fileReference });
  if (claim.rank !== payer.rank) add("claim-does-not-open", { aspect: ofPayer(payer.rank) });
  else check(ofPayer(payer.rank), payer.salt, payerOf(claim));
  if (insurer.amc !== undefined && insurer.amc !== claim.amc) {
    add("claim-of-another-insurer", { aspect: ofPayer(payer.rank) });
  }
  check("billing", openings.billing, billingOf(claim));
  if (claim.shareCents > claim.sharesCents || claim.sharesCents > claim.totalCents) {
    add("shares-exceed-total", { aspect: ofPayer(payer.rank) });
  }
  const isAlone = claim.payers === 1;
  if (claim.rank > claim.payers || (isAlone && stated[ofPayer(payer.rank === 1 ? 2 : 1)] !== ZERO)) {
    add("payers-disagree", { aspect: ofPayer(payer.rank) });
  }
  for (const eye of EYES) {
    const aspect = ofEye("code", eye);
    const salt = openings[aspect];
    const line = lineOf(claim, eye);
    if (stated[aspect] !== ZERO && !salt) add("not-disclosed", { aspect });
    else if (!line !== (stated[aspect] === ZERO)) add("code-billing-disagree", { aspect });
    else if (line && salt && !opens(aspect, salt, { code: line.code, class: line.class })) {
      add("code-billing-disagree", { aspect });
    }
  }
  const framed = claim.lines.find(({ item }) => item === "frame");
  const disclosed = openings.frame && claim.frame;
  if (framed && (stated.frame === ZERO || (disclosed && disclosed.class !== framed.class))) {
    add("frame-billing-disagree", { aspect: "frame" });
  }
  const extras = policy.extras ?? extrasAt(invoice.receipt.batch.issuedAt);
  if (claim.lines.some(({ item, code }) => item === "extras" && !extras.includes(code))) {
    add("extras-not-accepted", { aspect: "billing" });
  }
  for (const aspect of ["frame", "lensRight", "lensLeft"] as const) {
    const salt = openings[aspect];
    const value = claim[aspect];
    if (policy.require.includes(aspect) && stated[aspect] !== ZERO && !(salt && value))
      add("not-disclosed", { aspect });
    else if (value && !salt) add("told-not-opened", { aspect });
    if (salt && value && !opens(aspect, salt, value)) add("claim-does-not-open", { aspect });
  }
  return findings;
}

function payerOf({ amc, priorAuthorisation, rank, payers, shareCents, sharesCents }: Claim): Payer {
  return { amc, priorAuthorisation, rank, payers, shareCents, sharesCents };
}

function billingOf({ lines, totalCents }: Claim): Billing {
  return { lines, totalCents };
}

function lineOf(claim: Claim, eye: Eye): BillingLine | undefined {
  return claim.lines.find(({ item }) => item === (eye === "right" ? "rightLens" : "leftLens"));
}
