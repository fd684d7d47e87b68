import type {
  DossierStruct,
  FindingStructOutput,
  PolicyStruct,
} from "../../typechain-types/contracts/interfaces/IConformityVerifier.js";
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
  type Eye,
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
  type Severity,
  STAGES,
  ZERO,
} from "../protocol/index.js";
import { judgeChain } from "../protocol/rules/chain.js";
import { eyeNumber } from "../protocol/stock.js";
import { ChainError } from "./errors.js";
import { asRefusal } from "./refusals.js";
import type { Suite } from "./suite.js";

/** What a certificate proves, and what that is held to. */
export interface Proven {
  readonly proofs: Proofs | undefined;
  readonly demands: ProofDemands;
}

/**
 * The chain's own verdict on what is shown of a dossier: one `eth_call` to `ConformityVerifier.assess`. It must say what
 * `assessReceipts` says.
 * @param proven What is proven of prescriptions; without it no proof is looked at or asked for.
 * @throws {ChainError} when the node does not answer, or knows findings that this version does not.
 *
 * @example
 * ```ts
 * import { assessOnChain, connect } from "clairevoie/chain";
 * import { evidenceOf } from "clairevoie/protocol";
 * const suite = await connect({ rpc, deployment });
 * const findings = await assessOnChain(suite, evidenceOf(certificate), policy, { rank: 1 });
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
    throw asRefusal(error, "asking-verdict");
  }
}

/**
 * The chain's own verdict on a certificate: one `eth_call` to `ConformityVerifier.assess`. Of a claim it is told nothing but
 * what proofs are held to (`proofDemands`) and a hash of how the shares were told; whether the claim opens is for `assess`
 * alone. The findings are those of `assess` that need no value.
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
  const evidence = evidenceOf(certificate);
  const demands = proofDemands(claim, policy, orderedAt(certificate.receipts));
  const asker = askerOf(certificate, claim, insurer);
  return assessOnChain(suite, evidence, policy, asker, { proofs: certificate.proofs, demands });
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
    if (!name) throw new ChainError("wrong-chain", "unknown-finding", { finding: String(code) });
    const [stageName, aspectName] = [STAGES[Number(stage)], ASPECTS[Number(aspect)]];
    const place = {
      ...(stageName && { stage: stageName }),
      ...(aspectName && { aspect: aspectName }),
      ...(subject !== ZERO && { subject: subject as Hex }),
    };
    const weight = SEVERITIES[Number(severity)] ?? FINDINGS[name].severity;
    return finding(name, place, { severity: weight, ...(weight === "pending" && { until: Number(until) }) });
  });
}

type Answered = Pick<FindingStructOutput, "code" | "severity" | "stage" | "aspect" | "subject" | "until">;

/** As the contract numbers them. */
const SEVERITIES: readonly Severity[] = ["info", "review", "not-verifiable", "pending", "blocking"];

function asDossier({ dossier, receipts, stock, makers, grant }: Evidence, proofs: Proofs | undefined): DossierStruct {
  const maker = (eye: Eye) => makers[eye] ?? { salt: ZERO, identifier: "" };
  const band = (of: Proofs["bandRight"]) => ({ mask: of?.mask ?? 0, proof: of?.proof ?? "0x" });
  return {
    ...dossier,
    receipts: receipts.map(asReceipt),
    stock: stock.map((opening) => ({ ...opening, eye: eyeNumber(opening.eye) })),
    makers: [maker("right"), maker("left")],
    grant: grant ?? { insurer: ZERO, round: 0, signature: "0x" },
    proofs: {
      keys: proofs?.keys ?? "",
      bandRight: band(proofs?.bandRight),
      bandLeft: band(proofs?.bandLeft),
      renewal: proofs?.renewal?.proof ?? "0x",
    },
  };
}

function asReceipt(receipt: Receipt): DossierStruct["receipts"][number] {
  const { dossier, stage, aspects, supersedes = ZERO, reason = 0 } = receipt.statement;
  const words = ASPECTS.map((aspect) => aspects[aspect] ?? ZERO) as Fifteen;
  return { ...receipt, statement: { dossier, stage, aspects: words, supersedes, reason } };
}

function asPolicy(policy: Policy, demands: ProofDemands | undefined): PolicyStruct {
  const { acceptDevelopmentKeys: accept, masks = {}, previous = {} } = demands ?? {};
  return {
    lagSeconds: policy.lagSeconds,
    toleranceSeconds: policy.toleranceSeconds,
    quoteSeconds: policy.quoteSeconds,
    finalitySeconds: policy.finalitySeconds,
    reasons: reasonBits(policy),
    acceptOwnSettlement: policy.acceptOwnSettlement,
    requireBand: demands?.requireBand ?? false,
    requireRenewal: demands?.requireRenewal ?? false,
    masks: [masks.right ?? 0, masks.left ?? 0],
    previous: [previous.right ?? ZERO, previous.left ?? ZERO],
    developmentKeys: accept === undefined ? 0 : accept ? 1 : 2,
  };
}

type Fifteen = [Hex, Hex, Hex, Hex, Hex, Hex, Hex, Hex, Hex, Hex, Hex, Hex, Hex, Hex, Hex];
