import type { Stage } from "../protocol/index.js";
import type { AspectKind } from "./aspect-kinds.js";
import type { ReportCatalogue } from "./catalogues.js";
import type { AspectComparison } from "./comparison.js";

/**
 * Why there is a finding and what to ask, in one language.
 * @internal
 */
export interface Explained {
  /** What is wrong, in plain words, with what is likely behind it. */
  readonly cause: string;
  /** What to ask, and whom. Never for a prescription. */
  readonly ask: string;
}

/** Whose statement stands alone against the others. */
type Deviant = "maker" | "invoice" | "quote" | "optician";

/** The stages that agree, in groups: first the group that stands against the other. */
function groupsOf({ stages }: AspectComparison): readonly (readonly Stage[])[] {
  const groups = new Map<number, Stage[]>();
  for (const { stage, value } of stages) {
    if (value !== undefined) groups.set(value, [...(groups.get(value) ?? []), stage]);
  }
  // At a tie the invoice is what is held against the others.
  return [...groups.values()].sort(
    (a, b) => a.length - b.length || Number(a.includes("invoice")) - Number(b.includes("invoice")),
  );
}

function deviantOf(alone: readonly Stage[]): Deviant {
  if (alone.length > 1) return "optician";
  if (alone[0] === "shipment") return "maker";
  return alone[0] === "invoice" || alone[0] === "quote" ? alone[0] : "optician";
}

/**
 * Says which stages disagree on a lens, what is likely behind it and what to ask.
 * @param compared The aspect, or those of both eyes when the same stages disagree.
 * @internal
 */
export function deviation(
  kind: AspectKind,
  compared: readonly AspectComparison[],
  { deviations }: ReportCatalogue,
): Explained | undefined {
  const [first] = compared;
  if ((kind !== "lens" && kind !== "code" && kind !== "prescription") || !first) return undefined;
  const groups = groupsOf(first);
  const [some = [], others = []] = groups;
  const eyes = compared.length > 1 ? "both" : first.aspect.endsWith("Right") ? "right" : "left";
  if (groups.length > 2) {
    const cause = deviations.manyValues({ kind, eyes, stages: groups.flat(), values: groups.length });
    return { cause, ask: deviations.ask[kind] };
  }
  const deviant = deviantOf(some);
  const likely: { readonly [D in Deviant]?: string } = deviations.behind[kind];
  return {
    cause: deviations.twoValues({ kind, eyes, some, others, behind: likely[deviant] }),
    ask: deviations.ask[deviant === "quote" && kind !== "prescription" ? "newQuote" : kind],
  };
}
