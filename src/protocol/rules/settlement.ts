import type { Asker } from "../asker.js";
import { ofPayer } from "../aspects.js";
import type { ExaminingBackend } from "../crypto-backend.js";
import type { ChainFacts } from "../facts.js";
import type { Policy } from "../policy.js";
import { type AddFinding, type ExaminedReceipt, invoiceOf } from "./examined-receipt.js";

/**
 * Pass 9: the share that is asked is not paid already.
 * @internal
 */
export function judgeSettlement(
  receipts: readonly ExaminedReceipt[],
  facts: ChainFacts,
  policy: Policy,
  asker: Asker,
  backend: ExaminingBackend,
  add: AddFinding,
): void {
  const invoice = invoiceOf(receipts);
  if (!invoice || asker.rank === undefined) return;
  const { dossier } = invoice.receipt.statement;
  const settled = facts.settlement(backend.settlementMarker(dossier));
  if (!settled) return;
  if (settled.tag !== backend.settlementTag(dossier, invoice.hash, asker.split)) {
    add("other-invoice-settled", { stage: "invoice", subject: invoice.hash });
    return;
  }
  const by = settled.ranks[asker.rank];
  if (!by) return;
  const isAccepted = policy.acceptOwnSettlement && by.party === asker.insurer;
  add(isAccepted ? "settled-by-asker" : "already-settled", {
    stage: "invoice",
    aspect: ofPayer(asker.rank),
    subject: invoice.hash,
  });
}
