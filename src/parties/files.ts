import * as z from "zod";
import {
  batchSchema,
  billingSchema,
  bytes32,
  CORRECTION_REASONS,
  type Correction,
  codeSchema,
  frameSchema,
  type Hex,
  InputError,
  lensSchema,
  makerIdentifierSchema,
  orderSchema,
  PARTY_ROLES,
  type PartyRole,
  partyId,
  payerSchema,
  prescriptionSchema,
  read,
  receiptSchema,
  referenceSchema,
  signature,
  statementSchema,
} from "../protocol/index.js";
import { parseJson } from "../protocol/json.js";
import { says } from "../protocol/schema.js";
import { codedDelivery, type DeliveryGiven } from "./codes.js";
import type { Delivery } from "./lens-maker.js";
import type { Identity } from "./member.js";
import type { EquipmentFile } from "./optician.js";
import type { SealedBatch } from "./sealing.js";

/** The files that programs hand each other; each says what it is, and in which version. */
export const IDENTITY_FORMAT = "clairevoie-identity/1";
export const EQUIPMENT_FORMAT = "clairevoie-equipment/1";
export const DELIVERY_FORMAT = "clairevoie-delivery/1";
export const STATEMENT_FORMAT = "clairevoie-statement/1";
export const BATCH_FORMAT = "clairevoie-batch/1";
export const RECEIPTS_FORMAT = "clairevoie-receipts/1";

const format = <F extends string>(name: F) => z.literal(name, says("wrong-version", { format: name }));
const MOST_STATEMENTS = 1_000_000;
/** Longest file of many statements or receipts, in characters: below the longest string of V8. */
const LONGEST_LIST = 500_000_000;

export const identitySchema = z
  .strictObject({
    format: format(IDENTITY_FORMAT),
    role: z.enum(PARTY_ROLES as [PartyRole, ...PartyRole[]]),
    identifier: z
      .string()
      .max(20)
      .meta({ description: "SIRET of an optician, SIREN of a lens maker, AMC number of an insurer" }),
    salt: bytes32.meta({ description: "Opens the party's id: shown only to who must recognise the party" }),
  })
  .meta({
    title: "Identity",
    description: "What a party's id on chain commits to. It signs nothing; it is for its owner's eyes",
  });
/** What a party's id on chain commits to. Who holds it can recognise the party; it signs nothing. */
export type IdentityFile = z.infer<typeof identitySchema>;

/** What a lens maker's file says of a code: one that is left out is computed. */
const codeGivenSchema = codeSchema.partial({ code: true });

const lensFileSchema = z.strictObject({
  code: codeSchema,
  lens: lensSchema,
  prescription: prescriptionSchema,
  orderReference: orderSchema.shape.orderReference.optional(),
  maker: makerIdentifierSchema.optional(),
});

export const equipmentSchema = z
  .strictObject({
    format: format(EQUIPMENT_FORMAT),
    reference: referenceSchema,
    billing: billingSchema,
    frame: frameSchema.optional(),
    payers: z.array(payerSchema).min(1).max(2).optional(),
    eyes: z.strictObject({ right: lensFileSchema.optional(), left: lensFileSchema.optional() }),
  })
  .meta({
    title: "Equipment",
    description: "What an optician knows of an equipment, and states of it. Health data: it stays with the optician",
  });

const deliveredSchema = z.strictObject({
  ...lensFileSchema.shape,
  code: codeGivenSchema,
  orderReference: orderSchema.shape.orderReference,
  maker: makerIdentifierSchema,
});

export const deliverySchema = z
  .strictObject({
    format: format(DELIVERY_FORMAT),
    right: deliveredSchema.optional(),
    left: deliveredSchema.optional(),
  })
  .meta({
    title: "Delivery",
    description: "What a lens maker made, eye by eye, and states of it. Health data: it stays with the lens maker",
  });

export const statementFileSchema = z.strictObject({ format: format(STATEMENT_FORMAT), statement: statementSchema });
export type StatementFile = z.infer<typeof statementFileSchema>;

export const batchFileSchema = z.strictObject({
  format: format(BATCH_FORMAT),
  batch: batchSchema,
  signature,
  statements: z.array(statementSchema).min(1).max(MOST_STATEMENTS),
});
export type BatchFile = z.infer<typeof batchFileSchema>;

