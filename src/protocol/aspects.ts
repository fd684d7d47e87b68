import * as z from "zod";
import type { Hex } from "./bytes.js";
import { word } from "./bytes.js";
import type { Eye, Rank } from "./derivation.js";
import { hashStruct, keccak, member, TYPES, textHash, typeHash } from "./eip712.js";
import {
  amcSchema,
  ediCodeSchema,
  fileReferenceSchema,
  frameReferenceSchema,
  groupedCodeSchema,
  namedMakerSchema,
  orderReferenceSchema,
  priorAuthorisationSchema,
  siretSchema,
  treatmentSchema,
} from "./identifiers.js";
import { LENS_TYPES, type LensType, lensTypeNumber } from "./prescription.js";
import { cents, rank, says } from "./schema.js";

/** The aspects, by number. */
export const ASPECTS = [
  "reference",
  "payerFirst",
  "payerSecond",
  "billing",
  "frame",
  "codeRight",
  "codeLeft",
  "lensRight",
  "lensLeft",
  "prescriptionRight",
  "prescriptionLeft",
  "orderRight",
  "orderLeft",
  "makerRight",
  "makerLeft",
] as const;
export type AspectName = (typeof ASPECTS)[number];

/** The stages, by number. */
export const STAGES = ["quote", "order", "shipment", "invoice", "stock"] as const;
export type Stage = (typeof STAGES)[number];

/** The stages of a dossier, in their order. What is stated of a stock lens stands with the shipment. */
export const ROWS = ["quote", "order", "shipment", "invoice"] as const;
export type Row = (typeof ROWS)[number];

/**
 * The stage with which a statement is judged.
 * @internal
 */
export function rowOf(stage: Stage): Row {
  return stage === "stock" ? "shipment" : stage;
}

/** Where a lens maker states what it made. */
const MADE: readonly Stage[] = ["order", "shipment", "stock"];

/** At which stages each aspect is stated. */
const STATED_AT: Readonly<Record<AspectName, readonly Stage[]>> = {
  reference: ["quote", "invoice"],
  payerFirst: ["invoice"],
  payerSecond: ["invoice"],
  billing: ["quote", "invoice"],
  frame: ["quote", "invoice"],
  codeRight: STAGES,
  codeLeft: STAGES,
  lensRight: STAGES,
  lensLeft: STAGES,
  prescriptionRight: ["quote", ...MADE],
  prescriptionLeft: ["quote", ...MADE],
  orderRight: MADE,
  orderLeft: MADE,
  makerRight: MADE,
  makerLeft: MADE,
};

/**
 * Whether an aspect has its place at a stage.
 *
 * @example
 * ```ts
 * import { isStatedAt } from "clairevoie/protocol";
 * isStatedAt("prescriptionRight", "invoice"); // false
 * ```
 */
export function isStatedAt(aspect: AspectName, stage: Stage): boolean {
  return STATED_AT[aspect].includes(stage);
}

/**
 * The number of an aspect.
 * @internal
 */
export function aspectNumber(aspect: AspectName): number {
  return ASPECTS.indexOf(aspect);
}

/**
 * The aspect of an eye: `ofEye("code", "right")` is `codeRight`.
 *
 * @example
 * ```ts
 * import { ofEye } from "clairevoie/protocol";
 * ofEye("code", "right"); // "codeRight"
 * ```
 */
export function ofEye<A extends "code" | "lens" | "prescription" | "order" | "maker" | "band">(
  aspect: A,
  eye: Eye,
): `${A}${"Right" | "Left"}` {
  return `${aspect}${eye === "right" ? "Right" : "Left"}`;
}

/**
 * The eye that an aspect is of; undefined when it is of the whole equipment.
 * @internal
 */
export function eyeOf(aspect: AspectName): Eye | undefined {
  if (aspect.endsWith("Right")) return "right";
  return aspect.endsWith("Left") ? "left" : undefined;
}

/**
 * The aspect of a payer.
 *
 * @example
 * ```ts
 * import { ofPayer } from "clairevoie/protocol";
 * ofPayer(2); // "payerSecond"
 * ```
 */
