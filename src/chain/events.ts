import type { BlockTag, Log } from "ethers";
import { type Hex, WITHDRAWAL_REASONS, type WithdrawalReason } from "../protocol/index.js";
import { readLogsInParts } from "./logs.js";
import { asRefusal } from "./refusals.js";
import type { Suite } from "./suite.js";

/** Where on the chain something happened. */
export interface Happened {
  readonly block: number;
  readonly transaction: Hex;
  /** Position among the logs of its block: with the block, it names the event. */
  readonly index: number;
}

/** What may change a verdict after it was given. */
export type ChainEvent = Happened &
  (
    | { readonly kind: "withdrawn"; readonly party: Hex; readonly statement: Hex; readonly reason: WithdrawalReason }
    | { readonly kind: "key-compromised"; readonly party: Hex; readonly key: Hex; readonly from: number }
    | { readonly kind: "party-suspended"; readonly party: Hex }
    | { readonly kind: "double-claim"; readonly party: Hex; readonly settler: Hex; readonly rank: number }
    | { readonly kind: "released" | "moved"; readonly party: Hex; readonly settler: Hex; readonly rank: number }
    | { readonly kind: "stock-used-twice"; readonly party: Hex; readonly marker: Hex }
  );

/** Blocks whose logs are asked for at once: what public nodes commonly allow. */
export const BLOCKS_AT_ONCE = 2_000;

/**
 * Reads what happened in a range of blocks, in the order of the chain.
 * @param from First block.
 * @param to Last block, at most `BLOCKS_AT_ONCE` from the first.
 * @throws {ChainError} when the node does not answer, or does not have the last block.
 *
 * @example
 * ```ts
 * import { connect, readEvents } from "clairevoie/chain";
 * const events = await readEvents(await connect({ rpc, deployment }), deployment.block, "latest");
 * ```
 */
export async function readEvents(suite: Suite, from: number, to: BlockTag): Promise<ChainEvent[]> {
  const { parties, withdrawals, settlements, stock } = suite;
  const told = [parties, withdrawals, settlements, ...(stock ? [stock] : [])];
  const address = await Promise.all(told.map((contract) => contract.getAddress()));
  try {
    const last = typeof to === "number" ? to : ((await suite.provider.getBlock(to))?.number ?? from);
    if (last < from) return [];
    const logs = await readLogsInParts(suite.provider, { address }, from, last);
    return logs
      .map((log) => decode(suite, log))
      .filter((event) => event !== undefined)
      .sort((a, b) => a.block - b.block || a.index - b.index);
  } catch (error) {
    throw asRefusal(error, "reading-events");
  }
}

/** Outcomes `RankTaken` and `OtherInvoice`: the store granted a share again. The others say nothing of it. */
const DOUBLE_CLAIMS: ReadonlySet<number> = new Set([2, 3]);

function decode({ parties, withdrawals, settlements, stock }: Suite, log: Log): ChainEvent | undefined {
  const event =
    parties.interface.parseLog(log) ??
    withdrawals.interface.parseLog(log) ??
    settlements.interface.parseLog(log) ??
    stock?.interface.parseLog(log);
  if (!event) return undefined;
  const { args } = event;
  const happened: Happened = { block: log.blockNumber, transaction: log.transactionHash as Hex, index: log.index };
  const party = args["party"] as Hex;
  const marker = args["marker"] as Hex;
  const settler = String(args["settler"]).toLowerCase() as Hex;
  const rank = Number(args["rank"] ?? 0);
  switch (event.name) {
    case "Withdrawn": {
      const reason = WITHDRAWAL_REASONS[Number(args["reason"])] ?? "none";
      return { ...happened, kind: "withdrawn", party, statement: args["statement"] as Hex, reason };
    }
    case "AccountCompromised": {
      const key = (args["account"] as string).toLowerCase() as Hex;
      return { ...happened, kind: "key-compromised", party, key, from: Number(args["from"]) };
    }
    case "PartySuspended":
      return { ...happened, kind: "party-suspended", party };
    case "NotMarked":
      return DOUBLE_CLAIMS.has(Number(args["outcome"]))
        ? { ...happened, kind: "double-claim", party, settler, rank }
        : undefined;
    case "Released":
      return { ...happened, kind: "released", party, settler, rank };
    case "Moved":
      return { ...happened, kind: "moved", party, settler, rank };
    case "UsedTwice":
      return { ...happened, kind: "stock-used-twice", party, marker };
    default:
      return undefined;
  }
}
