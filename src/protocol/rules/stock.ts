import { aspectNumber, ofEye } from "../aspects.js";
import type { Hex } from "../bytes.js";
import type { ChainFacts } from "../facts.js";
import type { FindingCode } from "../findings.js";
import type { Policy } from "../policy.js";
import type { Receipt } from "../receipts.js";
import { stockMarker, stockTag, stockUnit } from "../stock.js";
import { type AddFinding, type ExaminedReceipt, invoiceOf, isCounted, stageOf } from "./examined-receipt.js";

/**
 * Pass 10: each stock lens is one of the store that invoices, and was consumed for this dossier and this eye by the time
 * when it was first invoiced: an invoice that was corrected since gives no more time.
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
    const found = (code: FindingCode) => add(code, { stage: "shipment", aspect, subject: one.hash });
    if (one.receipt.statement.dossier !== stockUnit(nullifier, store)) {
      found("stock-of-another-store");
      continue;
    }
    const codeOf = ({ statement }: Receipt) => statement.aspects[aspectNumber(aspect)];
    const stated = codeOf(one.receipt);
    const invoiced = invoices.filter(({ receipt }) => codeOf(receipt) === stated).map(({ time }) => time);
    const use = facts.stockUse(store, stockMarker(nullifier));
    if (!use || use.time > Math.min(...invoiced) + policy.toleranceSeconds) found("stock-not-used");
    else if (use.tag !== stockTag(dossier, nullifier, eye)) found("stock-used-elsewhere");
  }
}
