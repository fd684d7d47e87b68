import {
  type AspectName,
  aspectNumber,
  type Billing,
  billingSchema,
  type Code,
  codeSchema,
  type Frame,
  frameSchema,
  hashBilling,
  hashCode,
  hashFrame,
  hashLens,
  hashMaker,
  hashOrder,
  hashPayer,
  hashReference,
  type Lens,
  lensSchema,
  type Maker,
  makerSchema,
  type Order,
  ofPayer,
  orderSchema,
  type Payer,
  payerSchema,
  type Reference,
  referenceSchema,
} from "./aspects.js";
import { type Hex, toHex } from "./bytes.js";
import { InputError } from "./errors.js";
import { commitPrescription, type Prescription } from "./prescription.js";
import { bytes32, read } from "./schema.js";

/** The value of each aspect. */
export interface AspectValues {
  reference: Reference;
  payerFirst: Payer;
  payerSecond: Payer;
  billing: Billing;
  frame: Frame;
  codeRight: Code;
  codeLeft: Code;
  lensRight: Lens;
  lensLeft: Lens;
  prescriptionRight: Prescription;
  prescriptionLeft: Prescription;
  orderRight: Order;
  orderLeft: Order;
  makerRight: Maker;
  makerLeft: Maker;
}

type Committer<V> = (salt: Hex, value: V) => Hex;

const code =
  (aspect: "codeRight" | "codeLeft"): Committer<Code> =>
  (salt, value) =>
    toHex(hashCode(aspect, salt, read(codeSchema, value, aspect)));
const lens =
  (aspect: "lensRight" | "lensLeft"): Committer<Lens> =>
  (salt, value) =>
    toHex(hashLens(aspect, salt, read(lensSchema, value, aspect)));
const order =
  (aspect: "orderRight" | "orderLeft"): Committer<Order> =>
  (salt, value) =>
    toHex(hashOrder(aspect, salt, read(orderSchema, value, aspect)));
const maker =
  (aspect: "makerRight" | "makerLeft"): Committer<Maker> =>
  (salt, value) =>
    toHex(hashMaker(aspect, salt, read(makerSchema, value, aspect)));
const payer =
  (aspect: "payerFirst" | "payerSecond"): Committer<Payer> =>
  (salt, value) => {
    const parsed = read(payerSchema, value, aspect);
    if (ofPayer(parsed.rank) !== aspect) throw new InputError(`${aspect}.rank`, "not-rank-of-aspect");
    return toHex(hashPayer(salt, parsed));
  };
const prescription =
  (aspect: "prescriptionRight" | "prescriptionLeft"): Committer<Prescription> =>
  (salt, value) =>
    commitPrescription(aspectNumber(aspect), salt, value);

const COMMITTERS: { readonly [A in AspectName]: Committer<AspectValues[A]> } = {
  reference: (salt, value) => toHex(hashReference(salt, read(referenceSchema, value, "reference"))),
  payerFirst: payer("payerFirst"),
  payerSecond: payer("payerSecond"),
  billing: (salt, value) => toHex(hashBilling(salt, read(billingSchema, value, "billing"))),
  frame: (salt, value) => toHex(hashFrame(salt, read(frameSchema, value, "frame"))),
  codeRight: code("codeRight"),
  codeLeft: code("codeLeft"),
  lensRight: lens("lensRight"),
  lensLeft: lens("lensLeft"),
  prescriptionRight: prescription("prescriptionRight"),
  prescriptionLeft: prescription("prescriptionLeft"),
  orderRight: order("orderRight"),
  orderLeft: order("orderLeft"),
  makerRight: maker("makerRight"),
  makerLeft: maker("makerLeft"),
};

/**
 * Commits to the value of an aspect under a salt: the same value and salt give the same 32 bytes to everyone, and who has
 * no salt learns nothing.
 *
 * @example
 * ```ts
 * import { commit } from "clairevoie/protocol";
 * const salt = `0x${"07".repeat(32)}` as const;
 * commit("codeRight", salt, { code: "VFC1", class: "B" }); // 0x…, 32 bytes
 * ```
 * @throws {InputError} naming the field that is malformed.
 */
export function commit<A extends AspectName>(aspect: A, salt: Hex, value: AspectValues[A]): Hex {
  read(bytes32, salt, "salt");
  return COMMITTERS[aspect](salt, value);
}
