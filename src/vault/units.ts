import type { Dossier } from "../parties/index.js";
import { EYES, type Receipt, stockNullifier } from "../protocol/index.js";
import type { Vault } from "./vault.js";

/**
 * The makers' receipts of the units of a dossier, as far as the vault has them.
 *
 * @example
 * ```ts
 * import { stockReceiptsOf } from "clairevoie/vault";
 * const receiptsOfUnits = await stockReceiptsOf(vault, dossierFile);
 * ```
 */
export async function stockReceiptsOf(vault: Vault, dossier: Dossier): Promise<Receipt[]> {
  const receipts: Receipt[] = [];
  for (const eye of EYES) {
    const secret = dossier.stock?.[eye];
    const record = secret ? await vault.get(stockNullifier(secret)) : null;
    if (record) receipts.push(...record.receipts);
  }
  return receipts;
}
