import * as z from "zod";
import {
  BLOCKS_AT_ONCE,
  ChainError,
  type ChainEvent,
  gatherFactsOf,
  networkOf,
  readEvents,
  type Suite,
} from "../chain/index.js";
import { lags } from "../chain/logs.js";
import { asRefusal } from "../chain/refusals.js";
import {
  bytes32,
  type Certificate,
  chainId as chainIdSchema,
  evidenceOf,
  type Hex,
  hashStatement,
  InputError,
  read,
  stockMarker,
} from "../protocol/index.js";
import { parseJson } from "../protocol/json.js";
import { says } from "../protocol/schema.js";
import { type Alarm, type AlarmOptions, alarmsIn } from "./alarms.js";

/** Something that touches a certificate. */
export interface Alert {
  /** Position of the certificate in what is watched. */
  readonly certificate: number;
  /** Names what happened, the same after a restart or a reorganisation: a program that keeps it tells nothing twice. */
  readonly id: string;
  readonly event: ChainEvent;
}

/**
 * Finds the certificates that events touch: a statement of theirs withdrawn, a key of theirs compromised, their share
 * claimed again or released, a stock lens of theirs used again. What was anchored before a suspension stays valid, so a suspension touches none.
 * @internal
 */
export function alertsFor(
  certificates: readonly Certificate[],
  events: readonly ChainEvent[],
  partyOfKey: ReadonlyMap<Hex, Hex>,
): Alert[] {
  const watched = certificates.map(evidenceOf).map(({ dossier, receipts, stock }) => ({
    // A withdrawal counts only when it is by the party that stated: anyone may "withdraw" another's hash, to no effect.
    statements: new Set(
      receipts.map(({ statement, batch }) => `${partyOfKey.get(batch.key)}/${hashStatement(statement)}`),
    ),
    keys: new Set(receipts.map(({ batch }) => batch.key)),
    // A use counts only by the store that invoices.
    uses: new Set(
      receipts
        .filter(({ statement }) => statement.stage === 3)
        .flatMap(({ batch }) => stock.map(({ nullifier }) => `${partyOfKey.get(batch.key)}/${stockMarker(nullifier)}`)),
    ),
    settler: dossier.settler,
  }));
  const touches = ({ statements, keys, uses, settler }: (typeof watched)[number], event: ChainEvent): boolean => {
    if (event.kind === "withdrawn") return statements.has(`${event.party}/${event.statement}`);
    if (event.kind === "key-compromised") return keys.has(event.key);
    if (event.kind === "stock-used-twice") return uses.has(`${event.party}/${event.marker}`);
    return event.kind !== "party-suspended" && event.settler === settler;
  };
  return events.flatMap((event) =>
    watched.flatMap((one, certificate) => (touches(one, event) ? [{ certificate, id: nameOf(event), event }] : [])),
  );
}

/**
 * The party of each key of these certificates. A key belongs to one party for ever, so it is asked for once.
 * @internal
 */
export async function partiesOfKeys(suite: Suite, certificates: readonly Certificate[]): Promise<Map<Hex, Hex>> {
  const keys = [...new Set(certificates.flatMap((one) => evidenceOf(one).receipts.map(({ batch }) => batch.key)))];
  const found = keys.map(async (key) => [key, (await suite.parties.keyOf(key)).party as Hex] as const);
  try {
    return new Map(await Promise.all(found));
  } catch (error) {
    throw asRefusal(error, "reading-keys");
  }
}

/** Says at each reading what stands against certificates. */
type AlarmReader = (cursor: Cursor, alerts: readonly Alert[]) => Promise<readonly Alarm[]>;

/**
 * Begins to look for what stands against certificates: at first at all of them, then at those that something touched or that an
 * alarm stands against, each with the others of its dossier.
 * @internal
 */
export function startAlarms(suite: Suite, certificates: readonly Certificate[], options: AlarmOptions): AlarmReader {
  const dossiers = certificates.map(({ dossier }) => dossier.settler);
  let open: ReadonlySet<Hex> | undefined;
  return async ({ checkpoints }, alerts) => {
    const head = checkpoints.at(-1);
    if (!head) return [];
    const touched = alerts.map(({ certificate }) => dossiers[certificate]);
    const positions = dossiers.flatMap((one, i) => (!open || open.has(one) || touched.includes(one) ? [i] : []));
    const some = positions.map((i) => certificates[i] as Certificate);
    const facts = some.length === 0 ? undefined : await gatherFactsOf(suite, some.map(evidenceOf), head.block);
    const found = facts ? alarmsIn(some, facts, options) : [];
    const alarms = found.map((alarm) => ({ ...alarm, certificate: positions[alarm.certificate] as number }));
    open = new Set(alarms.map(({ certificate }) => dossiers[certificate] as Hex));
    return alarms;
  };
}

export const CURSOR_FORMAT = "clairevoie-cursor/1";
/** Readings that a cursor remembers: how deep a reorganisation may go without everything being read anew. */
const MOST_CHECKPOINTS = 64;

