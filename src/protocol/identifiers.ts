import * as z from "zod";
import { type Hex, toHex, word, ZERO } from "./bytes.js";
import { canonicalCode } from "./codes/spelling.js";
import { hashStruct, member, TYPES, textHash, typeHash } from "./eip712.js";
import { InputError } from "./errors.js";
import { read, says } from "./schema.js";

/**
 * Whether the last digit of a number checks (Luhn, ISO/IEC 7812-1).
 *
 * @example
 * ```ts
 * import { passesLuhn } from "clairevoie/protocol";
 * passesLuhn("12345678200010"); // true
 * ```
 */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** SIRET: 14 digits, the last of which checks. */
export const siretSchema = z
  .string()
  .regex(/^[0-9]{14}$/, says("not-siret"))
  .refine(passesLuhn, says("siret-check-digit"))
  .meta({ description: "SIRET of a store or a laboratory" });

/** AMC number of a complementary insurer: 8 to 10 digits. */
export const amcSchema = z
  .string()
  .regex(/^[0-9]{8,10}$/, says("not-amc"))
  .meta({ description: "AMC number of a complementary insurer" });

/** Text identifiers have one spelling: upper-case ASCII letters, digits and `-./_`, so that equal means equal. */
const identifier = (longest: number, shortest = 1) =>
  z.string().regex(new RegExp(`^[A-Z0-9./_-]{${shortest},${longest}}$`), says("not-identifier", { shortest, longest }));

export const fileReferenceSchema = identifier(40).meta({ description: "The store's file reference" });
export const priorAuthorisationSchema = identifier(40, 0).meta({ description: "Prior authorisation; may be empty" });
export const groupedCodeSchema = identifier(10)
  .overwrite(canonicalCode)
  .meta({ description: "Grouped code (code de regroupement); the letter O for a zero is understood" });
export const frameReferenceSchema = identifier(60).meta({ description: "The maker's reference of the frame" });
export const ediCodeSchema = identifier(40).meta({ description: "The maker's EDI code of the lens" });
export const treatmentSchema = identifier(20).meta({ description: "A treatment of the lens" });
export const orderReferenceSchema = identifier(40).meta({ description: "The lens maker's order reference" });
/** What an aspect may name as a maker: whether there is such a maker is for the rules. */
export const namedMakerSchema = identifier(40).meta({ description: "The maker of the lens" });

/** Who a lens maker is: its SIREN, or the number that EUDAMED gave it. */
export const makerIdentifierSchema = z
  .string()
  .regex(/^(?:[0-9]{9}|[A-Z]{2}-MF-[0-9]{9})$/, says("not-maker"))
  .refine((text) => text.length > 9 || passesLuhn(text), says("siren-check-digit"))
  .meta({ description: "SIREN of a lens maker, or its actor id in EUDAMED (FR-MF-000012345)" });

/**
 * An identifier as people and software type it, in its one spelling: upper case, no spaces.
 *
 * @example
 * ```ts
 * import { canonicalIdentifier } from "clairevoie/protocol";
 * canonicalIdentifier(" d-2026 000123"); // "D-2026000123"
 * ```
 */
export function canonicalIdentifier(text: string): string {
  return text.normalize("NFKC").replaceAll(/\s+/g, "").toUpperCase();
}

/** What a party may do; the numbers are the contract's. */
export type PartyRole = "optician" | "lens-maker" | "insurer";
export const PARTY_ROLES: readonly PartyRole[] = ["optician", "lens-maker", "insurer"];

/**
 * The number of a role in `PartyRegistry`.
 * @internal
 */
export function roleNumber(role: PartyRole): number {
  return PARTY_ROLES.indexOf(role) + 1;
}

const PARTY_TYPE = typeHash(TYPES.Party);

/**
 * A party's id on chain: a salted commitment to its role and business identifier.
 * @param salt 32 bytes that the party keeps, and shows to who must recognise it; zero of a lens maker, whom all may recognise.
 * @param identifier SIRET of an optician, SIREN or EUDAMED number of a lens maker, AMC number of an insurer.
 * @throws {InputError} when the identifier is not one.
 *
 * @example
 * ```ts
 * import { partyId } from "clairevoie/protocol";
 * const party = partyId(salt, "optician", "12345678200010");
 * ```
 */
export function partyId(salt: Hex, role: PartyRole, identifier: string): Hex {
  if (!PARTY_ROLES.includes(role))
    throw new InputError("party.role", "not-one-of", { options: PARTY_ROLES.join(", ") });
  read(IDENTIFIERS[role], identifier, "party.identifier");
  return hashParty(salt, role, identifier);
}

const IDENTIFIERS: Readonly<Record<PartyRole, z.ZodType<string>>> = {
  optician: siretSchema,
  "lens-maker": makerIdentifierSchema,
  insurer: amcSchema,
};

function hashParty(salt: Hex, role: PartyRole, identifier: string): Hex {
  return toHex(hashStruct(PARTY_TYPE, member(salt), word(roleNumber(role)), textHash(identifier)));
}

/**
 * What a lens maker is found under on chain, by any of its identifiers, whatever was given as one.
 *
 * @example
 * ```ts
 * import { makerName } from "clairevoie/protocol";
 * const name = makerName("FR-MF-000012345");
 * ```
 */
export function makerName(identifier: string): Hex {
  return hashParty(ZERO, "lens-maker", identifier);
}
