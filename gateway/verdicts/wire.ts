import * as z from "zod";

/** What goes between a program of an insurer and `clairevoie serve`. */

/** Most bytes of a request: the largest certificate with its claim, or the largest enclosed one in base64. */
export const MOST_REQUEST_BYTES = 4_000_000;

const object = (description: string) => z.record(z.string(), z.unknown()).meta({ description });
const common = {
  claim: object("The claim that the insurer holds: docs/schemas/claim.schema.json"),
  policy: z.string().max(64).optional().meta({ description: "Name of a configured policy; default" }),
};

/** By what leads to the certificate: exactly one of them is in a request. */
export const REQUESTS = {
  certificate: z.strictObject({
    certificate: object("The certificate: docs/schemas/certificate.schema.json"),
    ...common,
  }),
  enclosed: z.strictObject({
    enclosed: z.base64().max(1_500_000).meta({ description: "The enclosed certificate, an age file, in base64" }),
    ...common,
  }),
  ticket: z.strictObject({
    ticket: z
      .string()
      .max(200)
      .meta({ description: "The claim ticket, CVC1-…; the service has its gateways configured" }),
    ...common,
  }),
} as const;

export const verdictRequestSchema = z
  .union([REQUESTS.certificate, REQUESTS.enclosed, REQUESTS.ticket])
  .meta({ title: "VerdictRequest" });
export type VerdictRequest = z.infer<typeof verdictRequestSchema>;

const localised = z.looseObject({ en: z.string(), fr: z.string() });
const verdictSchema = z
  .looseObject({
    outcome: z.enum(["conforming", "justified", "not-verifiable", "pending", "not-conforming"]),
    conform: z.boolean(),
    findings: z.array(z.looseObject({ code: z.string(), severity: z.string() })),
    block: z.looseObject({ number: z.int(), time: z.int() }),
    until: z.int().optional(),
    untilIso: z.string().optional(),
    summary: z.looseObject({ what: localised, who: localised, ask: localised }),
    timeline: z.looseObject({}),
    fingerprint: z.string(),
    indexAgeSeconds: z.int().optional(),
    personMustLook: z.boolean().meta({ description: "true for every outcome but conforming" }),
    notice: z.string().optional().meta({ description: "the same, in the reader's language" }),
  })
  .meta({ title: "Verdict", description: "What `clairevoie verify --json` prints" });

const cannotTellSchema = z
  .strictObject({
    outcome: z.literal("cannot-tell"),
    conform: z.literal(false),
    about: z.enum(["certificate", "box", "chain", "limits"]).meta({ description: "What could not be read" }),
    cause: z.strictObject({ code: z.string(), sentence: z.string() }),
    personMustLook: z.literal(true),
    notice: z.string(),
  })
  .meta({ title: "CannotTell", description: "No verdict, for a cause that is no finding against anyone" });
export type CannotTellAnswer = z.infer<typeof cannotTellSchema>;

/** What became of a settlement. **A payment is due on `settled` and on nothing else.** */
const settledSchema = z
  .strictObject({
    answer: z.enum(["settled", "was-already-yours", "refused"]),
    reason: z
      .string()
      .optional()
      .meta({ description: "Why it is refused: refused by the verdict, rank-taken and the like" }),
    outcome: z.string().optional().meta({ description: "Of the verdict, where it is refused" }),
    findings: z.array(z.string()).optional().meta({ description: "Their codes, where it is refused" }),
    personMustLook: z.boolean(),
  })
  .meta({ title: "Settlement", description: "The same for the same idempotency key, for ever" });
export type SettlementAnswer = z.infer<typeof settledSchema>;
export const settlementAnswerSchema = z.union([settledSchema, cannotTellSchema]);

export const verdictAnswerSchema = z.union([verdictSchema, cannotTellSchema]);
