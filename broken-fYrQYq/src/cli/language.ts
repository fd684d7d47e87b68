/** The languages of the command. */
export type Language = "en" | "fr";

/** A text in both, side by side so that neither is forgotten. */
export type Said = readonly [en: string, fr: string];

/** What `--lang` says, else what the environment says (POSIX: LC_ALL, LC_MESSAGES, LANG), else English. */
export function languageOf(option: string | undefined, env: Readonly<Record<string, string | undefined>>): Language {
  const wanted = option ?? env["LC_ALL"] ?? env["LC_MESSAGES"] ?? env["LANG"] ?? "";
  return /^fr\b|^fr_/i.test(wanted) ? "fr" : "en";
}

/** Picks the language's text. */
export function inLanguage(language: Language, [en, fr]: Said): string {
  return language === "fr" ? fr : en;
}
