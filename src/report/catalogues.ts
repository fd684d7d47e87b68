import * as en from "../language/en.js";
import * as fr from "../language/fr.js";
import type { Catalogue, Language } from "../language/index.js";

/** The sentences of which a report is made: a page that shows reports loads neither the command's words nor those of errors. */
export type ReportCatalogue = Pick<
  Catalogue,
  "about" | "deviations" | "explanations" | "findings" | "names" | "report"
>;

/** Each section is named: a bundler then leaves the others out. */
export const REPORT_CATALOGUES: Readonly<Record<Language, ReportCatalogue>> = {
  en: {
    about: en.about,
    deviations: en.deviations,
    explanations: en.explanations,
    findings: en.findings,
    names: en.names,
    report: en.report,
  },
  fr: {
    about: fr.about,
    deviations: fr.deviations,
    explanations: fr.explanations,
    findings: fr.findings,
    names: fr.names,
    report: fr.report,
  },
};

/**
 * The sentences of a language, or those that are given.
 * @internal
 */
export function reportCatalogueOf(language: Language | ReportCatalogue): ReportCatalogue {
  return typeof language === "string" ? REPORT_CATALOGUES[language] : language;
}
