import { z } from "zod";
import { read } from "./schema.js";
import { CORRECTION_REASONS, type CorrectionReason } from "./statements.js";

const DAY = 86_400;

const REASONS = CORRECTION_REASONS.filter((reason) => reason !== "none") as [
  Exclude<CorrectionReason, "none">,
  ...Exclude<CorrectionReason, "none">[],
];

export const policySchema = z.strictObject({
  /** How long after `issuedAt` an anchor may come, seconds. */
  lagSeconds: z
    .int()
    .min(0)
    .max(365 * DAY),
  /** By how much the anchor of a later stage may precede that of an earlier one, seconds. */
  toleranceSeconds: z
    .int()
    .min(0)
    .max(365 * DAY),
  /** Corrections that are accepted. */
  reasons: z.array(z.enum(REASONS)),
  /** True when auditing what one paid oneself; false before paying, so that a second claim is refused. */
  acceptOwnSettlement: z.boolean(),
  /** Openings without which the certificate does not do. */
  require: z.array(z.enum(["frame", "lensRight", "lensLeft"])),
});
/** What the verifier of a dossier accepts. */
export type Policy = z.infer<typeof policySchema>;

/** What suits the trade: two days to anchor, a day of tolerance between stages, every lawful correction, codes only. */
export const DEFAULT_POLICY: Policy = {
  lagSeconds: 2 * DAY,
  toleranceSeconds: DAY,
  reasons: [...REASONS],
  acceptOwnSettlement: false,
  require: [],
};

/**
 * Completes a policy with the defaults.
 * @throws {InputError} naming the field that is malformed.
 */
export function policy(changes: Partial<Policy> = {}): Policy {
  return read(policySchema, { ...DEFAULT_POLICY, ...changes }, "policy");
}

/** The accepted reasons as the contract takes them: bit n for reason n. */
export function reasonBits(accepted: Policy): number {
  return accepted.reasons.reduce((bits, reason) => bits | (1 << CORRECTION_REASONS.indexOf(reason)), 0);
}
