import { judgeProofs } from "../zk/judge.js";
import { type AspectName, type Billing, type BillingLine, ofEye, ofPayer, type Payer } from "./aspects.js";
import { type Hex, ZERO } from "./bytes.js";
import { type Certificate, evidenceOf } from "./certificate.js";
import type { Claim } from "./claim.js";
import type { AspectValues } from "./commitments.js";
import { type Asker, assessReceipts, type Conformity, counts, type Reading } from "./conformity.js";
import { type CryptoBackend, PLAIN } from "./crypto-backend.js";
import { proofDemands } from "./demands.js";
import { EYES, type Eye } from "./derivation.js";
import type { ChainFacts, ChainReference } from "./facts.js";
import { type Finding, type FindingCode, finding, type Place } from "./findings.js";
import type { Policy } from "./policy.js";
import { settlementSplit } from "./statements.js";

/** What an insurer learns of a certificate. */
export interface Verdict {
  /** No finding is blocking. */
  readonly conform: boolean;
  /** It conforms, and a lawful correction explains what was corrected. */
  readonly justified: boolean;
  readonly findings: readonly Finding[];
  readonly dossier: Hex;
  /** Hash of the invoice that counts, when one does. */
  readonly invoice?: Hex;
  /** What was accepted, so that a verdict that is kept says by what rules it was given. */
  readonly policy: Policy;
  /** The block at which the facts of the chain hold. */
  readonly block: { readonly number: number; readonly time: number };
}

/** The insurer that asks. Both are optional: anyone may verify. */
export interface AskingInsurer {
  /** Its party id: a settlement of its own is told from another's. */
  readonly party?: Hex;
  /** Its AMC number: a claim on another insurer is found. */
  readonly amc?: string;
}

const CHAIN_FIELDS = ["partyRegistry", "anchorRegistry", "withdrawalRegistry", "settlementRegistry"] as const;

/**
 * A verdict with what was read on the way to it.
 * @internal
 */
export interface Judgement {
  readonly verdict: Verdict;
  /** Absent when the certificate is of another chain: nothing of it was read. */
  readonly conformity?: Conformity;
}

/**
 * Judges a certificate against the claim that the insurer holds. Pure: the same input gives the same verdict, for ever.
 * @param certificate Read by `parseCertificate`.
 * @param claim Read by `parseClaim`.
 * @param facts What the chain says, from a view that the insurer trusts.
 * @param insurer Who asks, where it says so.
 * @param using What hashes, recovers signatures and computes pairings; the answers are the same.
 *
 * @example
 * ```ts
 * import { assess, DEFAULT_POLICY } from "clairevoie/protocol";
 * const { conform, findings } = assess(certificate, claim, facts, DEFAULT_POLICY);
 * ```
 */
export function assess(
  certificate: Certificate,
  claim: Claim,
  facts: ChainFacts,
  policy: Policy,
  insurer: AskingInsurer = {},
  using: CryptoBackend = PLAIN,
): Verdict {
  return judge(certificate, claim, facts, policy, insurer, using).verdict;
}

/**
 * Judges as `assess` does, and keeps what was read, so that a report need not read it again.
 * @internal
 */
export function judge(
  certificate: Certificate,
  claim: Claim,
  facts: ChainFacts,
  policy: Policy,
  insurer: AskingInsurer = {},
  using: CryptoBackend = PLAIN,
): Judgement {
  const dossier = certificate.receipts[0]?.statement.dossier ?? ZERO;
  const close = (findings: readonly Finding[], invoice?: Reading): Verdict => ({
    conform: findings.every(({ severity }) => severity !== "blocking"),
    justified:
      findings.some(({ code }) => code === "justified") && findings.every(({ severity }) => severity !== "blocking"),
    findings,
    dossier,
    ...(invoice && { invoice: invoice.hash }),
    policy,
    block: facts.block,
  });
  if (!isOnChain(certificate, facts.chain)) return { verdict: close([finding("wrong-chain")]) };
  const asker = askerOf(certificate, claim, insurer);
  const { receipts, openings } = evidenceOf(certificate);
  const conformity = assessReceipts(receipts, facts, policy, asker, openings, using);
  const invoice = conformity.readings.find((r) => counts(r) && r.receipt.statement.stage === 3);
  const findings = [
    ...conformity.findings,
    ...judgeClaim(certificate, claim, conformity, invoice, policy, insurer, using),
    ...judgeShown(certificate, claim, conformity, policy, using),
  ];
  return { verdict: close(findings, invoice), conformity };
}

