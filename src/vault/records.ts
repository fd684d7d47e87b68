import * as z from "zod";
import type { Dossier } from "../parties/index.js";
import { fromHex, toHex } from "../protocol/bytes.js";
import {
  bytes24,
  bytes32,
  DOSSIER_SECRET_BYTES,
  dossierId,
  type Eye,
  type Hex,
  InputError,
  MOST_RECEIPTS,
  type Receipt,
  read,
  readOrderTicket,
  readStockTicket,
  receiptSchema,
  stockNullifier,
} from "../protocol/index.js";
import { parseJson } from "../protocol/json.js";
import { Secret } from "./secret.js";

/** What a record keeps, by number. */
export const RECORD_KINDS = ["dossier", "order", "unit"] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

interface Kept {
  /** The dossier's id, or the unit's nullifier: one record for each. */
  readonly id: Hex;
  /**
   * JSON of the caller's choice: the equipment as stated, say, for corrections. Put in what the law lets you keep and no
   * notes. Objects, arrays, strings, finite numbers, booleans and null, at most 31 levels deep.
   */
  readonly payload: unknown;
  /** Receipts so far, at most 64. */
  readonly receipts: readonly Receipt[];
}

/** What an optician keeps of a dossier. */
export interface DossierRecord extends Kept {
  readonly kind: "dossier";
  /** 32 bytes, from which all salts derive. */
  readonly secret: Secret;
  /** For each eye whose lens comes from stock, the secret of that unit. */
  readonly stock?: { readonly [E in Eye]?: Secret };
}

/** What a lens maker keeps of a dossier: the order tickets that it was given, one to 16. */
export interface OrderRecord extends Kept {
  readonly kind: "order";
  readonly tickets: readonly Secret<string>[];
}

/** What an optician keeps of a stock lens. Its receipt is the maker's. */
export interface UnitRecord extends Kept {
  readonly kind: "unit";
  /** The stock ticket. */
  readonly ticket: Secret<string>;
  /** The dossier and the eye that it was taken for. */
  readonly takenFor?: { readonly dossier: Hex; readonly eye: Eye };
}

export type VaultRecord = DossierRecord | OrderRecord | UnitRecord;

/**
 * The record of a dossier, for `Vault.put`.
 *
 * @example
 * ```ts
 * const dossier = optician.open();
 * await vault.put(dossierRecord(dossier, file));
 * ```
 */
export function dossierRecord(dossier: Dossier, payload: unknown = null, receipts: readonly Receipt[] = []) {
  const { right, left } = dossier.stock ?? {};
  const record: DossierRecord = {
    kind: "dossier",
    id: dossier.id,
    secret: new Secret(dossier.secret),
    ...(dossier.stock && {
      stock: { ...(right && { right: new Secret(right) }), ...(left && { left: new Secret(left) }) },
    }),
    payload,
    receipts,
  };
  return record;
}

/**
 * The dossier that a record keeps, for the functions of `Optician`.
 *
 * @example
 * ```ts
 * const certificate = optician.certify(keptDossier(record), record.receipts, 1);
 * ```
 */
export function keptDossier({ id, secret, stock }: DossierRecord): Dossier {
  const { right, left } = stock ?? {};
  return {
    id,
    secret: secret.reveal(),
    ...(stock && { stock: { ...(right && { right: right.reveal() }), ...(left && { left: left.reveal() }) } }),
  };
}

/**
 * The record of a stock lens, for `Vault.put`.
 * @param payload What the lens is, say.
 * @throws {InputError} when the ticket does not check. It is not repeated.
 *
 * @example
 * ```ts
 * await vault.put(unitRecord("CVS1-…", stockLens, receipts));
 * ```
 */
export function unitRecord(
  ticket: string,
  payload: unknown = null,
  receipts: readonly Receipt[] = [],
  takenFor?: UnitRecord["takenFor"],
): UnitRecord {
  const id = stockNullifier(readStockTicket(ticket, "ticket").secret);
  return { kind: "unit", id, ticket: new Secret(ticket), payload, receipts, ...(takenFor && { takenFor }) };
}

/**
 * The record of the tickets of one dossier, for `Vault.put`.
 * @throws {InputError} when there is no ticket, or one does not check. It is not repeated.
 *
 * @example
 * ```ts
 * await vault.put(orderRecord(["CVO1-…"], { made }));
 * ```
 */
export function orderRecord(
  tickets: readonly string[],
  payload: unknown = null,
  receipts: readonly Receipt[] = [],
): OrderRecord {
  const [first] = tickets;
  if (first === undefined) throw new InputError("tickets", "without-ticket");
  const id = readOrderTicket(first, "tickets[0]").dossier;
  return { kind: "order", id, tickets: tickets.map((ticket) => new Secret(ticket)), payload, receipts };
}

