import * as z from "zod";
import { parseJson } from "./json.js";
import { proofsSchema } from "./proofs.js";
import { MOST_RECEIPTS, receiptSchema } from "./receipts.js";
import { address, bytes32, chainId, rank, read } from "./schema.js";

export const CERTIFICATE_FORMAT = "clairevoie-certificate/1";

export const chainReferenceSchema = z.strictObject({
  chainId,
  partyRegistry: address.meta({ description: "Address of PartyRegistry, lower case" }),
  anchorRegistry: address.meta({ description: "Address of AnchorRegistry, lower case" }),
  withdrawalRegistry: address.meta({ description: "Address of WithdrawalRegistry, lower case" }),
  settlementRegistry: address.meta({ description: "Address of SettlementRegistry, lower case" }),
});

export const openingsSchema = z.strictObject({
  reference: bytes32.meta({ description: "Salt of reference" }),
  billing: bytes32.meta({ description: "Salt of billing" }),
  frame: bytes32.optional().meta({ description: "Salt of the frame, where the contract discloses it" }),
  codeRight: bytes32.optional().meta({ description: "Salt of the right lens's code, where one is stated" }),
  codeLeft: bytes32.optional().meta({ description: "Salt of the left lens's code, where one is stated" }),
  lensRight: bytes32.optional().meta({ description: "Salt of the right lens, where the contract discloses it" }),
  lensLeft: bytes32.optional().meta({ description: "Salt of the left lens, where the contract discloses it" }),
});
/** The salts that this insurer may have. There is none of a prescription, an order or another payer, by construction. */
export type Openings = z.infer<typeof openingsSchema>;

export const certificateSchema = z
  .strictObject({
    format: z
      .literal(CERTIFICATE_FORMAT, `must be ${JSON.stringify(CERTIFICATE_FORMAT)}: another version?`)
      .meta({ description: "What the file is, and its version" }),
    chain: chainReferenceSchema.meta({ description: "The chain and the registries that the receipts refer to" }),
    receipts: z
      .array(receiptSchema)
      .min(1)
      .max(MOST_RECEIPTS)
      .meta({ description: "What was stated of the dossier, in any order" }),
    optician: z
      .strictObject({ salt: bytes32.meta({ description: "Salt of the optician's party id" }) })
      .meta({ description: "What opens the party id of the store" }),
    payer: z
      .strictObject({ rank, salt: bytes32.meta({ description: "Salt of this insurer's payer aspect" }) })
      .meta({ description: "Which insurer the certificate is for, and what opens its share" }),
    openings: openingsSchema.meta({ description: "Salts that this insurer may have" }),
    proofs: proofsSchema.optional().meta({ description: "What is proven of the prescriptions, without them" }),
  })
  .meta({
    title: "Certificate",
    description:
      "What an insurer verifies on its own: receipts of a dossier, and the salts that it may have. No value.",
  });
/** What an insurer verifies on its own: receipts, and the salts that it may have. It holds no value. */
export type Certificate = z.infer<typeof certificateSchema>;

/**
 * Reads a certificate from its text or from parsed JSON.
 * @throws {InputError} naming the first field that is wrong.
 *
 * @example
 * ```ts
 * import { parseCertificate } from "clairevoie/protocol";
 * const certificate = parseCertificate(text);
 * ```
 */
export function parseCertificate(input: unknown): Certificate {
  return read(certificateSchema, typeof input === "string" ? parseJson(input, "certificate") : input, "certificate");
}
