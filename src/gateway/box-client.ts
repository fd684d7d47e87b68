import type { Signer } from "ethers";
import * as z from "zod";
import { type Hex, normalizeSignature } from "../protocol/index.js";
import { ask, CannotTell, type GatewayAddress, originOf, SMALL_ANSWER } from "./asking.js";
import { type Box, type BoxKind, boxesOf, closeBox, eraseToken, openBox, padded } from "./boxes.js";
import {
  BOX_BYTES,
  BOX_DAYS,
  BOX_POST_TYPES,
  boxesSchema,
  boxPostDigest,
  boxStoredSchema,
  contentHash,
  eraserOf,
  gatewayDomain,
  MOST_READ,
} from "./wire.js";

const LARGEST_CONTENT = 4 * Math.ceil((BOX_BYTES.at(-1) as number) / 3) + 16;

/** A box that was posted, or is to be posted again as it is. Keep it until it is stored: closing anew gives another content. */
export interface ClosedBox {
  readonly index: Hex;
  readonly content: Uint8Array;
  /** Erases it. Opens nothing. */
  readonly token: Hex;
}

/**
 * Closes a message for its box, to be posted.
 * @param eraser The secret of whoever may erase it (`eraseToken`).
 *
 * @example
 * ```ts
 * import { boxOf, closedBox } from "clairevoie/gateway";
 * import { claimSecret } from "clairevoie/protocol";
 * const closed = closedBox(boxOf(claimSecret(dossierFile.secret, 1), "claim", 0), bytes, dossierFile.secret);
 * ```
 */
export function closedBox(box: Box, message: Uint8Array, eraser: Uint8Array): ClosedBox {
  return { index: box.index, content: closeBox(box, message), token: eraseToken(eraser, box.index) };
}

/** For whom a box is posted, and by whose key: the key pays out of its party's quota, and is not stored with the box. */
export interface BoxPosting {
  /** Account of the gateway, as its status says. */
  readonly gateway: Hex;
  readonly chain: { readonly chainId: number; readonly partyRegistry: Hex };
  readonly signer: Pick<Signer, "getAddress" | "signTypedData">;
  readonly days?: number;
  /** Unix seconds; now by default. */
  readonly time?: number;
}

/**
 * Posts a closed box. Posted again as it is, the answer is the same.
 * @returns Until when it is kept, in unix seconds; `taken` where another content lies there: take the next number.
 * @throws {CannotTell} when the gateway does not answer or refuses.
 *
 * @example
 * ```ts
 * import { boxOf, closedBox, postBox } from "clairevoie/gateway";
 * const closed = closedBox(boxOf(secret, "delivery", 0), bytes, secret);
 * const stored = await postBox({ url: "https://gateway.example" }, closed, { gateway: address, chain, signer });
 * ```
 */
export async function postBox(
  address: GatewayAddress,
  { index, content, token }: ClosedBox,
  { gateway, chain, signer, days = BOX_DAYS.default, time = Math.floor(Date.now() / 1000) }: BoxPosting,
): Promise<{ readonly until: number } | "taken"> {
  const eraser = eraserOf(token);
  const domain = gatewayDomain({ chainId: chain.chainId, verifyingContract: chain.partyRegistry });
  const post = { gateway, index, content: contentHash(content), eraser, days, time };
  const given = await signer.signTypedData(domain, BOX_POST_TYPES, post);
  const signature = normalizeSignature(boxPostDigest(domain, post), given, await signer.getAddress());
  const body = { index, content: base64(content), eraser, days, time, signature };
  try {
    return await ask(address, "/v1/boxes", body, boxStoredSchema, SMALL_ANSWER);
  } catch (error) {
    if (error instanceof CannotTell && "problem" in error && error.problem === "box-taken") return "taken";
    throw error;
  }
}

/**
 * Reads boxes, many at once, padded with random indexes.
 * @returns The contents, by index; those that lie nowhere are not there.
 * @throws {CannotTell} when the gateway does not answer, refuses or answers nonsense.
 *
 * @example
 * ```ts
 * import { boxesOf, readBoxes } from "clairevoie/gateway";
 * const indexes = boxesOf(secret, "delivery").map(({ index }) => index);
 * const contents = await readBoxes({ url: "https://gateway.example" }, indexes);
 * ```
 */
export async function readBoxes(
  address: GatewayAddress,
  indexes: readonly Hex[],
): Promise<ReadonlyMap<Hex, Uint8Array>> {
  const found = new Map<Hex, Uint8Array>();
  const wanted = new Set(indexes);
  const step = wanted.size > READ_STEP ? MOST_READ : READ_STEP;
  const all = padded(indexes, Math.ceil(Math.max(1, wanted.size) / step) * step);
  for (let from = 0; from < all.length; from += MOST_READ) {
    const some = all.slice(from, from + MOST_READ);
    const most = some.length * LARGEST_CONTENT;
    const { contents } = await ask(address, "/v1/boxes/read", { indexes: some }, boxesSchema, most);
    if (contents.length !== some.length) throw new CannotTell("gateway-garbled", { origin: originOf(address) });
    for (const [i, content] of contents.entries()) {
      const index = some[i] as Hex;
      if (content !== null && wanted.has(index)) found.set(index, fromBase64(content));
    }
  }
  return found;
}

/** Requests have two lengths: this one, of the messages under one secret or two, and the most that there may be. */
const READ_STEP = 32;

/**
 * Erases a box; a tombstone stays until it would have expired.
 * @throws {CannotTell} when the gateway does not answer or refuses: try again.
 *
 * @example
 * ```ts
 * import { boxOf, eraseBox, eraseToken } from "clairevoie/gateway";
 * const { index } = boxOf(secret, "delivery", 0);
 * await eraseBox({ url: "https://gateway.example" }, { index, token: eraseToken(secret, index) });
 * ```
 */
export async function eraseBox(
  address: GatewayAddress,
  { index, token }: Pick<ClosedBox, "index" | "token">,
): Promise<void> {
  await ask(address, "/v1/boxes/erase", { index, token }, z.unknown(), SMALL_ANSWER);
}

/** What lies in the boxes of a kind under one secret, up to the first gap. */
export interface Messages {
  readonly messages: readonly Uint8Array[];
  /** Whether a content lies there that its writer did not put there. */
  readonly spoilt: boolean;
}

/**
 * Reads the messages of a kind, up to the first gap.
 * @throws {CannotTell} as `readBoxes` does.
 *
 * @example
 * ```ts
 * import { readMessages } from "clairevoie/gateway";
 * import { eyeSecret } from "clairevoie/protocol";
 * const [read] = await readMessages({ url: "https://gateway.example" }, [eyeSecret(dossierFile.secret, "right")], "delivery");
 * ```
 */
export async function readMessages(
  address: GatewayAddress,
  secrets: readonly Uint8Array[],
  kind: BoxKind,
): Promise<readonly Messages[]> {
  const boxes = secrets.map((secret) => boxesOf(secret, kind));
  const contents = await readBoxes(
    address,
    boxes.flatMap((some) => some.map(({ index }) => index)),
  );
  return boxes.map((some) => {
    const messages: Uint8Array[] = [];
    let spoilt = false;
    for (const box of some) {
      const content = contents.get(box.index);
      if (!content) break;
      const message = openBox(box, content);
      if (message) messages.push(message);
      else spoilt = true;
    }
    return { messages, spoilt };
  });
}

function base64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(text);
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}
