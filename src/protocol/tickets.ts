import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import * as z from "zod";
import { fromBase32, toBase32 } from "./base32.js";
import { fromHex, toHex } from "./bytes.js";
import {
  claimSecret,
  codeSalt,
  codeSecret,
  dossierId,
  EYES,
  type Eye,
  eyeSecret,
  type Rank,
  TICKET_SECRET_BYTES,
} from "./derivation.js";
import { InputError } from "./errors.js";
import { bytes32, hexOf, says } from "./schema.js";

/** A secret: bytes in a program, hexadecimal in JSON. */
const secretSchema = z.codec(
  hexOf(TICKET_SECRET_BYTES),
  z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length === TICKET_SECRET_BYTES),
  { decode: (hex) => fromHex(hex, TICKET_SECRET_BYTES), encode: toHex },
);
const dossier = bytes32.meta({ description: "Id of the dossier" });

const orderedEyeSchema = z.strictObject({
  secret: secretSchema.meta({ description: "Secret: opens the lens, the prescription and the order of this eye" }),
  codeSalt: bytes32.meta({ description: "Secret: opens the code of this eye" }),
});

export const orderTicketSchema = z
  .strictObject({
    dossier,
    eyes: z
      .strictObject({ right: orderedEyeSchema.optional(), left: orderedEyeSchema.optional() })
      .refine(({ right, left }) => right !== undefined || left !== undefined, says("ticket-without-eye"))
      .meta({ description: "For each eye ordered" }),
  })
  .meta({
    title: "Order ticket, read",
    description:
      "What a lens maker is given: enough to state the lenses that it makes, and nothing else. Keep it secret.",
  });
export type OrderTicket = z.infer<typeof orderTicketSchema>;

/** What goes with a claim: where the enclosed certificate lies. It opens nothing: that is enclosed for the insurer. */
export interface ClaimTicket {
  /** 24 bytes, of this dossier and rank alone. */
  readonly secret: Uint8Array;
}

/** What goes with a stock lens: enough to state the eye that it serves, and to consume it. Keep it secret. */
export interface StockTicket {
  /** 24 bytes, of this lens alone. */
  readonly secret: Uint8Array;
}

const ORDER_PREFIX = "CVO1";
const CLAIM_PREFIX = "CVC1";
const STOCK_PREFIX = "CVS1";
/** The longest text that is looked at, spaces and hyphens included. */
const LONGEST_INPUT = 400;

/** CRC-32 (ISO 3309): every error within six neighbouring characters is found, any other but for one in 2^32. */
function crc32(bytes: Uint8Array): Uint8Array {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  const value = (crc ^ 0xffffffff) >>> 0;
  return Uint8Array.of(value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff);
}

function encode(prefix: string, payload: Uint8Array): string {
  return `${prefix}-${toBase32(concatBytes(payload, crc32(concatBytes(utf8ToBytes(prefix), payload))))}`;
}

function decode(prefix: string, text: string, field: string): Uint8Array {
  if (text.length > LONGEST_INPUT)
    throw new InputError(field, "too-long", { limit: LONGEST_INPUT, unit: "characters" });
  // Letters beyond ASCII that fold to ASCII ones would give a ticket two spellings.
  if (/[^\x20-\x7e\s]/.test(text)) throw new InputError(field, "not-ticket-characters");
  const plain = text.replaceAll(/[\s-]/g, "").toUpperCase();
  if (!plain.startsWith(prefix)) {
    throw new InputError(field, "ticket-prefix", { prefix });
  }
  const body = plain.slice(prefix.length).replaceAll("O", "0").replaceAll(/[IL]/g, "1");
  const bytes = fromBase32(body, field);
  if (bytes.length < 5) throw new InputError(field, "ticket-cut-short");
  const payload = bytes.subarray(0, -4);
  const expected = crc32(concatBytes(utf8ToBytes(prefix), payload));
  if (toHex(expected) !== toHex(bytes.subarray(-4))) {
    throw new InputError(field, "ticket-check");
  }
  return payload;
}

/** Cuts a payload into parts of the given lengths. */
function cut(payload: Uint8Array, lengths: readonly number[], field: string): Uint8Array[] {
  if (payload.length !== lengths.reduce((sum, length) => sum + length, 0)) {
    throw new InputError(field, "ticket-length");
  }
  let at = 0;
  return lengths.map((length) => {
    at += length;
    return payload.slice(at - length, at);
  });
}

/**
 * The ticket that goes with an order: one line of at most 180 characters. It gives a maker of both lenses the code
 * secret, and a maker of one lens only that lens's code salt.
 * @throws {InputError} when no eye is ordered.
 *
 * @example
 * ```ts
 * import { drawDossierSecret, orderTicket } from "clairevoie/protocol";
 * orderTicket(drawDossierSecret(), ["right"]).startsWith("CVO1-"); // true
 * ```
 */
