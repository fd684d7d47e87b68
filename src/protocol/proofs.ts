import * as z from "zod";
import { MOST_MASK } from "./codes/codes.js";
import { bytes32, hexOf, says } from "./schema.js";

const proof = hexOf(256).meta({ description: "Groth16 proof: A, B and C as EIP-197 writes points" });

const bandProofSchema = z.strictObject({
  mask: z
    .int()
    .min(1)
    .max(MOST_MASK)
    .meta({ description: "Power bands, one of which the lens is in: bit n for band n of docs/rules.md" }),
  proof,
});

/** What a certificate proves of prescriptions that it does not show. */
export const proofsSchema = z.strictObject({
  keys: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/, says("not-predicate"))
    .meta({ description: "Which verification keys: the name of a setup" }),
  bandRight: bandProofSchema.optional().meta({ description: "The power bands of the right lens" }),
  bandLeft: bandProofSchema.optional().meta({ description: "The power bands of the left lens" }),
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
