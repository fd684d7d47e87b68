import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { drawing, NARROW, WIDE } from "./drawing.js";
import { markup } from "./markup.js";
import type { Report } from "./report.js";
import { comparisonOf, factsOf, findingsOf, hiddenOf, legendOf, linesOf, statementsOf } from "./sections.js";
import { STYLE } from "./style.js";
import { inParisAndUtc } from "./times.js";
import type { ReportLanguage } from "./words.js";

/**
 * A report as one HTML page that needs nothing else: no script, nothing loaded, its own style alone allowed. Its first three lines
 * say what is wrong, who stated what, and what to ask. It shows values of the claim, and so is for who may see the claim.
 *
 * @example
 * ```ts
 * import { DEFAULT_POLICY } from "clairevoie/protocol";
 * import { report, reportPage } from "clairevoie/report";
 * const page = reportPage(report(certificate, claim, facts, DEFAULT_POLICY), "fr");
 * ```
 */
export function reportPage(report: Report, language: ReportLanguage): string {
  const french = language === "fr";
  const { verdict, summary, claim, findings, timeline } = report;
  const [outcome, tone] = outcomeOf(report, language);
  const title = `${outcome} – ${french ? "dossier" : "file"} ${claim.fileReference}`;
  const page = markup`<html lang="${language}">
<head>
<meta charset="utf-8" />
<meta http-equiv="Content-Security-Policy" content="${POLICY}" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="referrer" content="no-referrer" />
<meta name="robots" content="noindex, nofollow" />
<title>${title}</title>
<style>${{ markup: STYLE }}</style>
</head>
<body>
<main>
<header class="verdict ${tone}">
<h1><span class="badge">${outcome}</span> ${summary.what[language]}</h1>
<p><b>${french ? "Qui l'a déclaré" : "Who stated it"}${french ? " :" : ":"}</b> ${summary.who[language]}</p>
<p><b>${french ? "À demander" : "What to ask"}${french ? " :" : ":"}</b> ${summary.ask[language]}</p>
</header>
${factsOf(report, language)}
<section>
<h2>${french ? "Chronologie" : "Timeline"}</h2>
<figure>
${drawing(report, WIDE, language)}
${drawing(report, NARROW, language)}
<figcaption>${legendOf(language)}</figcaption>
</figure>
</section>
${comparisonOf(report, language)}
${findings.length === 0 ? undefined : findingsOf(report, language)}
${timeline.entries.length === 0 ? undefined : statementsOf(report, language)}
${linesOf(report, language)}
${hiddenOf(language)}
<footer>
<p>${
    french
      ? `Jugé avec les faits de la chaîne au bloc ${verdict.block.number}, le ${inParisAndUtc(verdict.block.time, "fr")}. Heures de Paris, UTC entre parenthèses ; une heure est celle de l'ancrage, seule prouvée.`
      : `Judged with the facts of the chain at block ${verdict.block.number}, ${inParisAndUtc(verdict.block.time, "en")}. Times of Paris, UTC in brackets; a time is that of the anchor, the only one that is proven.`
  }</p>
<p>${
    french
      ? "Ce que ce rapport ne prouve pas : que les lunettes répondent à ce qu'un opticien et un verrier déclarent faussement ensemble, que le porteur existe, ni que les prix soient justes. Un constat appelle une question ; il ne vaut pas preuve de fraude."
      : "What this report does not prove: that the glasses match what an optician and a lens maker state falsely together, that the wearer exists, or that prices are fair. A finding calls for a question; it is no proof of fraud."
  }</p>
</footer>
</main>
</body>
</html>
`;
  const [head = "", body = ""] = page.markup.split("<body>");
  return `<!doctype html>\n${head}<body>${french ? spacedAsInFrench(body) : body}`;
}

/** In French a line never begins with a punctuation mark that is written after a space. */
function spacedAsInFrench(text: string): string {
  return text.replace(/ (?=[:;?!»€≠])/g, "\u00a0").replaceAll("« ", "«\u00a0");
}

/** Nothing but the style of the page, recognised by its hash (CSP Level 3, 2.3.1). */
const POLICY = `default-src 'none'; style-src 'sha256-${base64(sha256(utf8ToBytes(STYLE)))}'; base-uri 'none'; form-action 'none'`;

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

function outcomeOf({ verdict }: Report, language: ReportLanguage): readonly [outcome: string, tone: string] {
  const french = language === "fr";
  if (!verdict.conform) return [french ? "Non conforme" : "Not conforming", "refused"];
  if (!verdict.justified) return [french ? "Conforme" : "Conforming", "conforming"];
  return [french ? "Conforme, avec justification" : "Conforming, with justification", "justified"];
}
