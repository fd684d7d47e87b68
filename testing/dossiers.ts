import type { Delivery, EquipmentFile } from "../src/parties/index.js";
import type { Claim } from "../src/protocol/index.js";

/** Fictitious numbers with a good format: these SIRETs check. */
export const STORE = "12345678200010";
export const OTHER_STORE = "98765432400019";
/** SIREN of a lens maker. */
export const MAKER = "111222337";
export const AMC = "12345678";
export const OTHER_AMC = "87654321";

const right = {
  code: { code: "VM2", class: "B" },
  lens: { ediCode: "EDI-1600-A", diameterMm: 65, index: 1600, treatments: ["AR", "DUR"], lensType: "progressive" },
  prescription: {
    lensType: "progressive",
    sphere: -200,
    cylinder: -100,
    axis: 20,
    addition: 200,
    prism: 0,
    prismBase: 0,
  },
  orderReference: "CMD-2026-0001",
  maker: MAKER,
} as const;

const left = {
  ...right,
  code: { code: "VM3", class: "B" },
  prescription: { ...right.prescription, sphere: 125, cylinder: 50, axis: 95 },
  orderReference: "CMD-2026-0002",
} as const;

/** A pair of progressive lenses and a frame, one insurer. */
export const FILE: EquipmentFile = {
  reference: { siret: STORE, fileReference: "D-2026-000123" },
  billing: {
    lines: [
      { item: "rightLens", code: "VM2", class: "B", priceCents: 21_000 },
      { item: "leftLens", code: "VM3", class: "B", priceCents: 21_000 },
      { item: "frame", code: "M03", class: "B", priceCents: 12_000 },
    ],
    totalCents: 54_000,
  },
  frame: { frameReference: "FR-778", class: "B" },
  payers: [{ amc: AMC, priorAuthorisation: "PEC-99", rank: 1, payers: 1, shareCents: 40_000, sharesCents: 40_000 }],
  eyes: {
    right: { ...right, lens: { ...right.lens, treatments: ["AR", "DUR"] } },
    left: { ...left, lens: { ...left.lens, treatments: ["AR", "DUR"] } },
  },
};

/** The same lenses as the maker's system holds them: the other cylinder notation, the treatments in another order. */
export const DELIVERY = {
  right: {
    ...right,
    lens: { ...right.lens, treatments: ["DUR", "AR"] },
    prescription: { ...right.prescription, sphere: -300, cylinder: 100, axis: 110 },
  },
  left: { ...left, lens: { ...left.lens, treatments: ["DUR", "AR"] } },
} satisfies Delivery;

/** What the insurer holds of it. */
export const CLAIM: Claim = {
  format: "clairevoie-claim/1",
  siret: STORE,
  fileReference: "D-2026-000123",
  amc: AMC,
  priorAuthorisation: "PEC-99",
  rank: 1,
  payers: 1,
  shareCents: 40_000,
  sharesCents: 40_000,
  lines: [...FILE.billing.lines],
  totalCents: 54_000,
};
