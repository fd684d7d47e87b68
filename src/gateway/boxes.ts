import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, randomBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { fromHex, type Hex, toHex } from "../protocol/bytes.js";
import { InputError } from "../protocol/errors.js";
import { BOX_BYTES } from "./wire.js";

/**
 * What a box is for: `delivery` from a laboratory to an optician, `claim` from an optician to an insurer, `patient` from an optician
 * to a patient. Its index says nothing of it.
 */
export type BoxKind = "delivery" | "claim" | "patient";

/** Most messages of one kind under one secret: a reader asks for all of them at once. */
export const MOST_MESSAGES = 16;
const INDEX_BYTES = 32;
const KEY_BYTES = 32;
/** Drawn at random: with 192 bits, no two meet. */
const NONCE_BYTES = 24;
const TAG_BYTES = 16;
const LENGTH_BYTES = 4;
const OVERHEAD = NONCE_BYTES + LENGTH_BYTES + TAG_BYTES;
const NO_SALT = new Uint8Array(0);

/** Most bytes that one box holds. */
export const LONGEST_MESSAGE = (BOX_BYTES.at(-1) as number) - OVERHEAD;

/** Where one message lies, and what opens it. */
export interface Box {
  readonly kind: BoxKind;
  readonly index: Hex;
  /** 32 bytes. Secret. */
  readonly key: Uint8Array;
}

/**
 * The box of a message, which its writer and its reader derive alike: each message has one of its own, written once.
 * @param secret What both hold, and nobody else: an eye secret or a unit secret (`delivery`), a claim secret (`claim`). Never the id of
 * a dossier, which stands in every receipt.
 * @param number From 0; below 16.
 *
 * @example
 * ```ts
 * import { boxOf } from "clairevoie/gateway";
 * import { claimSecret } from "clairevoie/protocol";
 * const { index } = boxOf(claimSecret(dossierFile.secret, 1), "claim", 0);
 * ```
 */
export function boxOf(secret: Uint8Array, kind: BoxKind, number: number): Box {
  if (!Number.isInteger(number) || number < 0 || number >= MOST_MESSAGES) {
    throw new InputError("box.number", "not-in-range", { least: 0, most: MOST_MESSAGES - 1, of: "number" });
  }
  const derived = hkdf(
    sha256,
    secret,
    NO_SALT,
    utf8ToBytes(`clairevoie/1/box/${kind}/${number}`),
    INDEX_BYTES + KEY_BYTES,
  );
  return { kind, index: toHex(derived.subarray(0, INDEX_BYTES)), key: derived.slice(INDEX_BYTES) };
}

/**
 * All the boxes of a kind, in their order: a reader asks for all of them, and reads to the first gap.
 *
 * @example
 * ```ts
 * import { boxesOf } from "clairevoie/gateway";
 * import { drawDossierSecret, eyeSecret } from "clairevoie/protocol";
 * boxesOf(eyeSecret(drawDossierSecret(), "right"), "delivery").length; // 16
 * ```
 */
export function boxesOf(secret: Uint8Array, kind: BoxKind): readonly Box[] {
  return Array.from({ length: MOST_MESSAGES }, (_, number) => boxOf(secret, kind, number));
}

/**
 * What erases a box: 32 bytes, of which the gateway has the hash.
 * @param secret Of whoever may erase: the dossier secret for claims and patients, whose readers do not have it; the eye secret or the
 * unit secret for deliveries, which laboratory and optician may both erase.
 *
 * @example
 * ```ts
 * import { boxOf, eraseToken } from "clairevoie/gateway";
 * import { claimSecret } from "clairevoie/protocol";
 * const token = eraseToken(dossierFile.secret, boxOf(claimSecret(dossierFile.secret, 1), "claim", 0).index);
 * ```
 */
export function eraseToken(secret: Uint8Array, index: Hex): Hex {
  return toHex(hkdf(sha256, secret, NO_SALT, concatBytes(utf8ToBytes("clairevoie/1/box-erase/"), fromHex(index)), 32));
}

/**
 * The content of a box: padded to one of few lengths, encrypted and authenticated, and bound to the box and its kind. What is stored
 * once is sent again as it is: closing anew gives another ciphertext, which the box refuses.
 * @throws {InputError} when the message is too long for any box.
 *
 * @example
 * ```ts
 * import { boxOf, closeBox, openBox } from "clairevoie/gateway";
 * const box = boxOf(secret, "delivery", 0);
 * const message = openBox(box, closeBox(box, bytes));
 * ```
 */
export function closeBox(box: Box, message: Uint8Array): Uint8Array {
  const size = BOX_BYTES.find((bytes) => message.length + OVERHEAD <= bytes);
  if (size === undefined) throw new InputError("box", "too-large", { limit: LONGEST_MESSAGE });
  const plain = new Uint8Array(size - NONCE_BYTES - TAG_BYTES);
  new DataView(plain.buffer).setUint32(0, message.length);
  plain.set(message, LENGTH_BYTES);
  const nonce = randomBytes(NONCE_BYTES);
  return concatBytes(nonce, xchacha20poly1305(box.key, nonce, boundTo(box)).encrypt(plain));
}

/**
 * The message of a box; undefined where it is not what was put there: changed, swapped, cut, or of another kind.
 *
 * @example
 * ```ts
 * import { boxOf, openBox } from "clairevoie/gateway";
 * const message = openBox(boxOf(secret, "delivery", 0), bytes);
 * ```
 */
export function openBox(box: Box, content: Uint8Array): Uint8Array | undefined {
  if (!BOX_BYTES.some((bytes) => bytes === content.length)) return undefined;
  const nonce = content.subarray(0, NONCE_BYTES);
  let plain: Uint8Array;
  try {
    plain = xchacha20poly1305(box.key, nonce, boundTo(box)).decrypt(content.subarray(NONCE_BYTES));
  } catch {
    return undefined;
  }
  const length = new DataView(plain.buffer, plain.byteOffset).getUint32(0);
  if (length > plain.length - LENGTH_BYTES) return undefined;
  const message = plain.slice(LENGTH_BYTES, LENGTH_BYTES + length);
  return plain.subarray(LENGTH_BYTES + length).some((byte) => byte !== 0) ? undefined : message;
}

/** Associated data: index, kind, version. */
function boundTo({ index, kind }: Box): Uint8Array {
  return concatBytes(fromHex(index), utf8ToBytes(`clairevoie/1/box/${kind}`));
}

/**
 * Indexes with random ones among them, in random order: who reads the requests does not see how many boxes are asked for.
 * @internal
 */
export function padded(indexes: readonly Hex[], size: number): readonly Hex[] {
  const all = [...new Set(indexes)];
  while (all.length < size) all.push(toHex(randomBytes(INDEX_BYTES)));
  return all.sort(); // Indexes are as good as random: their order says nothing of which was asked for.
}
