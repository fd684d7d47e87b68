import { ofEye } from "./aspects.js";
import { type Hex, ZERO } from "./bytes.js";
import type { Claim } from "./claim.js";
import { EYES, type Eye } from "./derivation.js";
import type { Policy } from "./policy.js";
import type { ProvenCategory } from "./proofs.js";

/** What an insurer holds proofs to. No value is in it, so that the chain's own verifier can be told. */
export interface ProofDemands {
  /** Whether the category of every lens that is invoiced must be proven. */
  readonly requireCategory: boolean;
  /** Whether a change of sight must be proven. */
  readonly requireRenewal: boolean;
  /** The category that the code billed for a lens is meant for, where the policy has one. */
  readonly categories: { readonly [E in Eye]?: ProvenCategory };
  /** Commitments to the prescriptions of the equipment before, where the claim has any. */
  readonly previous: { readonly [E in Eye]?: Hex };
  /** Whether proofs that anyone can forge count; where it does not say, they do on a local chain. */
  readonly acceptDevelopmentKeys?: boolean;
}

/**
 * What a policy asks of the proofs of one claim.
 *
 * @example
 * ```ts
 * import { policy, proofDemands } from "clairevoie/protocol";
 * const asked = policy({ require: ["category"], categories: [{ code: "VP2", category: "c" }] });
 * proofDemands(claim, asked).categories.right; // "c", if the claim bills a VP2 for that eye
 * ```
 */
export function proofDemands({ lines, previous }: Claim, policy: Policy): ProofDemands {
  const { require, acceptDevelopmentKeys } = policy;
  const categories: { [E in Eye]?: ProvenCategory } = {};
  const kept: { [E in Eye]?: Hex } = {};
  for (const eye of EYES) {
    const line = lines.find(({ item }) => item === (eye === "right" ? "rightLens" : "leftLens"));
    const billed = policy.categories?.find(({ code }) => code === line?.code)?.category;
    if (billed) categories[eye] = billed;
    // A commitment is no zero: to the contract that is an eye of which nothing was kept.
    const commitment = previous?.[ofEye("prescription", eye)] ?? ZERO;
    if (commitment !== ZERO) kept[eye] = commitment;
  }
  return {
    requireCategory: require.includes("category"),
    requireRenewal: require.includes("renewal"),
    categories,
    previous: kept,
    ...(acceptDevelopmentKeys !== undefined && { acceptDevelopmentKeys }),
  };
}
