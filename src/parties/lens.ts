import {
  type AspectName,
  type Code,
  codeSalt,
  codeSecret,
  commit,
  EYES,
  type Eye,
  eyeSalt,
  eyeSecret,
  type Hex,
  InputError,
  type Lens,
  ofEye,
  orderTicket,
  type Prescription,
  prescriptionSalt,
  stockNullifier,
} from "../protocol/index.js";

/** A dossier, as its optician holds it. Destroying `secret` makes all that was stated of it meaningless. */
export interface Dossier {
  readonly id: Hex;
  /** 32 bytes. Never leaves the optician; tickets carry what derives from it. */
  readonly secret: Uint8Array;
  /** For each eye whose lens comes from stock, the secret of that unit (24 bytes). */
  readonly stock?: { readonly [E in Eye]?: Uint8Array };
}

/** What the optician knows of one lens. */
export interface LensFile {
  readonly code: Code;
  readonly lens: Lens;
  readonly prescription: Prescription;
  /** The lens maker's order reference, once it is known. */
  readonly orderReference?: string;
  /** Who makes the lens: the maker's SIREN or EUDAMED number. */
  readonly maker?: string;
}

/** What the lens maker knows of the lenses that it ships: what it made, not what it was told. Its own identifier among it. */
export type Delivery = {
  readonly [E in Eye]?: LensFile & { readonly orderReference: string; readonly maker: string };
};

/** What opens all that is stated of one lens. */
interface EyeOpening {
  readonly secret: Uint8Array;
  readonly codeSalt: Hex;
}

/**
 * What opens the lens of an eye: secrets of the dossier, or of the unit that comes from stock.
 * @internal
 */
export function openingOfEye({ secret, stock }: Dossier, eye: Eye): EyeOpening {
  const unit = stock?.[eye];
  return { secret: unit ?? eyeSecret(secret, eye), codeSalt: codeSalt(unit ?? codeSecret(secret), eye) };
}

/**
 * Commitments of one lens: the same for the optician and for the lens maker, who hold the same salts.
 * @internal
 */
export function commitEye(
  eye: Eye,
  opening: EyeOpening,
  { code, lens, prescription, orderReference, maker }: Omit<LensFile, "prescription"> & Partial<LensFile>,
): Partial<Record<AspectName, Hex>> {
  const { secret } = opening;
  return {
    [ofEye("code", eye)]: commit(ofEye("code", eye), opening.codeSalt, code),
    [ofEye("lens", eye)]: commit(ofEye("lens", eye), eyeSalt(secret, "lens"), lens),
    ...(prescription && {
      [ofEye("prescription", eye)]: commit(ofEye("prescription", eye), prescriptionSalt(secret), prescription),
    }),
    ...(orderReference !== undefined && {
      [ofEye("order", eye)]: commit(ofEye("order", eye), eyeSalt(secret, "order"), { orderReference }),
    }),
    ...(maker !== undefined && {
      [ofEye("maker", eye)]: commit(ofEye("maker", eye), eyeSalt(secret, "maker"), { identifier: maker }),
    }),
  };
}

/**
 * The dossier with a lens from stock for an eye: all that is stated of that eye from then on is stated under the secret of the
 * unit. Take it before the quote; keep what is returned.
 * @param unitSecret What `readStockTicket` gave.
 * @throws {InputError} when the unit serves the other eye already.
 *
 * @example
 * ```ts
 * import { openDossier, takeFromStock } from "clairevoie/parties";
 * import { readStockTicket } from "clairevoie/protocol";
 * const withUnit = takeFromStock(openDossier(), "right", readStockTicket(ticket).secret);
 * ```
 */
export function takeFromStock(dossier: Dossier, eye: Eye, unitSecret: Uint8Array): Dossier {
  const other = dossier.stock?.[eye === "right" ? "left" : "right"];
  if (other && stockNullifier(other) === stockNullifier(unitSecret)) {
    throw new InputError("unit", "stock-other-eye");
  }
  return { ...dossier, stock: { ...dossier.stock, [eye]: unitSecret } };
}

/**
 * The line that goes with the order of lenses that are made for a dossier.
 * @throws {InputError} when one of them comes from stock.
 *
 * @example
 * ```ts
 * import { openDossier, ticketForOrder } from "clairevoie/parties";
 * const line = ticketForOrder(openDossier(), ["right", "left"]); // CVO1-…
 * ```
 */
export function ticketForOrder({ secret, stock }: Dossier, eyes: readonly Eye[]): string {
  const stocked = eyes.find((eye) => stock?.[eye]);
  if (stocked) throw new InputError("ticket.eyes", "stock-not-ordered", { eye: stocked });
  return orderTicket(secret, eyes);
}

/**
 * The eyes whose lens a maker makes for a dossier: those that have one, and not from stock.
 *
 * @example
 * ```ts
 * import { eyesToMake, ticketForOrder } from "clairevoie/parties";
 * const line = ticketForOrder(dossierFile, eyesToMake(dossierFile, file));
 * ```
 */
export function eyesToMake({ stock }: Dossier, { eyes }: { readonly eyes: { readonly [E in Eye]?: unknown } }): Eye[] {
  return EYES.filter((eye) => eyes[eye] !== undefined && !stock?.[eye]);
}

/** A prescription and the salt of its commitment: only the optician and the lens maker have these. */
interface PrescriptionOpening {
  readonly prescription: Prescription;
  readonly salt: Hex;
  /** Of the lens that is billed: the power bands that are proven are those of its code. */
  readonly code: Code;
}

/**
 * What opens the prescriptions of a dossier, for a prover of one's own: never for an insurer.
 *
 * @example
 * ```ts
 * import { openDossier, prescriptionOpenings } from "clairevoie/parties";
 * const { right } = prescriptionOpenings(openDossier(), file);
 * ```
 */
export function prescriptionOpenings(
  dossier: Dossier,
  { eyes }: { readonly eyes: { readonly [E in Eye]?: Pick<LensFile, "prescription" | "code"> | undefined } },
): { readonly [E in Eye]?: PrescriptionOpening } {
  const openingOf = (eye: Eye, { prescription, code }: Pick<LensFile, "prescription" | "code">) => ({
    prescription,
    code,
    salt: prescriptionSalt(openingOfEye(dossier, eye).secret),
  });
  const { right, left } = eyes;
  return { ...(right && { right: openingOf("right", right) }), ...(left && { left: openingOf("left", left) }) };
}

/** What a lens maker knows of a finished lens that it ships before anyone has ordered it. */
export type StockLens = Omit<LensFile, "prescription" | "orderReference" | "maker"> & {
  /** Its own SIREN or EUDAMED number, which the store repeats. */
  readonly maker: string;
  /** Reference of the delivery or of the article, which the store repeats as its order reference. */
  readonly orderReference: string;
  /** Of a sphere only: the axis of a cylinder is set when the lens is mounted. */
  readonly prescription?: LensFile["prescription"];
};
