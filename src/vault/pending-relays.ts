import { advanceRelay, type Relay, type Relaying, relayLateness } from "../gateway/relaying.js";
import type { Hex } from "../protocol/index.js";
import { memorable } from "./pending-batches.js";
import type { Vault } from "./vault.js";

const START = '{"relay":"';

/**
 * Notes what gateways are to send on, before it is posted; what was signed again takes the place of what it repeats.
 *
 * @example
 * ```ts
 * import { notePendingRelays } from "clairevoie/vault";
 * const keep = (relay: Parameters<typeof notePendingRelays>[1][number]) => notePendingRelays(vault, [relay]);
 * ```
 */
export function notePendingRelays(vault: Vault, relays: readonly Relay[]): Promise<void> {
  return vault.append(relays.map((one) => JSON.stringify({ relay: subjectOf(one), kept: one })));
}

/** What it is about: the statement, or the units. The same signed again is the same. */
function subjectOf({ post }: Relay): string {
  if ("statement" in post) return post.statement;
  return post.uses.map(({ tag, marker }) => `${marker}${tag.slice(2)}`).join("+");
}

/**
 * What gateways are to send on, and nobody saw on chain yet.
 *
 * @example
 * ```ts
 * import { pendingRelays } from "clairevoie/vault";
 * const waiting = await pendingRelays(vault);
 * ```
 */
export async function pendingRelays(vault: Vault): Promise<readonly Relay[]> {
  const relays = new Map<string, Relay>();
  for await (const lines of vault.journal()) {
    for (const line of lines) {
      if (!line.startsWith(START)) continue;
      const { relay, kept } = JSON.parse(line) as { readonly relay: string; readonly kept: Relay };
      relays.set(relay, kept);
    }
  }
  return [...relays.values()];
}

/** What finishing relays asks of the world. */
export interface SyncingRelays extends Relaying {
  /** Unix seconds. */
  now(): number;
  /** Signs again what ran out. Without it that waits on. */
  signAgain?(relay: Relay): Promise<Relay>;
}

/**
 * Takes every relay that waits a step further, and forgets what two sources see on chain. Idempotent, as `syncBatches` is.
 * @param digest One of them; all by default.
 *
 * @example
 * ```ts
 * import { Gateway } from "clairevoie/gateway";
 * import { syncRelays } from "clairevoie/vault";
 * const open = (url: string) => Gateway.open({ url }, chain);
 * const now = () => Math.floor(Date.now() / 1000);
 * const relays = await syncRelays(vault, { urls: ["https://gateway.example"], open, now });
 * ```
 */
export async function syncRelays(vault: Vault, world: SyncingRelays, digest?: Hex): Promise<readonly Relay[]> {
  const synced: Relay[] = [];
  for (const before of await pendingRelays(vault)) {
    if (digest !== undefined && before.digest !== digest) continue;
    const isOver = relayLateness(before, world.now()).signAgain;
    const start = isOver && world.signAgain ? await world.signAgain(before) : before;
    if (start !== before) await notePendingRelays(vault, [start]);
    const relay = await advanceRelay(start, world, world.now());
    if (memorable(relay) !== memorable(start)) await notePendingRelays(vault, [relay]);
    synced.push(relay);
  }
  const done = new Set(synced.filter((one) => one.done).map((one) => `${START}${subjectOf(one)}"`));
  if (done.size > 0) await vault.forget((line) => [...done].some((start) => line.startsWith(start)));
  return synced;
}
