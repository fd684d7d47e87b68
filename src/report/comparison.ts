import {
  ASPECTS,
  type AspectName,
  type AspectValues,
  type Certificate,
  type Claim,
  type Conformity,
  commit,
  type Finding,
  type Hex,
  isStatedAt,
  ofPayer,
  ROWS,
  type Stage,
  ZERO,
} from "../protocol/index.js";

/** What one stage says of an aspect. */
export interface StageComparison {
  readonly stage: Stage;
  /**
   * Stages of the same number state the same value, whatever it is; 1 is the value of the last stage that states it. Absent
   * where nothing that counts states it.
   */
  readonly value?: number;
  /** Nothing that counts states it here, and the invoice calls for it. */
  readonly isMissing: boolean;
}

/** Whether a claim says what is stated: it opens it, it says something else, or it cannot be told. */
export type ClaimSeen = "opened" | "mismatched" | "hidden";

/** Which stages agree on an aspect, and whether the claim does. No value is in it. */
export interface AspectComparison {
  readonly aspect: AspectName;
  /** The stages at which it has its place. */
  readonly stages: readonly StageComparison[];
  readonly claim: ClaimSeen;
}

/**
 * What the claim says of a commitment.
 * @internal
 */
export type ClaimOpening = (aspect: AspectName, commitment: Hex) => ClaimSeen;

/**
 * Opens commitments with the salts of a certificate and the values of a claim.
 * @internal
 */
export function openClaim(certificate: Certificate, claim: Claim): ClaimOpening {
  const { openings, payer } = certificate;
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
  { merged }: Conformity,
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
      const isMissing = findings.some(
        (one) =>
          one.stage === stage &&
          ((one.code === "missing-aspect" && one.aspect === aspect) ||
            (one.code === "missing-statement" && values.length > 0)),
      );
      return { stage, ...(stated !== ZERO && { value: values.indexOf(stated) + 1 }), isMissing };
    });
    if (values.length === 0 && !stages.some(({ isMissing }) => isMissing)) return [];
    const [reference] = values;
    return [{ aspect, stages, claim: reference === undefined ? "hidden" : opened(aspect, reference) }];
  });
}