export const cursorSchema = z.strictObject({
  format: z.literal(CURSOR_FORMAT, says("wrong-version", { format: CURSOR_FORMAT })),
  chainId: chainIdSchema,
  /** The first block that matters. */
  since: z.int().min(0),
  /** The last block of each of the latest readings, oldest first, by which a reorganisation is found. */
  checkpoints: z.array(z.strictObject({ block: z.int().min(0), hash: bytes32 })).max(MOST_CHECKPOINTS),
  /** What was told of the blocks since the oldest checkpoint, so that no reorganisation tells it again. */
  told: z.array(z.strictObject({ block: z.int().min(0), event: z.string().max(256) })),
});
/** How far a watch has read. Keep it once what came with it is dealt with. */
export type Cursor = z.infer<typeof cursorSchema>;

/**
 * A cursor that has read nothing yet.
 * @internal
 */
export function cursorFrom(chainId: number, since: number): Cursor {
  return { format: CURSOR_FORMAT, chainId, since, checkpoints: [], told: [] };
}

/**
 * Reads a cursor from its text. @throws {InputError} naming the field that is wrong.
 *
 * @example
 * ```ts
 * import { parseCursor } from "clairevoie/parties";
 * const cursor = parseCursor(text);
 * ```
 */
export function parseCursor(text: string, what = "cursor"): Cursor {
  return read(cursorSchema, parseJson(text, what), what);
}

/** What a reading found. */
export interface ReadOn {
  /** In the order of the chain, none that was told before. */
  readonly events: readonly ChainEvent[];
  readonly cursor: Cursor;
  /** Blocks that had been read were replaced. */
  readonly reorganised: boolean;
}

/** Names what happened, wherever a reorganisation puts it. What can happen once only needs no transaction to name it. */
function nameOf(event: ChainEvent): string {
  switch (event.kind) {
    case "withdrawn":
      return `withdrawn/${event.party}/${event.statement}`;
    case "key-compromised":
      return `key-compromised/${event.key}/${event.from}`;
    case "party-suspended":
      return `party-suspended/${event.party}/${event.transaction}`;
    case "stock-used-twice":
      return `stock-used-twice/${event.party}/${event.marker}/${event.transaction}`;
    default:
      return `${event.kind}/${event.settler}/${event.rank}/${event.transaction}`;
  }
}

const TRIES = 5;
/** How many of the newest blocks that were read are read again. */
const READ_AGAIN = 128;

/**
 * Reads on from a cursor to the newest block that has the network's confirmations. What a reorganisation replaced is read
 * again, and only what is new is told: nothing is missed, nothing is told twice.
 * @throws {ChainError} when the node does not answer, or its chain does not come to rest.
 * @internal
 */
export async function readOn(suite: Suite, cursor: Cursor): Promise<ReadOn> {
  if (cursor.chainId !== suite.reference.chainId) {
    throw new InputError("cursor.chainId", "cursor-of-another-chain", {
      given: cursor.chainId,
      found: suite.reference.chainId,
    });
  }
  try {
    for (let tries = 0; tries < TRIES; tries++) {
      const result = await readOnce(suite, cursor);
      if (result) return result;
    }
  } catch (error) {
    throw asRefusal(error, "reading-chain");
  }
  throw new ChainError("unreachable", "reorganised-again");
}

/** Null when the chain changed while it was read. */
async function readOnce(suite: Suite, cursor: Cursor): Promise<ReadOn | null> {
  const { provider } = suite;
  const hashOf = async (block: number) => ((await provider.getBlock(block))?.hash ?? null) as Hex | null;
  const kept = [...cursor.checkpoints];
  let reorganised = false;
  while (kept.length > 0) {
    const last = kept.at(-1);
    const hash = last && (await hashOf(last.block));
    if (hash === last?.hash) break;
    // A block that is not there was not replaced: the node lags, or the chain grows anew.
    reorganised ||= hash !== null;
    kept.pop();
  }
  if (!reorganised && kept.length < cursor.checkpoints.length) {
    return { events: [], cursor: { ...cursor, checkpoints: kept }, reorganised };
  }
  const next = (kept.at(-1)?.block ?? cursor.since - 1) + 1;
  // A node behind whose address one lags may have left out logs, unseen: the newest blocks are read again, and nothing told twice.
  const remembered = kept.length === MOST_CHECKPOINTS && kept[0] ? kept[0].block + 1 : cursor.since;
  const from = Math.max(remembered, next - READ_AGAIN);
  const head = (await provider.getBlockNumber()) - (networkOf(cursor.chainId).confirmations - 1);
  if (head < next) return { events: [], cursor: { ...cursor, checkpoints: kept }, reorganised };
  const hash = await hashOf(head);
  const events: ChainEvent[] = [];
  for (let first = from; first <= head; first += BLOCKS_AT_ONCE) {
    events.push(...(await readEvents(suite, first, Math.min(head, first + BLOCKS_AT_ONCE - 1))));
  }
  if (hash === null) throw lags(head);
  if ((await hashOf(head)) !== hash) return null;

  const known = new Set(cursor.told.map(({ event }) => event));
  const fresh = events.filter((event) => !known.has(nameOf(event)));
  const checkpoints = [...kept, { block: head, hash }].slice(-MOST_CHECKPOINTS);
  const oldest = checkpoints.length < MOST_CHECKPOINTS ? cursor.since : (checkpoints[0]?.block ?? cursor.since);
  const told = [...cursor.told, ...fresh.map((event) => ({ block: event.block, event: nameOf(event) }))];
  return {
    events: fresh,
    cursor: { ...cursor, checkpoints, told: told.filter(({ block }) => block >= oldest) },
    reorganised,
  };
}
