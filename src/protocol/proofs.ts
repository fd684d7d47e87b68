import * as z from "zod";
import { bytes32, hexOf, says } from "./schema.js";

/** Categories of lenses that can be proven. */
export const PROVEN_CATEGORIES = ["a", "c", "f"] as const;
export type ProvenCategory = (typeof PROVEN_CATEGORIES)[number];

/**
 * The number of a category in circuits and contracts: the place of its letter in the alphabet.
 * @internal
 */
export function categoryNumber(category: ProvenCategory): number {
  return { a: 1, c: 3, f: 6 }[category];
}

const proof = hexOf(256).meta({ description: "Groth16 proof: A, B and C as EIP-197 writes points" });

const categoryProofSchema = z.strictObject({
  category: z.enum(PROVEN_CATEGORIES).meta({ description: "Category of the lens, article R. 871-2" }),
  proof,
});

/** What a certificate proves of prescriptions that it does not show. */
export const proofsSchema = z.strictObject({
  keys: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/, says("not-predicate"))
    .meta({ description: "Which verification keys: the name of a setup" }),
  categoryRight: categoryProofSchema.optional().meta({ description: "The category of the right lens" }),
  categoryLeft: categoryProofSchema.optional().meta({ description: "The category of the left lens" }),
  renewal: z
    .strictObject({ proof })
    .optional()
    .meta({ description: "That the sight changed enough since the equipment before" }),
});
export type Proofs = z.infer<typeof proofsSchema>;

/** Commitments to the prescriptions of the equipment before. */
export const previousSchema = z.strictObject({
  prescriptionRight: bytes32.optional().meta({ description: "Commitment to the right eye's prescription then" }),
  prescriptionLeft: bytes32.optional().meta({ description: "Commitment to the left eye's prescription then" }),
});
/** What an insurer kept of the certificate of the equipment before: commitments, of which it learns nothing. */
export type Previous = z.infer<typeof previousSchema>;
