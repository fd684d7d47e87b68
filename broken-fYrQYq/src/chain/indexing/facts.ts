import {
  type ChainFacts,
  ClairevoieError,
  type Hex,
  InputError,
  type KeyStatus,
  PARTY_ROLES,
  type Rank,
  type SettlementFact,
  type Standing,
  toHex,
  WITHDRAWAL_REASONS,
  ZERO,
} from "../../protocol/index.js";
import { bytesOf, ROW_KINDS } from "./rows.js";
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
 * import { openFacts } from "clairevoie/index";
 * const facts = openFacts({ file: "clairevoie.index" });
 * ```
 */
export function openFacts({ file }: { readonly file: string }): IndexFacts {
  const store = IndexStore.read(file);
  const facts = factsOf(store);
  if (facts) return { ...facts, close: () => store.close() };
  store.close();
  throw new InputError(file, "has read nothing yet; run clairevoie index first");
}

/**
 * Null when the index has read nothing.
 * @internal
 */
export function factsOf(store: IndexStore): ChainFacts | null {
  const head = store.checkpoints(1)[0];
  if (!head) return null;
  const about = (subject: Hex, kinds: readonly number[], object?: Hex): readonly Told[] =>
    store.all(
      `select kind, object, value, tag, time from rows join blocks on number = block
       where subject = ? and kind in (${kinds.join(", ")}) ${object ? "and object = ?" : ""} order by block, log`,
      bytesOf(subject),
      ...(object ? [bytesOf(object)] : []),
    ) as unknown as readonly Told[];
  const firstOf = (...asks: Parameters<typeof about>) => about(...asks)[0];
  return {
    chain: store.reference,
    block: { number: head.block, time: head.time },
    anchoredAt: (root) => firstOf(root, [ROW_KINDS.Anchored])?.time ?? 0,
    endorsedAt: (account, digest) => firstOf(account, [ROW_KINDS.Endorsed], digest)?.time ?? 0,
    standing: (key, time) => {
      // As the contract: nobody knows the future.
      if (time > head.time) throw new ClairevoieError("a standing is asked at a time after the block of the facts");
      const keys = about(key, [ROW_KINDS.KeyAdded, ROW_KINDS.KeyRevoked, ROW_KINDS.KeyCompromised]);
      const added = keys.find(({ kind }) => kind === ROW_KINDS.KeyAdded);
      if (!added) return UNKNOWN;
      const party = toHex(added.object);
      const { PartyEnrolled, PartySuspended, PartyReinstated } = ROW_KINDS;
      const parties = about(party, [PartyEnrolled, PartySuspended, PartyReinstated]);
      const role = parties.find(({ kind }) => kind === PartyEnrolled)?.value ?? 0;
      const suspension = parties.findLast((one) => one.kind !== PartyEnrolled && one.time <= time);
      return {
        party,
        role: PARTY_ROLES[role - 1] ?? "none",
        status: statusAt(keys, added.time, time),
        suspended: suspension?.kind === PartySuspended,
      };
    },
    withdrawal: (party, statement) => {
      const found = firstOf(party, [ROW_KINDS.Withdrawn], statement);
      return found ? { time: found.time, reason: WITHDRAWAL_REASONS[found.value] ?? "none" } : null;
    },
    settlement: (marker) => settlementOf(about(marker, [ROW_KINDS.Marked, ROW_KINDS.Released])),
    stockUse: (party, marker) => {
      const found = firstOf(party, [ROW_KINDS.Used], marker);
      return found ? { tag: toHex(found.tag), time: found.time } : null;
    },
  };
}

interface Told {
  readonly kind: number;
  readonly object: Uint8Array;
  readonly value: number;
  readonly tag: Uint8Array;
  readonly time: number;
}

const UNKNOWN: Standing = { party: ZERO, role: "none", status: "unknown", suspended: false };

/** `PartyRegistry._statusAt`. */
function statusAt(keys: readonly Told[], validFrom: number, time: number): KeyStatus {
  if (time < validFrom) return "not-yet";
  // A later declaration is of an earlier time: the last one counts.
  const compromised = keys.findLast(({ kind }) => kind === ROW_KINDS.KeyCompromised);
  if (compromised && time >= compromised.value) return "compromised";
  const revoked = keys.find(({ kind }) => kind === ROW_KINDS.KeyRevoked);
  return revoked && time >= revoked.time ? "revoked" : "valid";
}

function settlementOf(told: readonly Told[]): SettlementFact | null {
  const standing = new Map<number, Told>();
  for (const one of told) {
    if (one.kind === ROW_KINDS.Marked) standing.set(one.value, one);
    else standing.delete(one.value);
  }
  const [first] = standing.values();
  if (!first) return null;
  const rank = (of: Rank) => {
    const found = standing.get(of);
    return found && { party: toHex(found.object), time: found.time };
  };
  const [one, two] = [rank(1), rank(2)];
  return { tag: toHex(first.tag), ranks: { ...(one && { 1: one }), ...(two && { 2: two }) } };
}
