import { concatBytes } from "@noble/hashes/utils.js";
import { poseidon2 } from "poseidon-lite/poseidon2";
import * as z from "zod";
import { type Hex, toBigInt, toHex, word } from "./bytes.js";
import { FIELD_ORDER } from "./derivation.js";
import { InputError } from "./errors.js";
import { read, says } from "./schema.js";

/** Hundredths of a dioptre, exact: `-2.00 D` is -200. Two systems can never round apart. */
export type Hundredths = number;

export type LensType = "unifocal" | "multifocal" | "progressive";
export const LENS_TYPES: readonly LensType[] = ["unifocal", "multifocal", "progressive"];

/**
 * The number of a lens type in commitments.
 * @internal
 */
export function lensTypeNumber(type: LensType): number {
  return LENS_TYPES.indexOf(type);
}

/**
 * The correction of one eye. Powers in hundredths of a dioptre (of a prism dioptre for `prism`), angles in degrees.
 * Written by a person or a program it may use either cylinder notation; committed, it is canonical.
 */
export interface Prescription {
  readonly lensType: LensType;
  readonly sphere: Hundredths;
  readonly cylinder: Hundredths;
  readonly axis: number;
  readonly addition: Hundredths;
  readonly prism: Hundredths;
  readonly prismBase: number;
}

const whole = (least: number, most: number) => z.int().min(least).max(most);

export const prescriptionSchema = z
  .strictObject({
    lensType: z.enum(LENS_TYPES as [LensType, ...LensType[]]),
    sphere: whole(-4000, 4000),
    cylinder: whole(-1500, 1500),
    axis: whole(0, 180),
    addition: whole(0, 600),
    prism: whole(0, 2000),
    prismBase: whole(0, 360),
  })
  .refine((p) => (p.lensType === "unifocal") === (p.addition === 0), {
    message: says("addition-of-lens-type"),
    path: ["addition"],
  })
  .refine((p) => Math.abs(p.sphere + Math.min(p.cylinder, 0)) <= 4000, {
    message: says("out-of-range-transposed"),
    path: ["sphere"],
  });

/**
 * The one spelling of a correction: positive cylinder, axis 1 to 180 (0 without cylinder), prism base 0 to 359 (0
 * without prism). `-2.00 (-1.00) 20` and `-3.00 (+1.00) 110` are the same lens: S' = S + C, C' = -C, axis' = axis ± 90.
 * @throws {InputError} naming the field that is out of range.
 *
 * @example
 * ```ts
 * import { canonicalPrescription } from "clairevoie/protocol";
 * const { sphere } = canonicalPrescription(prescription);
 * ```
 */
export function canonicalPrescription(prescription: Prescription): Prescription {
  const given = read(prescriptionSchema, prescription, "prescription");
  const negative = given.cylinder < 0;
  const turned = negative ? given.axis + 90 : given.axis;
  const axis = turned > 180 ? turned - 180 : turned;
  return {
    lensType: given.lensType,
    sphere: (negative ? given.sphere + given.cylinder : given.sphere) + 0, // Never -0, which is not 0 to every reader.
    cylinder: Math.abs(given.cylinder),
    axis: given.cylinder === 0 ? 0 : axis === 0 ? 180 : axis,
    addition: given.addition,
    prism: given.prism,
    prismBase: given.prism === 0 ? 0 : given.prismBase % 360,
  };
}

/**
 * Reads dioptres as people write them: `+1.25`, `-0,50`, `plan`.
 * @throws {InputError} when it is not a number with at most two decimals.
 *
 * @example
 * ```ts
 * import { hundredths } from "clairevoie/protocol";
 * hundredths("+1,25"); // 125
 * ```
 */
export function hundredths(dioptres: string, field = "dioptres"): Hundredths {
  const text = dioptres.trim().replace(",", ".").replace("−", "-");
  if (/^(?:plan|plano|pl)$/i.test(text)) return 0;
  const match = /^([+-]?)(\d{1,2})(?:\.(\d{1,2}))?$/.exec(text);
  if (!match) throw new InputError(field, "not-dioptres");
  const magnitude = Number(match[2]) * 100 + Number((match[3] ?? "").padEnd(2, "0"));
  return match[1] === "-" && magnitude !== 0 ? -magnitude : magnitude;
}

const ENCODING_VERSION = 1;
const SPHERE_OFFSET = 0x8000; // Keeps the sphere positive, for a circuit to split it into bits.

function uint16(value: number): Uint8Array {
  return Uint8Array.of(value >> 8, value & 0xff);
}

/**
 * A canonical prescription in 15 bytes: version, aspect, lens type, then six 16-bit numbers, most significant byte first.
 *
 * @example
 * ```ts
 * import { canonicalPrescription, encodePrescription } from "clairevoie/protocol";
 * encodePrescription(9, canonicalPrescription(prescription)).length; // 15
 * ```
 */
export function encodePrescription(aspect: number, canonical: Prescription): Uint8Array {
  return concatBytes(
    Uint8Array.of(ENCODING_VERSION, aspect, lensTypeNumber(canonical.lensType)),
    uint16(canonical.sphere + SPHERE_OFFSET),
    uint16(canonical.cylinder),
    uint16(canonical.axis),
    uint16(canonical.addition),
    uint16(canonical.prism),
    uint16(canonical.prismBase),
  );
}

/**
 * Poseidon over BN254 of (salt, encoded prescription), so that a circuit can open it cheaply.
 * @param aspect 9 for the right eye, 10 for the left.
 * @param salt Below the field's order, 32 bytes.
 * @see {@link https://eprint.iacr.org/2019/458 | Poseidon}, parameters of circomlib.
 * @internal
 */
export function commitPrescription(aspect: number, salt: Hex, prescription: Prescription): Hex {
  const element = BigInt(salt);
  if (element >= FIELD_ORDER) throw new InputError("salt", "above-field-order");
  const encoded = toBigInt(encodePrescription(aspect, canonicalPrescription(prescription)));
  return toHex(word(poseidon2([element, encoded])));
}
