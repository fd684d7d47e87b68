import { sha256 } from "@noble/hashes/sha2.js";
import { FINDINGS, type FindingCode } from "../protocol/index.js";
import { type Markup, markup } from "../report/markup.js";
import { STYLE } from "../report/style.js";
import type { AuditSummary, Count } from "./summary.js";

type PageLanguage = "en" | "fr";

/** Stores that are drawn: those with most to look at. The others are in the JSON. */
const MOST_STORES = 30;
const LOOK = `${STYLE}svg .all{fill:var(--line)}svg .against{fill:var(--bad)}svg .found{fill:var(--note)}`;
const POLICY = `default-src 'none'; style-src 'sha256-${Buffer.from(sha256(Buffer.from(LOOK))).toString("base64")}'; base-uri 'none'; form-action 'none'`;

/**
 * The summary of an audit as one HTML page that needs nothing else: no script, nothing loaded. It names stores by their SIRET.
 *
 * @example
 * ```ts
 * import { auditPage, startTally } from "clairevoie/audit";
 * const html = auditPage(startTally().summary(), "en");
 * ```
 */
export function auditPage(summary: AuditSummary, language: PageLanguage): string {
  const say = (en: string, fr: string) => (language === "fr" ? fr : en);
  const { total, unreadable, lines, blocks } = summary;
  const against = total.judged - total.conform;
  const title = say("Audit of certificates", "Audit de certificats");
  const count = (value: number) => value.toLocaleString(language);
  const standing = (counts: Readonly<Record<string, Readonly<Count>>>, most = Number.POSITIVE_INFINITY) =>
    Object.entries(counts)
      .slice(0, most)
      .map(([name, { judged, conform }]) => ({
        name: name === "unknown" ? say("unknown", "inconnu") : name,
        part: judged - conform,
        whole: judged,
      }));
  const found = Object.entries(summary.findings).map(([code, part]) => ({
    name: code,
    part,
    whole: total.judged,
    about: FINDINGS[code as FindingCode]?.message[language],
  }));
  const page = markup`<html lang="${language}">
<head>
<meta charset="utf-8" />
<meta http-equiv="Content-Security-Policy" content="${POLICY}" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="referrer" content="no-referrer" />
<meta name="robots" content="noindex, nofollow" />
<title>${title}</title>
<style>${{ markup: LOOK }}</style>
</head>
<body>
<main>
<header class="verdict ${against + unreadable === 0 ? "conforming" : "refused"}">
<h1>${title}</h1>
<p><b>${count(total.judged)}</b> ${say("judged", "jugés")}, <b>${count(against)}</b> ${say("not conforming", "non conformes")}, <b>${count(total.justified)}</b> ${say("conforming with justification", "conformes avec justification")}, <b>${count(unreadable)}</b> ${say(`unreadable of ${count(lines)} lines`, `illisibles sur ${count(lines)} lignes`)}.</p>
</header>
${section(say("Findings", "Constats"), say("Certificates that have it, of all that were judged.", "Certificats concernés, parmi tous ceux jugés."), "found", found)}
${section(say("Months", "Mois"), say("Not conforming, of those whose invoice says that it was signed in that month.", "Non conformes, parmi ceux dont la facture se dit signée ce mois."), "against", standing(summary.months))}
${section(say("Stores", "Magasins"), say(`Not conforming, of those that the store claims; at most ${MOST_STORES} stores, most first.`, `Non conformes, parmi ceux que demande le magasin ; ${MOST_STORES} magasins au plus, les plus nombreux d'abord.`), "against", standing(summary.stores, MOST_STORES))}
<footer>
<p>${blocks === null ? "" : say(`Judged with the facts of the chain at block ${blocks.first === blocks.last ? blocks.last : `${blocks.first} to ${blocks.last}`}.`, `Jugé avec les faits de la chaîne au bloc ${blocks.first === blocks.last ? blocks.last : `${blocks.first} à ${blocks.last}`}.`)}</p>
<p>${say("A finding calls for a question; it is no proof of fraud.", "Un constat appelle une question ; il ne vaut pas preuve de fraude.")}</p>
</footer>
</main>
</body>
</html>
`;
  return `<!doctype html>\n${page.markup}`;
}

interface Bar {
  readonly name: string;
  readonly part: number;
  readonly whole: number;
  readonly about?: string | undefined;
}

const ROW = 26;
const [LEFT, WIDTH, RIGHT] = [230, 420, 110];

/** Bars of one length for the largest whole: a part of it is what there is to look at. */
function section(title: string, about: string, tone: "found" | "against", bars: readonly Bar[]): Markup {
  const most = Math.max(1, ...bars.map(({ part, whole }) => (tone === "found" ? part : whole)));
  const rows = bars.map(({ name, part, whole, about: more }, i) => {
    const y = i * ROW;
    const width = (value: number) => Math.round((value / most) * WIDTH * 10) / 10;
    const back =
      tone === "found"
        ? undefined
        : markup`<rect class="all" x="${LEFT}" y="${y + 5}" width="${width(whole)}" height="16" rx="2" />`;
    return markup`<g><title>${more ?? name}</title><text x="0" y="${y + 18}">${name}</text>${back}<rect class="${tone}" x="${LEFT}" y="${y + 5}" width="${width(part)}" height="16" rx="2" /><text class="tiny" x="${LEFT + WIDTH + 10}" y="${y + 18}">${part} / ${whole}</text></g>`;
  });
  return markup`<section>
<h2>${title}</h2>
<figure>
<svg role="img" aria-label="${title}" viewBox="0 0 ${LEFT + WIDTH + RIGHT} ${Math.max(1, bars.length) * ROW}">${rows}</svg>
<figcaption>${about}</figcaption>
</figure>
</section>`;
}
