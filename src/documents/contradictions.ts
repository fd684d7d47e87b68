import { EYES, InputError } from "../protocol/index.js";
import type { BusinessDocument, FoundDocument, StoreDocument } from "./documents.js";
import { type BadRow, ROW } from "./rows.js";

/**
 * Takes out documents of one file that say two things of the same: nobody knows which holds, so neither is stated. What is said twice
 * alike stays.
 */
export function withoutContradictions(
  found: readonly FoundDocument[],
  bad: readonly BadRow[],
): { readonly found: FoundDocument[]; readonly bad: BadRow[] } {
  const refused = new Map<FoundDocument, number>();
  for (const same of bySubject(found)) {
    for (const [i, one] of same.entries()) {
      const other = same.find((its, j) => j !== i && contradict(one.document, its.document));
      if (other) refused.set(one, other.line);
    }
  }
  if (refused.size === 0) return { found: [...found], bad: [...bad] };
  const rows = [...refused].map(([{ line, raw }, other]): BadRow => {
    return { line, raw, faults: [new InputError(ROW, "contradicts-line", { line: other })] };
  });
  return {
    found: found.filter((one) => !refused.has(one)),
    bad: [...bad, ...rows].sort((a, b) => a.line - b.line),
  };
}

/** Documents of one kind and dossier, where there are several. */
function bySubject(found: readonly FoundDocument[]): FoundDocument[][] {
  const subjects = new Map<string, FoundDocument[]>();
  for (const one of found) {
    const { document } = one;
    const subject =
      document.kind === "shipment"
        ? `shipment ${document.order.dossier}`
        : `${document.kind} ${document.reference.siret}/${document.reference.fileReference}`;
    const same = subjects.get(subject);
    if (same) same.push(one);
    else subjects.set(subject, [one]);
  }
  return [...subjects.values()].filter((same) => same.length > 1);
}

function contradict(one: BusinessDocument, other: BusinessDocument): boolean {
  if (one.kind === "shipment" || other.kind === "shipment") {
    const [a, b] = [one, other].map((document) => (document.kind === "shipment" ? document.delivery : {}));
    return EYES.some((eye) => a?.[eye] && b?.[eye] && differ(a[eye], b[eye]));
  }
  if (one.kind === "order") return EYES.some((eye) => differInParts(orderOf(one, eye), orderOf(other, eye)));
  // A quote and an invoice speak once, of all of it.
  return (
    differ(one.billing, other.billing) ||
    differ(one.frame, other.frame) ||
    differ(one.payers, other.payers) ||
    EYES.some((eye) =>
      one.eyes[eye] && other.eyes[eye]
        ? differInParts(one.eyes[eye], other.eyes[eye])
        : one.eyes[eye] !== other.eyes[eye],
    )
  );
}

/** An order of whole equipment speaks of either eye. */
function orderOf({ eyes, made }: StoreDocument, eye: "right" | "left"): object {
  return { ...made, ...eyes[eye] };
}

/** Whether two give another value to the same part; a part that one leaves out is as was stated before. */
function differInParts(one: object, other: object): boolean {
  const [a, b] = [one, other].map((parts) => parts as Readonly<Record<string, unknown>>);
  return Object.keys(a ?? {}).some((part) => b?.[part] !== undefined && differ(a?.[part], b[part]));
}

function differ(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) !== JSON.stringify(other);
}
