import { EventFragment, type Interface, type Log } from "ethers";
import type { Hex } from "../../protocol/index.js";
import { ChainError } from "../errors.js";
import { mayGiveFewer, readLogs } from "../logs.js";
import { asRefusal } from "../refusals.js";
import type { Suite } from "../suite.js";

/** The number of each event that is kept. The numbers are in the file: they never change. */
export const EVENT_KINDS = {
  Anchored: 1,
  Endorsed: 2,
  PartyEnrolled: 3,
  PartySuspended: 4,
  PartyReinstated: 5,
  KeyAdded: 6,
  KeyRevoked: 7,
  AccountCompromised: 8,
  Withdrawn: 9,
  Marked: 10,
  Released: 11,
  Moved: 12,
  Used: 13,
  NameEnrolled: 14,
  LinkBegan: 15,
  LinkEnded: 16,
} as const;
type EventName = keyof typeof EVENT_KINDS;

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
  AccountCompromised: ["account", "party", "from"],
  Withdrawn: ["party", "statement", "reason", "account"],
  Marked: ["settler", "party", "rank", "tag"],
  Released: ["settler", "party", "rank"],
  Moved: ["settler", "party", "rank", "tag"],
  Used: ["party", "marker", null, "tag"],
  NameEnrolled: ["name", "party", "statesFrom"],
  // Symmetric: they are looked for from both sides.
  LinkBegan: ["party", "other", "kind"],
  LinkEnded: ["party", "other", "kind"],
};

/** One event, as it is kept. */
export interface IndexedEvent {
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

/** A block that has such events. */
export interface IndexedBlock {
  readonly number: number;
  readonly hash: Hex;
  /** Unix seconds. */
  readonly time: number;
}

/** What a range of blocks holds. `refused`: the node will not give so much at once. */
export type EventRange =
  | { readonly kind: "read"; readonly events: readonly IndexedEvent[]; readonly blocks: readonly IndexedBlock[] }
  | { readonly kind: "refused"; readonly error: ChainError }
  | { readonly kind: "changed" };

const NOTHING = new Uint8Array();
/** Blocks whose headers are asked for at once. */
const HEADERS_AT_ONCE = 100;

/** The contracts whose events are kept, by their addresses in lower case, and the first topics of those events. */
export interface Sources {
  readonly interfaces: ReadonlyMap<string, Interface>;
  readonly topics: ReadonlyMap<string, readonly string[]>;
}

/** Where the events of a suite come from. */
export async function sourcesOf(suite: Suite): Promise<Sources> {
  const interfaces = new Map<string, Interface>();
  const topics = new Map<string, readonly string[]>();
  const { parties, links, anchors, withdrawals, settlements, stock } = suite;
  for (const contract of [parties, links, anchors, withdrawals, settlements, stock]) {
    const address = (await contract.getAddress()).toLowerCase();
    const events = contract.interface.fragments.filter(EventFragment.isFragment);
    interfaces.set(address, contract.interface);
    topics.set(
      address,
      events.flatMap(({ name, topicHash }) => (name in EVENT_KINDS ? [topicHash] : [])),
    );
  }
  return { interfaces, topics };
}

/**
 * Reads the events of a range of blocks with one `eth_getLogs`, and the times of the blocks that have some.
 * @throws {ChainError} when the node does not answer, or gives logs of other blocks or contracts than those asked for.
 */
export async function readIndexedEvents(suite: Suite, sources: Sources, from: number, to: number): Promise<EventRange> {
  let logs: readonly Log[];
  try {
    const topics = [...sources.topics.values()].flat();
    const filter = { address: [...sources.topics.keys()], topics: [topics] };
    logs = await readLogs(suite.provider, filter, from, to);
  } catch (error) {
    const told = asRefusal(error, "reading-events");
    if (!(told instanceof ChainError) || !mayGiveFewer(error)) throw told;
    return { kind: "refused", error: told };
  }

  const events = logs
    .map((log) => {
      const event =
        log.blockNumber < from || log.blockNumber > to
          ? null
          : indexedEventOf(sources, log, log.blockNumber, log.index);
      if (!event) throw misled(log.blockNumber);
      return event;
    })
    .sort((a, b) => a.block - b.block || a.log - b.log);
  events.forEach((event, i) => {
    if (i > 0 && events[i - 1]?.block === event.block && events[i - 1]?.log === event.log) throw misled(event.block);
  });
  const hashOf = new Map(logs.map((log) => [log.blockNumber, log.blockHash as Hex]));
  const blocks: IndexedBlock[] = [];
  const numbers = [...hashOf.keys()].sort((a, b) => a - b);
  for (let at = 0; at < numbers.length; at += HEADERS_AT_ONCE) {
    const some = numbers.slice(at, at + HEADERS_AT_ONCE);
    const headers = await Promise.all(some.map((number) => suite.provider.getBlock(number)));
    for (const header of headers) {
      if (!header || header.hash !== hashOf.get(header.number)) return { kind: "changed" };
      blocks.push({ number: header.number, hash: header.hash as Hex, time: header.timestamp });
    }
  }
  return { kind: "read", events, blocks };
}

/** The event of a log; null when its kind is not kept. */
export function indexedEventOf(
  { interfaces }: Sources,
  log: { readonly address: string; readonly topics: readonly string[]; readonly data: string },
  block: number,
  position: number,
): IndexedEvent | null {
  const event = interfaces.get(log.address.toLowerCase())?.parseLog(log);
  if (!event || !(event.name in EVENT_KINDS)) return null;
  const name = event.name as EventName;
  const [subject, object, value, tag] = COLUMNS[name];
  const bytes = (argument?: string | null) => (argument ? bytesOf(String(event.args[argument])) : NOTHING);
  return {
    block,
    log: position,
    kind: EVENT_KINDS[name],
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
  return new ChainError("contradicted", "node-misleads", { block });
}
