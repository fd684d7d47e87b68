import { EXTRAS, maskOf } from "./codes.js";
import {
  billingHash,
  codeHash,
  frameHash,
  lensHash,
  NOTHING,
  partyOf,
  payerHash,
  referenceHash,
  splitHash,
} from "./hashes.js";
import { type Demands, judgeShown } from "./proofs.js";
import { type Found, judgeReceipts, weightOf } from "./receipts.js";
import type { AskingInsurer, Certificate, Claim, Evidence, Facts, Policy, Receipt, StockOpening } from "./shapes.js";

const [SHIPMENT, INVOICE] = [2, 3];

/** All that docs/protocol.md says of a certificate and a claim: the passes, then the claim, then the proofs. */
export function judgeCertificate(
  certificate: Certificate,
  claim: Claim,
  facts: Facts,
  policy: Policy,
  insurer: AskingInsurer = {},
): readonly Found[] {
  const { chain, openings, payer, optician, stock } = certificate;
  const isSameChain =
    chain.chainId === facts.chain.chainId &&
    chain.partyRegistry === facts.chain.partyRegistry &&
    chain.anchorRegistry === facts.chain.anchorRegistry &&
    chain.withdrawalRegistry === facts.chain.withdrawalRegistry &&
    chain.settlementRegistry === facts.chain.settlementRegistry &&
    (stock === undefined || chain.stockRegistry === facts.chain.stockRegistry);
  if (!isSameChain) {
    return [{ code: 64, severity: "blocking", stage: 255, aspect: 255, subject: NOTHING, until: 0 }];
  }

  const left = Math.max(claim.sharesCents - claim.shareCents, 0);
  const split =
    payer.rank === 1
      ? splitHash(openings.billing, claim.shareCents, left)
      : splitHash(openings.billing, left, claim.shareCents);
  const asker = { rank: payer.rank, split: split as `0x${string}`, ...(insurer.party && { insurer: insurer.party }) };
  const opinion = judgeReceipts(evidenceOf(certificate), facts, policy, asker);
  const { invoice, stated } = opinion;
  if (!invoice || !stated) return opinion.findings;

  const found: Found[] = [...opinion.findings];
  const find = (code: number, aspect: number, subject: string = NOTHING, stage = INVOICE) =>
    found.push({ code, severity: weightOf(code), stage, aspect, subject, until: 0 });
  const has = (aspect: number) => stated[aspect] !== NOTHING;
  const PAYER = payer.rank;

  if (partyOf(optician.salt, 1, claim.siret) !== invoice.party) find(65, 255, invoice.hash);
  if (has(0) && referenceHash(openings.reference, claim) !== stated[0]) find(66, 0);
  if (claim.rank !== PAYER || (has(PAYER) && payerHash(payer.salt, claim) !== stated[PAYER])) find(66, PAYER);
  if (insurer.amc !== undefined && insurer.amc !== claim.amc) find(79, PAYER);
  if (has(3) && billingHash(openings.billing, claim) !== stated[3]) find(66, 3);
  if (claim.shareCents > claim.sharesCents || claim.sharesCents > claim.totalCents) find(68, PAYER);
  if (claim.rank > claim.payers || (claim.payers === 1 && has(3 - PAYER))) find(70, PAYER);

  for (const [aspect, salt, item] of [
    [5, openings.codeRight, "rightLens"],
    [6, openings.codeLeft, "leftLens"],
  ] as const) {
    const line = claim.lines.find((one) => one.item === item);
    if (has(aspect) && salt === undefined) find(69, aspect);
    else if (has(aspect) !== (line !== undefined)) find(67, aspect);
    else if (line && salt !== undefined && codeHash(aspect, salt, line.code, line.class) !== stated[aspect]) {
      find(67, aspect);
    }
  }

  const frameLine = claim.lines.find(({ item }) => item === "frame");
  if (frameLine) {
    const isTold = openings.frame !== undefined && claim.frame !== undefined;
    if (!has(4) || (isTold && claim.frame?.class !== frameLine.class)) find(71, 4);
  }
  const accepted = policy.extras ?? EXTRAS;
  if (claim.lines.some(({ item, code }) => item === "extras" && !accepted.includes(code))) find(77, 3);

  const frame = claim.frame;
  const lenses = [claim.lensRight, claim.lensLeft] as const;
  const opened = (salt: string | undefined, hash: ((salt: string) => string) | undefined) =>
    salt === undefined || hash === undefined ? undefined : hash(salt);
  const [right, leftLens] = lenses;
  for (const [aspect, name, salt, hash] of [
    [4, "frame", openings.frame, frame && ((s: string) => frameHash(s, frame))],
    [7, "lensRight", openings.lensRight, right && ((s: string) => lensHash(7, s, right))],
    [8, "lensLeft", openings.lensLeft, leftLens && ((s: string) => lensHash(8, s, leftLens))],
  ] as const) {
    const commitment = opened(salt, hash);
    const isTold = hash !== undefined;
    if (policy.require.includes(name) && has(aspect) && commitment === undefined) find(69, aspect);
    else if (isTold && salt === undefined) find(78, aspect);
    if (commitment !== undefined && commitment !== stated[aspect]) find(66, aspect);
  }
  for (const { aspect, identifier, time } of opinion.outside) {
    const isKnown = policy.makers?.some(
      (one) => one.identifier === identifier && (one.from ?? 0) <= time && time <= (one.until ?? time),
    );
    if (isKnown === false) find(80, aspect, NOTHING, SHIPMENT);
    if (identifier === claim.siret.slice(0, 9)) find(81, aspect, NOTHING, SHIPMENT);
  }
  const demands = demandsOf(claim, policy, opinion.orderedAt);
  found.push(...judgeShown(certificate.proofs, demands, chain.chainId, opinion));
  return found;
}

/** Receipts of stock lenses come after the others, right first, each with its opening. */
function evidenceOf({ dossier, receipts, stock, makers, grant }: Certificate): Evidence {
  const shown: Receipt[] = [...receipts];
  const units: StockOpening[] = [];
  for (const eye of ["right", "left"] as const) {
    const lens = stock?.[eye];
    if (!lens) continue;
    units.push({ receipt: shown.length, eye, nullifier: lens.nullifier });
    shown.push(lens.receipt);
  }
  return { dossier, receipts: shown, stock: units, makers: makers ?? {}, grant };
}

/** What the table and the policy have for the codes billed, and the claim of the equipment before. */
function demandsOf({ lines, previous }: Claim, policy: Policy, orderedAt: number): Demands {
  const billed = (lens: string) => {
    const line = lines.find(({ item }) => item === lens);
    return line ? maskOf(line.code, line.class, orderedAt, policy.bands) : 0;
  };
  return {
    requireBand: policy.require.includes("band"),
    requireRenewal: policy.require.includes("renewal"),
    masks: { right: billed("rightLens"), left: billed("leftLens") },
    previous: { right: previous?.prescriptionRight, left: previous?.prescriptionLeft },
    acceptDevelopmentKeys: policy.acceptDevelopmentKeys,
  };
}
