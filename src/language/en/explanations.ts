import { enumerated } from "../wording.js";
import { claim } from "./explanations/claim.js";
import { dossier } from "./explanations/dossier.js";
import { settlement } from "./explanations/settlement.js";
import { statements } from "./explanations/statements.js";
import type { StageName } from "./names.js";

/**
 * Why a finding is there and what to ask, whom: never for a prescription. `at` has the sentences that a stage or a kind of
 * aspect has of its own; those of the aspect come first. `pending` is said as long as what is missing may still come.
 */
export const explanations: typeof statements & typeof dossier & typeof settlement & typeof claim = {
  ...statements,
  ...dossier,
  ...settlement,
  ...claim,
};

/** A lens, its code or its correction, where stages differ on it. */
interface Deviating {
  readonly kind: "lens" | "code" | "prescription";
  readonly eyes: "right" | "left" | "both";
}

interface TwoValues {
  readonly some: readonly StageName[];
  readonly others: readonly StageName[];
  /** What is likely behind it. */
  readonly behind?: string | undefined;
}

const DONE = { quote: "quoted", order: "ordered", shipment: "delivered", invoice: "invoiced", stock: "delivered" };

const done = (stages: readonly StageName[]) =>
  enumerated(
    stages.map((stage) => DONE[stage]),
    "and",
  );

const areNot = ({ eyes }: Deviating) => (eyes === "both" ? "are not" : "is not");

const subject = ({ kind, eyes }: Deviating) => {
  const lens = eyes === "both" ? "lenses" : `${eyes} lens`;
  if (kind === "lens") return `The ${lens}`;
  return `The ${kind === "code" ? "grouped code" : "correction"}${eyes === "both" ? "s" : ""} of the ${lens}`;
};

const again = ({ kind, eyes }: Deviating) => {
  if (kind === "lens") return eyes === "both" ? "those" : "the one";
  return eyes === "both" ? "those of the lenses" : "that of the lens";
};

/** Why stages that state one lens differently may do so, and what to ask. */
export const deviations = {
  /** The stages are of two minds. */
  twoValues: ({ some, others, behind, ...lens }: Deviating & TwoValues) =>
    `${subject(lens)} ${done(some)} ${areNot(lens)} ${again(lens)} ${done(others)}${behind ? `: ${behind}` : ""}.`,
  manyValues: ({ stages, values, ...lens }: Deviating & { stages: readonly StageName[]; values: number }) =>
    `${subject(lens)} ${areNot(lens)} the same when ${done(stages)}: ${values} different values.`,
  /** By whose statement stands alone. */
  behind: {
    code: {
      maker: "the bill may be dearer than what was made",
      optician: "the bill may be dearer than what was made",
      invoice: "the code may have been raised on the invoice",
      quote: "the code was changed after the quote",
    },
    lens: {
      maker: "a lens was substituted, or a treatment was billed and not made",
      optician: "a different lens, perhaps cheaper, was ordered than billed",
      invoice: "what is billed was never made",
      quote: "the wearer did not get what the quote promised",
    },
    prescription: {
      maker: "the correction was raised to reach a dearer code, or the lens was made wrong",
      optician: "the lens made does not match what was prescribed and quoted",
      quote: "the correction was changed after the quote",
    },
  },
  ask: {
    code: "Ask the lens maker to confirm the grouped code of what it delivered, and the optician for an invoice with that code.",
    lens: "Ask the lens maker for its delivery note, and the optician to have the lens remade as billed or to correct the invoice.",
    prescription:
      "Do not ask for the prescription. Ask the optician and the lens maker to compare what was ordered and made, and to state the remake or the change.",
    newQuote:
      "Ask the optician for the new quote that the wearer accepted, and why it was not stated before the order.",
  },
};
