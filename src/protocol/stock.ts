import { randomBytes } from "@noble/hashes/utils.js";
import type { Hex } from "./bytes.js";
import { toHex, word } from "./bytes.js";
import { EYES, type Eye, stockNullifier, TICKET_SECRET_BYTES } from "./derivation.js";
import { hashStruct, member, TYPES, typeHash } from "./eip712.js";

/** What opens the receipt of a stock lens. */
export interface StockOpening {
  /** Position of the receipt among those that are judged. */
  readonly receipt: number;
  /** The eye that the lens serves. */
  readonly eye: Eye;
  /** Public handle of the unit. */
  readonly nullifier: Hex;
}

/** A use of a unit as it stands in `StockRegistry`. */
export interface StockUse {
  readonly marker: Hex;
  readonly tag: Hex;
}

/**
 * A new secret of a stock lens, from the platform's CSPRNG. In the dossier that the lens is used for it stands for the eye
 * secret, and gives the salt of that eye's code. 24 bytes.
 *
 * @example
 * ```ts
 * import { drawUnitSecret } from "clairevoie/protocol";
 * drawUnitSecret().length; // 24
 * ```
 */
export function drawUnitSecret(): Uint8Array {
  return randomBytes(TICKET_SECRET_BYTES);
}

/**
 * The number of an eye in stock tags and openings: 0 right, 1 left.
 * @internal
 */
export function eyeNumber(eye: Eye): number {
  return EYES.indexOf(eye);
}

const UNIT_TYPE = typeHash(TYPES.StockUnit);
const MARKER_TYPE = typeHash(TYPES.StockMarker);
const TAG_TYPE = typeHash(TYPES.StockTag);

/**
 * What a stock statement names in place of a dossier: the unit, and the party (its id) that it was shipped to.
 *
 * @example
 * ```ts
 * import { drawUnitSecret, stockNullifier, stockUnit } from "clairevoie/protocol";
 * const unit = stockUnit(stockNullifier(drawUnitSecret()), party);
 * ```
 */
export function stockUnit(nullifier: Hex, store: Hex): Hex {
  return toHex(hashStruct(UNIT_TYPE, member(nullifier), member(store)));
}

/**
 * What a use of a unit is filed under on chain. Who has no nullifier cannot tell which unit it is.
 *
 * @example
 * ```ts
 * import { drawUnitSecret, stockMarker, stockNullifier } from "clairevoie/protocol";
 * const marker = stockMarker(stockNullifier(drawUnitSecret()));
 * ```
 */
export function stockMarker(nullifier: Hex): Hex {
  return toHex(hashStruct(MARKER_TYPE, member(nullifier)));
}

/**
 * What a use for one eye of a dossier is recognised by. A unit serves one eye.
 *
 * @example
 * ```ts
 * import { drawUnitSecret, stockNullifier, stockTag } from "clairevoie/protocol";
 * const tag = stockTag(dossier, stockNullifier(drawUnitSecret()), "left");
 * ```
 */
export function stockTag(dossier: Hex, nullifier: Hex, eye: Eye): Hex {
  return toHex(hashStruct(TAG_TYPE, member(dossier), member(nullifier), word(eyeNumber(eye))));
}

/**
 * The use that consumes the unit of this secret for one eye of a dossier.
 *
 * @example
 * ```ts
 * import { drawUnitSecret, stockUseOf } from "clairevoie/protocol";
 * const { marker, tag } = stockUseOf(drawUnitSecret(), dossier, "right");
 * ```
 */
export function stockUseOf(unitSecret: Uint8Array, dossier: Hex, eye: Eye): StockUse {
  const nullifier = stockNullifier(unitSecret);
  return { marker: stockMarker(nullifier), tag: stockTag(dossier, nullifier, eye) };
}
