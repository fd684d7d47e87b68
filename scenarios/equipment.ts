import { z } from "zod";
import type { Delivery, EquipmentFile, LensFile } from "../src/parties/index.js";
import {
  type BillingLine,
  classSchema,
  EYES,
  type Eye,
  hundredths,
  LENS_TYPES,
  type LensType,
  type Payer,
  type Prescription,
  type Rank,
} from "../src/protocol/index.js";
import { ScenarioError } from "./errors.js";

const euros = z.number().min(0).max(1_000_000);

const lensShape = {
  code: z.string(),
  class: classSchema,
  price: euros,
  ediCode: z.string(),
  diameter: z.int(),
  index: z.int(),
  treatments: z.array(z.string()),
  type: z.enum(LENS_TYPES as [LensType, ...LensType[]]),
  /** As written on an order: `-2,00 (-1,00) 20° Add 2,00 Prisme 1,50 base 90°`. */
  correction: z.string(),
  order: z.string(),
  /** Who makes it, by a name of the cast; `laboratory 2` is by its second number. */
  maker: z.string(),
  /** What the bill says where it differs from what the lens is. */
  billedCode: z.string().optional(),
  billedClass: classSchema.optional(),
  /** False where the lens is not on the bill. */
  billed: z.boolean().optional(),
};
const frameShape = { reference: z.string(), class: classSchema, code: z.string(), price: euros };
const payerShape = {
  insurer: z.string(),
  authorisation: z.string(),
  share: euros,
  /** Of all insurers, where it is not the sum. */
  shares: euros.optional(),
  /** How many pay, where it is not how many are named. */
  payers: z.literal([1, 2]).optional(),
};

const lensSchema = z.strictObject(lensShape);
const payerSchema = z.strictObject(payerShape);

/** An equipment as a person of the trade would describe it: prices in euros, corrections as they are written. */
const equipmentSchema = z.strictObject({
  file: z.string(),
  right: lensSchema.optional(),
  left: lensSchema.optional(),
  frame: z.strictObject({ ...frameShape, billedClass: classSchema.optional() }).optional(),
  extras: z.array(z.strictObject({ code: z.string(), class: classSchema, price: euros })),
  payers: z.strictObject({ first: payerSchema.optional(), second: payerSchema.optional() }),
});
export type Equipment = z.infer<typeof equipmentSchema>;

/** What differs from an equipment: fields replace, `null` removes. */
export type Differences = { readonly [field: string]: unknown };
export const differencesSchema: z.ZodType<Differences> = z.record(z.string(), z.unknown());

const progressive = {
  class: "B",
  price: 210,
  ediCode: "PRO-1600-A",
  diameter: 65,
  index: 1600,
  treatments: ["AR", "DUR"],
  type: "progressive",
} as const;

