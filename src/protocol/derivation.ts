import { secp256k1 } from "@noble/curves/secp256k1.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { randomBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { type Hex, toBigInt, toHex, word } from "./bytes.js";
import { accountOf, hashStruct, member, TYPES, typeHash } from "./eip712.js";

/** Which lens. */
export type Eye = "right" | "left";
export const EYES: readonly Eye[] = ["right", "left"];

/** 1 for the first complementary insurer, 2 for the second. */
export type Rank = 1 | 2;

/** Length in bytes of the secret of a dossier, from which all else derives. */
export const DOSSIER_SECRET_BYTES = 32;
/** Length in bytes of the secrets that travel in tickets: 192 bits, so that a ticket fits 200 characters. */
export const TICKET_SECRET_BYTES = 24;

/** Order of the scalar field of BN254, in which Poseidon computes. */
export const FIELD_ORDER = 21888242871839275222246405745257275088548364400416034343698204186575808495617n;

const NO_SALT = new Uint8Array(0);

/** HKDF-SHA256 (RFC 5869) without salt; `info` is the label, in ASCII, after the protocol's name and version. */
function derive(secret: Uint8Array, label: string, length: number): Uint8Array {
  return hkdf(sha256, secret, NO_SALT, utf8ToBytes(`clairevoie/1/${label}`), length);
}

/**
 * A new dossier secret, from the platform's CSPRNG.
 *
 * @example
 * ```ts
 * import { drawDossierSecret } from "clairevoie/protocol";
 * const secret = drawDossierSecret();
 * secret.length; // 32
 * ```
 */
export function drawDossierSecret(): Uint8Array {
  return randomBytes(DOSSIER_SECRET_BYTES);
}

/**
 * The public handle of a dossier: unguessable, and the same for all its parties.
 *
 * @example
 * ```ts
 * import { dossierId, drawDossierSecret } from "clairevoie/protocol";
 * const id = dossierId(drawDossierSecret());
 * ```
 */
export function dossierId(dossierSecret: Uint8Array): Hex {
  return hashDossier({ seed: dossierSeed(dossierSecret), settler: settlerAddress(dossierSecret) });
}

/** What a dossier's id is the hash of: shown to insurers only. */
export interface DossierOpening {
  /** 32 bytes. */
  readonly seed: Hex;
  /** The account whose key grants the shares to insurers. */
  readonly settler: Hex;
}

const DOSSIER_TYPE = typeHash(TYPES.Dossier);

/**
 * The id of the dossier of this opening. No other object of the protocol has an id that is one.
 *
 * @example
 * ```ts
 * import { dossierSeed, hashDossier, settlerAddress } from "clairevoie/protocol";
 * const id = hashDossier({ seed: dossierSeed(secret), settler: settlerAddress(secret) });
 * ```
 */
export function hashDossier({ seed, settler }: DossierOpening): Hex {
  return toHex(hashStruct(DOSSIER_TYPE, member(seed), word(BigInt(settler))));
}

/**
 * What makes a dossier's id unguessable. For the optician and the insurers. 32 bytes.
 *
 * @example
 * ```ts
 * import { dossierSeed, drawDossierSecret } from "clairevoie/protocol";
 * const seed = dossierSeed(drawDossierSecret());
 * ```
 */
export function dossierSeed(dossierSecret: Uint8Array): Hex {
  return toHex(derive(dossierSecret, "dossier-seed", 32));
}

const CURVE_ORDER = secp256k1.Point.Fn.ORDER;

/**
 * The private key that grants the shares of a dossier. It stays with the optician. 32 bytes, uniform but for 2^-128.
 *
 * @example
 * ```ts
 * import { drawDossierSecret, settlerKey } from "clairevoie/protocol";
 * settlerKey(drawDossierSecret()).length; // 32
 * ```
 */
export function settlerKey(dossierSecret: Uint8Array): Uint8Array {
  return word(1n + (toBigInt(derive(dossierSecret, "settler-key", 48)) % (CURVE_ORDER - 1n)));
}

/**
 * The account of the settler's key, in lower case.
 *
 * @example
 * ```ts
 * import { drawDossierSecret, settlerAddress } from "clairevoie/protocol";
 * const settler = settlerAddress(drawDossierSecret());
 * ```
 */
export function settlerAddress(dossierSecret: Uint8Array): Hex {
  return accountOf(secp256k1.getPublicKey(settlerKey(dossierSecret), false));
}

/**
 * What opens reference, billing and frame. For the optician and the insurers. 24 bytes.
 *
 * @example
 * ```ts
 * import { drawDossierSecret, insurerSecret } from "clairevoie/protocol";
 * insurerSecret(drawDossierSecret()).length; // 24
 * ```
 */
export function insurerSecret(dossierSecret: Uint8Array): Uint8Array {
  return derive(dossierSecret, "insurer-secret", TICKET_SECRET_BYTES);
}

