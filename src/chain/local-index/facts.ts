import { toHex } from "../../protocol/bytes.js";
import {
  type ChainFacts,
  ClairevoieError,
  type Hex,
  InputError,
  type KeyStatus,
  type LinkFacts,
  PARTY_ROLES,
  type Rank,
  type SettlementFact,
  type Standing,
  WITHDRAWAL_REASONS,
  ZERO,
} from "../../protocol/index.js";
import { bytesOf, EVENT_KINDS } from "./indexed-events.js";
import { IndexStore } from "./store.js";

/** Facts that a file holds open. */
export interface IndexFacts extends ChainFacts {
  close(): void;
}

/**
 * The facts of an index at its newest block, answered without a call to a node. What is indexed meanwhile is not seen: open it anew.
 * Worker threads take this module as it is (`startAuditor` of `clairevoie/fast/workers`): each opens the file for itself.
 * @param data Where the index is.
 * @throws {InputError} when the file is no index, or has read nothing yet.
 *
 * @example
 * ```ts
 * import { openFacts } from "clairevoie/local-index";
 * const facts = openFacts({ file: "clairevoie.index" });
 * ```
 */
export function openFacts({ file }: { readonly file: string }): IndexFacts {
  const store = IndexStore.read(file);
  try {
    const facts = factsOf(store);
    if (facts) return { ...facts, close: () => store.close() };
  } catch (error) {
    store.close();
    throw error;
  }
  store.close();
  throw new InputError(file, "index-empty");
}

/**
 * Null when the index has read nothing.
 * @internal
 */
export function factsOf(store: IndexStore): ChainFacts | null {
  const head = store.checkpoints(1)[0];
  if (!head) return null;
  if (store.isProven && store.provenHash !== head.hash) {
    throw new InputError(store.file, "index-not-at-trusted-block");
  }
  /** All that is told of a subject, of the kinds from one to another. */
  const about = (subject: Hex, first: number, last: number, object?: Hex): readonly Told[] =>
    store.all(
      `select kind, object, value, tag, time, block, log from rows join blocks on number = block
       where subject = ? and kind between ? and ? ${object ? "and object = ?" : ""} order by block, log`,
      ...[bytesOf(subject), first, last],
      ...(object ? [bytesOf(object)] : []),
    ) as unknown as readonly Told[];
  const firstOf = (subject: Hex, kind: number, object?: Hex) => about(subject, kind, kind, object)[0];
  const { AccountCompromised, LinkBegan, LinkEnded, NameEnrolled, PartySuspended, PartyReinstated, Withdrawn } =
    EVENT_KINDS;
  const suspensionsOf = remembered((party) => about(party, PartySuspended, PartyReinstated));
  const isSuspendedAt = (party: Hex, time: number) =>
    suspensionsOf(party).findLast((one) => one.time <= time)?.kind === PartySuspended;
  /** A later declaration is of an earlier time: the last one counts. */
  const compromisedFrom = (party: Hex, account: Hex) =>
    about(account, AccountCompromised, AccountCompromised, party).at(-1)?.value ?? NEVER;
  const historyOf = remembered((key): KeyHistory | null => {
    const told = about(key, EVENT_KINDS.KeyAdded, EVENT_KINDS.AccountCompromised);
    const added = told.find(({ kind }) => kind === EVENT_KINDS.KeyAdded);
    if (!added) return null;
    const party = toHex(added.object);
    const role = firstOf(party, EVENT_KINDS.PartyEnrolled)?.value ?? 0;
    return {
      party,
      role: PARTY_ROLES[role - 1] ?? "none",
      added: added.time,
      revoked: told.find(({ kind }) => kind === EVENT_KINDS.KeyRevoked)?.time ?? NEVER,
      compromised: compromisedFrom(party, key),
    };
  });
  // Much quicker than to look for what mostly is not there: nothing is joined, nothing put in order.
  const isTold = (subject: Hex, kind: number) =>
    store.all("select 1 from rows where subject = ? and kind = ? limit 1", bytesOf(subject), kind).length > 0;
  const hasWithdrawn = remembered((party) => isTold(party, Withdrawn));
  /** A link is told of one of its two parties. */
  const beganLinks = remembered((party) => isTold(party, LinkBegan));
  /** As the contracts: nobody knows the future. */
  const requirePast = (time: number) => {
    if (time > head.time) throw new ClairevoieError("standing-in-future");
  };
  return {
    chain: store.reference,
    block: { number: head.block, time: head.time },
    anchoredAt: remembered((root) => firstOf(root, EVENT_KINDS.Anchored)?.time ?? 0),
    endorsedAt: (account, digest) => firstOf(account, EVENT_KINDS.Endorsed, digest)?.time ?? 0,
    standing: (key, time) => {
      requirePast(time);
      const history = historyOf(key);
      if (!history) return UNKNOWN;
      const { party, role } = history;
      return { party, role, status: statusAt(history, time), suspended: isSuspendedAt(party, time) };
    },
    withdrawal: (party, statement) => {
      // The registry emits again only where a valid withdrawal takes the place of a void one: the last one is in force.
      const found = hasWithdrawn(party) ? about(party, Withdrawn, Withdrawn, statement).at(-1) : undefined;
      if (!found) return null;
      const account = toHex(found.tag);
      return {
        time: found.time,
        reason: WITHDRAWAL_REASONS[found.value] ?? "none",
        account,
        isVoid: compromisedFrom(party, account) <= found.time,
      };
    },
    settlement: (settler) =>
      isTold(settler, EVENT_KINDS.Marked)
        ? settlementOf(about(settler, EVENT_KINDS.Marked, EVENT_KINDS.Moved))
        : NOT_SETTLED,
    stockUse: (party, marker) => {
      const found = firstOf(party, EVENT_KINDS.Used, marker);
      return found ? { tag: toHex(found.tag), time: found.time } : null;
    },
    maker: remembered((name) => {
      const found = firstOf(name, NameEnrolled);
      return found ? { party: toHex(found.object), enrolledAt: found.time, statesFrom: found.value } : null;
    }),
    isSuspended: (party, time) => {
      requirePast(time);
      return isSuspendedAt(party, time);
    },
    links: (a, b, time) => {
      requirePast(time);
      if (a === b || !(beganLinks(a) || beganLinks(b))) return NO_LINKS; // So it is for nearly all.
      const said = [...about(a, LinkBegan, LinkEnded, b), ...about(b, LinkBegan, LinkEnded, a)];
      // Each kind in the order of the chain; the last word before or at the time is in force.
      said.sort((one, other) => one.block - other.block || one.log - other.log);
      const isInForce = (kind: number) =>
        said.findLast((one) => one.value === kind && one.time <= time)?.kind === LinkBegan;
      return { sameEnterprise: isInForce(1), takeover: isInForce(2), affiliation: isInForce(3) };
    },
  };
}

