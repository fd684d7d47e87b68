import type { Catalogue } from "../language/index.js";

/** The languages that a run may speak, by the name that `--lang` takes. */
export type Catalogues = Readonly<Record<string, Catalogue>>;

/** What `--lang` says, else what the environment says (POSIX: LC_ALL, LC_MESSAGES, LANG), else English. */
export function languageOf(
  option: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
  catalogues: Catalogues,
): string {
  const wanted = option ?? env["LC_ALL"] ?? env["LC_MESSAGES"] ?? env["LANG"] ?? "";
  const [language = ""] = wanted.toLowerCase().split(/[^a-z]/);
  return Object.hasOwn(catalogues, language) ? language : "en";
}
