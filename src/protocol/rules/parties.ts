import { type Hex, ZERO } from "../bytes.js";
import { type AddFinding, type ExaminedReceipt, isCounted, stageOf } from "./examined-receipt.js";

/**
 * Pass 3: who ordered does not ship, and one store quotes, orders and invoices.
 * @internal
 */
export function judgeParties(receipts: readonly ExaminedReceipt[], add: AddFinding): void {
  const orderers = new Set(
    receipts.filter((one) => one.party !== ZERO && stageOf(one) === "order").map(({ party }) => party),
  );
  let store: Hex | undefined;
  for (const one of receipts) {
    const stage = stageOf(one);
    if (stage === "shipment") {
      if (orderers.has(one.party)) add("same-party", { stage, subject: one.hash });
    } else if (isCounted(one)) {
      store ??= one.party;
      if (store !== one.party) add("store-mismatch", { stage, subject: one.hash });
    }
  }
}
