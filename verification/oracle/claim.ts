import type {
  AskingInsurer,
  Certificate,
  ChainFacts,
  Claim,
  Policy,
  ProofDemands,
  StockOpening,
} from "../../src/protocol/index.js";
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
import { judgeShown } from "./proofs.js";
import { type Found, judgeReceipts } from "./receipts.js";

const INVOICE = 3;

/** All that docs/protocol.md says of a certificate and a claim: the passes, then the claim, then the proofs. */
export function judgeCertificate(
  certificate: Certificate,
  claim: Claim,
  facts: ChainFacts,
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
  if (!isSameChain) return [{ code: 64, stage: 255, aspect: 255, subject: NOTHING }];

  const left = Math.max(claim.sharesCents - claim.shareCents, 0);
  const split =
    payer.rank === 1
      ? splitHash(openings.billing, claim.shareCents, left)
      : splitHash(openings.billing, left, claim.shareCents);
  const asker = { rank: payer.rank, split: split as `0x${string}`, ...(insurer.party && { insurer: insurer.party }) };
  const { receipts, units } = withStock(certificate);
  const { findings, invoice, stated, shipped } = judgeReceipts(receipts, facts, policy, asker, units);
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
  const dossier = certificate.receipts[0]?.statement.dossier ?? NOTHING;
  found.push(...judgeShown(certificate.proofs, demandsOf(claim, policy), chain.chainId, dossier, stated, shipped));
  return found;
}

/** Receipts of stock lenses come after the others, right first, each with its opening. */
function withStock({ receipts, stock }: Certificate) {
  const shown = [...receipts];
  const units: StockOpening[] = [];
  for (const eye of ["right", "left"] as const) {
    const lens = stock?.[eye];
    if (!lens) continue;
    units.push({ receipt: shown.length, eye, nullifier: lens.nullifier });
    shown.push(lens.receipt);
  }
  return { receipts: shown, units };
}

/** What the policy has for the codes billed, and the claim of the equipment before. */
function demandsOf(
  { lines, previous }: Claim,
  { require, categories = [], acceptDevelopmentKeys }: Policy,
): ProofDemands {
  const billed = (lens: string) => {
    const line = lines.find(({ item }) => item === lens);
    return categories.find(({ code }) => code === line?.code)?.category;
  };
  const [right, left] = [billed("rightLens"), billed("leftLens")];
  const { prescriptionRight, prescriptionLeft } = previous ?? {};
  return {
    requireCategory: require.includes("category"),
    requireRenewal: require.includes("renewal"),
    categories: { ...(right && { right }), ...(left && { left }) },
    previous: {
      ...(prescriptionRight && { right: prescriptionRight }),
      ...(prescriptionLeft && { left: prescriptionLeft }),
    },
    ...(acceptDevelopmentKeys !== undefined && { acceptDevelopmentKeys }),
  };
}
