import * as z from "zod";

const place = { file: z.string(), line: z.int().min(1) };

const auditRecordSchema = z.union([
  z.strictObject({
    ...place,
    dossier: z.string(),
    rank: z.union([z.literal(1), z.literal(2)]).optional(),
    outcome: z.enum(["conforming", "justified", "not-verifiable", "pending", "not-conforming"]),
    /** Until when it is pending, unix seconds. */
    until: z.int().optional(),
    findings: z.array(z.string()),
    store: z.string().optional(),
    month: z.string().optional(),
    /** Identifiers of the makers that the order names. */
    makers: z.array(z.string()).readonly().optional(),
    block: z.int(),
  }),
  z.strictObject({
    ...place,
    /** Why its certificate could not be had: nobody's fault. */
    cannotTell: z.strictObject({ code: z.string(), reason: z.string() }),
    store: z.string(),
    rank: z.union([z.literal(1), z.literal(2)]),
  }),
  z.strictObject({ ...place, unreadable: z.strictObject({ field: z.string(), reason: z.string() }) }),
]);
/** A line of the output: the verdict of a line of the input, or what is wrong with it. It holds no value and no salt. */
export type AuditRecord = z.infer<typeof auditRecordSchema>;
/** The record of a line that was judged. */
export type JudgedRecord = Extract<AuditRecord, { readonly outcome: unknown }>;

/**
 * Reads a line of an output; null for anything else.
 *
 * @example
 * ```ts
 * import { parseAuditRecord } from "clairevoie/audit";
 * const records = text.split("\n").map(parseAuditRecord);
 * ```
 */
export function parseAuditRecord(text: string): AuditRecord | undefined {
  try {
    return auditRecordSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
