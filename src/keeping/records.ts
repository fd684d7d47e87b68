import * as z from "zod";
import type { Dossier } from "../parties/index.js";
import {
  bytes32,
  DOSSIER_SECRET_BYTES,
  dossierId,
  fromHex,
  type Hex,
  InputError,
  MOST_RECEIPTS,
  parseJson,
  type Receipt,
  read,
  readOrderTicket,
  receiptSchema,
  toHex,
} from "../protocol/index.js";
import { Secret } from "./secret.js";

/** What a record keeps, by number. */
export const RECORD_KINDS = ["dossier", "order"] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

interface Kept {
  /** The dossier's id: one record for each. */
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
}

/** What a lens maker keeps of a dossier: the order tickets that it was given, one to 16. */
export interface OrderRecord extends Kept {
  readonly kind: "order";
  readonly tickets: readonly Secret<string>[];
}

export type VaultRecord = DossierRecord | OrderRecord;

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
  const record: DossierRecord = {
    kind: "dossier",
    id: dossier.id,
    secret: new Secret(dossier.secret),
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
export function keptDossier({ id, secret }: DossierRecord): Dossier {
  return { id, secret: secret.reveal() };
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
  if (first === undefined) throw new InputError("tickets", "has no ticket");
  const id = readOrderTicket(first, "tickets[0]").dossier;
  return { kind: "order", id, tickets: tickets.map((ticket) => new Secret(ticket)), payload, receipts };
}

const receipts = z.array(receiptSchema).max(MOST_RECEIPTS);
const payload = z.unknown();
const recordSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("dossier"), id: bytes32, secret: bytes32, payload, receipts }),
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
  const secrets =
    record.kind === "dossier"
      ? { secret: toHex(record.secret.reveal()) }
      : { tickets: record.tickets.map((ticket) => ticket.reveal()) };
  const { kind, id, payload, receipts } = record;
  const text = JSON.stringify({ kind, id, ...secrets, payload, receipts });
  const bytes = Buffer.from(text);
  const padded = Math.ceil(bytes.length / BLOCK_BYTES) * BLOCK_BYTES;
  if (padded > LARGEST_RECORD) throw new InputError("record", `is larger than ${LARGEST_RECORD} bytes`);
  const encoded = Buffer.concat([bytes, Buffer.alloc(padded - bytes.length, " ")]);
  bytes.fill(0);
  decodeRecord(encoded); // Whatever could not be read again must not be written.
  return encoded;
}

/**
 * Reads a record from its bytes, and makes sure that all in it is of the same dossier.
 * @throws {InputError} naming what is wrong; secrets are not repeated.
 * @internal
 */
export function decodeRecord(bytes: Uint8Array): VaultRecord {
  const { kind, id, payload, receipts, ...rest } = read(
    recordSchema,
    parseJson(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("utf8"), "record"),
    "record",
  );
  const foreign = receipts.findIndex(({ statement }) => statement.dossier !== id);
  if (foreign >= 0) throw new InputError(`record.receipts[${foreign}]`, "is of another dossier");
  if ("secret" in rest) {
    const secret = fromHex(rest.secret, DOSSIER_SECRET_BYTES, "record.secret");
    if (dossierId(secret) !== id) throw new InputError("record.secret", "is that of another dossier");
    return { kind: "dossier", id, secret: new Secret(secret), payload, receipts };
  }
  rest.tickets.forEach((ticket, i) => {
    const field = `record.tickets[${i}]`;
    if (readOrderTicket(ticket, field).dossier !== id) throw new InputError(field, "is of another dossier");
  });
  return { kind: "order", id, tickets: rest.tickets.map((ticket) => new Secret(ticket)), payload, receipts };
}

/** `JSON.stringify` turns a `Secret`, a date, NaN or undefined into something else without a word: refuse them. */
function refuseWhatJsonLoses(value: unknown, field: string, depth: number): void {
  if (depth > 31) throw new InputError("record.payload", "is nested deeper than 31 levels");
  if (value === null || typeof value === "string" || typeof value === "boolean" || Number.isFinite(value)) return;
  if (Array.isArray(value)) {
    // Not forEach, which passes over holes.
    for (let i = 0; i < value.length; i++) refuseWhatJsonLoses(value[i], `${field}[${i}]`, depth + 1);
    return;
  }
  const prototype: unknown = typeof value === "object" ? Object.getPrototypeOf(value) : undefined;
  if (typeof value !== "object" || (prototype !== Object.prototype && prototype !== null)) {
    throw new InputError(field, `is no JSON (${typeof value}); leave it out, or write it as text or a number`);
  }
  for (const [key, member] of Object.entries(value)) {
    refuseWhatJsonLoses(member, `${field}.${key.slice(0, 40)}`, depth + 1);
  }
}
