import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import type { Language } from "../language/index.js";
import { capital } from "../language/wording.js";
import type { Verdict } from "../protocol/index.js";
import { asOfLine, outcomeText } from "./as-of.js";
import { type ReportCatalogue, reportCatalogueOf } from "./catalogues.js";
import { drawing, NARROW, WIDE } from "./drawing.js";
import { markup } from "./markup.js";
import { SYMBOLS } from "./outcomes.js";
import type { Report } from "./report.js";
import { billedOf, comparisonOf, factsOf, findingsOf, hiddenOf, statementsOf, timeOf } from "./sections.js";
import { STYLE } from "./style.js";
import { summarise } from "./summary.js";
import { inParisAndUtc } from "./times.js";

/**
 * A report as one HTML page that needs nothing else: no script, nothing loaded, its own style alone allowed. Its first three lines
 * say what is wrong, who stated what, and what to ask. It shows values of the claim: only those who may see the claim may see it.
 * @param language A language of the trade, or a catalogue of another one.
 *
 * @example
 * ```ts
 * import { DEFAULT_POLICY } from "clairevoie/protocol";
 * import { report, reportPage } from "clairevoie/report";
 * const page = reportPage(report(certificate, claim, facts, DEFAULT_POLICY), "fr");
 * ```
 */
export function reportPage(report: Report, language: Language | ReportCatalogue): string {
  const catalogue = reportCatalogueOf(language);
  const texts = catalogue.report.page;
  const { verdict, claim, findings, timeline, store } = report;
  const { block } = verdict;
  const { what, who, ask } = summarise(verdict, timeline, claim, store, catalogue);
  const outcome = capital(outcomeText(report, catalogue));
  const asOf = asOfLine(report, catalogue);
  const page = markup`<html lang="${catalogue.report.language}">
<head>
<meta charset="utf-8" />
<meta http-equiv="Content-Security-Policy" content="${POLICY}" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="referrer" content="no-referrer" />
<meta name="robots" content="noindex, nofollow" />
<title>${texts.title({ outcome, file: claim.fileReference })}</title>
<style>${{ markup: STYLE }}</style>
</head>
<body>
<main>
<header class="verdict ${TONES[verdict.outcome]}">
${asOf && markup`<p>${asOf}</p>`}
<h1><span class="badge">${SYMBOLS[verdict.outcome]} ${outcome}</span> ${what}</h1>
${verdict.until === undefined ? undefined : markup`<p><b>${texts.until}</b> ${timeOf(verdict.until, catalogue)}</p>`}
<p><b>${texts.who}</b> ${who}</p>
<p><b>${texts.ask}</b> ${report.asOf && verdict.conform ? catalogue.report.asOf.ask : ask}</p>
</header>
${factsOf(report, catalogue)}
<section>
<h2>${texts.timeline}</h2>
<figure>
${drawing(report, WIDE, catalogue)}
${drawing(report, NARROW, catalogue)}
<figcaption>${catalogue.report.drawing.legend}</figcaption>
</figure>
</section>
${comparisonOf(report, catalogue)}
${findings.length === 0 ? undefined : findingsOf(report, catalogue)}
${timeline.entries.length === 0 ? undefined : statementsOf(report, catalogue)}
${billedOf(report, catalogue)}
${hiddenOf(catalogue)}
<footer>
<p>${texts.judgedAt({ block: block.number, when: inParisAndUtc(block.time, catalogue) })}</p>
<p>${texts.fingerprint} <code>${report.fingerprint}</code></p>
<p>${texts.notProven}</p>
</footer>
</main>
</body>
</html>
`;
  const [head = "", body = ""] = page.markup.split("<body>");
  return `<!doctype html>\n${head}<body>${catalogue.report.typeset({ text: body })}`;
}

/** Nothing but the style of the page, recognised by its hash (CSP Level 3, 2.3.1). */
const POLICY = `default-src 'none'; style-src 'sha256-${base64(sha256(utf8ToBytes(STYLE)))}'; base-uri 'none'; form-action 'none'`;

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

/** The class of the page's head. */
const TONES: Readonly<Record<Verdict["outcome"], string>> = {
  conforming: "conforming",
  justified: "justified",
  "not-verifiable": "unverifiable",
  pending: "pending",
  "not-conforming": "refused",
};
