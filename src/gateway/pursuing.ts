import { batchDigest } from "../protocol/batches.js";
import type { Hex } from "../protocol/index.js";
import { CannotTell, originOf } from "./asking.js";
import type { Gateway } from "./gateway-client.js";
import type { AnchorSeen, BatchPost, BatchState } from "./wire.js";

/** What a gateway did, or said, that a person should know. Each is a code of an error, told by `complaintsOf`. */
export type ComplaintCode =
  | "gateway-away"
  | "gateway-garbled"
  | "gateway-refuses"
  | "gateway-wrong-chain"
  | "gateway-unsigned"
  | "gateway-wrong-path"
  | "gateway-other-round"
  | "gateway-clock"
  | "gateway-unknown-key"
  | "gateway-quota"
  | "gateway-refuses-for-ever"
  | "gateway-limit"
  | "gateway-withholds"
  | "gateway-broke-promise"
  | "gateway-false-anchor";

/** A complaint, as it is kept. */
export interface Complaint {
  readonly code: ComplaintCode;
  readonly values: Readonly<Record<string, string | number>>;
  /** Unix seconds. */
  readonly since: number;
}

/** A path from a batch to a root. It verifies. */
interface Path {
  readonly root: Hex;
  readonly anchorProof: readonly Hex[];
}

/** What is known of a batch at one gateway. */
export interface Tried {
  /** What the gateway promised, and who signed it. */
  readonly promise?: { readonly anchorBy: number; readonly signature: Hex; readonly account: Hex };
  readonly path?: Path;
  /** What it says: the block at which it saw the anchor. */
  readonly anchored?: { readonly block: number; readonly time: number };
  readonly complaint?: Complaint;
  /** It cheated, refused for ever, or is of another chain: nothing more is posted to it. */
  readonly isOver?: true;
  /** How often it knew nothing of what it had accepted. */
  readonly lost?: number;
  /** Not asked before, in unix seconds. */
  readonly notBefore?: number;
}

/** A batch that is to be anchored by gateways. Plain data: keep it, and go on after a restart. */
export interface Pursuit {
  readonly digest: Hex;
  readonly post: BatchPost;
  /** The shorter of lag and tolerance of the policies. */
  readonly windowSeconds: number;
  /** By address of the gateway. */
  readonly tried: Readonly<Record<string, Tried>>;
  /** Two sources say so, or a node of one's own. */
  readonly anchored?: Path & { readonly time: number; readonly by: readonly string[] };
}

/** What a pursuit asks of the world. */
export interface Pursuing {
  /** Addresses, the preferred one first. */
  readonly urls: readonly string[];
  /** @throws {CannotTell} when it does not answer, or is of another chain. */
  open(url: string): Promise<Pick<Gateway, "post" | "batch" | "anchor" | "status">>;
  /** When a root was anchored, by a node of one's own; 0 when it was not. Undefined when the node does not answer. */
  node?(root: Hex): Promise<number | undefined>;
  /** Anchors a root with one's own ether; gives its time. Undefined when that failed. */
  anchorAlone?(root: Hex): Promise<number | undefined>;
}

/** The shorter of lag and tolerance that policies have where a root is anchored every minute, and elsewhere. */
const WINDOWS = { often: 21_600, seldom: 172_800 } as const;
const OFTEN_SECONDS = 120;
const GRACE_SECONDS = 60;
/** After which the same gateway is asked again, unless it asks for less. */
const RETRY_SECONDS = 60;

const FOR_EVER: readonly ComplaintCode[] = [
  "gateway-wrong-chain",
  "gateway-unsigned",
  "gateway-wrong-path",
  "gateway-other-round",
  "gateway-refuses-for-ever",
];

/**
 * How long the policies of a network wait: the shortest that a gateway's interval tells of. A gateway can only make it one of two.
 *
 * @example
 * ```ts
 * import { windowOf } from "clairevoie/gateway";
 * windowOf([60, 3600]); // 21600
 * ```
 */
export function windowOf(intervals: readonly number[]): number {
  return intervals.length > 0 && Math.min(...intervals) > OFTEN_SECONDS ? WINDOWS.seldom : WINDOWS.often;
}

/**
 * A batch that is to be anchored by gateways. Nothing is asked yet: keep it first.
 *
 * @example
 * ```ts
 * import { pursue, windowOf } from "clairevoie/gateway";
 * const pursuit = pursue(chain, sealed, windowOf([60]));
 * ```
 */
export function pursue(
  { chainId, partyRegistry }: { readonly chainId: number; readonly partyRegistry: Hex },
  { batch, signature }: BatchPost,
  windowSeconds: number,
): Pursuit {
  const digest = batchDigest({ chainId, verifyingContract: partyRegistry }, batch);
  return { digest, post: { batch, signature }, windowSeconds, tried: {} };
}

/** How late a batch is, and what follows from it. */
export interface Lateness {
  /** How many gateways it is posted to; after a quarter, all. */
  readonly gateways: number;
  /** After a quarter: a person must know. */
  readonly alarm: boolean;
  /** After half: what the batch holds is to be sealed again. */
  readonly sealAgain: boolean;
}

