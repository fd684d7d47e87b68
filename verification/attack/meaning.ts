import type { AspectName, Certificate, Claim, Policy, Receipt } from "../../src/protocol/index.js";

const text = (value: unknown) => JSON.stringify(value);

/** A receipt as it is read: of an endorsed batch the anchor's path is not. */
function receiptText({ statement, statementProof, batch, signature, anchorProof }: Receipt): string {
  const { dossier, stage, aspects, supersedes, reason } = statement;
  const path = signature === "0x" ? [] : anchorProof;
  const { key, root, issuedAt } = batch;
  return text([dossier, stage, aspects, supersedes, reason, statementProof, key, root, issuedAt, signature, path]);
}

/** Whether `without` is said by the others: each aspect, the same, at the same stage, and replacing the same. */
function isSaidBy(without: Receipt, others: readonly Receipt[]): boolean {
  const { stage, aspects, supersedes } = without.statement;
  return (Object.entries(aspects) as [AspectName, string][]).every(([aspect, value]) =>
    others.some(({ statement }) => {
      return statement.stage === stage && statement.aspects[aspect] === value && statement.supersedes === supersedes;
    }),
  );
}

/** What of the openings is compared with anything: those of codes that are stated, of frame and lenses that are told. */
function openingsText({ openings }: Certificate, claim: Claim, invoice: Receipt["statement"]["aspects"]): string {
  const { reference, billing, codeRight, codeLeft } = openings;
  const codes = [invoice.codeRight && codeRight, invoice.codeLeft && codeLeft];
  return text([
    reference,
    billing,
    codes,
    ...(["frame", "lensRight", "lensLeft"] as const).map((aspect) => {
      return claim[aspect] ? (openings[aspect] ?? "not opened") : "not told";
    }),
  ]);
}

/** What is told of stock lenses, and which registry it is asked of. */
function stockText({ stock, chain }: Certificate): string {
  const unit = (one: NonNullable<Certificate["stock"]>["right"]) => one && [one.nullifier, receiptText(one.receipt)];
  if (!stock?.right && !stock?.left) return "none";
  return text([chain.stockRegistry, unit(stock.right), unit(stock.left)]);
}

/**
 * A proof that no policy asks for may be left out; none may be another, unless nobody reads it: that of a renewal, where the claim
 * knows no prescription before.
 */
function proofsText({ proofs }: Certificate, original: Certificate, claim: Claim, policy?: Policy): string {
  const meant: Readonly<Record<string, unknown>> = original.proofs ?? {};
  const asked = (["band", "renewal"] as const).filter((one) => policy?.require.includes(one));
  const isRead = asked.includes("renewal") || claim.previous !== undefined;
  const read = Object.entries(proofs ?? {}).filter(([name]) => name !== "keys" && (name !== "renewal" || isRead));
  const isMeant = read.every(([name, value]) => text([proofs?.keys, value]) === text([meant["keys"], meant[name]]));
  if (asked.length === 0 && isMeant) return text(original.proofs ?? null);
  return text(proofs ?? null);
}

/**
 * Whether a certificate says what another says. Narrow: the same fields, byte by byte, where anything reads them; receipts
 * in any order, repeated, or left out where the rest says all that they say, or where what they say was replaced (`replaced`:
 * the hashes of the statements that a later one supersedes, which the verdict then calls a missing link).
 */
export function meansTheSame(
  mutant: Certificate,
  original: Certificate,
  claim: Claim,
  isReplaced: (receipt: Receipt) => boolean,
  policy?: Policy,
): boolean {
  const [c, d] = [mutant.chain, original.chain];
  const chain = (of: typeof c) =>
    text([of.chainId, of.partyRegistry, of.anchorRegistry, of.withdrawalRegistry, of.settlementRegistry]);
  if (chain(c) !== chain(d)) return false;
  if (stockText(mutant) !== stockText(original)) return false;
  if (proofsText(mutant, original, claim, policy) !== text(original.proofs ?? null)) return false;
  if (text(mutant.dossier) !== text(original.dossier) || text(mutant.makers) !== text(original.makers)) return false;
  // Nobody who asks without a party id is told of grants.
  if (mutant.optician.salt !== original.optician.salt) return false;
  if (mutant.payer.rank !== original.payer.rank || mutant.payer.salt !== original.payer.salt) return false;
  const invoices = original.receipts.filter(({ statement }) => statement.stage === 3);
  const invoice = invoices.at(-1)?.statement.aspects ?? {};
  const bare = (certificate: Certificate): Certificate => {
    // An opening of frame or lens that is left out is told so by the verdict (78), and required by policy where it matters.
    const openings = { ...certificate.openings };
    for (const aspect of ["frame", "lensRight", "lensLeft"] as const) {
      if (!mutant.openings[aspect]) delete openings[aspect];
    }
    return { ...certificate, openings };
  };
  if (openingsText(bare(mutant), claim, invoice) !== openingsText(bare(original), claim, invoice)) return false;
  const said = new Set(original.receipts.map(receiptText));
  if (mutant.receipts.some((receipt) => !said.has(receiptText(receipt)))) return false;
  const kept = new Set(mutant.receipts.map(receiptText));
  const left = original.receipts.filter((receipt) => !kept.has(receiptText(receipt)));
  return left.every((receipt) => isReplaced(receipt) || isSaidBy(receipt, mutant.receipts));
}
