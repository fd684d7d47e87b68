export type Eye = "right" | "left";

/** A sentence with what it is about before it: a field, a file, an activity. */
export const about = ({ subject, sentence }: { subject: string; sentence: string }) => `${subject}: ${sentence}`;

/** What the trade calls things, as they stand in a list. */
export const names = {
  stages: { quote: "quote", order: "order", shipment: "shipment", invoice: "invoice", stock: "stock delivery" },
  /** A statement that names no stage that there is. */
  statement: "statement",
  aspects: {
    reference: "store and file reference",
    payerFirst: "first insurer's share",
    payerSecond: "second insurer's share",
    billing: "billing",
    frame: "frame",
    codeRight: "grouped code, right lens",
    codeLeft: "grouped code, left lens",
    lensRight: "right lens",
    lensLeft: "left lens",
    prescriptionRight: "prescription, right eye",
    prescriptionLeft: "prescription, left eye",
    orderRight: "order reference, right lens",
    orderLeft: "order reference, left lens",
    makerRight: "maker of the right lens",
    makerLeft: "maker of the left lens",
  },
  roles: { optician: "optician", "lens-maker": "lens maker", insurer: "insurer", none: "party without a role" },
  reasons: {
    none: "no reason given",
    breakage: "breakage",
    "laboratory-remake": "laboratory remake",
    "adaptation-warranty": "adaptation warranty",
    "prescription-change": "change of prescription",
    "order-change": "change of order",
    "clerical-error": "clerical error",
    substitution: "substitution",
    return: "return",
    cancellation: "cancellation",
    superseded: "superseded",
    error: "error",
  },
};

/** A stage, in a sentence. */
export type StageName = keyof typeof names.stages;
