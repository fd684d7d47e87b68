import { ofEye, STAGES } from "./aspects.js";
import { type Hex, ZERO } from "./bytes.js";
import type { Claim } from "./claim.js";
import { BAND_NAMES, bandMask, maskOf } from "./codes/codes.js";
import { EYES, type Eye } from "./derivation.js";
import type { Policy } from "./policy.js";
import type { Receipt } from "./receipts.js";

/** What an insurer holds proofs to. No value is in it, so that the chain's own verifier can be told. */
export interface ProofDemands {
  /** Whether the power band of every lens that is invoiced, and made for the dossier, must be proven. */
  readonly requireBand: boolean;
  /** Whether a change of sight must be proven. */
  readonly requireRenewal: boolean;
  /** The mask of the bands that the code billed for a lens is meant for, where that is known. */
  readonly masks: { readonly [E in Eye]?: number };
  /** Commitments to the prescriptions of the equipment before, where the claim has any. */
  readonly previous: { readonly [E in Eye]?: Hex };
  /** Whether proofs that anyone can forge count; where it does not say, they do on a local chain. */
  readonly acceptDevelopmentKeys?: boolean;
}

/**
 * When the lenses were ordered, as their order says; without one, when they were invoiced. It tells which table of codes is
 * in force.
 * @internal
 */
export function orderedAt(receipts: readonly Receipt[]): number {
  const times = (stage: "order" | "invoice") =>
    receipts.filter(({ statement }) => STAGES[statement.stage] === stage).map(({ batch }) => batch.issuedAt);
  const ordered = times("order");
  return Math.min(...(ordered.length > 0 ? ordered : times("invoice")));
}

/**
 * What a policy asks of the proofs of one claim.
 * @param at When the lenses were ordered, Unix seconds: the table of codes that was in force then counts.
 *
 * @example
 * ```ts
 * import { policy, proofDemands } from "clairevoie/protocol";
 * proofDemands(claim, policy({ require: ["band"] }), at).masks.right; // 7, if the claim bills a V01 of class A for that eye
 * ```
 */
export function proofDemands({ lines, previous }: Claim, policy: Policy, at: number): ProofDemands {
  const { require, acceptDevelopmentKeys } = policy;
  const masks: { [E in Eye]?: number } = {};
  const kept: { [E in Eye]?: Hex } = {};
  for (const eye of EYES) {
    const line = lines.find(({ item }) => item === (eye === "right" ? "rightLens" : "leftLens"));
    const own = policy.bands?.find(({ code }) => code === line?.code);
    const mask = own ? maskOf(own.bands.map((name) => BAND_NAMES.indexOf(name))) : line && bandMask(line, at);
    if (mask !== undefined) masks[eye] = mask;
    // A commitment is no zero: to the contract that is an eye of which nothing was kept.
    const commitment = previous?.[ofEye("prescription", eye)] ?? ZERO;
    if (commitment !== ZERO) kept[eye] = commitment;
  }
  return {
    requireBand: require.includes("band"),
    requireRenewal: require.includes("renewal"),
    masks,
    previous: kept,
    ...(acceptDevelopmentKeys !== undefined && { acceptDevelopmentKeys }),
  };
}
