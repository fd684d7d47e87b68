import * as z from "zod";
import { ASPECTS, type AspectName, isStatedAt, STAGES, type Stage } from "./aspects.js";
import { type Hex, toHex, word, ZERO } from "./bytes.js";
import { hashStruct, keccak, member, TYPES, typeHash } from "./eip712.js";
import { InputError } from "./errors.js";
import { bytes32, read, says } from "./schema.js";

/** Why a statement replaces another, by number. */
export const CORRECTION_REASONS = [
  "none",
  "breakage",
  "laboratory-remake",
  "adaptation-warranty",
  "prescription-change",
  "order-change",
  "clerical-error",
  "substitution",
] as const;
export type CorrectionReason = (typeof CORRECTION_REASONS)[number];

/** Why a party no longer stands by a statement, by number. */
export const WITHDRAWAL_REASONS = ["none", "return", "cancellation", "breakage", "superseded", "error"] as const;
export type WithdrawalReason = (typeof WITHDRAWAL_REASONS)[number];

const numbered = (names: readonly string[]) => names.map((name, number) => `${number} ${name}`).join(", ");

/** 32 bytes that are not all zero: what is not stated is left out. */
const stated = bytes32.refine((value) => value !== ZERO, says("zero-is-left-out"));

/** By name, in the order of their numbers, so that one statement has one spelling. */
const aspectsSchema = z
  .partialRecord(z.enum(ASPECTS), stated)
  .refine((aspects) => isAscending(Object.keys(aspects)), says("aspects-not-in-order"))
  .meta({ description: `Commitments to what is stated, in this order: ${ASPECTS.join(", ")}` });

function isAscending(aspects: readonly string[]): boolean {
  const numbers = aspects.map((aspect) => ASPECTS.indexOf(aspect as AspectName));
  return numbers.every((number, i) => i === 0 || number > (numbers[i - 1] ?? 0));
}

export const statementSchema = z
  .strictObject({
    dossier: bytes32.meta({ description: "Id of the dossier" }),
    stage: z
      .int()
      .min(0)
      .max(STAGES.length - 1)
      .meta({ description: numbered(STAGES) }),
    aspects: aspectsSchema,
    supersedes: stated.optional().meta({ description: "Hash of the statement that this one replaces, if it does" }),
    reason: z
      .int()
      .min(1)
      .max(CORRECTION_REASONS.length - 1)
      .optional()
      .meta({ description: `Why it replaces it: ${numbered(CORRECTION_REASONS).slice("0 none, ".length)}` }),
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
      keccak(...ASPECTS.map((aspect) => member(statement.aspects[aspect] ?? ZERO))),
      member(statement.supersedes ?? ZERO),
      word(statement.reason ?? 0),
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
      aspects: inOrder(commitments),
      ...(correction && {
        supersedes: correction.supersedes,
        reason: CORRECTION_REASONS.indexOf(correction.reason),
      }),
    },
    "statement",
  );
}

/** What is stated, in the order of the numbers of the aspects, whatever order it was gathered in. */
function inOrder(commitments: Partial<Record<AspectName, Hex>>): Statement["aspects"] {
  return Object.fromEntries(
    ASPECTS.flatMap((aspect) => (commitments[aspect] === undefined ? [] : [[aspect, commitments[aspect]]])),
  );
}

/** Reasons that only who makes lenses can have. */
const OF_THE_MAKER: readonly CorrectionReason[] = ["laboratory-remake", "substitution"];

/**
 * Whether a statement says what a statement may say: a stage, a reason of that stage, and only aspects of it.
 * @internal
 */
export function isWellFormed({ stage: number, reason = 0, supersedes = ZERO, aspects }: Statement): boolean {
  const stage = STAGES[number];
  const why = CORRECTION_REASONS[reason];
  if (!stage || !why || (supersedes === ZERO && reason !== 0)) return false;
  if (stage !== "shipment" && OF_THE_MAKER.includes(why)) return false;
  return ASPECTS.every((aspect) => (aspects[aspect] ?? ZERO) === ZERO || isStatedAt(aspect, stage));
}

const SPLIT_TYPE = typeHash(TYPES.SettlementSplit);
const TAG_TYPE = typeHash(TYPES.SettlementTag);

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
