import { type Hex, InputError } from "../protocol/index.js";
import { pendingBatches, type Vault } from "../vault/index.js";
import { isAbout, readHistory } from "./history.js";

/**
 * Takes what imports wrote of dossiers out of a vault's journal. Do it before the dossiers are erased: then whoever is cut off can
 * begin again.
 * @returns How many lines were taken out.
 * @throws {InputError} when an import was cut off before it sealed or handed over a statement of one of them: the batch could not
 * be made without it; or while a gateway is to anchor one.
 *
 * @example
 * ```ts
 * import { forgetDossiers } from "clairevoie/documents";
 * await forgetDossiers(vault, [dossier]);
 * ```
 */
export async function forgetDossiers(vault: Vault, dossiers: readonly Hex[]): Promise<number> {
  const gone = new Set<string>(dossiers);
  const { pending, batches } = await readHistory(vault, new Set());
  const open = [...pending, ...batches.flatMap(({ statements }) => statements)];
  const unfinished = open.find(({ dossier }) => gone.has(dossier));
  if (unfinished) throw new InputError("dossier", "import-unfinished", { id: unfinished.dossier });
  const waiting = (await pendingBatches(vault)).flatMap(({ statements }) => statements);
  const unanchored = waiting.find(({ dossier }) => gone.has(dossier));
  if (unanchored) throw new InputError("dossier", "anchor-awaited", { id: unanchored.dossier });
  return vault.forget((line) => isAbout(line, gone));
}