const receipts = z.array(receiptSchema).max(MOST_RECEIPTS);
const payload = z.unknown();
const unitSecret = bytes24.optional();
const recordSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("dossier"),
    id: bytes32,
    secret: bytes32,
    stock: z.strictObject({ right: unitSecret, left: unitSecret }).optional(),
    payload,
    receipts,
  }),
  z.strictObject({
    kind: z.literal("unit"),
    id: bytes32,
    ticket: z.string(),
    takenFor: z.strictObject({ dossier: bytes32, eye: z.enum(["right", "left"]) }).optional(),
    payload,
    receipts,
  }),
  z.strictObject({
    kind: z.literal("order"),
    id: bytes32,
    tickets: z.array(z.string()).min(1).max(16),
    payload,
    receipts,
  }),
]);

/** Records are padded to whole blocks, so that the length of a file does not tell what is in it. */
const BLOCK_BYTES = 4_096;
/** Largest record, in bytes. */
export const LARGEST_RECORD = 4_000_000;

/**
 * The bytes of a record, padded with spaces, which JSON ignores.
 * @throws {InputError} naming what of it could not be read again.
 * @internal
 */
export function encodeRecord(record: VaultRecord): Buffer {
  refuseWhatJsonLoses(record.payload, "record.payload", 0);
  const secrets = secretsOf(record);
  const { kind, id, payload, receipts } = record;
  const text = JSON.stringify({ kind, id, ...secrets, payload, receipts });
  const bytes = Buffer.from(text);
  const padded = Math.ceil(bytes.length / BLOCK_BYTES) * BLOCK_BYTES;
  if (padded > LARGEST_RECORD) throw new InputError("record", "too-large", { limit: LARGEST_RECORD });
  const encoded = Buffer.concat([bytes, Buffer.alloc(padded - bytes.length, " ")]);
  bytes.fill(0);
  decodeRecord(encoded); // Whatever could not be read again must not be written.
  return encoded;
}

/** What is secret of a record, and what of it only its kind has, as JSON has it. */
function secretsOf(record: VaultRecord): object {
  if (record.kind === "order") return { tickets: record.tickets.map((ticket) => ticket.reveal()) };
  if (record.kind === "unit") {
    return { ticket: record.ticket.reveal(), ...(record.takenFor && { takenFor: record.takenFor }) };
  }
  const { right, left } = record.stock ?? {};
  return {
    secret: toHex(record.secret.reveal()),
    ...(record.stock && {
      stock: { ...(right && { right: toHex(right.reveal()) }), ...(left && { left: toHex(left.reveal()) }) },
    }),
  };
}

/**
 * Reads a record from its bytes, and makes sure that all in it is of the same dossier.
 * @throws {InputError} naming what is wrong; secrets are not repeated.
 * @internal
 */
export function decodeRecord(bytes: Uint8Array): VaultRecord {
  const record = read(
    recordSchema,
    parseJson(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("utf8"), "record"),
    "record",
  );
  const { id, payload, receipts } = record;
  if (record.kind === "unit") {
    const unit = unitRecord(record.ticket, payload, receipts, record.takenFor);
    if (unit.id !== id) throw new InputError("record.ticket", "of-another-unit");
    return unit;
  }
  const foreign = receipts.findIndex(({ statement }) => statement.dossier !== id);
  if (foreign >= 0) throw new InputError(`record.receipts[${foreign}]`, "of-another-dossier");
  if (record.kind === "dossier") {
    const secret = fromHex(record.secret, DOSSIER_SECRET_BYTES, "record.secret");
    if (dossierId(secret) !== id) throw new InputError("record.secret", "of-another-dossier");
    const { right, left } = record.stock ?? {};
    const stock = { ...(right && { right: fromHex(right) }), ...(left && { left: fromHex(left) }) };
    return dossierRecord({ id, secret, ...(record.stock && { stock }) }, payload, receipts);
  }
  record.tickets.forEach((ticket, i) => {
    const field = `record.tickets[${i}]`;
    if (readOrderTicket(ticket, field).dossier !== id) throw new InputError(field, "of-another-dossier");
  });
  return { kind: "order", id, tickets: record.tickets.map((ticket) => new Secret(ticket)), payload, receipts };
}

/** `JSON.stringify` turns a `Secret`, a date, NaN or undefined into something else without a word: refuse them. */
function refuseWhatJsonLoses(value: unknown, field: string, depth: number): void {
  if (depth > 31) throw new InputError("record.payload", "too-deep", { limit: 31 });
  if (value === null || typeof value === "string" || typeof value === "boolean" || Number.isFinite(value)) return;
  if (Array.isArray(value)) {
    // Not forEach, which passes over holes.
    for (let i = 0; i < value.length; i++) refuseWhatJsonLoses(value[i], `${field}[${i}]`, depth + 1);
    return;
  }
  const prototype: unknown = typeof value === "object" ? Object.getPrototypeOf(value) : undefined;
  if (typeof value !== "object" || (prototype !== Object.prototype && prototype !== null)) {
    throw new InputError(field, "lost-in-json", { type: typeof value });
  }
  for (const [key, member] of Object.entries(value)) {
    refuseWhatJsonLoses(member, `${field}.${key.slice(0, 40)}`, depth + 1);
  }
}