export const receiptsFileSchema = z.strictObject({
  format: format(RECEIPTS_FORMAT),
  receipts: z.array(receiptSchema).max(MOST_STATEMENTS),
});
export type ReceiptsFile = z.infer<typeof receiptsFileSchema>;

const parsed = (input: unknown, what: string, longest?: number) =>
  typeof input === "string" ? parseJson(input, what, longest) : input;

/**
 * Reads an identity, and makes sure that its identifier suits its role.
 * @throws {InputError} naming the field that is wrong.
 *
 * @example
 * ```ts
 * import { parseIdentity } from "clairevoie/parties";
 * const { party, role } = parseIdentity(text);
 * ```
 */
export function parseIdentity(input: unknown): IdentityFile & { readonly party: Hex } {
  const file = read(identitySchema, parsed(input, "identity"), "identity");
  return { ...file, party: partyId(file.salt, file.role, file.identifier) };
}

/**
 * Reads what an optician knows of an equipment. @throws {InputError} naming the field that is wrong.
 *
 * @example
 * ```ts
 * import { parseEquipment } from "clairevoie/parties";
 * const { billing } = parseEquipment(text);
 * ```
 */
export function parseEquipment(input: unknown): EquipmentFile {
  return withoutFormat(read(equipmentSchema, parsed(input, "equipment"), "equipment")) as EquipmentFile;
}

/**
 * Reads what a lens maker made, with the grouped code of each lens: checked, or computed where the file has none.
 * @throws {InputError} naming the field that is wrong.
 *
 * @example
 * ```ts
 * import { parseDelivery } from "clairevoie/parties";
 * const { right } = parseDelivery(text);
 * ```
 */
export function parseDelivery(input: unknown): Delivery {
  return codedDelivery(withoutFormat(read(deliverySchema, parsed(input, "delivery"), "delivery")) as DeliveryGiven);
}

/**
 * Reads a statement. @throws {InputError} naming the field that is wrong.
 *
 * @example
 * ```ts
 * import { parseStatement } from "clairevoie/parties";
 * const { statement } = parseStatement(text);
 * ```
 */
export function parseStatement(input: unknown, what = "statement"): StatementFile {
  return read(statementFileSchema, parsed(input, what), what);
}

/**
 * Reads a sealed batch. @throws {InputError} naming the field that is wrong.
 *
 * @example
 * ```ts
 * import { parseBatch } from "clairevoie/parties";
 * const { batch, statements } = parseBatch(text);
 * ```
 */
export function parseBatch(input: unknown, what = "batch"): SealedBatch {
  return withoutFormat(read(batchFileSchema, parsed(input, what, LONGEST_LIST), what));
}

/**
 * Reads receipts. @throws {InputError} naming the field that is wrong.
 *
 * @example
 * ```ts
 * import { parseReceipts } from "clairevoie/parties";
 * const { receipts } = parseReceipts(text);
 * ```
 */
export function parseReceipts(input: unknown, what = "receipts"): ReceiptsFile {
  return read(receiptsFileSchema, parsed(input, what, LONGEST_LIST), what);
}

/**
 * Reads a correction as it is typed: what is replaced, and why. @throws {InputError} naming the part that is wrong.
 *
 * @example
 * ```ts
 * import { parseCorrection } from "clairevoie/parties";
 * const correction = parseCorrection(statementHash, "breakage");
 * ```
 */
export function parseCorrection(supersedes?: string, reason?: string): Correction | undefined {
  if (supersedes === undefined && reason === undefined) return undefined;
  const index = CORRECTION_REASONS.indexOf(reason as Correction["reason"]);
  if (index < 1) throw new InputError("reason", "not-one-of", { options: CORRECTION_REASONS.slice(1).join(", ") });
  return { supersedes: read(bytes32, supersedes, "supersedes"), reason: reason as Correction["reason"] };
}

/**
 * The identity that programs of a party connect with.
 * @internal
 */
export function identityOf({ salt, identifier }: IdentityFile): Identity {
  return { salt, identifier };
}

function withoutFormat<T extends { readonly format: string }>({ format: _, ...rest }: T): Omit<T, "format"> {
  return rest;
}