/**
 * How late a batch is: after an eighth of the window it is posted to a second gateway, after a quarter to all, and after half it
 * is to be sealed again: but not where a single source says that it is anchored and there is none to confirm it.
 * @param sources Gateways and nodes that are asked.
 *
 * @example
 * ```ts
 * import { latenessOf } from "clairevoie/gateway";
 * const { alarm } = latenessOf(pursuit, Math.floor(Date.now() / 1000));
 * ```
 */
export function latenessOf(pursuit: Pursuit, now: number, sources = 2): Lateness {
  const { post, windowSeconds, anchored } = pursuit;
  const age = now - post.batch.issuedAt;
  const isOver = (part: number) => !anchored && age >= windowSeconds / part;
  return {
    gateways: isOver(4) ? Number.POSITIVE_INFINITY : isOver(8) ? 2 : 1,
    alarm: isOver(4),
    sealAgain: isOver(2) && !(sources < 2 && isSaidByOne(pursuit)),
  };
}

/** The gateways that are asked now, of those that are named: those that promised are asked how far it is, others are posted to. */
function gatewaysToAsk(pursuit: Pursuit, urls: readonly string[], now: number): readonly string[] {
  const { gateways } = latenessOf(pursuit, now);
  const of = (url: string): Tried => pursuit.tried[url] ?? {};
  const open = urls.filter((url) => !of(url).isOver);
  const sound = gateways > urls.length ? open : open.filter((url) => !of(url).complaint);
  const inPlay = (sound.length > 0 ? sound : open).slice(0, gateways);
  const isDue = (url: string) => (of(url).notBefore ?? 0) <= now;
  return urls.filter((url) => isDue(url) && (inPlay.includes(url) || of(url).promise));
}

/**
 * Takes one step towards an anchor that two sources confirm: posts, asks, compares. It keeps no clock and no state of its own: give
 * the pursuit that it returns to the next step, and keep it before.
 * @param now Unix seconds.
 *
 * @example
 * ```ts
 * import { advance, Gateway, pursue } from "clairevoie/gateway";
 * const urls = ["https://one.example", "https://two.example"];
 * const open = (url: string) => Gateway.open({ url }, chain);
 * const now = Math.floor(Date.now() / 1000);
 * const { anchored } = await advance(pursue(chain, sealed, 21_600), { urls, open }, now);
 * ```
 */
export async function advance(pursuit: Pursuit, world: Pursuing, now: number): Promise<Pursuit> {
  if (pursuit.anchored) return pursuit;
  let next = pursuit;
  for (const url of gatewaysToAsk(pursuit, world.urls, now)) {
    const tried = await step(pursuit, url, world, now);
    next = { ...next, tried: { ...next.tried, [url]: late(tried, pursuit, url, now) } };
  }
  next = await confirm(next, world, now);
  if (next.anchored || !world.anchorAlone || !latenessOf(next, now).alarm) return next;
  const path = Object.values(next.tried).find((one) => one.path)?.path ?? { root: next.digest, anchorProof: [] };
  const time = await world.anchorAlone(path.root);
  return time ? { ...next, anchored: { ...path, time, by: [OWN_NODE] } } : next;
}

/** What stands in `by` for a node of one's own. */
const OWN_NODE = "node";

/** Asks one gateway. */
async function step({ digest, post, tried }: Pursuit, url: string, world: Pursuing, now: number): Promise<Tried> {
  const { complaint: _, notBefore: __, ...before } = tried[url] ?? {};
  const { origin } = { origin: originOf({ url }) };
  try {
    const gateway = await world.open(url);
    let state = before.promise && (await gateway.batch(digest));
    const lost = (before.lost ?? 0) + (before.promise && !state ? 1 : 0);
    state ??= await gateway.post(post); // A gateway that was restored from a backup knows nothing of it.
    const noted = { ...noteState(before, state, gateway.status.gateway, now), ...(lost > 0 && { lost }) };
    if (before.path && noted.path?.root !== before.path.root) {
      return { ...noted, ...complain("gateway-other-round", { origin }, now) };
    }
    return lost > 1 ? { ...noted, ...complain("gateway-withholds", { origin }, now) } : noted;
  } catch (error) {
    if (!(error instanceof CannotTell)) throw error;
    return { ...before, ...awayFrom(error, now) };
  }
}

function noteState(before: Tried, state: BatchState, account: Hex, now: number): Tried {
  const { anchored: _, ...rest } = before;
  const { anchorBy, signature } = state.promise;
  const retry = "retryAfter" in state ? Math.min(Math.max(state.retryAfter, 1), RETRY_SECONDS) : RETRY_SECONDS;
  return {
    ...rest,
    promise: before.promise ?? { anchorBy, signature, account },
    ...(state.state !== "received" && { path: { root: state.root, anchorProof: state.anchorProof } }),
    ...("time" in state && { anchored: { block: state.block, time: state.time } }),
    notBefore: now + retry,
  };
}

