import * as en from "./en.js";
import * as fr from "./fr.js";
import type { Translation } from "./translation.js";

/** Every sentence that a person reads, in one language. English is the measure of all others. */
export type Catalogue = Translation<typeof en>;

/** A catalogue that is still being written: what it lacks is said in English. */
export type PartialCatalogue = PartialSentences<Catalogue>;

type PartialSentences<T> = {
  readonly [K in keyof T]?: T[K] extends string | ((...values: never[]) => string) ? T[K] : PartialSentences<T[K]>;
};

/** The languages that are complete. */
export const CATALOGUES: { readonly en: Catalogue; readonly fr: Catalogue } = { en, fr };
export type Language = keyof typeof CATALOGUES;

/** A catalogue, or the code of one that is complete. */
export type Chosen = Language | Catalogue;

/**
 * The catalogue of a language.
 * @internal
 */
export function catalogueOf(language: Chosen): Catalogue {
  return typeof language === "string" ? CATALOGUES[language] : language;
}

/**
 * A whole catalogue from a part of one: what is missing is English.
 *
 * @example
 * ```ts
 * import { completed } from "clairevoie/language";
 * const german = completed({ activities: { anchoring: "Verankerung" } });
 * ```
 */
export function completed(part: PartialCatalogue): Catalogue {
  return merged(en, part) as Catalogue;
}

function merged(whole: unknown, part: unknown): unknown {
  if (part === undefined) return whole;
  if (typeof whole !== "object" || whole === null) return part;
  return Object.fromEntries(
    Object.entries(whole).map(([key, value]) => [key, merged(value, (part as Readonly<Record<string, unknown>>)[key])]),
  );
}
