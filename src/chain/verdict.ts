import type { FindingStructOutput } from "../../typechain-types/contracts/interfaces/IConformityVerifier.js";
import { askerOf } from "../protocol/asker.js";
import { orderedAt } from "../protocol/demands.js";
import { finding } from "../protocol/findings.js";
import {
  ASPECTS,
  type Asker,
  type AskingInsurer,
  type Certificate,
  type Claim,
  type Evidence,
  evidenceOf,
  FINDINGS,
  type Finding,
  type FindingCode,
  findingCode,
  type Hex,
  type Policy,
  type ProofDemands,
  type Proofs,
  proofDemands,
  type Receipt,
  reasonBits,
  SEVERITIES,
  STAGES,
  ZERO,
} from "../protocol/index.js";
import { judgeChain } from "../protocol/rules/chain.js";
import { eyeNumber } from "../protocol/stock.js";
import { asChainError, ChainError } from "./errors.js";
import type { Suite } from "./suite.js";

/** What a certificate proves, and what that is held to. */
export interface Proven {
  readonly proofs: Proofs | undefined;
  readonly demands: ProofDemands;
}

/**
 * The chain's own verdict on a dossier: one `eth_call` to `ConformityVerifier.assess`. It must say what `assessReceipts` says,
 * and then what it finds of proofs.
 * @param evidence What is shown of the dossier (`evidenceOf`).
 * @param proven Nothing is proven and nothing is asked of proofs without it.
 * @throws {ChainError} when the node does not answer, or knows findings that this version does not.
 *
 * @example
 * ```ts
 * import { assessOnChain, connect } from "clairevoie/chain";
 * import { evidenceOf } from "clairevoie/protocol";
 * const findings = await assessOnChain(await connect({ rpc, deployment }), evidenceOf(certificate), policy, { rank: 1 });
 * ```
 */
export async function assessOnChain(
  { verifier }: Suite,
  evidence: Evidence,
  policy: Policy,
  asker: Asker = {},
  proven?: Proven,
): Promise<Finding[]> {
  const from = { insurer: asker.insurer ?? ZERO, rank: asker.rank ?? 0, split: asker.split ?? ZERO };
  try {
    const shown = asDossier(evidence, proven?.proofs);
    return named(await verifier.assess(shown, asPolicy(policy, proven?.demands), from));
  } catch (error) {
    throw asChainError(error, verifier.interface, "asking-verdict");
  }
}

/**
 * The chain's own verdict on a certificate with its proofs. Of a claim it is told nothing but what proofs are held to
 * (`proofDemands`) and a hash of how the shares were told; whether the claim opens is for `assess` alone. The findings are
 * those of `assess` that need no value.
 * @throws {ChainError} when the node does not answer, or knows findings that this version does not.
 *
 * @example
 * ```ts
 * import { assessCertificateOnChain, connect } from "clairevoie/chain";
 * const suite = await connect({ rpc, deployment });
 * const findings = await assessCertificateOnChain(suite, certificate, claim, policy);
 * ```
 */
export async function assessCertificateOnChain(
  suite: Suite,
  certificate: Certificate,
  claim: Claim,
  policy: Policy,
  insurer: AskingInsurer = {},
): Promise<Finding[]> {
  const foreign = judgeChain(certificate, suite.reference);
  if (foreign.length > 0) return foreign;
  const demands = proofDemands(claim, policy, orderedAt(certificate.receipts));
  const asker = askerOf(certificate, claim, insurer);
  return assessOnChain(suite, evidenceOf(certificate), policy, asker, { proofs: certificate.proofs, demands });
}

/**
 * Whether `assessCertificateOnChain` makes this finding too: it is of receipts or of proofs, and needs no value of the claim.
 *
 * @example
 * ```ts
 * import { isJudgedOnChain } from "clairevoie/chain";
 * import { assess } from "clairevoie/protocol";
 * const { findings } = assess(certificate, claim, facts, policy);
 * const there = findings.filter(({ code }) => isJudgedOnChain(code));
 * ```
 */
