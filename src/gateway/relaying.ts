import type { Hex } from "../protocol/index.js";
import { CannotTell, originOf } from "./asking.js";
import type { Gateway, Relayed } from "./gateway-client.js";
import { awayFrom, type Complaint, complain, type Pursuing } from "./pursuing.js";
import type { RelayState, StockUsesPost, WithdrawalPost } from "./wire.js";

/** A withdrawal or stock uses that gateways are to send on. Plain data: keep it, and go on after a restart. */
export interface Relay {
  /** What the party signed: the gateways know it by this. */
  readonly digest: Hex;
  readonly post: WithdrawalPost | StockUsesPost;
  /** Unix seconds. */
  readonly signedAt: number;
  /** By address of the gateway. */
  readonly tried: Readonly<Record<string, RelayTried>>;
  /** Who sees it on chain: two gateways, or a node of one's own. */
  readonly done?: readonly string[];
}

/** What is known of it at one gateway. */
export interface RelayTried {
  readonly state?: RelayState["state"];
  readonly complaint?: Complaint;
  readonly isOver?: true;
  readonly notBefore?: number;
}

/** What relaying asks of the world. */
export interface Relaying extends Pick<Pursuing, "urls"> {
  open(url: string): Promise<Pick<Gateway, "relay" | "relayed">>;
  /** Whether the chain shows it, by a node of one's own; undefined when the node does not answer. */
  node?(post: WithdrawalPost | StockUsesPost): Promise<boolean | undefined>;
}

const RETRY_SECONDS = 5;
const ON_CHAIN: readonly (RelayState["state"] | undefined)[] = ["done", "final"];
const ENDED: readonly (RelayState["state"] | undefined)[] = ["failed", "expired"];

/** Which address it has. */
const kindOf = (post: Relay["post"]): Relayed => ("statement" in post ? "withdrawals" : "stock-uses");

/**
 * What is to be done about a relay: an alarm after a quarter of its time, and a new signature once it is over.
 *
 * @example
 * ```ts
 * import { relayLateness } from "clairevoie/gateway";
 * const late = (one: Parameters<typeof relayLateness>[0]) => relayLateness(one, 1_800_000_000).alarm;
 * ```
 */
export function relayLateness(
  { post, signedAt, done }: Relay,
  now: number,
): { readonly alarm: boolean; readonly signAgain: boolean } {
  const window = post.deadline - signedAt;
  return { alarm: !done && now - signedAt >= window / 4, signAgain: !done && now > post.deadline };
}

/**
 * Takes one step: posts it to a gateway, to another one where that fails or waits too long, and, once one says that it is done, to a
 * second that says so too. Posted to several it takes effect once: both acts are idempotent on chain.
 * @param now Unix seconds.
 *
 * @example
 * ```ts
 * import { advanceRelay } from "clairevoie/gateway";
 * const step = (one: Parameters<typeof advanceRelay>[0], world: Parameters<typeof advanceRelay>[1]) =>
 *   advanceRelay(one, world, Math.floor(Date.now() / 1000));
 * ```
 */
export async function advanceRelay(relay: Relay, world: Relaying, now: number): Promise<Relay> {
  if (relay.done) return relay;
  if (await world.node?.(relay.post)) return { ...relay, done: ["node"] };
  let next = relay;
  for (const url of world.urls) {
    if (!isToAsk(next, url, world.urls, now)) continue;
    const tried = await step(next, url, world, now);
    next = { ...next, tried: { ...next.tried, [url]: tried } };
  }
  if (await world.node?.(next.post)) return { ...next, done: ["node"] };
  const sources = world.urls.filter((url) => ON_CHAIN.includes(next.tried[url]?.state));
  return sources.length > 1 ? { ...next, done: sources } : next;
}

function isToAsk({ tried, post, signedAt }: Relay, url: string, urls: readonly string[], now: number): boolean {
  const own = tried[url] ?? {};
  if ((own.notBefore ?? 0) > now || own.isOver || ON_CHAIN.includes(own.state)) return false;
  if (own.state && !own.complaint) return true;
  const part = (now - signedAt) / (post.deadline - signedAt);
  const others = urls.filter((one) => one !== url).map((one) => tried[one] ?? {});
  const isSaid = others.some(({ state }) => ON_CHAIN.includes(state)); // A second source is needed.
  const underWay = others.filter(({ state, complaint }) => state && !complaint).length;
  return part >= 1 / 4 || underWay < (isSaid || part >= 1 / 8 ? 2 : 1);
}

async function step({ digest, post, tried }: Relay, url: string, world: Relaying, now: number): Promise<RelayTried> {
  const { complaint: _, notBefore: __, ...before } = tried[url] ?? {};
  try {
    const gateway = await world.open(url);
    const known = before.state && (await gateway.relayed(kindOf(post), digest));
    const found = known ?? (await gateway.relay(post));
    const { origin } = { origin: originOf({ url }) };
    const noted = { ...before, state: found.state, notBefore: now + RETRY_SECONDS };
    if (before.state && !known) return { ...noted, ...complain("gateway-withholds", { origin }, now) };
    if (!ENDED.includes(found.state)) return noted;
    return { ...noted, ...complain("gateway-refuses-for-ever", { origin, problem: found.state }, now) };
  } catch (error) {
    if (!(error instanceof CannotTell)) throw error;
    return { ...before, ...awayFrom(error, now) };
  }
}
