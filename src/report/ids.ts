import type { Hex } from "../protocol/index.js";

/**
 * An id short enough to be read out: eight digits are enough to tell the parties of one dossier apart.
 * @internal
 */
export function shortId(id: Hex): string {
  return `${id.slice(0, 10)}…`;
}

/**
 * A SIRET as people write it.
 * @internal
 */
export function spacedSiret(siret: string): string {
  return siret.replace(/^(\d{3})(\d{3})(\d{3})(\d{5})$/, "$1\u00a0$2\u00a0$3\u00a0$4");
}
