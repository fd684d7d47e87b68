import type { AskingInsurer, Certificate, ChainFacts, Claim, Policy } from "../../src/protocol/index.js";
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
import { type Found, judgeReceipts } from "./receipts.js";

const INVOICE = 3;

/** All that docs/protocol.md says of a certificate and a claim: the passes, and then the claim. */
export function judgeCertificate(
  certificate: Certificate,
  claim: Claim,
  facts: ChainFacts,
  policy: Policy,
  insurer: AskingInsurer = {},
): readonly Found[] {
  const { chain, openings, payer, optician } = certificate;
  const isSameChain =
    chain.chainId === facts.chain.chainId &&
    chain.partyRegistry === facts.chain.partyRegistry &&
    chain.anchorRegistry === facts.chain.anchorRegistry &&
    chain.withdrawalRegistry === facts.chain.withdrawalRegistry &&
    chain.settlementRegistry === facts.chain.settlementRegistry;
  if (!isSameChain) return [{ code: 64, stage: 255, aspect: 255, subject: NOTHING }];

  const left = Math.max(claim.sharesCents - claim.shareCents, 0);
  const split =
    payer.rank === 1
      ? splitHash(openings.billing, claim.shareCents, left)
      : splitHash(openings.billing, left, claim.shareCents);
  const { findings, invoice, stated } = judgeReceipts(certificate.receipts, facts, policy, {
    rank: payer.rank,
    split: split as `0x${string}`,
    ...(insurer.party && { insurer: insurer.party }),
  });
  if (!invoice || !stated) return findings;

  const found: Found[] = [...findings];
  const find = (code: number, aspect: number, subject: string = NOTHING) =>
    found.push({ code, stage: INVOICE, aspect, subject });
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
  const refused = claim.lines.filter(({ item, code }) => item === "extras" && policy.extras?.includes(code) === false);
  if (refused.length > 0) find(77, 3);

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
  return found;
}
