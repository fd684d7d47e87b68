import {
  ASPECTS,
  type AspectName,
  type AspectValues,
  type Certificate,
  type Claim,
  CORRECTION_REASONS,
  type Conformity,
  commit,
  EYES,
  type Finding,
  type Hex,
  isStatedAt,
  ofPayer,
  ROWS,
  type Severity,
  type Stage,
  ZERO,
} from "../protocol/index.js";
import { isCounted } from "../protocol/rules/examined-receipt.js";

/** What one stage says of an aspect. */
export interface StageComparison {
  readonly stage: Stage;
  /**
   * Stages of the same number state the same value, whatever it is; 1 is the value of the last stage that states it. Absent
   * where nothing that counts states it.
   */
  readonly value?: number;
  /**
   * Nothing that counts states it here, and the invoice calls for it: too late, not yet, or by a maker that does not take part.
   */
  readonly absence?: "missing" | "awaited" | "outside";
}

/** Whether a claim says what is stated: it opens it, it says something else, or it cannot be told. */
export type ClaimSeen = "opened" | "mismatched" | "hidden";

/** Which stages agree on an aspect, and whether the claim does. No value is in it. */
export interface AspectComparison {
  readonly aspect: AspectName;
  /** The stages at which it has its place. */
  readonly stages: readonly StageComparison[];
  readonly claim: ClaimSeen;
  /** The stages differ because the maker substituted the product, as it may. */
  readonly isSubstituted: boolean;
}

/**
 * What the claim says of a commitment.
 * @internal
 */
export type ClaimOpening = (aspect: AspectName, commitment: Hex) => ClaimSeen;

/**
 * Opens commitments with the salts of a certificate and the values of a claim; makers with the certificate alone.
 * @internal
 */
export function openClaim(certificate: Certificate, claim: Claim): ClaimOpening {
  const { openings, payer, makers } = certificate;
  const line = (item: "rightLens" | "leftLens") => claim.lines.find((one) => one.item === item);
  const told: { readonly [A in AspectName]?: readonly [salt: Hex | undefined, value: AspectValues[A] | undefined] } = {
    reference: [openings.reference, { siret: claim.siret, fileReference: claim.fileReference }],
    ...(claim.rank === payer.rank && { [ofPayer(payer.rank)]: [payer.salt, payerOf(claim)] }),
    billing: [openings.billing, { lines: claim.lines, totalCents: claim.totalCents }],
    frame: [openings.frame, claim.frame],
    codeRight: [openings.codeRight, codeOf(line("rightLens"))],
    codeLeft: [openings.codeLeft, codeOf(line("leftLens"))],
    lensRight: [openings.lensRight, claim.lensRight],
    lensLeft: [openings.lensLeft, claim.lensLeft],
    makerRight: [makers?.right?.salt, makers?.right && { identifier: makers.right.identifier }],
    makerLeft: [makers?.left?.salt, makers?.left && { identifier: makers.left.identifier }],
  };
  const committed = new Map<AspectName, Hex>();
  const add = <A extends AspectName>(aspect: A) => {
    const [salt, value] = told[aspect] ?? [];
    if (salt && value) committed.set(aspect, commit(aspect, salt, value));
  };
  for (const aspect of ASPECTS) add(aspect);
  return (aspect, commitment) => {
    const of = committed.get(aspect);
    if (of === undefined) return "hidden";
    return of === commitment ? "opened" : "mismatched";
  };
}

function payerOf({
  amc,
  priorAuthorisation,
  rank,
  payers,
  shareCents,
  sharesCents,
}: Claim): AspectValues["payerFirst"] {
  return { amc, priorAuthorisation, rank, payers, shareCents, sharesCents };
}

function codeOf(line: Claim["lines"][number] | undefined): AspectValues["codeRight"] | undefined {
  return line && { code: line.code, class: line.class };
}

/**
 * Compares the stages with each other, from the invoice back as judging does, and with the claim.
 * @internal
 */
export function compare(
  { merged, receipts }: Conformity,
  findings: readonly Finding[],
  opened: ClaimOpening,
): readonly AspectComparison[] {
  return ASPECTS.flatMap((aspect) => {
    const values: Hex[] = [];
    for (const stage of ROWS.toReversed()) {
      const stated = merged[stage]?.[aspect] ?? ZERO;
      if (stated !== ZERO && !values.includes(stated)) values.push(stated);
    }
    const stages = ROWS.filter((stage) => isStatedAt(aspect, stage)).map((stage) => {
      const stated = merged[stage]?.[aspect] ?? ZERO;
      const absence = stated === ZERO ? absenceOf(aspect, stage, findings, values.length > 0) : undefined;
      return { stage, ...(stated !== ZERO && { value: values.indexOf(stated) + 1 }), ...(absence && { absence }) };
    });
    if (values.length === 0 && !stages.some(({ absence }) => absence)) return [];
    const [reference] = values;
    const claim = reference === undefined ? "hidden" : opened(aspect, reference);
    return [{ aspect, stages, claim, isSubstituted: isSubstituted(aspect, receipts, findings) && values.length > 1 }];
  });
}

const ABSENCES: { readonly [S in Severity]?: StageComparison["absence"] } = {
  blocking: "missing",
  pending: "awaited",
  "not-verifiable": "outside",
};

function absenceOf(
  aspect: AspectName,
  stage: Stage,
  findings: readonly Finding[],
  isStated: boolean,
): StageComparison["absence"] {
  const found = findings.find((one) => {
    if (one.stage !== stage) return false;
    if (one.code === "missing-aspect") return one.aspect === aspect;
    if (!isStated) return false;
    // Of a lens that its maker did not state, all is missing; of a stage, all that it states.
    const ofEye = one.code === "maker-statement-missing" || one.code === "maker-not-enrolled";
    if (!ofEye && one.code !== "missing-statement") return false;
    return one.aspect === undefined || eyeOf(one.aspect) === eyeOf(aspect);
  });
  return found && ABSENCES[found.severity];
}

const eyeOf = (aspect: AspectName) => EYES.find((eye) => aspect.endsWith(eye === "right" ? "Right" : "Left"));

function isSubstituted(aspect: AspectName, receipts: Conformity["receipts"], findings: readonly Finding[]): boolean {
  return (
    (aspect === "lensRight" || aspect === "lensLeft") &&
    !findings.some((one) => one.code === "aspect-mismatch" && one.aspect === aspect) &&
    receipts.some((one) => isCounted(one) && CORRECTION_REASONS[one.receipt.statement.reason ?? 0] === "substitution")
  );
}
