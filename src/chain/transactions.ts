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
/** Blocks in which what took the place of a transaction is looked for. */
const MOST_BLOCKS = 64;

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
  let [watched, known, failures] = [sent, Date.now(), 0];
  for (let pauseMs = FIRST_LOOK_MS; ; pauseMs = Math.min(2 * pauseMs, lookMs)) {
    const found = await stateOf(watched).catch((error: unknown) => {
      if (++failures > MOST_FAILURES || Date.now() > until) throw error;
      return undefined;
    });
    if (found) failures = 0;
    if (found?.is === "mined") {
      const receipt = succeeded(found.receipt, doing);
      await untilCounted(watched, lookMs);
      return receipt;
    }
    if (found?.is === "replaced") {
      if (!doesTheSame(found.by, sent)) throw replaced(found.by, sent, doing);
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
  | { readonly is: "mined"; readonly receipt: TransactionReceipt }
  | { readonly is: "replaced"; readonly by: TransactionResponse }
  | { readonly is: "waiting" | "unknown" };

async function stateOf({ provider, hash, from, nonce, chainId }: TransactionResponse): Promise<State> {
  const receipt = await provider.getTransactionReceipt(hash);
  if (receipt) {
    const { confirmations } = networkOf(Number(chainId));
    const isDeep = confirmations <= 1 || (await provider.getBlockNumber()) - receipt.blockNumber + 1 >= confirmations;
    return isDeep ? { is: "mined", receipt } : { is: "waiting" };
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

function succeeded(receipt: TransactionReceipt, doing: Doing): TransactionReceipt {
  if (receipt.status !== 0) return receipt;
  throw new ChainError("reverted", "transaction-failed", { transaction: receipt.hash }, doing);
}

function replaced(by: TransactionResponse, sent: TransactionResponse, doing: Doing): ChainError {
  return new ChainError("refused", "transaction-replaced", { transaction: sent.hash, by: by.hash }, doing);
}

/** Why a transaction waits: for a fee, or for one before it that nobody has. */
async function stuck({ provider, hash, from, nonce }: TransactionResponse, doing: Doing): Promise<ChainError> {
  const next = await provider.getTransactionCount(from, "latest");
  if (next < nonce) {
    return new ChainError("refused", "transaction-waits-for-another", { transaction: hash, nonce: next }, doing);
  }
  return new ChainError("refused", "transaction-waits", { transaction: hash }, doing);
}
