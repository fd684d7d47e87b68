import { ofEye } from "../aspects.js";
import { type Hex, ZERO } from "../bytes.js";
import type { ChainFacts } from "../facts.js";
import { pendingUntil } from "../findings.js";
import type { Policy } from "../policy.js";
import { stockMarker, stockTag, stockUnit } from "../stock.js";
import { type AddFinding, type ExaminedReceipt, invoiceOf, isCounted, stageOf, statedIn } from "./examined-receipt.js";

/**
 * Pass 11: each stock lens is one of the store that invoices, and was consumed for this dossier and this eye by the time
 * when it was first invoiced: an invoice that was corrected since gives no more time.
 * @param dossier Its id.
 * @internal
 */
export function judgeStock(
  dossier: Hex,
  receipts: readonly ExaminedReceipt[],
  facts: ChainFacts,
  policy: Policy,
  add: AddFinding,
): void {
  const store = invoiceOf(receipts)?.party;
  if (!store) return; // Why no invoice counts is a finding already.
  const invoices = receipts.filter((one) => one.isSound && stageOf(one) === "invoice");
  for (const one of receipts) {
    if (!one.opening || !isCounted(one)) continue;
    const { eye, nullifier } = one.opening;
    const aspect = ofEye("code", eye);
    const place = { stage: "stock", aspect, subject: one.hash } as const;
    if (one.receipt.statement.dossier !== stockUnit(nullifier, store)) {
      add("stock-of-another-store", place); // Rule 11.1
      continue;
    }
    const code = statedIn(one, aspect);
    const invoiced = code === ZERO ? [] : invoices.filter((invoice) => statedIn(invoice, aspect) === code);
    // Rule 11.2
    const until = Math.min(...invoiced.map(({ time }) => time + policy.toleranceSeconds));
    const use = facts.stockUse(store, stockMarker(nullifier));
    if (!use) add("stock-not-used", place, pendingUntil(invoiced.length > 0 ? until : undefined, facts.block));
    else if (use.time > until) add("stock-not-used", place);
    // Rule 11.3
    else if (use.tag !== stockTag(dossier, nullifier, eye)) add("stock-used-elsewhere", place);
  }
}
