import { EventFragment, type Interface, isError, type Log } from "ethers";
import type { Hex } from "../../protocol/index.js";
import { asChainError, ChainError } from "../errors.js";
import type { Suite } from "../suite.js";

/** What a row tells, by the event that it comes from. The numbers are in the file: they never change. */
export const ROW_KINDS = {
  Anchored: 1,
  Endorsed: 2,
  PartyEnrolled: 3,
  PartySuspended: 4,
  PartyReinstated: 5,
  KeyAdded: 6,
  KeyRevoked: 7,
  KeyCompromised: 8,
  Withdrawn: 9,
  Marked: 10,
  Released: 11,
  Used: 12,
} as const;
type EventName = keyof typeof ROW_KINDS;

/** For each event: whom or what it is about, the second thing that names it, a number and a tag that it carries. */
const COLUMNS: Readonly<
  Record<EventName, readonly [subject: string, object?: string | null, value?: string | null, tag?: string]>
> = {
  Anchored: ["root"],
  Endorsed: ["account", "digest"],
  PartyEnrolled: ["party", null, "role"],
  PartySuspended: ["party"],
  PartyReinstated: ["party"],
  KeyAdded: ["key", "party"],
  KeyRevoked: ["key", "party"],
  KeyCompromised: ["key", "party", "from"],
  Withdrawn: ["party", "statement", "reason"],
  Marked: ["marker", "party", "rank", "tag"],
  Released: ["marker", "party", "rank"],
  Used: ["party", "marker", null, "tag"],
};

/** One event, as it is kept. */
export interface Row {
  readonly block: number;
  /** Position among the logs of its block. */
  readonly log: number;
  readonly kind: number;
  readonly subject: Uint8Array;
  /** Empty where the event has none. */
  readonly object: Uint8Array;
  readonly value: number;
  readonly tag: Uint8Array;
}

/** A block that has rows. */
export interface RowBlock {
  readonly number: number;
  readonly hash: Hex;
  /** Unix seconds. */
  readonly time: number;
}

/** What a range of blocks holds. `refused`: the node will not give so much at once. */
export type Reading =
  | { readonly kind: "read"; readonly rows: readonly Row[]; readonly blocks: readonly RowBlock[] }
  | { readonly kind: "refused"; readonly error: ChainError }
  | { readonly kind: "changed" };

const NOTHING = new Uint8Array();
/** The node is not there at all: fewer blocks would not help. */
const GONE = ["NETWORK_ERROR", "ECONNREFUSED", "ECONNRESET", "ENOTFOUND"];
/** Blocks whose headers are asked for at once. */
const HEADERS_AT_ONCE = 100;

/**
 * Reads the events of a range of blocks with one `eth_getLogs`, and the times of the blocks that have some.
 * @throws {ChainError} when the node does not answer, or gives logs of other blocks or contracts than those asked for.
 */
export async function readRows(suite: Suite, from: number, to: number): Promise<Reading> {
  const contracts = [suite.parties, suite.anchors, suite.withdrawals, suite.settlements, suite.stock].filter(
    (contract) => contract !== undefined,
  );
  const interfaces = new Map<string, Interface>();
  for (const contract of contracts) interfaces.set((await contract.getAddress()).toLowerCase(), contract.interface);
  const topics = contracts.flatMap(({ interface: { fragments } }) =>
    fragments.filter(EventFragment.isFragment).flatMap(({ name, topicHash }) => (name in ROW_KINDS ? [topicHash] : [])),
  );
  let logs: readonly Log[];
  try {
    const filter = { address: [...interfaces.keys()], topics: [topics], fromBlock: from, toBlock: to };
    logs = await suite.provider.getLogs(filter);
  } catch (error) {
    const told = asChainError(error, null, "reading events");
    if (!(told instanceof ChainError) || GONE.some((code) => isError(error, code as "NETWORK_ERROR"))) throw told;
    return { kind: "refused", error: told };
  }

  const rows = logs.map((log) => rowOf(interfaces, log, from, to)).sort((a, b) => a.block - b.block || a.log - b.log);
  rows.forEach((row, i) => {
    if (i > 0 && rows[i - 1]?.block === row.block && rows[i - 1]?.log === row.log) throw misled(row.block);
  });
  const hashOf = new Map(logs.map((log) => [log.blockNumber, log.blockHash as Hex]));
  const blocks: RowBlock[] = [];
  const numbers = [...hashOf.keys()].sort((a, b) => a - b);
  for (let at = 0; at < numbers.length; at += HEADERS_AT_ONCE) {
    const some = numbers.slice(at, at + HEADERS_AT_ONCE);
    const headers = await Promise.all(some.map((number) => suite.provider.getBlock(number)));
    for (const header of headers) {
      if (!header || header.hash !== hashOf.get(header.number)) return { kind: "changed" };
      blocks.push({ number: header.number, hash: header.hash as Hex, time: header.timestamp });
    }
  }
  return { kind: "read", rows, blocks };
}

function rowOf(interfaces: ReadonlyMap<string, Interface>, log: Log, from: number, to: number): Row {
  const event = interfaces.get(log.address.toLowerCase())?.parseLog(log);
  if (!event || log.blockNumber < from || log.blockNumber > to || !(event.name in ROW_KINDS)) {
    throw misled(log.blockNumber);
  }
  const name = event.name as EventName;
  const [subject, object, value, tag] = COLUMNS[name];
  const bytes = (argument?: string | null) => (argument ? bytesOf(String(event.args[argument])) : NOTHING);
  return {
    block: log.blockNumber,
    log: log.index,
    kind: ROW_KINDS[name],
    subject: bytes(subject),
    object: bytes(object),
    value: value ? Number(event.args[value]) : 0,
    tag: bytes(tag),
  };
}

/** The bytes of a 0x string, whatever its case. */
export function bytesOf(hex: string): Uint8Array {
  return Buffer.from(hex.slice(2), "hex");
}

function misled(block: number): ChainError {
  return new ChainError("contradicted", `the node gives logs of block ${block} that were not asked for; ask another`);
}
