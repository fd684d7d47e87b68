import * as en from "./en.js";
import * as fr from "./fr.js";

export const CATALOGUES = { en, fr } as const;
export type Language = keyof typeof CATALOGUES;

/** The first language of ours that an `Accept-Language` or a `LANG` names; English where it names none. */
export function languageOf(wanted: string | null | undefined): Language {
  const names = (wanted ?? "").toLowerCase().match(/\b(?:en|fr)\b/g);
  return (names?.[0] as Language | undefined) ?? "en";
}
