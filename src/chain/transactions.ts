import type { Provider, TransactionReceipt, TransactionResponse } from "ethers";
import type { Doing } from "../language/telling.js";
import { ChainError } from "./errors.js";
import { networkOf } from "./networks.js";
import { asRefusal } from "./refusals.js";

/** How often a node is asked for a transaction: as often as its provider polls, every 4 s where it does not say. */
const LOOK_MS = 4_000;
const FIRST_LOOK_MS = 50;
/** Looks until it should be mined: ten minutes, longer than a busy chain takes, shorter than a person's patience. */
const MOST_LOOKS = 150;
/** Looks at which a node may not know of it: several nodes may stand behind one address. */
const MOST_UNKNOWN = 15;
/** Failures of the node, one after another, that waiting outlasts. */
const MOST_FAILURES = 4;
/** Looks for which no block may follow the one that holds a transaction: a minute, five blocks of the slowest chain. */
const MOST_WITHOUT_BLOCK = 15;
/** Looks between which a chain that is alive makes a block: 20 s. */
const LOOKS_FOR_BLOCK = 5;
/** Blocks in which what took the place of a transaction is looked for. */
const MOST_BLOCKS = 64;

/** How far a transaction has come that is waited for. */
export type TransactionProgress = { readonly transaction: string; readonly doing: Doing } & (
  | { readonly is: "sent" }
  /** Another transaction that does the same took its place, as when a wallet raised its fee. */
  | { readonly is: "replaced"; readonly by: string }
  /** `confirmations`: blocks that hold it or follow it, of those that its chain asks for (`networkOf`). */
  | { readonly is: "mined"; readonly block: number; readonly confirmations: number; readonly needed: number }
);

const listeners = new WeakMap<Provider, (progress: TransactionProgress) => void>();

/**
 * Tells how far each transaction has come that the SDK sends through a provider: its hash at once, then each of its confirmations.
 *
 * @example
 * ```ts
 * import { followTransactions } from "clairevoie/chain";
 * followTransactions(provider, (progress) => console.error(progress.is, progress.transaction));
 * ```
 */
export function followTransactions(provider: Provider, onProgress: (progress: TransactionProgress) => void): void {
  listeners.set(provider, onProgress);
}

/**
 * Sends a transaction and waits until as many blocks hold it as its chain asks for (`networkOf`).
 * @param doing What it is for, for an error to say.
 * @throws {ChainError} with the contract's reason and the remedy.
 * @internal
 */
export async function transact(doing: Doing, send: () => Promise<TransactionResponse>): Promise<TransactionReceipt> {
  try {
    return await mined(await send(), doing);
  } catch (error) {
    throw asRefusal(error, doing);
  }
}

/**
 * Waits until a transaction is mined, or another that does the same in its place, as when a wallet raised its fee. Asks the node
 * again and again: `wait` of ethers misses what is mined before its first look at the blocks, and then hangs where no block follows.
 * @throws {ChainError} when it is not mined in time, failed, was replaced by something else, or was dropped.
 * @internal
 */
