import type { Signer } from "ethers";
import { ChainError } from "../chain/errors.js";
import type { Suite } from "../chain/index.js";
import { askingAt } from "../chain/live.js";
import { asRefusal } from "../chain/refusals.js";
import { DOMAIN_NAMES } from "../protocol/eip712.js";
import {
  type CardFacts,
  checkInsurerCard,
  type Hex,
  INSURER_CARD_FORMAT,
  INSURER_CARD_TYPES,
  type InsurerCard,
  insurerCardDigest,
  insurerOfCard,
  normalizeSignature,
  parseInsurerCard,
} from "../protocol/index.js";
import type { Identity } from "./member.js";

/**
 * Signs an insurer's card, and makes sure that the chain knows the key as a valid one of the insurer.
 * @throws {InputError} naming what is wrong. @throws {ChainError} when the node does not answer.
 *
 * @example
 * ```ts
 * import { makeInsurerCard } from "clairevoie/parties";
 * const card = await makeInsurerCard(suite, signer, identity, { from: 1_767_225_600, until: 1_798_761_600 });
 * ```
 */
export async function makeInsurerCard(
  suite: Suite,
  signer: Signer,
  { salt, identifier: amc }: Identity,
  { recipient, from, until }: Pick<InsurerCard, "recipient" | "from" | "until">,
): Promise<InsurerCard> {
  const { chainId, partyRegistry } = suite.reference;
  const domain = { ...DOMAIN_NAMES, chainId, verifyingContract: partyRegistry };
  const value = { amc, salt, recipient: recipient ?? "", from, until };
  const chain = { chainId, partyRegistry };
  const key = await signer.getAddress();
  const given = await signer.signTypedData(domain, INSURER_CARD_TYPES, value);
  const card = parseInsurerCard({
    format: INSURER_CARD_FORMAT,
    chain,
    ...value,
    recipient,
    key: key.toLowerCase(),
    signature: normalizeSignature(insurerCardDigest({ chain, ...value }), given, key),
  });
  // A card that starts later is judged as of then: the key must be good today.
  checkInsurerCard(card, { ...(await cardFacts(suite, card)), time: card.from });
  return card;
}

/**
 * Reads an insurer card, and makes sure that it is in force and that the chain knows its key as a valid one of the insurer, now.
 * @param input Its text, or its parsed JSON.
 * @returns The card and the insurer's party id.
 * @throws {InputError} naming what is wrong. @throws {ChainError} when the node does not answer.
 *
 * @example
 * ```ts
 * import { verifyInsurerCard } from "clairevoie/parties";
 * const { insurer } = await verifyInsurerCard(suite, text);
 * ```
 */
export async function verifyInsurerCard(
  suite: Suite,
  input: unknown,
  what = "card",
): Promise<{ readonly card: InsurerCard; readonly insurer: Hex }> {
  const card = parseInsurerCard(input, what);
  return { card, insurer: checkInsurerCard(card, await cardFacts(suite, card), what) };
}

/**
 * Reads an insurer card where no node is: its signature, dates and chain are checked, and not whether the key is the insurer's.
 * Take such a card from the insurer itself: anybody can sign one.
 * @param chain The chain that is meant.
 * @param time Unix seconds.
 * @returns The card and the party id that it opens to.
 * @throws {InputError} naming what is wrong; also where a smart account endorsed the card, which only the chain knows.
 *
 * @example
 * ```ts
 * import { readInsurerCard } from "clairevoie/parties";
 * const { insurer } = readInsurerCard(chain, text, Math.floor(Date.now() / 1000));
 * ```
 */
export function readInsurerCard(
  chain: CardFacts["chain"],
  input: unknown,
  time: number,
  what = "card",
): { readonly card: InsurerCard; readonly insurer: Hex } {
  const card = parseInsurerCard(input, what);
  const standing = { party: insurerOfCard(card), role: "insurer", status: "valid", suspended: false } as const;
  return { card, insurer: checkInsurerCard(card, { chain, time, standing, endorsedAt: 0 }, what) };
}

async function cardFacts(suite: Suite, card: InsurerCard): Promise<CardFacts> {
  try {
    const block = await suite.reader.block("latest");
    if (!block) throw new ChainError("unreachable", "node-without-block", { block: "latest" });
    const live = askingAt(suite, block.number);
    const [standing, endorsedAt] = await Promise.all([
      live.standing(card.key, block.timestamp),
      card.signature === "0x" ? live.endorsedAt(card.key, insurerCardDigest(card)) : 0,
    ]);
    return { chain: suite.reference, time: block.timestamp, standing, endorsedAt };
  } catch (error) {
    throw asRefusal(error, "reading-key");
  }
}
