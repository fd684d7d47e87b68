import type { Verdict } from "../protocol/index.js";

/**
 * What stands beside the word of each verdict, for whoever sees no colours.
 * @internal
 */
export const SYMBOLS: Readonly<Record<Verdict["outcome"], string>> = {
  conforming: "✓",
  justified: "✓",
  "not-verifiable": "?",
  pending: "…",
  "not-conforming": "✗",
};

/**
 * The verdicts, the worst first.
 * @internal
 */
export const WORST_FIRST: readonly Verdict["outcome"][] = [
  ...(["not-conforming", "pending", "not-verifiable"] as const),
  ...(["justified", "conforming"] as const),
];
