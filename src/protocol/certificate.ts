import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import * as z from "zod";
import { toBase32 } from "./base32.js";
import type { Hex } from "./bytes.js";
import { type DossierOpening, EYES, type Eye } from "./derivation.js";
import { InputError } from "./errors.js";
import { namedMakerSchema } from "./identifiers.js";
import { parseJson } from "./json.js";
import { proofsSchema } from "./proofs.js";
import { MOST_RECEIPTS, type Receipt, receiptSchema } from "./receipts.js";
import { address, bytes32, chainId, hexOf, rank, read, says } from "./schema.js";
import type { StockOpening } from "./stock.js";

/** `uint32`. */
const MOST_ROUNDS = 2 ** 32 - 1;

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

const makerOpeningSchema = z.strictObject({
  salt: bytes32.meta({ description: "Salt of the maker" }),
  identifier: namedMakerSchema,
});

const hasEye = ({ right, left }: { readonly [E in Eye]?: unknown }) => right !== undefined || left !== undefined;

const makersSchema = z
  .strictObject({ right: makerOpeningSchema.optional(), left: makerOpeningSchema.optional() })
  .refine(hasEye, says("without-eye"));
/** For each eye, who makes the lens, and the salt under which that is stated. */
export type MakerOpenings = z.infer<typeof makersSchema>;

const grantSchema = z.strictObject({
  insurer: bytes32.meta({ description: "Party id of the insurer that may settle" }),
  round: z.int().min(0).max(MOST_ROUNDS).meta({ description: "The round of the settler for which it is good" }),
  signature: hexOf(65).meta({ description: "Of the settler's key: r, s, v" }),
});
/** What lets one insurer settle its share. */
export type GrantShown = z.infer<typeof grantSchema>;

const stockLensSchema = z.strictObject({
  nullifier: bytes32.meta({ description: "Public handle of the unit" }),
  receipt: receiptSchema,
});

/** Most siblings of all paths of a certificate together. */
const MOST_SIBLINGS = 1_024;

function siblingsOf(
  receipts: readonly Receipt[],
  units: readonly ({ readonly receipt: Receipt } | undefined)[],
): number {
  const all = [...receipts, ...units.flatMap((unit) => unit?.receipt ?? [])];
  return all.reduce((sum, { statementProof, anchorProof }) => sum + statementProof.length + anchorProof.length, 0);
}

