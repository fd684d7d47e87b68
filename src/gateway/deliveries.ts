import * as z from "zod";
import { InputError, type Receipt, read, receiptSchema } from "../protocol/index.js";
import { parseJson } from "../protocol/json.js";
import { CannotTell, type GatewayAddress } from "./asking.js";
import { type BoxPosting, closedBox, postBox, readMessages } from "./box-client.js";
import { boxesOf } from "./boxes.js";

const receiptsSchema = z.array(receiptSchema).min(1);

/**
 * Posts receipts of a shipment for the optician, in the first box of the eye that is free: once the lenses leave, never before. What
 * was posted before is not posted twice.
 * @param secret The eye secret of the order ticket, of the first eye that is shipped; of a stock lens its unit secret.
 * @returns Until when they are kept, in unix seconds.
 * @throws {CannotTell} when the gateway does not answer, refuses or has no box left for them.
 *
 * @example
 * ```ts
 * import { postReceipts } from "clairevoie/gateway";
 * const posting = { gateway: address, chain, signer };
 * const until = await postReceipts({ url: "https://gateway.example" }, secret, receipts, posting);
 * ```
 */
export async function postReceipts(
  address: GatewayAddress,
  secret: Uint8Array,
  receipts: readonly Receipt[],
  posting: BoxPosting,
): Promise<number> {
  const message = new TextEncoder().encode(JSON.stringify(read(receiptsSchema, receipts, "receipts")));
  for (const box of boxesOf(secret, "delivery")) {
    const stored = await postBox(address, closedBox(box, message, secret), posting);
    if (stored !== "taken") return stored.until;
  }
  throw new CannotTell("boxes-full");
}

/**
 * Reads the receipts that laboratories posted, of many lenses at once. What is no receipt is passed over: `audit` and `verify` say
 * what is missing, a box never does.
 * @param secrets Eye secrets and unit secrets.
 * @throws {CannotTell} when the gateway does not answer, refuses or answers nonsense.
 *
 * @example
 * ```ts
 * import { readReceipts } from "clairevoie/gateway";
 * import { eyeSecret } from "clairevoie/protocol";
 * const received = await readReceipts({ url: "https://gateway.example" }, [eyeSecret(dossierFile.secret, "right")]);
 * ```
 */
export async function readReceipts(
  address: GatewayAddress,
  secrets: readonly Uint8Array[],
): Promise<readonly Receipt[]> {
  const found = await readMessages(address, secrets, "delivery");
  return found.flatMap(({ messages }) => messages.flatMap(receiptsIn));
}

function receiptsIn(message: Uint8Array): readonly Receipt[] {
  try {
    return read(receiptsSchema, parseJson(new TextDecoder().decode(message), "receipts"), "receipts");
  } catch (error) {
    if (error instanceof InputError) return [];
    throw error;
  }
}
