import type { Policy } from "../policy.js";
import { type ExaminedReceipt, stageOf } from "./examined-receipt.js";

/**
 * Until when what is missing beside an invoice may still come (T of docs/protocol.md): the tolerance after the first sound
 * invoice, withdrawn or not, so that a corrected invoice gives no more time. While none is sound, as long as the anchor of one
 * may still come. Undefined where nothing is waited for.
 * @internal
 */
export function waitingUntil(receipts: readonly ExaminedReceipt[], policy: Policy): number | undefined {
  const invoices = receipts.filter((one) => one.isPlaced && stageOf(one) === "invoice");
  const sound = invoices.filter(({ isSound }) => isSound).map(({ time }) => time + policy.toleranceSeconds);
  const awaited = invoices
    .filter(({ isAwaited }) => isAwaited)
    .map(({ receipt }) => receipt.batch.issuedAt + policy.lagSeconds);
  const ends = sound.length > 0 ? sound : awaited;
  return ends.length > 0 ? Math.min(...ends) : undefined;
}
