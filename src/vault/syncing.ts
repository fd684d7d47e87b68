import { advance, latenessOf, type Pursuing, pathOf, pursue } from "../gateway/pursuing.js";
import type { SealedBatch } from "../parties/index.js";
import { receiptsOf } from "../parties/sealing.js";
import type { Receipt, Statement } from "../protocol/index.js";
import { keepReceipts } from "./dossiers.js";
import { forgetPendingBatches, memorable, notePursuits, type PendingBatch, pendingBatches } from "./pending-batches.js";
import type { Vault } from "./vault.js";

/** What finishing batches asks of the world. */
export interface Syncing extends Pursuing {
  /** Unix seconds. */
  now(): number;
  /** Signs statements again, which waited for half of the window. Without it they wait on. */
  sealAgain?(statements: readonly Statement[]): Promise<Pick<SealedBatch, "batch" | "signature">>;
  /** The chain of `pursue`. */
  readonly chain: Parameters<typeof pursue>[0];
  /**
   * Hands over the receipts of what is anchored: into a file, into boxes. May be called again for the same after it was cut off.
   * @returns Whether they are where they belong: else the batch is kept.
   */
  handOver?(receipts: readonly Receipt[], batch: PendingBatch): Promise<boolean>;
  progress?(done: number, of: number): void;
}

/** What became of a batch. */
export interface SyncedBatch extends PendingBatch {
  /** Nothing is left to do: it is forgotten. */
  readonly isDone: boolean;
  readonly isSealedAgain: boolean;
}

/**
 * Takes every batch that waits a step further: posts it, asks, believes what two sources say, seals again what waited too long, and
 * keeps the receipts as soon as there is a path that verifies. Idempotent; cut off anywhere, it goes on when it is called again.
 *
 * @example
 * ```ts
 * import { Gateway } from "clairevoie/gateway";
 * import { syncBatches } from "clairevoie/vault";
 * const open = (url: string) => Gateway.open({ url }, chain);
 * const now = () => Math.floor(Date.now() / 1000);
 * const synced = await syncBatches(vault, { urls: ["https://gateway.example"], open, now, chain });
 * ```
 */
export async function syncBatches(
  vault: Vault,
  world: Syncing,
  isWanted: (batch: PendingBatch) => boolean = () => true,
): Promise<readonly SyncedBatch[]> {
  const waiting = (await pendingBatches(vault)).filter(isWanted);
  const synced: SyncedBatch[] = [];
  for (const [i, batch] of waiting.entries()) {
    world.progress?.(i, waiting.length);
    synced.push(await syncBatch(vault, batch, world));
  }
  const done = synced.filter(({ isDone }) => isDone);
  if (done.length > 0) await forgetPendingBatches(vault, done);
  world.progress?.(waiting.length, waiting.length);
  return synced;
}

/** The receipts of a batch by all paths that gateways gave: at most one of these leads to an anchor that two see. */
function knownReceipts({ statements, pursuit: { post, tried } }: PendingBatch): Receipt[] {
  return Object.values(tried).flatMap(({ path }) =>
    path ? receiptsOf({ ...post, statements }, [...path.anchorProof]) : [],
  );
}

async function syncBatch(vault: Vault, before: PendingBatch, world: Syncing): Promise<SyncedBatch> {
  const { statements } = before;
  const sources = world.urls.length + (world.node ? 1 : 0);
  const isLate = latenessOf(before.pursuit, world.now(), sources).sealAgain;
  const again = isLate && world.sealAgain ? await world.sealAgain(statements) : undefined;
  const start = again ? pursue(world.chain, again, before.pursuit.windowSeconds) : before.pursuit;
  if (again) {
    await keepReceipts(vault, [], knownReceipts(before));
    await notePursuits(vault, [{ statements, pursuit: start }]); // Before it is posted.
  }
  const pursuit = await advance(start, world, world.now());
  const batch = { statements, pursuit };
  const path = pathOf(pursuit);
  const receipts = path ? receiptsOf({ ...pursuit.post, statements }, [...path.anchorProof]) : [];
  if (path && path.root !== pathOf(start)?.root) await keepReceipts(vault, receipts, knownReceipts(batch));
  if (memorable(pursuit) !== memorable(start)) await notePursuits(vault, [batch]);
  const isDone = pursuit.anchored !== undefined && (world.handOver ? await world.handOver(receipts, batch) : true);
  return { ...batch, isDone, isSealedAgain: again !== undefined };
}