export function isJudgedOnChain(code: FindingCode): boolean {
  const { number } = FINDINGS[code];
  return number <= FINDINGS["wrong-chain"].number || (number >= FIRST_OF_PROOFS && number <= LAST_OF_PROOFS);
}

const FIRST_OF_PROOFS = FINDINGS["band-not-proven"].number;
const LAST_OF_PROOFS = FINDINGS["development-keys"].number;

/** Findings as the SDK names them. */
function named(answered: readonly Answered[]): Finding[] {
  return answered.map(({ code, severity, stage, aspect, subject, until }) => {
    const name = findingCode(Number(code));
    const weight = SEVERITIES[Number(severity)];
    if (!name || !weight) throw new ChainError("wrong-chain", "unknown-finding", { finding: String(code) });
    const [stageName, aspectName] = [STAGES[Number(stage)], ASPECTS[Number(aspect)]];
    const place = {
      ...(stageName && { stage: stageName }),
      ...(aspectName && { aspect: aspectName }),
      ...(subject !== ZERO && { subject: subject as Hex }),
    };
    return finding(name, place, { severity: weight, ...(until !== 0n && { until: Number(until) }) });
  });
}

type Answered = Pick<FindingStructOutput, "code" | "severity" | "stage" | "aspect" | "subject" | "until">;

function asDossier({ dossier, receipts, stock, makers, grant }: Evidence, proofs: Proofs | undefined) {
  const opened = ({ salt, identifier }: { salt: Hex; identifier: string } = { salt: ZERO, identifier: "" }) => ({
    salt,
    identifier,
  });
  const makerOpenings: [Opened, Opened] = [opened(makers.right), opened(makers.left)];
  const band = (shown: Proofs["bandRight"]) => ({ mask: shown?.mask ?? 0, proof: shown?.proof ?? "0x" });
  return {
    ...dossier,
    receipts: receipts.map(asReceipt),
    stock: stock.map((opening) => ({ ...opening, eye: eyeNumber(opening.eye) })),
    makers: makerOpenings,
    grant: grant ?? { insurer: ZERO, round: 0, signature: "0x" },
    proofs: {
      keys: proofs?.keys ?? "",
      bandRight: band(proofs?.bandRight),
      bandLeft: band(proofs?.bandLeft),
      renewal: proofs?.renewal?.proof ?? "0x",
    },
  };
}

interface Opened {
  readonly salt: Hex;
  readonly identifier: string;
}

function asReceipt({ statement, ...receipt }: Receipt) {
  const { supersedes = ZERO, reason = 0 } = statement;
  const aspects = ASPECTS.map((aspect) => statement.aspects[aspect] ?? ZERO) as Fifteen;
  return { ...receipt, statement: { ...statement, aspects, supersedes, reason } };
}

type Fifteen = [Hex, Hex, Hex, Hex, Hex, Hex, Hex, Hex, Hex, Hex, Hex, Hex, Hex, Hex, Hex];

/** What is asked of proofs where nothing is. */
const NOTHING_ASKED: ProofDemands = { requireBand: false, requireRenewal: false, masks: {}, previous: {} };

function asPolicy(policy: Policy, demands = NOTHING_ASKED) {
  const { requireBand, requireRenewal, masks, previous, acceptDevelopmentKeys } = demands;
  return {
    lagSeconds: policy.lagSeconds,
    toleranceSeconds: policy.toleranceSeconds,
    quoteSeconds: policy.quoteSeconds,
    finalitySeconds: policy.finalitySeconds,
    reasons: reasonBits(policy),
    acceptOwnSettlement: policy.acceptOwnSettlement,
    requireBand,
    requireRenewal,
    masks: [masks.right ?? 0, masks.left ?? 0] as [number, number],
    previous: [previous.right ?? ZERO, previous.left ?? ZERO] as [Hex, Hex],
    developmentKeys: acceptDevelopmentKeys === undefined ? 0 : acceptDevelopmentKeys ? 1 : 2,
  };
}
