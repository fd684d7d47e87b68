import type { Hex } from "./bytes.js";
import type { Certificate } from "./certificate.js";
import type { Claim } from "./claim.js";
import type { Rank } from "./derivation.js";
import { settlementSplit } from "./statements.js";

/** Who asks, so that settlements are judged from its place. */
export interface Asker {
  /** Its party id, when it has one. */
  readonly insurer?: Hex;
  /** The rank of the share that it is asked to pay; none skips the settlement check. */
  readonly rank?: Rank;
  /** How it was told that the insurers share the invoice (`settlementSplit`). */
  readonly split?: Hex;
}

/** The insurer that asks. Both are optional: anyone may verify. */
export interface AskingInsurer {
  /** Its party id: a settlement of its own is told from another's. */
  readonly party?: Hex;
  /** Its AMC number: a claim on another insurer is found. */
  readonly amc?: string;
}

/**
 * Who asks, as the receipts are judged for it.
 * @internal
 */
export function askerOf(certificate: Certificate, claim: Claim, { party }: AskingInsurer): Asker {
  return {
    rank: certificate.payer.rank,
    // Hashed only where something is settled: rarely.
    get split() {
      return splitOf(certificate, claim);
    },
    ...(party && { insurer: party }),
  };
}

/**
 * What a settlement of this certificate says of the shares.
 * @internal
 */
export function splitOf({ openings, payer }: Certificate, claim: Claim): Hex {
  return splitTold(openings.billing, payer.rank, claim);
}

/**
 * How the insurer of a rank is told that the invoice is shared: its own share, and what all shares leave for the other.
 * @param salt Of the billing.
 * @internal
 */
export function splitTold(
  salt: Hex,
  rank: Rank,
  { shareCents, sharesCents }: { readonly shareCents: number; readonly sharesCents: number },
): Hex {
  const other = Math.max(0, sharesCents - shareCents);
  return rank === 1 ? settlementSplit(salt, shareCents, other) : settlementSplit(salt, other, shareCents);
}