export function ofPayer(rank: Rank): "payerFirst" | "payerSecond" {
  return rank === 1 ? "payerFirst" : "payerSecond";
}

/** A is the basket without remainder to pay ("100 % Santé"), B the free one. */
export const classSchema = z
  .enum(["A", "B"])
  .meta({ description: "A: without remainder to pay (100 % Santé); B: free price" });
export type EquipmentClass = z.infer<typeof classSchema>;

export const referenceSchema = z.strictObject({ siret: siretSchema, fileReference: fileReferenceSchema });
/** Which store and which of its files. */
export type Reference = z.infer<typeof referenceSchema>;

export const payerSchema = z.strictObject({
  amc: amcSchema,
  priorAuthorisation: priorAuthorisationSchema,
  rank,
  payers: z.literal([1, 2]).meta({ description: "How many complementary insurers pay" }),
  shareCents: cents.meta({ description: "What this insurer pays, euro cents" }),
  sharesCents: cents.meta({ description: "What all complementary insurers pay, euro cents" }),
});
/** One insurer's part: its share, and the sum of all shares, in euro cents. */
export type Payer = z.infer<typeof payerSchema>;

/** What a line of an invoice is about, by number. */
export const ITEMS = ["rightLens", "leftLens", "frame", "extras"] as const;
export type Item = (typeof ITEMS)[number];

export const billingLineSchema = z.strictObject({
  item: z.enum(ITEMS).meta({ description: "What the line is about; all but extras at most once" }),
  code: groupedCodeSchema,
  class: classSchema,
  priceCents: cents.meta({ description: "Price, euro cents" }),
});
export type BillingLine = z.infer<typeof billingLineSchema>;

const isOncePerItem = (lines: readonly BillingLine[]) =>
  ITEMS.every((item) => item === "extras" || lines.filter((line) => line.item === item).length <= 1);

export const billingSchema = z
  .strictObject({
    lines: z.array(billingLineSchema).min(1).max(16).meta({ description: "What is billed, in any order" }),
    totalCents: cents.meta({ description: "Sum of the lines, euro cents" }),
  })
  .refine((billing) => isOncePerItem(billing.lines), {
    message: says("item-twice"),
    path: ["lines"],
  })
  .refine((billing) => billing.lines.reduce((sum, line) => sum + line.priceCents, 0) === billing.totalCents, {
    message: says("not-sum-of-lines"),
    path: ["totalCents"],
  });
/** What is billed, in euro cents. The order of the lines does not matter. */
export type Billing = z.infer<typeof billingSchema>;

export const frameSchema = z.strictObject({ frameReference: frameReferenceSchema, class: classSchema });
export type Frame = z.infer<typeof frameSchema>;

export const codeSchema = z.strictObject({ code: groupedCodeSchema, class: classSchema });
/** The grouped code ("code de regroupement") of a lens, and its class. */
export type Code = z.infer<typeof codeSchema>;

export const lensSchema = z.strictObject({
  ediCode: ediCodeSchema,
  diameterMm: z.int(says("not-whole-millimetres")).min(40).max(90).meta({ description: "Diameter, millimetres" }),
  index: z
    .int(says("not-thousandths"))
    .min(1400)
    .max(2000)
    .meta({ description: "Refractive index, thousandths: 1600 is 1.600" }),
  treatments: z.array(treatmentSchema).max(16).meta({ description: "A set: order and repetition do not matter" }),
  lensType: z.enum(LENS_TYPES as [LensType, ...LensType[]]),
});
/** What lens it is. `index` in thousandths; the order of the treatments does not matter, nor does a repetition. */
export type Lens = z.infer<typeof lensSchema>;

export const orderSchema = z.strictObject({ orderReference: orderReferenceSchema });
/** Under what reference the lens maker works on the lens. */
export type Order = z.infer<typeof orderSchema>;

export const makerSchema = z.strictObject({ identifier: namedMakerSchema });
/** Who makes the lens. */
export type Maker = z.infer<typeof makerSchema>;

