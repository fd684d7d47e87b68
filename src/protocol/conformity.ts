import type { Asker } from "./asker.js";
import { ZERO } from "./bytes.js";
import { type ExaminingBackend, PLAIN } from "./crypto-backend.js";
import type { ChainFacts } from "./facts.js";
import { type Finding, finding } from "./findings.js";
import type { Policy } from "./policy.js";
import type { Receipt } from "./receipts.js";
import { judgeAge } from "./rules/age.js";
import { judgeAspects } from "./rules/aspects.js";
import type { AddFinding, ExaminedReceipt } from "./rules/examined-receipt.js";
import { judgeLinks } from "./rules/links.js";
import { type Merged, merge } from "./rules/merging.js";
import { judgeOrder } from "./rules/order.js";
import { judgeParties } from "./rules/parties.js";
import { judgePresence } from "./rules/presence.js";
import { readReceipt } from "./rules/receipt.js";
import { judgeSettlement } from "./rules/settlement.js";
import { judgeStock } from "./rules/stock.js";
import { judgeWithdrawals } from "./rules/withdrawals.js";
import type { StockOpening } from "./stock.js";

/** What the receipts say when taken together. */
export interface Conformity {
  readonly findings: readonly Finding[];
  readonly receipts: readonly ExaminedReceipt[];
  readonly merged: Merged;
}

/**
 * Judges all that can be judged without a value, exactly as `ConformityVerifier.assess` does: the same findings in the
 * same order. The passes are those of docs/protocol.md, "Conformity".
 * @param receipts Of one dossier, in any order; those of stock lenses not first.
 * @param openings What opens the receipts of stock lenses: at most two; of several for one receipt the first is read.
 * @param backend What hashes and recovers signatures; the answers are the same.
 *
 * @example
 * ```ts
 * import { assessReceipts, DEFAULT_POLICY } from "clairevoie/protocol";
 * const { findings } = assessReceipts(receipts, facts, DEFAULT_POLICY, { rank: 1 });
 * ```
 */
export function assessReceipts(
  receipts: readonly Receipt[],
  facts: ChainFacts,
  policy: Policy,
  asker: Asker = {},
  openings: readonly StockOpening[] = [],
  backend: ExaminingBackend = PLAIN,
): Conformity {
  const findings: Finding[] = [];
  const add: AddFinding = (code, place) => findings.push(finding(code, place));
  const dossier = receipts[0]?.statement.dossier ?? ZERO;
  const examined = receipts.map((receipt, i) => {
    const opening = openings.find((one) => one.receipt === i);
    // A stock lens is stated for a unit and a store, which are opened last.
    const expected = opening ? receipt.statement.dossier : dossier;
    return readReceipt(receipt, expected, opening, facts, policy, backend, add);
  });
  judgeWithdrawals(examined, add);
  judgeLinks(examined, add);
  judgeParties(examined, add);
  const merged = merge(examined, add);
  judgePresence(examined, merged, add);
  judgeAspects(examined, merged, asker.rank, add);
  judgeOrder(examined, policy, add);
  judgeAge(examined, facts, policy, add);
  judgeSettlement(examined, facts, policy, asker, backend, add);
  judgeStock(dossier, examined, facts, policy, add);
  return { findings, receipts: examined, merged };
}
