import {
  type CannotTell,
  complaintsOf,
  isSaidByOne,
  latenessOf,
  type Relay,
  relayLateness,
} from "../../gateway/index.js";
import type { SyncedBatch } from "../../vault/index.js";
import { describe } from "../failures.js";
import { originOf } from "../options/chain.js";
import type { Session } from "../session.js";

type Told = Pick<SyncedBatch, "statements" | "pursuit"> & Partial<SyncedBatch>;

/** What a person is told of a batch: how far it is, what gateways did, and what to do. */
export function tellBatch(session: Session, { pursuit, statements, isSealedAgain }: Told, now: number): void {
  const { sync } = session.texts;
  const count = statements.length;
  const { anchored, tried } = pursuit;
  if (isSealedAgain) session.note(sync.sealedAgain({ count }));
  for (const error of complaintsOf(pursuit)) session.note(`clairevoie: ${describe(error, session.catalogue)}`);
  const promises = Object.entries(tried).flatMap(([url, { promise }]) => (promise ? [{ url, ...promise }] : []));
  const origins = (urls: readonly string[]) =>
    urls.map((url) => (url === "node" ? sync.node : originOf(url))).join(", ");
  if (anchored) {
    session.note(sync.anchored({ count, at: isoTime(anchored.time), by: origins(anchored.by) }));
  } else if (isSaidByOne(pursuit)) {
    const by = Object.entries(tried).flatMap(([url, one]) => (one.anchored ? [url] : []));
    session.note(sync.said({ count, by: origins(by) }));
  } else if (promises.length > 0) {
    const by = Math.min(...promises.map(({ anchorBy }) => anchorBy));
    session.note(sync.promised({ count, by: isoTime(by), gateways: origins(promises.map(({ url }) => url)) }));
  } else session.note(sync.kept({ count }));
  if (latenessOf(pursuit, now).alarm) session.note(sync.late({ count, since: isoTime(pursuit.post.batch.issuedAt) }));
}

const isoTime = (seconds: number) => new Date(1000 * seconds).toISOString();

/** The same for a program. */
export function aboutBatch({ pursuit, statements, isSealedAgain = false, isDone = false }: Told, now: number): object {
  const { digest, post, anchored, tried } = pursuit;
  const promises = Object.entries(tried).flatMap(([gateway, { promise }]) =>
    promise ? [{ gateway, anchorBy: promise.anchorBy }] : [],
  );
  const hasPath = Object.values(tried).some(({ path }) => path !== undefined);
  const said = isSaidByOne(pursuit) ? "unconfirmed" : hasPath ? "frozen" : promises.length > 0 ? "received" : "kept";
  return {
    digest,
    root: post.batch.root,
    issuedAt: post.batch.issuedAt,
    statements: statements.length,
    state: anchored ? "anchored" : said,
    ...(anchored && { anchor: anchored.root, time: anchored.time, by: anchored.by }),
    promises,
    late: latenessOf(pursuit, now).alarm,
    sealedAgain: isSealedAgain,
    done: isDone,
    complaints: complaintsOf(pursuit).map(({ code }: CannotTell) => code),
  };
}

/** What a person is told of what gateways are to send. */
export function tellRelay(session: Session, relay: Relay, now: number): void {
  const { sync } = session.texts;
  const { post, tried, done } = relay;
  for (const error of complaintsOf(relay)) session.note(`clairevoie: ${describe(error, session.catalogue)}`);
  const what = sync.relayed[kindOf(post)];
  const by = Object.entries(tried)
    .flatMap(([url, { state }]) => (state ? [originOf(url)] : []))
    .join(", ");
  const isSaid = Object.values(tried).some(({ state }) => state === "done" || state === "final");
  if (done) session.note(what.done({ by: done.map((url) => (url === "node" ? sync.node : originOf(url))).join(", ") }));
  else if (isSaid) session.note(what.said({ by }));
  else if (by) session.note(what.accepted({ by, until: isoTime(post.deadline) }));
  else session.note(what.kept);
  if (relayLateness(relay, now).alarm) session.note(what.late({ since: isoTime(relay.signedAt) }));
}

const kindOf = (post: Relay["post"]) => ("statement" in post ? "withdrawal" : "stockUses");

/** The same for a program. */
export function aboutRelay(relay: Relay, now: number): object {
  const { digest, post, tried, done } = relay;
  return {
    digest,
    relayed: kindOf(post),
    ...("statement" in post && { statement: post.statement }),
    deadline: post.deadline,
    gateways: Object.entries(tried).flatMap(([gateway, { state }]) => (state ? [{ gateway, state }] : [])),
    done: done !== undefined,
    ...(done && { by: done }),
    late: relayLateness(relay, now).alarm,
    complaints: complaintsOf(relay).map(({ code }) => code),
  };
}
