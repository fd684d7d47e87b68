import * as z from "zod";
import { EYES } from "./derivation.js";
import { parseJson } from "./json.js";
import { proofsSchema } from "./proofs.js";
import { MOST_RECEIPTS, type Receipt, receiptSchema } from "./receipts.js";
import { address, bytes32, chainId, rank, read, says } from "./schema.js";
import type { StockOpening } from "./stock.js";

export const CERTIFICATE_FORMAT = "clairevoie-certificate/1";

export const chainReferenceSchema = z.strictObject({
  chainId,
  partyRegistry: address.meta({ description: "Address of PartyRegistry, lower case" }),
  anchorRegistry: address.meta({ description: "Address of AnchorRegistry, lower case" }),
  withdrawalRegistry: address.meta({ description: "Address of WithdrawalRegistry, lower case" }),
  settlementRegistry: address.meta({ description: "Address of SettlementRegistry, lower case" }),
  stockRegistry: address.optional().meta({ description: "Address of StockRegistry, lower case, where stock is used" }),
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

const stockLensSchema = z.strictObject({
  nullifier: bytes32.meta({ description: "Public handle of the unit" }),
  receipt: receiptSchema,
});

export const certificateSchema = z
  .strictObject({
    format: z
      .literal(CERTIFICATE_FORMAT, says("wrong-version", { format: CERTIFICATE_FORMAT }))
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
    stock: z
      .strictObject({ right: stockLensSchema.optional(), left: stockLensSchema.optional() })
      .optional()
      .meta({ description: "For each eye whose lens comes from stock, what its maker stated of that unit" }),
    proofs: proofsSchema.optional().meta({ description: "What is proven of the prescriptions, without them" }),
  })
  .refine(({ receipts, stock }) => receipts.length + Object.keys(stock ?? {}).length <= MOST_RECEIPTS, {
    message: says("too-many-receipts", { limit: MOST_RECEIPTS }),
    path: ["receipts"],
  })
  .refine(({ chain, stock }) => stock === undefined || chain.stockRegistry !== undefined, {
    message: says("needed-for-stock"),
    path: ["chain", "stockRegistry"],
  })
  .meta({
    title: "Certificate",
    description:
      "What an insurer verifies on its own: receipts of a dossier, and the salts that it may have. No value.",
  });
/** What an insurer verifies on its own: receipts, and the salts that it may have. It holds no value. */
export type Certificate = z.infer<typeof certificateSchema>;

/** What is judged of a certificate: all its receipts, and what opens those of stock lenses. */
export interface Evidence {
  readonly receipts: readonly Receipt[];
  readonly openings: readonly StockOpening[];
}

/**
 * The receipts of a certificate, those of stock lenses last, with their openings.
 *
 * @example
 * ```ts
 * import { evidenceOf, parseCertificate } from "clairevoie/protocol";
 * const { receipts, openings } = evidenceOf(parseCertificate(text));
 * ```
 */
export function evidenceOf({ receipts, stock }: Certificate): Evidence {
  const units = EYES.flatMap((eye) => (stock?.[eye] ? [{ eye, ...stock[eye] }] : []));
  return {
    receipts: [...receipts, ...units.map(({ receipt }) => receipt)],
    openings: units.map(({ eye, nullifier }, i) => ({ receipt: receipts.length + i, eye, nullifier })),
  };
}

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
