import type { Dossier, StockLens } from "../src/parties/index.js";
import { type Certificate, EYES, type Eye, type Hex, stockNullifier, stockUnit } from "../src/protocol/index.js";
import { deliveryOf, type Equipment, type Numbers } from "./equipment.js";

/** What the maker knows of the lens of this eye before there is an eye: no axis, so no prescription of a cylinder. */
export function stockLensOf(equipment: Equipment, eye: Eye, cast: Pick<Numbers, "makerOf">): StockLens | undefined {
  const made = deliveryOf(equipment, [eye], (maker) => cast.makerOf(maker))[eye];
  if (!made) return undefined;
  const { prescription, ...rest } = made;
  return prescription.cylinder === 0 && prescription.prism === 0 ? { ...rest, prescription } : rest;
}

type Units = NonNullable<Certificate["stock"]>;
type ReceiptOf = Units["left"] & object;

/** The receipts of a dossier's units as if they were for this store: the program of an honest store takes no other. */
export function asIfFor(store: Hex, { stock }: Dossier, found: (nullifier: Hex) => ReceiptOf["receipt"]) {
  return EYES.flatMap((eye) => {
    if (!stock?.[eye]) return [];
    const nullifier = stockNullifier(stock[eye]);
    const receipt = found(nullifier);
    return [{ ...receipt, statement: { ...receipt.statement, dossier: stockUnit(nullifier, store) } }];
  });
}

/** The receipts as they are, put back in their place. */
export function asTheyAre(stock: Units, found: (nullifier: Hex) => ReceiptOf["receipt"]): Units {
  const units = EYES.flatMap((eye) => {
    const unit = stock[eye];
    return unit ? [[eye, { ...unit, receipt: found(unit.nullifier) }] as const] : [];
  });
  return Object.fromEntries(units);
}
