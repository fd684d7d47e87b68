import type { Signer } from "ethers";
import type { Suite } from "../chain/index.js";
import { type Anchoring, anchorBatches, type SealedBatch, sealStatements } from "../parties/index.js";
import type { Statement } from "../protocol/index.js";
import { keepReceipts, type Vault } from "../vault/index.js";
import { finishedLine, type History, sealedLine } from "./history.js";

/** What documents are sealed with: a node and a key, or, where others anchor, what signs statements as one batch. */
export type SealingTools = { readonly vault: Vault } & (
  | { readonly suite: Suite; readonly signer: Signer }
  | { seal(statements: readonly Statement[]): Promise<SealedBatch> }
);

/** What documents became: batches for whoever anchors, or their receipts. */
export interface SealedDocuments {
  /** Several only after an interruption. */
  readonly sealed: readonly SealedBatch[];
  /** Where they were anchored at once. */
  readonly anchoring?: Anchoring;
}

/** What is to be done with sealed documents. */
export interface SealingWishes {
  /** Anchor the batch at once. */
  readonly anchor?: boolean;
  /**
   * Writes what was sealed to where others find it. Only then is it taken for handed over: a run that is cut off before hands
   * the same batches over again.
   */
  handOver?(documents: SealedDocuments): void | Promise<void>;
}

/**
 * Seals what is stated and not sealed, of an interrupted run too; anchors it where that is wished; hands it over; and keeps the
 * receipts with the dossiers of the vault. With nothing stated it does nothing.
 * @throws {ChainError} when the chain cannot be reached or refuses: run it again.
 *
 * @example
 * ```ts
 * import { openDocuments, readDocuments, sealDocuments, stateDocuments } from "clairevoie/documents";
 * const { found } = readDocuments(openDocuments(bytes, "day.csv"), undefined, "12345678200010");
 * const { history } = await stateDocuments(vault, found, {});
 * const { anchoring } = await sealDocuments({ vault, suite, signer }, history, { anchor: true });
 * ```
 */
export async function sealDocuments(
  tools: SealingTools,
  { pending, batches }: History,
  { anchor = false, handOver = () => undefined }: SealingWishes = {},
): Promise<SealedDocuments> {
  const { vault } = tools;
  const sealed = [...batches];
  if (pending.length > 0) {
    const batch = await ("seal" in tools ? tools.seal(pending) : sealStatements(tools.suite, tools.signer, pending));
    await vault.append([sealedLine(batch)]);
    sealed.push(batch);
  }
  if (sealed.length === 0) return { sealed };
  const documents =
    anchor && "suite" in tools ? { sealed, anchoring: await anchorBatches(tools.suite, sealed) } : { sealed };
  await handOver(documents);
  if (documents.anchoring) await keepReceipts(vault, documents.anchoring.receipts.flat());
  await vault.append([finishedLine(sealed.length)]);
  return documents;
}
