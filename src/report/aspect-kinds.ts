import type { AspectName } from "../protocol/index.js";
import type { ReportCatalogue } from "./catalogues.js";

/** The aspects of both eyes, or of both payers, are explained alike. */
export type AspectKind =
  | "reference"
  | "payer"
  | "billing"
  | "frame"
  | "code"
  | "lens"
  | "prescription"
  | "orderReference"
  | "maker";

/**
 * The kind of an aspect.
 * @internal
 */
export function kindOf(aspect: AspectName): AspectKind {
  if (aspect.startsWith("payer")) return "payer";
  if (aspect.startsWith("order")) return "orderReference";
  return aspect.replace(/Right$|Left$/, "") as AspectKind;
}

const OF_EYE = ["code", "lens", "prescription", "order"] as const;

/**
 * The aspects by their names; those of both eyes as one.
 * @internal
 */
export function namesOf(aspects: readonly AspectName[], { names, report }: ReportCatalogue): string {
  const whole = (["Right", "Left"] as const).filter((eye) => OF_EYE.every((kind) => aspects.includes(`${kind}${eye}`)));
  const left = aspects.filter((aspect) => !whole.some((eye) => aspect.endsWith(eye)));
  const bothEyes: { readonly [K in AspectKind]?: string } = report.bothEyes;
  const named = [...new Set(left.map(kindOf))].flatMap((kind) => {
    const of = [...new Set(left.filter((aspect) => kindOf(aspect) === kind))];
    const both = bothEyes[kind];
    return of.length > 1 && both ? [both] : of.map((aspect) => names.aspects[aspect]);
  });
  return report.list({ parts: [...whole.map((eye) => report.wholeEye[eye]), ...named] });
}
