import * as z from "zod";
import { recoverSigner } from "./batches.js";
import { type Hex, word } from "./bytes.js";
import { fieldsOf, hashStruct, member, TYPES, textHash, typedDataDigest, typeHash } from "./eip712.js";
import { InputError } from "./errors.js";
import type { Standing } from "./facts.js";
import { amcSchema, partyId } from "./identifiers.js";
import { parseJson } from "./json.js";
import { address, bytes32, chainId, read, says, seconds, signature } from "./schema.js";

export const INSURER_CARD_FORMAT = "clairevoie-insurer-card/1";

/** A post-quantum recipient of age (ML-KEM-768 and X25519): bech32 of 1,216 bytes. */
const HYBRID_RECIPIENT = /^age1pq1[02-9ac-hj-np-z]{1952}$/;

export const insurerCardSchema = z
  .strictObject({
    format: z
      .literal(INSURER_CARD_FORMAT, says("wrong-version", { format: INSURER_CARD_FORMAT }))
      .meta({ description: "What the file is, and its version" }),
    chain: z
      .strictObject({
        chainId,
        partyRegistry: address.meta({ description: "Address of PartyRegistry, lower case" }),
      })
      .meta({ description: "Where the insurer is enrolled" }),
    amc: amcSchema,
    salt: bytes32.meta({ description: "Salt of the insurer's party id" }),
    recipient: z
      .string()
      .refine((text) => text.split("age1").length <= 2, { message: says("recipients-several"), abort: true })
      .regex(HYBRID_RECIPIENT, says("recipient-not-hybrid"))
      .optional()
      .meta({ description: "To whom certificates are enclosed (age), where the insurer takes enclosed ones" }),
    from: seconds.meta({ description: "First second at which the card is in force" }),
    until: seconds.meta({ description: "Last second at which the card is in force" }),
    key: address.meta({ description: "The key of the insurer that signed, lower case" }),
    signature,
  })
  .refine(({ from, until }) => from <= until, { message: says("ends-before-it-starts"), path: ["until"] })
  .meta({
    title: "Insurer card",
    description: "How an optician knows an insurer on chain, and grants it shares. Signed by a key of the insurer",
  });
/** How an optician knows an insurer on chain. Whoever has it can recognise the insurer; it is meant to be handed out. */
export type InsurerCard = z.infer<typeof insurerCardSchema>;

/** What of a card is signed. */
export type InsurerCardContent = Omit<InsurerCard, "format" | "key" | "signature">;

const CARD_TYPE = typeHash(TYPES.InsurerCard);

/** The types of a card for `signTypedData` of any wallet. */
export const INSURER_CARD_TYPES = { InsurerCard: fieldsOf(TYPES.InsurerCard) };

/**
 * What the insurer's key signs, in the domain of batches.
 *
 * @example
 * ```ts
 * import { insurerCardDigest, parseInsurerCard } from "clairevoie/protocol";
 * const digest = insurerCardDigest(parseInsurerCard(text));
 * ```
 */
export function insurerCardDigest({ chain, amc, salt, recipient = "", from, until }: InsurerCardContent): Hex {
  const members = [textHash(amc), member(salt), textHash(recipient), word(from), word(until)];
  const domain = { chainId: chain.chainId, verifyingContract: chain.partyRegistry };
  return typedDataDigest(domain, hashStruct(CARD_TYPE, ...members));
}

/**
 * The party id of the insurer of a card.
 *
 * @example
 * ```ts
 * import { insurerOfCard, parseInsurerCard } from "clairevoie/protocol";
 * const insurer = insurerOfCard(parseInsurerCard(text));
 * ```
 */
export function insurerOfCard({ salt, amc }: Pick<InsurerCard, "salt" | "amc">): Hex {
  return partyId(salt, "insurer", amc);
}

/**
 * Reads a card, and makes sure that its key signed it. Whether that key is the insurer's only the chain knows: `checkInsurerCard`.
 * @param input Its text, or its parsed JSON.
 * @param what What errors call it.
 * @throws {InputError} naming the field that is wrong.
 *
 * @example
 * ```ts
 * import { parseInsurerCard } from "clairevoie/protocol";
 * const { amc } = parseInsurerCard(text);
 * ```
 */
export function parseInsurerCard(input: unknown, what = "card"): InsurerCard {
  const card = read(insurerCardSchema, typeof input === "string" ? parseJson(input, what) : input, what);
  if (card.signature !== "0x" && recoverSigner(insurerCardDigest(card), card.signature) !== card.key) {
    throw new InputError(`${what}.signature`, "not-signed-by-key");
  }
  return card;
}

/** What the chain says of a card's key, at one block. */
export interface CardFacts {
  readonly chain: { readonly chainId: number; readonly partyRegistry: Hex };
  /** Unix seconds. */
  readonly time: number;
  /** How the card's key stands at that time. */
  readonly standing: Standing;
  /** When the key endorsed the card's digest, which a key without a signature does; 0 when it did not. */
  readonly endorsedAt: number;
}

/**
 * Makes sure that a card is of this chain, in force, and signed by a valid key of the insurer that it opens to.
 * @returns The party id of the insurer.
 * @throws {InputError} naming the field that is wrong.
 *
 * @example
 * ```ts
 * import { checkInsurerCard, parseInsurerCard } from "clairevoie/protocol";
 * const card = parseInsurerCard(text);
 * const standing = facts.standing(card.key, facts.block.time);
 * const insurer = checkInsurerCard(card, { chain: facts.chain, time: facts.block.time, standing, endorsedAt: 0 });
 * ```
 */
export function checkInsurerCard(card: InsurerCard, facts: CardFacts, what = "card"): Hex {
  const { chain, time, standing, endorsedAt } = facts;
  if (card.chain.chainId !== chain.chainId || card.chain.partyRegistry !== chain.partyRegistry) {
    throw new InputError(`${what}.chain`, "card-of-another-chain");
  }
  if (time < card.from) throw new InputError(`${what}.from`, "card-not-yet");
  if (time > card.until) throw new InputError(`${what}.until`, "card-over");
  if (card.signature === "0x" && endorsedAt === 0) throw new InputError(`${what}.signature`, "card-not-endorsed");
  const insurer = insurerOfCard(card);
  if (standing.status !== "valid") throw new InputError(`${what}.key`, "card-key-not-valid");
  if (standing.role !== "insurer") throw new InputError(`${what}.key`, "card-key-of-another-role");
  if (standing.party !== insurer) throw new InputError(`${what}.key`, "card-key-of-another-party");
  if (standing.suspended) throw new InputError(`${what}.key`, "card-insurer-suspended");
  return insurer;
}
