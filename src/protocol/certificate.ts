import { z } from "zod";
import { parseJson } from "./json.js";
import { MOST_RECEIPTS, receiptSchema } from "./receipts.js";
import { address, bytes32, chainId, read } from "./schema.js";

export const CERTIFICATE_FORMAT = "clairevoie-certificate/1";

export const chainReferenceSchema = z.strictObject({
  chainId,
  partyRegistry: address,
  anchorRegistry: address,
  withdrawalRegistry: address,
  settlementRegistry: address,
});

export const openingsSchema = z.strictObject({
  reference: bytes32,
  billing: bytes32,
  frame: bytes32.optional(),
  codeRight: bytes32.optional(),
  codeLeft: bytes32.optional(),
  lensRight: bytes32.optional(),
  lensLeft: bytes32.optional(),
});
/** The salts that this insurer may have. There is none of a prescription, an order or another payer, by construction. */
export type Openings = z.infer<typeof openingsSchema>;

export const certificateSchema = z.strictObject({
  format: z.literal(CERTIFICATE_FORMAT, `must be ${JSON.stringify(CERTIFICATE_FORMAT)}: another version?`),
  chain: chainReferenceSchema,
  receipts: z.array(receiptSchema).min(1).max(MOST_RECEIPTS),
  /** The salt of the optician's party id. */
  optician: z.strictObject({ salt: bytes32 }),
  /** For the insurer of which rank it is, and the salt of its share. */
  payer: z.strictObject({ rank: z.union([z.literal(1), z.literal(2)]), salt: bytes32 }),
  openings: openingsSchema,
});
/** What an insurer verifies on its own: receipts, and the salts that it may have. It holds no value. */
export type Certificate = z.infer<typeof certificateSchema>;

/**
 * Reads a certificate from its text or from parsed JSON.
 * @throws {InputError} naming the first field that is wrong.
 */
export function parseCertificate(input: unknown): Certificate {
  return read(certificateSchema, typeof input === "string" ? parseJson(input, "certificate") : input, "certificate");
}