export function orderTicket(dossierSecret: Uint8Array, eyes: readonly Eye[]): string {
  const ordered = EYES.filter((eye) => eyes.includes(eye));
  const [first] = ordered;
  if (!first) throw new InputError("ticket.eyes", "ticket-without-eye");
  const code = codeSecret(dossierSecret);
  const payload = concatBytes(
    Uint8Array.of(ordered.reduce((flags, eye) => flags | (eye === "right" ? 1 : 2), 0)),
    fromHex(dossierId(dossierSecret), 32),
    ...ordered.map((eye) => eyeSecret(dossierSecret, eye)),
    ordered.length === 2 ? code : fromHex(codeSalt(code, first), 32),
  );
  return encode(ORDER_PREFIX, payload);
}

/**
 * Reads an order ticket, as typed: spaces, hyphens and lower case do not matter.
 * @throws {InputError} when it is no order ticket, or was changed on the way. The ticket is not repeated.
 *
 * @example
 * ```ts
 * import { drawDossierSecret, orderTicket, readOrderTicket } from "clairevoie/protocol";
 * const { dossier, eyes } = readOrderTicket(orderTicket(drawDossierSecret(), ["left"]));
 * ```
 */
export function readOrderTicket(text: string, field = "orderTicket"): OrderTicket {
  const payload = decode(ORDER_PREFIX, text, field);
  const flags = payload[0] ?? 0;
  if (flags < 1 || flags > 3) throw new InputError(field, "ticket-without-eye");
  const id = (part: Uint8Array | undefined) => toHex(part ?? new Uint8Array());
  if (flags === 3) {
    const [, dossier, right, left, code] = cut(
      payload,
      [1, 32, TICKET_SECRET_BYTES, TICKET_SECRET_BYTES, TICKET_SECRET_BYTES],
      field,
    ) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array];
    return {
      dossier: id(dossier),
      eyes: {
        right: { secret: right, codeSalt: codeSalt(code, "right") },
        left: { secret: left, codeSalt: codeSalt(code, "left") },
      },
    };
  }
  const [, dossier, secret, salt] = cut(payload, [1, 32, TICKET_SECRET_BYTES, 32], field) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  return { dossier: id(dossier), eyes: { [flags === 1 ? "right" : "left"]: { secret, codeSalt: toHex(salt) } } };
}

/**
 * The ticket that goes with a claim to the insurer of this rank: one line of 50 characters, for any free field. It points to the
 * box with the enclosed certificate, and opens nothing.
 *
 * @example
 * ```ts
 * import { claimTicket, drawDossierSecret } from "clairevoie/protocol";
 * claimTicket(drawDossierSecret(), 1).length; // 50
 * ```
 */
export function claimTicket(dossierSecret: Uint8Array, rank: Rank): string {
  return encode(CLAIM_PREFIX, claimSecret(dossierSecret, rank));
}

/**
 * Reads a claim ticket, as typed: spaces, hyphens and lower case do not matter.
 * @throws {InputError} when it is no claim ticket, or was changed on the way. The ticket is not repeated.
 *
 * @example
 * ```ts
 * import { claimTicket, drawDossierSecret, readClaimTicket } from "clairevoie/protocol";
 * readClaimTicket(claimTicket(drawDossierSecret(), 2)).secret.length; // 24
 * ```
 */
export function readClaimTicket(text: string, field = "claimTicket"): ClaimTicket {
  const [secret] = cut(decode(CLAIM_PREFIX, text, field), [TICKET_SECRET_BYTES], field) as [Uint8Array];
  return { secret };
}

/**
 * The ticket that goes with a stock lens: one line of 50 characters, which fits a sticker.
 * @param unitSecret 24 bytes, of this lens alone.
 *
 * @example
 * ```ts
 * import { drawUnitSecret, stockTicket } from "clairevoie/protocol";
 * stockTicket(drawUnitSecret()).startsWith("CVS1-"); // true
 * ```
 */
export function stockTicket(unitSecret: Uint8Array): string {
  if (unitSecret.length !== TICKET_SECRET_BYTES) {
    throw new InputError("unitSecret", "not-bytes", { bytes: TICKET_SECRET_BYTES });
  }
  return encode(STOCK_PREFIX, unitSecret);
}

/**
 * Reads a stock ticket, as typed or scanned: spaces, hyphens and lower case do not matter.
 * @throws {InputError} when it is no stock ticket, or was changed on the way. The ticket is not repeated.
 *
 * @example
 * ```ts
 * import { drawUnitSecret, readStockTicket, stockTicket } from "clairevoie/protocol";
 * const { secret } = readStockTicket(stockTicket(drawUnitSecret()));
 * ```
 */
export function readStockTicket(text: string, field = "stockTicket"): StockTicket {
  const [secret] = cut(decode(STOCK_PREFIX, text, field), [TICKET_SECRET_BYTES], field) as [Uint8Array];
  return { secret };
}
