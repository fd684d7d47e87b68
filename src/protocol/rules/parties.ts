import { rowOf } from "../aspects.js";
import { ZERO } from "../bytes.js";
import type { ChainFacts } from "../facts.js";
import { type AddFinding, type ExaminedReceipt, invoiceOf, isCounted, placeOf, stageOf } from "./examined-receipt.js";

/**
 * Pass 3: who ordered does not ship, one store or linked ones quote, order and invoice, and whether its maker is independent
 * of it is told.
 * @internal
 */
export function judgeParties(receipts: readonly ExaminedReceipt[], facts: ChainFacts, add: AddFinding): void {
  const isMade = (one: ExaminedReceipt) => rowOf(stageOf(one)) === "shipment";
  const orderers = new Set(
    receipts.filter((one) => one.party !== ZERO && stageOf(one) === "order").map(({ party }) => party),
  );
  // The store is who invoices; where nothing is invoiced, who speaks first.
  const first = invoiceOf(receipts) ?? receipts.find((one) => isCounted(one) && !isMade(one));
  for (const one of receipts) {
    const place = placeOf(one);
    if (isMade(one)) {
      // Rules 3.1 and 3.3
      if (orderers.has(one.party)) add("same-party", place);
      const isOfStore = first && isCounted(one) && facts.links(first.party, one.party, one.time).affiliation;
      if (isOfStore) add("affiliated-maker", place);
    } else if (first && isCounted(one) && one.party !== first.party) {
      // Rule 3.2
      const linked = facts.links(first.party, one.party, Math.max(first.time, one.time));
      add(linked.sameEnterprise || linked.takeover ? "linked-store" : "store-mismatch", place);
    }
  }
}
