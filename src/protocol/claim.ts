import * as z from "zod";
import { billingSchema, frameSchema, lensSchema, payerSchema, referenceSchema } from "./aspects.js";
import { parseJson } from "./json.js";
import { previousSchema } from "./proofs.js";
import { read, says } from "./schema.js";

export const CLAIM_FORMAT = "clairevoie-claim/1";

export const claimSchema = z
  .strictObject({
    format: z
      .literal(CLAIM_FORMAT, says("wrong-version", { format: CLAIM_FORMAT }))
      .meta({ description: "What the file is, and its version" }),
    ...referenceSchema.shape,
    ...payerSchema.shape,
    ...billingSchema.shape,
    frame: frameSchema.optional().meta({ description: "The frame, where the contract discloses it" }),
    lensRight: lensSchema.optional().meta({ description: "The right lens, where the contract discloses it" }),
    lensLeft: lensSchema.optional().meta({ description: "The left lens, where the contract discloses it" }),
    previous: previousSchema
      .optional()
      .meta({ description: "The equipment before, where an early renewal is claimed" }),
  })
  .refine((claim) => billingSchema.safeParse({ lines: claim.lines, totalCents: claim.totalCents }).success, {
    message: says("not-total-or-item-twice"),
    path: ["lines"],
  })
  .meta({
    title: "Claim",
    description:
      "What an insurer already holds of a claim, from today's third-party-payment messages. It holds no prescription.",
  });
/** What an insurer already holds of a claim, from today's third-party-payment messages. It holds no prescription. */
export type Claim = z.infer<typeof claimSchema>;

/**
 * Reads a claim from its text or from parsed JSON.
 * @throws {InputError} naming the first field that is wrong.
 *
 * @example
 * ```ts
 * import { parseClaim } from "clairevoie/protocol";
 * const claim = parseClaim(text);
 * ```
 */
export function parseClaim(input: unknown): Claim {
  return read(claimSchema, typeof input === "string" ? parseJson(input, "claim") : input, "claim");
}
