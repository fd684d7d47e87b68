import { isError, type Log, type Provider } from "ethers";
import { ClairevoieError } from "../protocol/index.js";
import { ChainError } from "./errors.js";

/** Which logs: of which contracts, and of which events where that matters. */
export interface LogFilter {
  readonly address: string | readonly string[];
  /** For each topic the values that are taken, or null for any. */
  readonly topics?: readonly (readonly string[] | null)[];
}

const TRIES = 4;
/** Before the second try, and as much more before each other: ethers believes an answer for a quarter of a second. */
const PAUSE_MS = 300;
/** What has no node behind it gives nothing for fewer blocks either. */
const GONE = ["NETWORK_ERROR", "ECONNREFUSED", "ECONNRESET", "ENOTFOUND", "TIMEOUT"];

/**
 * The logs of a range of blocks. A node that lags behind others at its address answers with what it has, and says nothing of what
 * it lacks: so the last block of the range is asked for in the same request, and where it is not there the answer is not believed.
 * @throws {ChainError} `node-lags` when the node does not come to have the last block; `node-misleads` when it gives logs of other
 * blocks. Other errors are as the provider gives them.
 * @internal
 */
export async function readLogs(provider: Provider, filter: LogFilter, from: number, to: number): Promise<Log[]> {
  const { address, topics } = filter;
  for (let tries = 1; tries <= TRIES; tries++) {
    const [logs, end] = await Promise.all([
      provider.getLogs({
        address: typeof address === "string" ? address : [...address],
        fromBlock: from,
        toBlock: to,
        ...(topics && { topics: topics.map((one) => one && [...one]) }),
      }),
      provider.getBlock(to),
    ]);
    for (const { blockNumber: block } of logs) {
      if (block < from || block > to) throw new ChainError("contradicted", "node-misleads", { block });
    }
    if (end) return logs;
    await pause(PAUSE_MS * tries);
  }
  throw lags(to);
}

/**
 * As `readLogs`, in as many parts as the node gives: one that refuses so many blocks at once is asked for half of them.
 * @internal
 */
export async function readLogsInParts(provider: Provider, filter: LogFilter, from: number, to: number): Promise<Log[]> {
  try {
    return await readLogs(provider, filter, from, to);
  } catch (error) {
    if (from === to || !mayGiveFewer(error)) throw error;
    const middle = Math.floor((from + to) / 2);
    const first = await readLogsInParts(provider, filter, from, middle);
    return [...first, ...(await readLogsInParts(provider, filter, middle + 1, to))];
  }
}

/**
 * Whether a node that failed so may give the logs of fewer blocks: not where nothing answers, or only what stands before it.
 * @internal
 */
export function mayGiveFewer(error: unknown): boolean {
  if (error instanceof ClairevoieError || GONE.some((code) => isError(error, code as "NETWORK_ERROR"))) return false;
  if (!isError(error, "SERVER_ERROR")) return true;
  return !/^5/.test(String((error.info as { responseStatus?: unknown } | undefined)?.responseStatus));
}

/**
 * The node does not have a block that it, or another at its address, had.
 * @internal
 */
export function lags(block: number): ChainError {
  return new ChainError("unreachable", "node-lags", { block });
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
