import type { Hex } from "../protocol/index.js";
import type { Vault } from "./vault.js";

/** A box that was posted for a dossier, and what erases it. Neither finds nor opens anything else. */
export interface PostedBox {
  readonly dossier: Hex;
  /** Address of the gateway. */
  readonly gateway: string;
  readonly index: Hex;
  readonly token: Hex;
  /** Until when it is kept at most, unix seconds. */
  readonly until: number;
}

const START = '{"box":';

/**
 * Notes a box in the journal, before it is posted: a box that nobody could erase must not be.
 *
 * @example
 * ```ts
 * import { notePostedBox } from "clairevoie/vault";
 * await notePostedBox(vault, { dossier, gateway: "https://gateway.example", index: leaf, token: salt, until: since });
 * ```
 */
export function notePostedBox(vault: Vault, box: PostedBox): Promise<void> {
  return vault.append([JSON.stringify({ box })]);
}

/**
 * The boxes that were posted for a dossier. The list outlives the dossier's secret, and holds none.
 *
 * @example
 * ```ts
 * import { postedBoxes } from "clairevoie/vault";
 * const boxes = await postedBoxes(vault, dossier);
 * ```
 */
export async function postedBoxes(vault: Vault, dossier: Hex): Promise<readonly PostedBox[]> {
  const found = new Map<string, PostedBox>(); // Noted before each try: one may be there twice.
  for await (const lines of vault.journal()) {
    for (const line of lines) {
      if (!line.startsWith(START) || !line.includes(dossier)) continue;
      const { box } = JSON.parse(line) as { readonly box: PostedBox };
      if (box.dossier === dossier) found.set(`${box.gateway} ${box.index}`, box);
    }
  }
  return [...found.values()];
}

/**
 * Forgets boxes that are erased.
 *
 * @example
 * ```ts
 * import { forgetPostedBoxes } from "clairevoie/vault";
 * await forgetPostedBoxes(vault, [leaf]);
 * ```
 */
export function forgetPostedBoxes(vault: Vault, indexes: readonly Hex[]): Promise<number> {
  return vault.forget((line) => line.startsWith(START) && indexes.some((index) => line.includes(index)));
}