/**
 * Whether a certificate is of this chain and of these contracts.
 * @internal
 */
export function isOnChain({ chain: named, stock }: Certificate, chain: ChainReference): boolean {
  return (
    named.chainId === chain.chainId &&
    CHAIN_FIELDS.every((field) => named[field] === chain[field]) &&
    (!stock || named.stockRegistry === chain.stockRegistry)
  );
}

/**
 * Who asks, as the receipts are judged for it.
 * @internal
 */
export function askerOf(certificate: Certificate, claim: Claim, { party }: AskingInsurer): Asker {
  return {
    rank: certificate.payer.rank,
    // Hashed only where something is settled: rarely.
    get split() {
      return splitOf(certificate, claim);
    },
    ...(party && { insurer: party }),
  };
}

/** What needs the claim's values: who claims, and whether the invoice's commitments open to what is claimed. */
function judgeClaim(
  certificate: Certificate,
  claim: Claim,
  conformity: Conformity,
  invoice: Reading | undefined,
  policy: Policy,
  insurer: AskingInsurer,
  using: CryptoBackend,
): Finding[] {
  const row = conformity.merged.invoice;
  if (!row || !invoice) return []; // Why no invoice counts is a finding already.
  const findings: Finding[] = [];
  const add = (code: FindingCode, place: Place) => findings.push(finding(code, { stage: "invoice", ...place }));
  const opens = <A extends AspectName>(aspect: A, salt: Hex, value: AspectValues[A]) =>
    using.commit(aspect, salt, value) === row[aspect];
  const check = <A extends AspectName>(aspect: A, salt: Hex, value: AspectValues[A]) => {
    if (row[aspect] !== ZERO && !opens(aspect, salt, value)) add("claim-does-not-open", { aspect });
  };

  if (using.partyId(certificate.optician.salt, "optician", claim.siret) !== invoice.party) {
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
  if (claim.rank > claim.payers || (isAlone && row[ofPayer(payer.rank === 1 ? 2 : 1)] !== ZERO)) {
    add("payers-disagree", { aspect: ofPayer(payer.rank) });
  }
  for (const eye of EYES) {
    const aspect = ofEye("code", eye);
    const salt = openings[aspect];
    const line = lineOf(claim, eye);
    if (row[aspect] !== ZERO && !salt) add("not-disclosed", { aspect });
    else if (!line !== (row[aspect] === ZERO)) add("code-billing-disagree", { aspect });
    else if (line && salt && !opens(aspect, salt, { code: line.code, class: line.class })) {
      add("code-billing-disagree", { aspect });
    }
  }
  const framed = claim.lines.find(({ item }) => item === "frame");
  const disclosed = openings.frame && claim.frame;
  if (framed && (row.frame === ZERO || (disclosed && disclosed.class !== framed.class))) {
    add("frame-billing-disagree", { aspect: "frame" });
  }
  const isAccepted = (code: string) => !policy.extras || policy.extras.includes(code);
  if (claim.lines.some(({ item, code }) => item === "extras" && !isAccepted(code))) {
    add("extras-not-accepted", { aspect: "billing" });
  }
  for (const aspect of ["frame", "lensRight", "lensLeft"] as const) {
    const salt = openings[aspect];
    const value = claim[aspect];
    if (policy.require.includes(aspect) && row[aspect] !== ZERO && !(salt && value)) add("not-disclosed", { aspect });
    else if (value && !salt) add("told-not-opened", { aspect });
    if (salt && value && !opens(aspect, salt, value)) add("claim-does-not-open", { aspect });
  }
  return findings;
}

/**
 * What a settlement of this certificate says of the shares.
 * @internal
 */
export function splitOf({ openings, payer }: Certificate, { shareCents, sharesCents }: Claim): Hex {
  const other = Math.max(0, sharesCents - shareCents);
  const [first, second] = payer.rank === 1 ? [shareCents, other] : [other, shareCents];
  return settlementSplit(openings.billing, first, second);
}

/** What the proofs show of the prescriptions, which nothing opens. */
function judgeShown(
  { chain: { chainId }, proofs, receipts }: Certificate,
  claim: Claim,
  { merged: { invoice, shipment } }: Conformity,
  policy: Policy,
  using: CryptoBackend,
): Finding[] {
  const dossier = receipts[0]?.statement.dossier;
  const demands = proofDemands(claim, policy);
  return invoice && dossier
    ? judgeProofs({ proofs, chainId, dossier, invoice, shipment, demands }, using.verifyGroth16)
    : [];
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
