import { type Finding, type FindingCode, ROWS, rowOf, SEVERITIES, type Stage } from "../protocol/index.js";
import { type AspectKind, kindOf } from "./aspect-kinds.js";

/**
 * What findings are about, first what explains the others: a forged shipment explains why the lens is stated by nobody, not the
 * other way round. Of one root, what comes first explains what comes later.
 */
export const ROOTS = {
  chain: ["wrong-chain"],
  signature: [
    "bad-inclusion",
    "bad-signature",
    "unknown-key",
    "key-not-valid",
    "same-party",
    "maker-mismatch",
    "wrong-role",
    "party-suspended",
  ],
  dossier: ["malformed-statement", "other-dossier"],
  payment: [
    "claim-repeated",
    "already-settled",
    "other-invoice-settled",
    "stock-used-elsewhere",
    "grant-invalid",
    "grant-outdated",
    "grant-missing",
    "released-before",
  ],
  store: ["store-mismatch", "store-not-claimant", "stock-of-another-store", "affiliated-maker"],
  withdrawal: ["superseded-without-justification", "withdrawn", "missing-link", "broken-link", "void-withdrawal"],
  time: ["not-anchored", "anchor-before-issue", "late-anchor", "issued-in-future", "quote-too-old", "not-final"],
  absence: [
    "missing-statement",
    "missing-aspect",
    "maker-statement-missing",
    "maker-not-opened",
    "maker-not-enrolled",
    "maker-suspended",
    "maker-not-known",
    "maker-is-claimant",
    "stock-not-used",
  ],
  contradiction: ["ambiguous-statement", "aspect-mismatch", "forked-correction"],
  claim: ["claim-does-not-open", "claim-of-another-insurer"],
  bill: [
    "code-billing-disagree",
    "shares-exceed-total",
    "payers-disagree",
    "frame-billing-disagree",
    "band-wrong",
    "proof-does-not-verify",
    "development-keys",
    "extras-not-accepted",
  ],
  sequence: ["out-of-order", "quote-after-invoice", "quote-changed-after-order"],
  disclosure: ["not-disclosed", "band-not-proven", "renewal-not-proven", "told-not-opened"],
  information: ["justified", "settled-by-asker", "linked-store", "quote-reference-changed"],
} as const satisfies Readonly<Record<string, readonly FindingCode[]>>;

/** By what explains what: a code that is missing from the roots does not compile. */
const CODES: readonly (typeof ROOTS)[keyof typeof ROOTS][number][] = Object.values(ROOTS).flat();
const rank = (code: FindingCode): number => CODES.indexOf(code);

/** Of several mismatches, first what the insurer is billed on. */
const KINDS = [
  ...["code", "lens", "prescription", "orderReference", "maker"],
  ...["billing", "frame", "reference", "payer"],
] as const satisfies readonly AspectKind[];

/** Within a root the delivery comes first: it is what the lens maker, who gains nothing, says. */
const STAGE_RANK: Readonly<Record<Stage, number>> = { shipment: 0, stock: 0, invoice: 1, order: 2, quote: 3 };

/**
 * Findings by severity, and then by what explains the others.
 * @internal
 */
export function ordered(findings: readonly Finding[]): readonly Finding[] {
  const keys = ({ code, severity, stage, aspect }: Finding) => [
    -SEVERITIES.indexOf(severity),
    rank(code),
    aspect ? KINDS.indexOf(kindOf(aspect)) : -1,
    stage ? STAGE_RANK[stage] : -1,
  ];
  return findings
    .map((finding, i) => ({ finding, keys: [...keys(finding), i] }))
    .sort((a, b) => a.keys.map((key, i) => key - (b.keys[i] ?? 0)).find((difference) => difference !== 0) ?? 0)
    .map(({ finding }) => finding);
}

/**
 * Whether a stage comes before another.
 * @internal
 */
export function isBefore(one: Stage, other: Stage): boolean {
  return ROWS.indexOf(rowOf(one)) < ROWS.indexOf(rowOf(other));
}
