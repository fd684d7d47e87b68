import * as z from "zod";
import { BAND_NAMES, type BandName } from "./codes/codes.js";
import { InputError } from "./errors.js";
import { groupedCodeSchema, makerIdentifierSchema } from "./identifiers.js";
import { read, says, seconds } from "./schema.js";
import { CORRECTION_REASONS, type CorrectionReason } from "./statements.js";

const DAY = 86_400;

const REASONS = CORRECTION_REASONS.filter((reason) => reason !== "none") as [
  Exclude<CorrectionReason, "none">,
  ...Exclude<CorrectionReason, "none">[],
];

const knownMakerSchema = z.strictObject({
  identifier: makerIdentifierSchema,
  from: seconds.optional().meta({ description: "From when its lenses are known, unix seconds" }),
  until: seconds.optional().meta({ description: "Until when, unix seconds" }),
});

export const policySchema = z
  .strictObject({
    lagSeconds: z
      .int()
      .min(0)
      .max(365 * DAY)
      .meta({ description: "How long after issuedAt an anchor may come, seconds" }),
    toleranceSeconds: z
      .int()
      .min(0)
      .max(365 * DAY)
      .meta({
        description:
          "By how much a later stage may be signed before an earlier one is anchored, and how long what is missing is waited for, seconds; at least lagSeconds",
      }),
    quoteSeconds: z
      .int()
      .min(0)
      .max(3650 * DAY)
      .meta({ description: "How long before the invoice the quote may have been anchored, seconds; 0 for any time" }),
    finalitySeconds: z
      .int()
      .min(0)
      .max(365 * DAY)
      .meta({ description: "How old an anchor must be before it is relied on, seconds" }),
    reasons: z.array(z.enum(REASONS)).meta({ description: "Corrections that are accepted" }),
    acceptOwnSettlement: z.boolean().meta({
      description: "True when auditing what one paid oneself; false before paying, so that a second claim is refused",
    }),
    require: z
      .array(z.enum(["frame", "lensRight", "lensLeft", "band", "renewal"]))
      .meta({ description: "Openings and proofs without which the certificate does not do" }),
    makers: z
      .array(knownMakerSchema)
      .optional()
      .meta({ description: "Makers that are known though they do not take part; any maker without the list" }),
    extras: z
      .array(groupedCodeSchema)
      .optional()
      .meta({ description: "Codes that may be billed as extras; without the list, those of the table in force" }),
    bands: z
      .array(
        z.strictObject({
          code: groupedCodeSchema,
          bands: z.array(z.enum(BAND_NAMES as [BandName, ...BandName[]])).min(1),
        }),
      )
      .optional()
      .meta({ description: "Power bands that a grouped code is billed for, where other than in the table in force" }),
    acceptDevelopmentKeys: z
      .boolean()
      .optional()
      .meta({ description: "Whether proofs that anyone can forge count; by default on a local chain only" }),
  })
  .refine(({ lagSeconds, toleranceSeconds }) => toleranceSeconds >= lagSeconds, {
    message: says("tolerance-below-lag"),
    path: ["toleranceSeconds"],
  })
  .meta({ title: "Policy", description: "What the verifier of a dossier accepts" });
/** What the verifier of a dossier accepts. */
export type Policy = z.infer<typeof policySchema>;

/**
 * What suits the trade: two days to anchor, as much tolerance between stages, a quote of at most a year, every lawful
 * correction, codes only. Finality is left to the block at which the facts are read (`networkOf(chainId).settleAt`).
 */
export const DEFAULT_POLICY: Policy = {
  lagSeconds: 2 * DAY,
  toleranceSeconds: 2 * DAY,
  quoteSeconds: 365 * DAY,
  finalitySeconds: 0,
  reasons: [...REASONS],
  acceptOwnSettlement: false,
  require: [],
};

/**
 * Completes a policy with the defaults.
 * @throws {InputError} naming the field that is malformed.
 *
 * @example
 * ```ts
 * import { policy } from "clairevoie/protocol";
 * policy({ lagSeconds: 3_600 }).toleranceSeconds; // 172800
 * ```
 */
export function policy(changes: Partial<Policy> = {}): Policy {
  return read(policySchema, { ...DEFAULT_POLICY, ...changes }, "policy");
}

/**
 * A tolerance below the lag would find a quote and an order of one batch out of order, when that is anchored late.
 * @throws {InputError} when it is.
 * @internal
 */
export function requireTolerance({ lagSeconds, toleranceSeconds }: Policy): void {
  if (toleranceSeconds < lagSeconds) throw new InputError("policy.toleranceSeconds", "tolerance-below-lag");
}

/**
 * The accepted reasons as the contract takes them: bit n for reason n.
 *
 * @example
 * ```ts
 * import { DEFAULT_POLICY, reasonBits } from "clairevoie/protocol";
 * reasonBits(DEFAULT_POLICY); // 254
 * ```
 */
export function reasonBits(accepted: Policy): number {
  return accepted.reasons.reduce((bits, reason) => bits | (1 << CORRECTION_REASONS.indexOf(reason)), 0);
}
