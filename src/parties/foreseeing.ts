import { type ChainView, gatherFactsOf } from "../chain/index.js";
import {
  assessReceipts,
  type Certificate,
  DEFAULT_POLICY,
  evidenceOf,
  type Finding,
  type FindingCode,
} from "../protocol/index.js";

/** What depends on who asks, and is no fault of the store's statements. */
const OF_SETTLEMENT: readonly FindingCode[] = ["already-settled", "other-invoice-settled", "released-before"];

/**
 * What whoever verifies certificates at the newest block finds in their receipts, under the default policy: what was withdrawn, what an
 * correction still lacks, what is not anchored. The store learns it before its insurer does. Claim and payments are not judged.
 * @returns For each certificate its findings, without those that are for information.
 * @throws {ChainError} when the node does not answer.
 *
 * @example
 * ```ts
 * import { foresee } from "clairevoie/parties";
 * const [findings] = await foresee(suite, [certificate]);
 * ```
 */
export async function foresee(
  view: ChainView,
  certificates: readonly Certificate[],
): Promise<readonly (readonly Finding[])[]> {
  const evidence = certificates.map(evidenceOf);
  const facts = await gatherFactsOf(view, evidence);
  return certificates.map((certificate) => {
    const { rank } = certificate.payer;
    const { findings } = assessReceipts(evidenceOf(certificate), facts, DEFAULT_POLICY, { rank });
    return findings.filter(({ code, severity }) => severity !== "info" && !OF_SETTLEMENT.includes(code));
  });
}