/**
 * What opens one payer's aspect. For the optician and that insurer. 24 bytes.
 *
 * @example
 * ```ts
 * import { drawDossierSecret, payerSecret } from "clairevoie/protocol";
 * payerSecret(drawDossierSecret(), 1).length; // 24
 * ```
 */
export function payerSecret(dossierSecret: Uint8Array, rank: Rank): Uint8Array {
  return derive(dossierSecret, `payer-secret/${rank}`, TICKET_SECRET_BYTES);
}

/**
 * What opens both code aspects. For the optician, the insurers, and a lens maker that makes both lenses. 24 bytes.
 *
 * @example
 * ```ts
 * import { codeSecret, drawDossierSecret } from "clairevoie/protocol";
 * codeSecret(drawDossierSecret()).length; // 24
 * ```
 */
export function codeSecret(dossierSecret: Uint8Array): Uint8Array {
  return derive(dossierSecret, "code-secret", TICKET_SECRET_BYTES);
}

/**
 * What finds the box in which the enclosed certificate of a rank lies, and opens the box: the whole claim ticket. For the optician
 * and the insurer of that rank. 24 bytes.
 *
 * @example
 * ```ts
 * import { claimSecret, drawDossierSecret } from "clairevoie/protocol";
 * claimSecret(drawDossierSecret(), 1).length; // 24
 * ```
 */
export function claimSecret(dossierSecret: Uint8Array, rank: Rank): Uint8Array {
  return derive(dossierSecret, `claim-secret/${rank}`, TICKET_SECRET_BYTES);
}

/**
 * What opens the lens, the prescription and the order reference of one eye. For the optician and its lens maker. 24 bytes.
 *
 * @example
 * ```ts
 * import { drawDossierSecret, eyeSecret } from "clairevoie/protocol";
 * eyeSecret(drawDossierSecret(), "left").length; // 24
 * ```
 */
export function eyeSecret(dossierSecret: Uint8Array, eye: Eye): Uint8Array {
  return derive(dossierSecret, `eye-secret/${eye}`, TICKET_SECRET_BYTES);
}

/**
 * The public handle of a stock lens, from the secret that its maker drew for it: unguessable, and the same for all who
 * speak of it.
 *
 * @example
 * ```ts
 * import { drawUnitSecret, stockNullifier } from "clairevoie/protocol";
 * const nullifier = stockNullifier(drawUnitSecret());
 * ```
 */
export function stockNullifier(unitSecret: Uint8Array): Hex {
  return toHex(derive(unitSecret, "stock-nullifier", 32));
}

/**
 * Salts that the insurer secret gives.
 *
 * @example
 * ```ts
 * import { drawDossierSecret, insurerSalt, insurerSecret } from "clairevoie/protocol";
 * const salt = insurerSalt(insurerSecret(drawDossierSecret()), "billing");
 * ```
 */
export function insurerSalt(secret: Uint8Array, aspect: "reference" | "billing" | "frame"): Hex {
  return toHex(derive(secret, `salt/${aspect}`, 32));
}

/**
 * The salt that a payer secret gives.
 *
 * @example
 * ```ts
 * import { drawDossierSecret, payerSalt, payerSecret } from "clairevoie/protocol";
 * const salt = payerSalt(payerSecret(drawDossierSecret(), 2));
 * ```
 */
export function payerSalt(secret: Uint8Array): Hex {
  return toHex(derive(secret, "salt/payer", 32));
}

/**
 * The salt of one eye's code. A maker of one lens is given this salt and not the secret, which would open both.
 *
 * @example
 * ```ts
 * import { codeSalt, codeSecret, drawDossierSecret } from "clairevoie/protocol";
 * const salt = codeSalt(codeSecret(drawDossierSecret()), "right");
 * ```
 */
export function codeSalt(secret: Uint8Array, eye: Eye): Hex {
  return toHex(derive(secret, `salt/code/${eye}`, 32));
}

/**
 * Salts that an eye secret gives to EIP-712 aspects.
 *
 * @example
 * ```ts
 * import { drawDossierSecret, eyeSalt, eyeSecret } from "clairevoie/protocol";
 * const salt = eyeSalt(eyeSecret(drawDossierSecret(), "right"), "lens");
 * ```
 */
export function eyeSalt(secret: Uint8Array, aspect: "lens" | "order" | "maker"): Hex {
  return toHex(derive(secret, `salt/${aspect}`, 32));
}

/**
 * The salt of a prescription: 48 bytes reduced modulo the field's order, so that its bias is below 2^-129.
 *
 * @example
 * ```ts
 * import { drawDossierSecret, eyeSecret, prescriptionSalt } from "clairevoie/protocol";
 * const salt = prescriptionSalt(eyeSecret(drawDossierSecret(), "right"));
 * ```
 */
export function prescriptionSalt(secret: Uint8Array): Hex {
  return toHex(word(toBigInt(derive(secret, "salt/prescription", 48)) % FIELD_ORDER));
}
