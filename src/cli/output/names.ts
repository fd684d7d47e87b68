import type { Catalogue } from "../../language/index.js";
import type { AspectName, Stage } from "../../protocol/index.js";

/** The name of a stage or an aspect, as the trade says it. */
export function nameOf(part: AspectName | Stage, { names: { stages, aspects } }: Catalogue): string {
  return part in stages ? stages[part as Stage] : aspects[part as AspectName];
}
