import type { Hex } from "./bytes.js";
import type { Rank } from "./derivation.js";
import type { PartyRole } from "./identifiers.js";
import type { WithdrawalReason } from "./statements.js";

/** The chain and the contracts that statements are anchored with. Addresses in lower case. */
export interface ChainReference {
  readonly chainId: number;
  readonly partyRegistry: Hex;
  readonly anchorRegistry: Hex;
  readonly withdrawalRegistry: Hex;
  readonly settlementRegistry: Hex;
  /** Absent where the suite has none. */
  readonly stockRegistry?: Hex;
}

/** What a key was worth at a time. */
export type KeyStatus = "unknown" | "not-yet" | "valid" | "revoked" | "compromised";

/** The answer of `PartyRegistry.standing`. */
export interface Standing {
  /** Zero when the key is unknown. */
  readonly party: Hex;
  readonly role: PartyRole | "none";
  readonly status: KeyStatus;
  readonly suspended: boolean;
}

export interface WithdrawalFact {
  /** Unix seconds. */
  readonly time: number;
  readonly reason: WithdrawalReason;
  /** The account that withdrew. */
  readonly account: Hex;
  /** The account is held for compromised from then or earlier: the withdrawal does not count. */
  readonly isVoid: boolean;
}

/** What is settled with the grants of a settler. Of one whose dossier nobody settled: no tag, round 0, no ranks. */
export interface SettlementFact {
  /** The first 20 bytes of the tag of the invoice that is settled; zeros while no share is. */
  readonly tag: Hex;
  /** How often a share was released or moved: only grants of this round settle. */
  readonly round: number;
  /** The party that settled each rank. */
  readonly ranks: { readonly [R in Rank]?: Hex };
}

/** A lens maker, as any of its identifiers finds it. */
export interface MakerFact {
  readonly party: Hex;
  /** Unix seconds. */
  readonly enrolledAt: number;
  /** From when it states every delivery, unix seconds. */
  readonly statesFrom: number;
}

/** How two parties stand to each other at a time. */
export interface LinkFacts {
  readonly sameEnterprise: boolean;
  readonly takeover: boolean;
  /** A store and a maker that is not independent of it. */
  readonly affiliation: boolean;
}

/** The first use of a stock lens by a party. */
export interface StockUseFact {
  readonly tag: Hex;
  /** Unix seconds. */
  readonly time: number;
}

/**
 * What `assess` must know of the chain, at one block. A view makes it: from a node, from a local index or from proofs.
 * A fact that the view did not gather must throw, never answer "none".
 */
export interface ChainFacts {
  readonly chain: ChainReference;
  /** The block at which the facts hold. */
  readonly block: { readonly number: number; readonly time: number };
  /** Unix seconds; 0 when the root is not anchored. */
  anchoredAt(root: Hex): number;
  /** Unix seconds; 0 when the account did not endorse the digest. */
  endorsedAt(account: Hex, digest: Hex): number;
  standing(key: Hex, time: number): Standing;
  withdrawal(party: Hex, statement: Hex): WithdrawalFact | null;
  settlement(settler: Hex): SettlementFact;
  /** The first use that the party made of the unit of this marker (`stockMarker`). */
  stockUse(party: Hex, marker: Hex): StockUseFact | null;
  /** The maker that is enrolled under a name (`makerName`). */
  maker(name: Hex): MakerFact | null;
  isSuspended(party: Hex, time: number): boolean;
  links(one: Hex, other: Hex, time: number): LinkFacts;
}
