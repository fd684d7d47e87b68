import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { bytesOf, EVENT_KINDS, type IndexedBlock, type IndexedEvent } from "../src/chain/local-index/indexed-events.js";
import { IndexStore } from "../src/chain/local-index/store.js";
import { toHex } from "../src/protocol/bytes.js";
import type { Hex } from "../src/protocol/index.js";
import { DAY, START } from "../testing/load.js";
import type { WrittenWave } from "./wave-writer.js";

/** The chain has a block each second here, so that each event has its own time. */
const EPOCH = START - 30 * DAY;
/** The block at which the year is judged. */
export const HEAD = 420 * DAY;
const MINUTE = 60;
const ROLES = { optician: 1, "lens-maker": 2, insurer: 3 } as const;

type TimedEvent = Pick<IndexedEvent, "kind" | "subject"> & Partial<IndexedEvent> & { readonly time: number };

/**
 * Writes the index that `clairevoie index` would have made of the year: the parties, what anchors these waves, what was withdrawn,
 * and the anchors of everybody else, one a minute.
 * @returns How many events it has.
 */
export function writeYearIndex(file: string, waves: readonly WrittenWave[]): number {
  for (const ending of ["", "-wal", "-shm"]) rmSync(`${file}${ending}`, { force: true });
  const first = waves[0];
  if (!first) throw new Error("a year has at least one wave");
  const timed = eventsOf(waves).sort((a, b) => a.time - b.time);
  const blocks: IndexedBlock[] = [];
  let log = 0;
  const events = timed.map((event): IndexedEvent => {
    const number = event.time - EPOCH;
    if (blocks.at(-1)?.number !== number) {
      blocks.push({ number, hash: hashOf(`block ${number}`), time: event.time });
      log = 0;
    }
    const { kind, subject, object = new Uint8Array(), value = 0, tag = new Uint8Array() } = event;
    return { block: number, log: log++, kind, subject, object, value, tag };
  });
  const store = IndexStore.open(file, first.facts.chain, 1, false);
  store.append(events, blocks, { number: HEAD, hash: hashOf("head"), time: EPOCH + HEAD });
  store.close();
  return events.length;
}

function eventsOf(waves: readonly WrittenWave[]): TimedEvent[] {
  const events: TimedEvent[] = [];
  const parties = new Map(waves.flatMap(({ facts }) => facts.keys.map((key) => [key[0], key] as const)));
  for (const [key, party, role] of parties.values()) {
    const [subject, time] = [bytesOf(party), EPOCH + 1];
    events.push({ time, kind: EVENT_KINDS.PartyEnrolled, subject, value: ROLES[role as keyof typeof ROLES] });
    events.push({ time, kind: EVENT_KINDS.KeyAdded, subject: bytesOf(key), object: subject });
  }
  for (const { facts, withdrawn } of waves) {
    for (const [root, time] of facts.anchors) events.push({ time, kind: EVENT_KINDS.Anchored, subject: bytesOf(root) });
    for (const [party, statement] of withdrawn) {
      const [subject, object] = [bytesOf(party), bytesOf(statement)];
      events.push({ time: START + 400 * DAY, kind: EVENT_KINDS.Withdrawn, subject, object, value: 1 });
    }
  }
  for (let time = START; time < START + 365 * DAY; time += MINUTE) {
    events.push({ time, kind: EVENT_KINDS.Anchored, subject: bytesOf(hashOf(`root ${time}`)) });
  }
  return events;
}

function hashOf(text: string): Hex {
  return toHex(createHash("sha256").update(text).digest());
}