const REFERENCE_TYPE = typeHash(TYPES.Reference);
const PAYER_TYPE = typeHash(TYPES.Payer);
const BILLING_TYPE = typeHash(TYPES.Billing);
const BILLING_LINE_TYPE = typeHash(TYPES.BillingLine);
const FRAME_TYPE = typeHash(TYPES.Frame);
const CODE_TYPE = typeHash(TYPES.Code);
const LENS_TYPE = typeHash(TYPES.Lens);
const ORDER_TYPE = typeHash(TYPES.Order);
const MAKER_TYPE = typeHash(TYPES.Maker);

const classNumber = (value: EquipmentClass) => word(value === "A" ? 1 : 2);
const aspectWord = (aspect: AspectName) => word(aspectNumber(aspect));
const byCodePoint = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/**
 * @internal
 */
export function hashReference(salt: Hex, value: Reference): Uint8Array {
  return hashStruct(
    REFERENCE_TYPE,
    aspectWord("reference"),
    member(salt),
    textHash(value.siret),
    textHash(value.fileReference),
  );
}

/**
 * @internal
 */
export function hashPayer(salt: Hex, value: Payer): Uint8Array {
  return hashStruct(
    PAYER_TYPE,
    aspectWord(ofPayer(value.rank)),
    member(salt),
    textHash(value.amc),
    textHash(value.priorAuthorisation),
    word(value.rank),
    word(value.payers),
    word(value.shareCents),
    word(value.sharesCents),
  );
}

/**
 * Lines in their one order: by item, then code, class and price.
 * @internal
 */
export function canonicalLines(lines: readonly BillingLine[]): BillingLine[] {
  return [...lines].sort(
    (a, b) =>
      ITEMS.indexOf(a.item) - ITEMS.indexOf(b.item) ||
      byCodePoint(a.code, b.code) ||
      byCodePoint(a.class, b.class) ||
      a.priceCents - b.priceCents,
  );
}

/**
 * @internal
 */
export function hashBilling(salt: Hex, value: Billing): Uint8Array {
  const lines = canonicalLines(value.lines).map((line) =>
    hashStruct(
      BILLING_LINE_TYPE,
      word(ITEMS.indexOf(line.item)),
      textHash(line.code),
      classNumber(line.class),
      word(line.priceCents),
    ),
  );
  return hashStruct(BILLING_TYPE, aspectWord("billing"), member(salt), keccak(...lines), word(value.totalCents));
}

/**
 * @internal
 */
export function hashFrame(salt: Hex, value: Frame): Uint8Array {
  return hashStruct(
    FRAME_TYPE,
    aspectWord("frame"),
    member(salt),
    textHash(value.frameReference),
    classNumber(value.class),
  );
}

/**
 * @internal
 */
export function hashCode(aspect: "codeRight" | "codeLeft", salt: Hex, value: Code): Uint8Array {
  return hashStruct(CODE_TYPE, aspectWord(aspect), member(salt), textHash(value.code), classNumber(value.class));
}

/**
 * Treatments in their one order, each once.
 * @internal
 */
export function canonicalTreatments(treatments: readonly string[]): string[] {
  return [...new Set(treatments)].sort(byCodePoint);
}

/**
 * @internal
 */
export function hashLens(aspect: "lensRight" | "lensLeft", salt: Hex, value: Lens): Uint8Array {
  return hashStruct(
    LENS_TYPE,
    aspectWord(aspect),
    member(salt),
    textHash(value.ediCode),
    word(value.diameterMm),
    word(value.index),
    keccak(...canonicalTreatments(value.treatments).map(textHash)),
    word(lensTypeNumber(value.lensType)),
  );
}

/**
 * @internal
 */
export function hashOrder(aspect: "orderRight" | "orderLeft", salt: Hex, value: Order): Uint8Array {
  return hashStruct(ORDER_TYPE, aspectWord(aspect), member(salt), textHash(value.orderReference));
}

/**
 * @internal
 */
export function hashMaker(aspect: "makerRight" | "makerLeft", salt: Hex, value: Maker): Uint8Array {
  return hashStruct(MAKER_TYPE, aspectWord(aspect), member(salt), textHash(value.identifier));
}
