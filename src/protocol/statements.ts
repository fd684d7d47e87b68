import * as z from "zod";
import { ASPECTS, type AspectName, isStatedAt, STAGES, type Stage } from "./aspects.js";
import { type Hex, toHex, word, ZERO } from "./bytes.js";
import { hashStruct, keccak, member, TYPES, typeHash } from "./eip712.js";
import { InputError } from "./errors.js";
import { bytes32, read } from "./schema.js";

/** Why a statement replaces another, by number. */
export const CORRECTION_REASONS = [
  "none",
  "breakage",
  "laboratory-remake",
  "adaptation-warranty",
  "prescription-change",
  "order-change",
  "clerical-error",
] as const;
export type CorrectionReason = (typeof CORRECTION_REASONS)[number];

/** Why a party no longer stands by a statement, by number. */
export const WITHDRAWAL_REASONS = ["none", "return", "cancellation", "breakage", "superseded", "error"] as const;
export type WithdrawalReason = (typeof WITHDRAWAL_REASONS)[number];

const numbered = (names: readonly string[]) => names.map((name, number) => `${number} ${name}`).join(", ");

export const statementSchema = z
  .strictObject({
    dossier: bytes32.meta({ description: "Id of the dossier" }),
    stage: z
      .int()
      .min(0)
      .max(STAGES.length - 1)
      .meta({ description: numbered(STAGES) }),
    aspects: z
      .array(bytes32)
      .length(ASPECTS.length)
      .meta({ description: `Commitments, zero where nothing is stated: ${numbered(ASPECTS)}` }),
    supersedes: bytes32.meta({ description: "Hash of the statement that this one replaces, or zero" }),
    reason: z
      .int()
      .min(0)
      .max(CORRECTION_REASONS.length - 1)
      .meta({ description: `Why it replaces it: ${numbered(CORRECTION_REASONS)}` }),
  })
  .meta({ title: "Statement", description: "What one party states of one dossier at one stage, as commitments" });
/** What one party states of one dossier at one stage. The same struct as in Solidity. */
export type Statement = z.infer<typeof statementSchema>;

const STATEMENT_TYPE = typeHash(TYPES.Statement);

/**
 * `hashStruct` of a statement: the leaf of its batch's tree.
 *
 * @example
 * ```ts
 * import { hashStatement } from "clairevoie/protocol";
 * const leaf = hashStatement(statement);
 * ```
 */
export function hashStatement(statement: Statement): Hex {
  return toHex(
    hashStruct(
      STATEMENT_TYPE,
      member(statement.dossier),
      word(statement.stage),
      keccak(...statement.aspects.map(member)),
      member(statement.supersedes),
      word(statement.reason),
    ),
  );
}

/** What a statement replaces, and why. */
export interface Correction {
  readonly supersedes: Hex;
  readonly reason: Exclude<CorrectionReason, "none">;
}

/**
 * Puts commitments into a statement.
 * @throws {InputError} when an aspect has no place at this stage.
 *
 * @example
 * ```ts
 * import { makeStatement } from "clairevoie/protocol";
 * const statement = makeStatement(dossier, "quote", { reference: commitment });
 * ```
 */
export function makeStatement(
  dossier: Hex,
  stage: Stage,
  commitments: Partial<Record<AspectName, Hex>>,
  correction?: Correction,
): Statement {
  for (const aspect of ASPECTS) {
    if (commitments[aspect] !== undefined && !isStatedAt(aspect, stage)) {
      throw new InputError(`statement.aspects.${aspect}`, "aspect-not-of-stage", { stage });
    }
  }
  return read(
    statementSchema,
    {
      dossier,
      stage: STAGES.indexOf(stage),
      aspects: ASPECTS.map((aspect) => commitments[aspect] ?? ZERO),
      supersedes: correction?.supersedes ?? ZERO,
      reason: correction ? CORRECTION_REASONS.indexOf(correction.reason) : 0,
    },
    "statement",
  );
}

/**
 * Whether a statement says what a statement may say: known stage and reason, and only aspects of its stage.
 * @internal
 */
export function isWellFormed(statement: Statement): boolean {
  const stage = STAGES[statement.stage];
  if (!stage || statement.reason < 0 || statement.reason >= CORRECTION_REASONS.length) return false;
  if (statement.supersedes === ZERO && statement.reason !== 0) return false;
  return ASPECTS.every((aspect, i) => statement.aspects[i] === ZERO || isStatedAt(aspect, stage));
}

const MARKER_TYPE = typeHash(TYPES.SettlementMarker);
const SPLIT_TYPE = typeHash(TYPES.SettlementSplit);
const TAG_TYPE = typeHash(TYPES.SettlementTag);

/**
 * What a settlement of any invoice of `dossier` is filed under.
 *
 * @example
 * ```ts
 * import { settlementMarker } from "clairevoie/protocol";
 * const marker = settlementMarker(dossier);
 * ```
 */
export function settlementMarker(dossier: Hex): Hex {
  return toHex(hashStruct(MARKER_TYPE, member(dossier)));
}

/**
 * How the insurers share an invoice, as the one that pays was told: in the tag, so that two insurers who were told
 * otherwise see it when the second settles.
 * @param salt Of the billing, which both insurers hold.
 * @param first Share of rank 1, euro cents.
 * @param second Share of rank 2, euro cents; 0 when the first pays alone.
 *
 * @example
 * ```ts
 * import { settlementSplit } from "clairevoie/protocol";
 * const split = settlementSplit(certificate.openings.billing, 30_000, 12_000);
 * ```
 */
export function settlementSplit(salt: Hex, first: number, second: number): Hex {
  return toHex(hashStruct(SPLIT_TYPE, member(salt), word(first), word(second)));
}

/**
 * What a settlement of this `invoice` (hash of the statement) of `dossier`, shared so, is recognised by.
 *
 * @example
 * ```ts
 * import { settlementSplit, settlementTag } from "clairevoie/protocol";
 * const tag = settlementTag(dossier, invoice, settlementSplit(certificate.openings.billing, 30_000, 12_000));
 * ```
 */
export function settlementTag(dossier: Hex, invoice: Hex, split: Hex = ZERO): Hex {
  return toHex(hashStruct(TAG_TYPE, member(dossier), member(invoice), member(split)));
}