/** Two progressive lenses and a frame of class B, one insurer: what every scenario differs from. */
export const STANDARD: Equipment = {
  file: "D-2026-000123",
  right: {
    ...progressive,
    code: "VM2",
    treatments: [...progressive.treatments],
    correction: "-2,00 (-1,00) 20° Add 2,00",
    order: "CMD-0001-D",
    maker: "laboratory",
  },
  left: {
    ...progressive,
    code: "VM3",
    treatments: [...progressive.treatments],
    correction: "+1,25 (+0,50) 95° Add 2,00",
    order: "CMD-0001-G",
    maker: "laboratory",
  },
  frame: { reference: "MONT-778", class: "B", code: "M03", price: 120 },
  extras: [],
  payers: { first: { insurer: "mutual", authorisation: "PEC-99", share: 400 } },
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** JSON merge patch (RFC 7396). */
function merge(value: unknown, change: unknown): unknown {
  if (!isObject(change)) return change;
  const merged = new Map(Object.entries(isObject(value) ? value : {}));
  for (const [field, of] of Object.entries(change)) {
    if (of === null) merged.delete(field);
    else merged.set(field, merge(merged.get(field), of));
  }
  return Object.fromEntries(merged);
}

/** An equipment with differences. @throws {ScenarioError} naming a field that is no field of an equipment. */
export function differing(equipment: Equipment, ...changes: readonly Differences[]): Equipment {
  const merged = changes.reduce<unknown>(merge, equipment);
  const result = equipmentSchema.safeParse(merged);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new ScenarioError(`equipment.${issue?.path.join(".") ?? ""}`, issue?.message ?? "is not valid");
}

const CORRECTION = /^(\S+)(?: \((\S+)\) (\d{1,3})°)?(?: Add (\d,\d\d))?(?: Prisme (\d{1,2},\d\d) base (\d{1,3})°)?$/u;

/** Reads a correction as it is written on an order. @throws {ScenarioError} when it is not one. */
function readCorrection(text: string, lensType: LensType): Prescription {
  const match = CORRECTION.exec(text);
  if (!match) throw new ScenarioError("correction", `${text} must be like -2,00 (-1,00) 20° Add 2,00`);
  const [, sphere = "", cylinder = "0", axis = "0", addition = "0", prism = "0", base = "0"] = match;
  return {
    lensType,
    sphere: hundredths(sphere),
    cylinder: hundredths(cylinder),
    axis: Number(axis),
    addition: hundredths(addition),
    prism: hundredths(prism),
    prismBase: Number(base),
  };
}

const cents = (amount: number) => Math.round(amount * 100);

function lensFileOf(
  lens: z.infer<typeof lensSchema>,
  numberOf: (maker: string) => string,
): LensFile & { readonly orderReference: string; readonly maker: string } {
  return {
    code: { code: lens.code, class: lens.class },
    lens: {
      ediCode: lens.ediCode,
      diameterMm: lens.diameter,
      index: lens.index,
      treatments: lens.treatments,
      lensType: lens.type,
    },
    prescription: readCorrection(lens.correction, lens.type),
    orderReference: lens.order,
    maker: numberOf(lens.maker),
  };
}

function linesOf(equipment: Equipment): BillingLine[] {
  const { frame, extras } = equipment;
  return [
    ...EYES.flatMap((eye): BillingLine[] => {
      const lens = equipment[eye];
      if (!lens || lens.billed === false) return [];
      const [code, basket] = [lens.billedCode ?? lens.code, lens.billedClass ?? lens.class];
      return [{ item: `${eye}Lens`, code, class: basket, priceCents: cents(lens.price) }];
    }),
    ...(frame
      ? [
          {
            item: "frame" as const,
            code: frame.code,
            class: frame.billedClass ?? frame.class,
            priceCents: cents(frame.price),
          },
        ]
      : []),
    ...extras.map(({ code, class: basket, price }) => ({
      item: "extras" as const,
      code,
      class: basket,
      priceCents: cents(price),
    })),
  ];
}

function payersOf({ payers }: Equipment, amcOf: (insurer: string) => string): Payer[] {
  const named = ([1, 2] as const).flatMap((rank: Rank) => {
    const payer = rank === 1 ? payers.first : payers.second;
    return payer ? [{ rank, ...payer }] : [];
  });
  const sum = named.reduce((total, { share }) => total + cents(share), 0);
  return named.map(({ rank, insurer, authorisation, share, shares, payers: told }) => ({
    amc: amcOf(insurer),
    priorAuthorisation: authorisation,
    rank,
    payers: told ?? (named.length === 2 ? 2 : 1),
    shareCents: cents(share),
    sharesCents: shares === undefined ? sum : cents(shares),
  }));
}

/** What stands for the names of the cast in what is stated. */
export interface Numbers {
  /** The AMC number of an insurer. */
  amcOf(insurer: string): string;
  /** The identifier that a lens maker is named by. */
  makerOf(maker: string): string;
}

/** What the optician's program takes. */
export function fileOf(equipment: Equipment, siret: string, numbers: Numbers): EquipmentFile {
  const { right, left, frame } = equipment;
  const makerOf = (maker: string) => numbers.makerOf(maker);
  const lines = linesOf(equipment);
  return {
    reference: { siret, fileReference: equipment.file },
    billing: { lines, totalCents: lines.reduce((sum, { priceCents }) => sum + priceCents, 0) },
    ...(frame && { frame: { frameReference: frame.reference, class: frame.class } }),
    payers: payersOf(equipment, (insurer) => numbers.amcOf(insurer)),
    eyes: {
      ...(right && { right: lensFileOf(right, makerOf) }),
      ...(left && { left: lensFileOf(left, makerOf) }),
    },
  };
}

/** What the lens maker's program takes, of the eyes that it makes. */
export function deliveryOf(
  equipment: Equipment,
  eyes: readonly Eye[],
  makerOf: Numbers["makerOf"] = (maker) => maker,
): Delivery {
  return Object.fromEntries(
    eyes.flatMap((eye) => {
      const lens = equipment[eye];
      return lens ? [[eye, lensFileOf(lens, makerOf)]] : [];
    }),
  );
}
