import type { Delivery, EquipmentFile } from "../parties/index.js";
import type { Claim } from "../protocol/index.js";

/** Fictitious numbers of a good format. */
export const SAMPLE_IDENTIFIERS = { optician: "12345678200010", maker: "111222337", insurer: "12345678" } as const;

const { maker } = SAMPLE_IDENTIFIERS;
const lens = { ediCode: "EDI-1600-A", diameterMm: 65, index: 1600, treatments: ["AR", "DUR"], lensType: "progressive" };
const codes = { right: { code: "VM2", class: "B" }, left: { code: "VM3", class: "B" } };
const right = {
  lensType: "progressive",
  sphere: -200,
  cylinder: -100,
  axis: 20,
  addition: 200,
  prism: 0,
  prismBase: 0,
};

/** A pair of progressive lenses and a frame, paid in part by one insurer. */
export const SAMPLE_EQUIPMENT = {
  reference: { siret: SAMPLE_IDENTIFIERS.optician, fileReference: "D-2026-000123" },
  billing: {
    lines: [
      { item: "rightLens", ...codes.right, priceCents: 21_000 },
      { item: "leftLens", ...codes.left, priceCents: 21_000 },
      { item: "frame", code: "M03", class: "B", priceCents: 12_000 },
    ],
    totalCents: 54_000,
  },
  frame: { frameReference: "FR-778", class: "B" },
  payers: [
    {
      amc: SAMPLE_IDENTIFIERS.insurer,
      priorAuthorisation: "PEC-99",
      rank: 1,
      payers: 1,
      shareCents: 40_000,
      sharesCents: 40_000,
    },
  ],
  eyes: {
    right: { code: codes.right, lens, prescription: right, orderReference: "CMD-2026-0001", maker },
    left: {
      code: codes.left,
      lens,
      prescription: { ...right, sphere: 125, cylinder: 50, axis: 95 },
      orderReference: "CMD-2026-0002",
      maker,
    },
  },
} as EquipmentFile;

/** The same lenses as their maker holds them: the right one in the other cylinder notation. */
export const SAMPLE_DELIVERY = {
  right: {
    ...SAMPLE_EQUIPMENT.eyes.right,
    prescription: { ...right, sphere: -300, cylinder: 100, axis: 110 },
  },
  left: SAMPLE_EQUIPMENT.eyes.left,
} as Delivery;

/** What the insurer holds of it. */
export const SAMPLE_CLAIM: Claim = {
  format: "clairevoie-claim/1",
  siret: SAMPLE_IDENTIFIERS.optician,
  fileReference: "D-2026-000123",
  amc: SAMPLE_IDENTIFIERS.insurer,
  priorAuthorisation: "PEC-99",
  rank: 1,
  payers: 1,
  shareCents: 40_000,
  sharesCents: 40_000,
  lines: [...SAMPLE_EQUIPMENT.billing.lines],
  totalCents: 54_000,
};

/** The same, once the frame has become dearer than it was quoted. */
export const SAMPLE_RAISED_CLAIM: Claim = {
  ...SAMPLE_CLAIM,
  lines: SAMPLE_CLAIM.lines.map((line) => (line.item === "frame" ? { ...line, priceCents: 17_000 } : line)),
  totalCents: 59_000,
};