/** Subjects of which is remembered what is told of them: the latest so many, and as many before them. */
const MOST_REMEMBERED = 8_192;

/** Roots, keys and parties recur from dossier to dossier, and an index that is open does not change: each is asked once. */
function remembered<T>(ask: (subject: Hex) => T): (subject: Hex) => T {
  let [young, old] = [new Map<string, T>(), new Map<string, T>()];
  return (subject) => {
    const found = young.get(subject);
    if (found !== undefined) return found;
    const name = Buffer.from(subject, "latin1").toString("latin1"); // Not a part of a text that would be held with it.
    const answer = old.get(name) ?? ask(subject);
    if (young.size >= MOST_REMEMBERED) [young, old] = [new Map(), young];
    young.set(name, answer);
    return answer;
  };
}

/** What there is to know of a key and its party, in little memory. */
interface KeyHistory {
  readonly party: Hex;
  readonly role: Standing["role"];
  readonly added: number;
  readonly revoked: number;
  readonly compromised: number;
}

const NEVER = Number.POSITIVE_INFINITY;

interface Told {
  readonly kind: number;
  readonly object: Uint8Array;
  readonly value: number;
  readonly tag: Uint8Array;
  readonly time: number;
  readonly block: number;
  readonly log: number;
}

const UNKNOWN: Standing = { party: ZERO, role: "none", status: "unknown", suspended: false };

const NO_LINKS: LinkFacts = { sameEnterprise: false, takeover: false, affiliation: false };

/** `PartyRegistry._statusAt`. */
function statusAt({ added, revoked, compromised }: KeyHistory, time: number): KeyStatus {
  if (time < added) return "not-yet";
  if (time >= compromised) return "compromised";
  return time >= revoked ? "revoked" : "valid";
}

const NO_TAG: Hex = `0x${"00".repeat(20)}`;
const NOT_SETTLED: SettlementFact = { tag: NO_TAG, round: 0, ranks: {} };

/** What `SettlementRegistry` stores of a settler, from what it emitted. */
function settlementOf(told: readonly Told[]): SettlementFact {
  let [tag, round, ranks]: [Hex, number, SettlementFact["ranks"]] = [NO_TAG, 0, {}];
  for (const { kind, object, value, tag: named } of told) {
    const rank = value as Rank;
    if (kind !== EVENT_KINDS.Marked) round++;
    if (kind === EVENT_KINDS.Released) {
      const { [rank]: _, ...others } = ranks;
      ranks = others;
      if (Object.keys(ranks).length === 0) tag = NO_TAG;
      continue;
    }
    ranks = { ...ranks, [rank]: toHex(object) };
    tag = toHex(named.subarray(0, 20)); // As much as the registry stores.
  }
  return { tag, round, ranks };
}
