import type { Asker } from "./asker.js";
import type { Hex } from "./bytes.js";
import type { Evidence } from "./certificate.js";
import { type ExaminingBackend, PLAIN } from "./crypto-backend.js";
import { hashDossier } from "./derivation.js";
import type { ChainFacts } from "./facts.js";
import { type Finding, finding, pendingUntil } from "./findings.js";
import { type Policy, requireTolerance } from "./policy.js";
import { judgeAge } from "./rules/age.js";
import { judgeAspects } from "./rules/aspects.js";
import type { AddFinding, ExaminedReceipt } from "./rules/examined-receipt.js";
import { judgeLinks } from "./rules/links.js";
import { judgeMakers } from "./rules/makers.js";
import { type Merged, merge } from "./rules/merging.js";
import { judgeOrder } from "./rules/order.js";
import { judgeParties } from "./rules/parties.js";
import { judgePresence } from "./rules/presence.js";
import { readReceipt } from "./rules/receipt.js";
import { judgeSettlement } from "./rules/settlement.js";
import { judgeStock } from "./rules/stock.js";
import { waitingUntil } from "./rules/waiting.js";
import { judgeWithdrawals } from "./rules/withdrawals.js";

/** What the receipts say when taken together. */
export interface Conformity {
  /** The dossier's id. */
  readonly dossier: Hex;
  readonly findings: readonly Finding[];
  readonly receipts: readonly ExaminedReceipt[];
  readonly merged: Merged;
}

/**
 * Judges all that can be judged without a value, exactly as `ConformityVerifier.assess` does: the same findings in the
 * same order. The passes and the rules are those of docs/protocol.md, "Conformity".
 * @param evidence Of one dossier, as `evidenceOf` takes it from a certificate: its receipts in any order.
 * @param backend What hashes and recovers signatures; the answers are the same.
 * @throws {InputError} when the policy tolerates less than its lag.
 *
 * @example
 * ```ts
 * import { assessReceipts, DEFAULT_POLICY, evidenceOf } from "clairevoie/protocol";
 * const { findings } = assessReceipts(evidenceOf(certificate), facts, DEFAULT_POLICY, { rank: 1 });
 * ```
 */
export function assessReceipts(
  evidence: Evidence,
  facts: ChainFacts,
  policy: Policy,
  asker: Asker = {},
  backend: ExaminingBackend = PLAIN,
): Conformity {
  requireTolerance(policy);
  const findings: Finding[] = [];
  const add: AddFinding = (code, place, weight) => findings.push(finding(code, place, weight));
  const dossier = hashDossier(evidence.dossier);
  const receipts = evidence.receipts.map((receipt, i) => {
    const opening = evidence.stock.find((one) => one.receipt === i);
    return readReceipt(receipt, dossier, opening, facts, policy, backend, add);
  });
  judgeWithdrawals(receipts, add);
  judgeLinks(receipts, add);
  judgeParties(receipts, facts, add);
  const merged = merge(receipts, add);
  const missing = pendingUntil(waitingUntil(receipts, policy), facts.block);
  judgePresence(receipts, merged, missing, add);
  judgeMakers(receipts, merged, evidence.makers, missing, facts, backend, add);
  judgeAspects(receipts, merged, asker.rank, missing, facts, add);
  judgeOrder(receipts, policy, add);
  judgeAge(receipts, facts, policy, add);
  judgeSettlement(receipts, dossier, evidence, facts, policy, asker, backend, add);
  judgeStock(dossier, receipts, facts, policy, add);
  return { dossier, findings, receipts, merged };
}