export async function mined(sent: TransactionResponse, doing: Doing): Promise<TransactionReceipt> {
  const lookMs = lookMsOf(sent.provider);
  const until = Date.now() + MOST_LOOKS * lookMs;
  const tell = listeners.get(sent.provider) ?? (() => undefined);
  let [watched, known, failures] = [sent, Date.now(), 0];
  let newest: { readonly depth: number; readonly since: number } | undefined;
  tell({ transaction: sent.hash, doing, is: "sent" });
  for (let pauseMs = FIRST_LOOK_MS; ; pauseMs = Math.min(2 * pauseMs, lookMs)) {
    const found = await stateOf(watched).catch((error: unknown) => {
      if (++failures > MOST_FAILURES || Date.now() > until) throw error;
      return undefined;
    });
    if (found) failures = 0;
    if (found?.is === "mined") {
      const { depth: confirmations, needed, receipt } = found;
      const { hash: transaction, blockNumber: block } = receipt;
      if (receipt.status === 0) throw new ChainError("reverted", "transaction-failed", { transaction }, doing);
      if (confirmations !== newest?.depth) {
        newest = { depth: confirmations, since: Date.now() };
        tell({ transaction, doing, is: "mined", block, confirmations: Math.min(confirmations, needed), needed });
      }
      if (confirmations >= needed) {
        await untilCounted(watched, lookMs);
        return receipt;
      }
      if (Date.now() - newest.since > MOST_WITHOUT_BLOCK * lookMs) {
        const seconds = Math.round((Date.now() - newest.since) / 1000);
        throw new ChainError("refused", "no-new-block", { transaction, block, seconds }, doing);
      }
    }
    if (found?.is === "replaced") {
      if (!doesTheSame(found.by, sent)) throw replaced(found.by, sent, doing);
      tell({ transaction: watched.hash, doing, is: "replaced", by: found.by.hash });
      watched = found.by;
    }
    if (found?.is !== "unknown") known = Date.now();
    if (Date.now() - known > MOST_UNKNOWN * lookMs) {
      throw new ChainError("refused", "transaction-dropped", { transaction: watched.hash }, doing);
    }
    if (Date.now() > until) throw await stuck(watched, doing);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

/** Looks at which the nodes behind an address may not count a transaction yet that one of them mined. */
const MOST_UNCOUNTED = 10;

/** Waits until the node counts a transaction as sent, so that the account's next one takes the next nonce. */
async function untilCounted({ provider, from, nonce }: TransactionResponse, lookMs: number): Promise<void> {
  for (let looks = 0; looks < MOST_UNCOUNTED; looks++) {
    const next = await provider.getTransactionCount(from, "pending").catch(() => nonce);
    if (next > nonce) return;
    await new Promise((resolve) => setTimeout(resolve, Math.min(lookMs, 2 ** looks * FIRST_LOOK_MS)));
  }
}

function lookMsOf(provider: Provider): number {
  return "pollingInterval" in provider ? Number(provider.pollingInterval) : LOOK_MS;
}

type State =
  | { readonly is: "mined"; readonly receipt: TransactionReceipt; readonly depth: number; readonly needed: number }
  | { readonly is: "replaced"; readonly by: TransactionResponse }
  | { readonly is: "waiting" | "unknown" };

async function stateOf({ provider, hash, from, nonce, chainId }: TransactionResponse): Promise<State> {
  const receipt = await provider.getTransactionReceipt(hash);
  if (receipt) {
    const { confirmations: needed } = networkOf(Number(chainId));
    const head = needed <= 1 ? receipt.blockNumber : await provider.getBlockNumber();
    return { is: "mined", receipt, depth: Math.max(1, head - receipt.blockNumber + 1), needed };
  }
  if ((await provider.getTransactionCount(from, "latest")) > nonce) {
    // Mined, by what this node has not told us yet, or what took its place.
    const by = await findWithNonce(provider, from, nonce);
    return by && by.hash !== hash ? { is: "replaced", by } : { is: "waiting" };
  }
  return { is: (await provider.getTransaction(hash)) ? "waiting" : "unknown" };
}

/** The transaction of an account with a nonce, in the newest blocks. */
async function findWithNonce(
  provider: Provider,
  from: string,
  nonce: number,
): Promise<TransactionResponse | undefined> {
  const head = await provider.getBlockNumber();
  for (let number = head; number >= Math.max(0, head - MOST_BLOCKS); number--) {
    const block = await provider.getBlock(number, true);
    const found = block?.prefetchedTransactions.find((one) => one.from === from && one.nonce === nonce);
    if (found) return found;
  }
  return undefined;
}

function doesTheSame(one: TransactionResponse, other: TransactionResponse): boolean {
  return one.to === other.to && one.data === other.data && one.value === other.value;
}

function replaced(by: TransactionResponse, sent: TransactionResponse, doing: Doing): ChainError {
  return new ChainError("refused", "transaction-replaced", { transaction: sent.hash, by: by.hash }, doing);
}

/** Why a transaction waits: for a block at all, for a fee, or for one before it that nobody has. */
async function stuck({ provider, hash, from, nonce }: TransactionResponse, doing: Doing): Promise<ChainError> {
  const head = await provider.getBlockNumber();
  await new Promise((resolve) => setTimeout(resolve, LOOKS_FOR_BLOCK * lookMsOf(provider)));
  if ((await provider.getBlockNumber()) === head) {
    return new ChainError("refused", "no-block-comes", { transaction: hash, block: head }, doing);
  }
  const next = await provider.getTransactionCount(from, "latest");
  if (next < nonce) {
    return new ChainError("refused", "transaction-waits-for-another", { transaction: hash, nonce: next }, doing);
  }
  return new ChainError("refused", "transaction-waits", { transaction: hash }, doing);
}