export const certificateSchema = z
  .strictObject({
    format: z
      .literal(CERTIFICATE_FORMAT, says("wrong-version", { format: CERTIFICATE_FORMAT }))
      .meta({ description: "What the file is, and its version" }),
    chain: chainReferenceSchema.meta({ description: "The chain and the registries that the receipts refer to" }),
    dossier: z
      .strictObject({
        seed: bytes32.meta({ description: "Seed of the dossier" }),
        settler: address.meta({ description: "Account of the settler's key, lower case" }),
      })
      .meta({ description: "What the dossier's id is the hash of" }),
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
    makers: makersSchema.optional().meta({ description: "For each eye whose order is shown, who makes the lens" }),
    grant: grantSchema.optional().meta({ description: "What lets this insurer settle its share" }),
    stock: z
      .strictObject({ right: stockLensSchema.optional(), left: stockLensSchema.optional() })
      .refine(hasEye, says("without-eye"))
      .optional()
      .meta({ description: "For each eye whose lens comes from stock, what its maker stated of that unit" }),
    proofs: proofsSchema.optional().meta({ description: "What is proven of the prescriptions, without them" }),
  })
  .refine(({ receipts, stock }) => receipts.length + Object.keys(stock ?? {}).length <= MOST_RECEIPTS, {
    message: says("too-many-receipts", { limit: MOST_RECEIPTS }),
    path: ["receipts"],
  })
  .refine(({ receipts, stock }) => siblingsOf(receipts, [stock?.right, stock?.left]) <= MOST_SIBLINGS, {
    message: says("paths-too-long", { limit: MOST_SIBLINGS }),
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

/** What is judged of a certificate without its values. */
export interface Evidence {
  /** What the dossier's id is the hash of. */
  readonly dossier: DossierOpening;
  /** Of the dossier, then of its stock lenses. */
  readonly receipts: readonly Receipt[];
  /** What opens the receipts of stock lenses: at most two; of several for one receipt the first is read. */
  readonly stock: readonly StockOpening[];
  /** Who makes each lens, and the salt of that aspect. */
  readonly makers: MakerOpenings;
  /** What lets an insurer settle. */
  readonly grant?: GrantShown;
}

/**
 * The receipts of a certificate, those of stock lenses last, with their openings.
 *
 * @example
 * ```ts
 * import { evidenceOf, parseCertificate } from "clairevoie/protocol";
 * const { dossier, receipts } = evidenceOf(parseCertificate(text));
 * ```
 */
export function evidenceOf({ dossier, receipts, stock, makers = {}, grant }: Certificate): Evidence {
  const units = EYES.flatMap((eye) => (stock?.[eye] ? [{ eye, ...stock[eye] }] : []));
  return {
    dossier,
    receipts: [...receipts, ...units.map(({ receipt }) => receipt)],
    stock: units.map(({ eye, nullifier }, i) => ({ receipt: receipts.length + i, eye, nullifier })),
    makers,
    ...(grant && { grant }),
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
  const given = typeof input === "string" ? parseJson(input, "certificate") : input;
  return read(certificateSchema, writtenOut(given), "certificate");
}

/** What an aspect of a receipt says in a file when it says what the nearest receipt before says of it. */
const SAME = "=";

/**
 * A certificate whose aspects all have their values. Anything else is left for the schema to refuse.
 * @internal
 */
export function writtenOut(given: unknown): unknown {
  const receipts = memberOf(given, "receipts");
  if (!Array.isArray(receipts)) return given;
  const said = new Map<string, unknown>();
  const written = receipts.map((receipt: unknown, i) => {
    const statement = memberOf(receipt, "statement");
    const aspects = memberOf(statement, "aspects");
    if (typeof aspects !== "object" || aspects === null) return receipt;
    const values = Object.entries(aspects).map(([aspect, value]): [string, unknown] => {
      if (value !== SAME) said.set(aspect, value);
      else if (!said.has(aspect)) {
        throw new InputError(`certificate.receipts[${i}].statement.aspects.${aspect.slice(0, 40)}`, "same-as-nothing");
      }
      return [aspect, said.get(aspect)];
    });
    return { ...(receipt as object), statement: { ...(statement as object), aspects: Object.fromEntries(values) } };
  });
  return { ...(given as object), receipts: written };
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}

/**
 * A certificate as it is written to a file: an aspect that says what the nearest receipt before says of it is `=`.
 * `parseCertificate` reads it, and what `JSON.stringify` writes too, which is longer.
 *
 * @example
 * ```ts
 * import { certificateText, parseCertificate } from "clairevoie/protocol";
 * const text = certificateText(certificate); // parseCertificate(text) is the certificate again
 * ```
 */
export function certificateText(certificate: Certificate): string {
  const said = new Map<string, Hex>();
  const receipts = certificate.receipts.map(({ statement, ...receipt }) => {
    const aspects = Object.entries(statement.aspects).map(([aspect, value]) => {
      const isSame = said.get(aspect) === value;
      said.set(aspect, value);
      return [aspect, isSame ? SAME : value];
    });
    return { statement: { ...statement, aspects: Object.fromEntries(aspects) }, ...receipt };
  });
  return JSON.stringify({ ...certificate, receipts });
}

/** 120 bits: who may choose certificates cannot hit the fingerprint of another. */
const FINGERPRINT_BYTES = 15;

/**
 * What the store and the insurer compare, by telephone say, to know that they speak of the same certificate: six groups of four
 * characters, the first 120 bits of SHA-256 of its file (`certificateText`). It tells nothing of what is in it.
 *
 * @example
 * ```ts
 * import { fingerprintOf } from "clairevoie/protocol";
 * const fingerprint = fingerprintOf(certificate);
 * ```
 */
export function fingerprintOf(certificate: Certificate): string {
  const digest = sha256(utf8ToBytes(certificateText(certificate)));
  return toBase32(digest.subarray(0, FINGERPRINT_BYTES)).replaceAll(/.{4}(?=.)/g, "$&-");
}
