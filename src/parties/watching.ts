import { BLOCKS_AT_ONCE, type ChainEvent, networkOf, readEvents, type Suite } from "../chain/index.js";
import { type Certificate, type Hex, hashStatement, settlementMarker } from "../protocol/index.js";

/** Something that touches a certificate. */
export interface Alert {
  /** Position of the certificate in what is watched. */
  readonly certificate: number;
  readonly event: ChainEvent;
}

/**
 * Finds the certificates that events touch: a statement of theirs withdrawn, a key of theirs compromised, their share
 * claimed again or released.
 */
export function alertsFor(certificates: readonly Certificate[], events: readonly ChainEvent[]): Alert[] {
  const watched = certificates.map(({ receipts }) => ({
    statements: new Set(receipts.map(({ statement }) => hashStatement(statement))),
    keys: new Set(receipts.map(({ batch }) => batch.key)),
    markers: new Set(receipts.map(({ statement }) => settlementMarker(statement.dossier))),
  }));
  return events.flatMap((event) =>
    watched.flatMap(({ statements, keys, markers }, certificate) => {
      const touched =
        event.kind === "withdrawn"
          ? statements.has(event.statement)
          : event.kind === "key-compromised"
            ? keys.has(event.key)
            : event.kind === "party-suspended"
              ? false // What was anchored before a suspension stays valid.
              : markers.has(event.marker);
      return touched ? [{ certificate, event }] : [];
    }),
  );
}

/** How far a watch has read: the last block, and its hash to recognise it by. */
export interface Cursor {
  readonly block: number;
  readonly hash: Hex | null;
}

/**
 * Reads on from a cursor to the newest block that has the network's confirmations. A shallower reorganisation cannot
 * touch what was read; a deeper one is found by the hash, and the reading starts anew from `since`.
 * @returns The events, in order, and the cursor to keep once they are dealt with.
 */
export async function readOn(
  suite: Suite,
  cursor: Cursor,
  since: number,
): Promise<{ readonly events: ChainEvent[]; readonly cursor: Cursor; readonly reorganised: boolean }> {
  const { provider } = suite;
  const reorganised = cursor.hash !== null && (await provider.getBlock(cursor.block))?.hash !== cursor.hash;
  const confirmations = networkOf(suite.reference.chainId).confirmations;
  const head = (await provider.getBlockNumber()) - (confirmations - 1);
  const events: ChainEvent[] = [];
  let last = reorganised ? since - 1 : cursor.block;
  while (last < head) {
    const to = Math.min(head, last + BLOCKS_AT_ONCE);
    events.push(...(await readEvents(suite, last + 1, to)));
    last = to;
  }
  const hash = last >= 0 ? (((await provider.getBlock(last))?.hash ?? null) as Hex | null) : null;
  return { events, cursor: { block: last, hash }, reorganised };
}