/**
 * The complaint that a failure is.
 * @internal
 */
export function awayFrom({ code, values }: CannotTell, now: number) {
  return complain(code === "gateway-silent" ? "gateway-away" : (code as ComplaintCode), values, now);
}

/** @internal */
export function complain(code: ComplaintCode, values: Readonly<Record<string, string | number>>, now: number) {
  const seconds = Number(values["seconds"] ?? 0) || RETRY_SECONDS;
  return {
    complaint: { code, values, since: now },
    notBefore: now + Math.min(seconds, 10 * RETRY_SECONDS),
    ...(FOR_EVER.includes(code) && { isOver: true as const }),
  };
}

/** What a gateway should have done by now, and did not. */
function late(tried: Tried, { post, windowSeconds }: Pursuit, url: string, now: number): Tried {
  const { promise, path, anchored, complaint } = tried;
  if (!promise || anchored || complaint) return tried;
  const origin = originOf({ url });
  if (now > promise.anchorBy + GRACE_SECONDS) {
    return { ...tried, ...complain("gateway-broke-promise", { origin, by: isoTime(promise.anchorBy) }, now) };
  }
  const isWithheld = !path && now >= post.batch.issuedAt + windowSeconds / 8;
  return isWithheld ? { ...tried, ...complain("gateway-withholds", { origin }, now) } : tried;
}

const isoTime = (seconds: number) => new Date(1000 * seconds).toISOString();

/** Asks those who did not say so whether roots are anchored. */
async function confirm(pursuit: Pursuit, world: Pursuing, now: number): Promise<Pursuit> {
  let next = pursuit;
  // Later than the lag, an anchor is of no use: rule 1.6 of docs/protocol.md.
  const isOfUse = (time: number) => time > 0 && time <= pursuit.post.batch.issuedAt + pursuit.windowSeconds;
  for (const [url, { path, anchored }] of Object.entries(pursuit.tried)) {
    if (!path) continue;
    const own = await world.node?.(path.root);
    if (own && isOfUse(own)) return { ...next, anchored: { ...path, time: own, by: [OWN_NODE] } };
    if (!anchored) continue;
    const isOld = now > anchored.time + GRACE_SECONDS; // A second source may be some blocks behind.
    if (own === 0 && isOld) next = falseAnchor(next, url, OWN_NODE, now);
    if (own !== undefined) continue;
    for (const witness of world.urls.filter((one) => one !== url)) {
      const seen = await witnessed(world, witness, path.root);
      if (seen && isOfUse(seen.time)) return { ...next, anchored: { ...path, time: seen.time, by: [url, witness] } };
      if (seen?.time === 0 && isOld) next = falseAnchor(next, url, originOf({ url: witness }), now);
    }
  }
  return next;
}

async function witnessed(world: Pursuing, url: string, root: Hex): Promise<AnchorSeen | undefined> {
  try {
    return await (await world.open(url)).anchor(root);
  } catch (error) {
    if (error instanceof CannotTell) return undefined;
    throw error;
  }
}

function falseAnchor(pursuit: Pursuit, url: string, witness: string, now: number): Pursuit {
  const values = { origin: originOf({ url }), witness };
  const tried = { ...pursuit.tried[url], ...complain("gateway-false-anchor", values, now) };
  return { ...pursuit, tried: { ...pursuit.tried, [url]: tried } };
}

/**
 * What is to be said of the gateways of a batch or a relay, one error each.
 *
 * @example
 * ```ts
 * import { complaintsOf } from "clairevoie/gateway";
 * for (const { code, message } of complaintsOf(pursuit)) console.error(code, message);
 * ```
 */
export function complaintsOf({
  tried,
}: {
  readonly tried: Readonly<Record<string, { readonly complaint?: Complaint }>>;
}): readonly CannotTell[] {
  return Object.values(tried).flatMap(({ complaint }) =>
    complaint ? [new CannotTell(complaint.code, complaint.values as never)] : [],
  );
}

/**
 * Whether a gateway says that it is anchored, while nobody else was asked, or could be: a path that verifies, and one source.
 *
 * @example
 * ```ts
 * import { isSaidByOne } from "clairevoie/gateway";
 * const isUnconfirmed = isSaidByOne(pursuit);
 * ```
 */
export function isSaidByOne({ tried, anchored }: Pursuit): boolean {
  return !anchored && Object.values(tried).some((one) => one.anchored && !one.complaint);
}

/**
 * The path of a batch, of the gateway that is furthest: before anything is anchored too.
 *
 * @example
 * ```ts
 * import { pathOf } from "clairevoie/gateway";
 * const path = pathOf(pursuit)?.anchorProof;
 * ```
 */
export function pathOf({ tried, anchored }: Pursuit): Path | undefined {
  if (anchored) return anchored;
  const withPath = Object.values(tried).filter((one) => one.path);
  return (
    withPath.find((one) => one.anchored && !one.complaint) ??
    withPath.find((one) => !one.complaint) ??
    withPath[0]
  )?.path;
}
