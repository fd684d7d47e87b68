import { sha256 } from "@noble/hashes/sha2.js";
import { type Chosen, catalogueOf } from "../language/index.js";
import { type Markup, markup } from "../report/markup.js";
import { STYLE } from "../report/style.js";
import type { AuditSummary, Count } from "./summary.js";

/** Stores and makers that are drawn: those with most to look at. The others are in the JSON. */
const MOST_BARS = 30;
const LOOK = `${STYLE}svg .all{fill:var(--line)}svg .against{fill:var(--bad)}svg .open{fill:var(--open)}svg .found{fill:var(--note)}`;
const POLICY = `default-src 'none'; style-src 'sha256-${Buffer.from(sha256(Buffer.from(LOOK))).toString("base64")}'; base-uri 'none'; form-action 'none'`;

/**
 * The summary of an audit as one HTML page that needs nothing else: no script, nothing loaded. It names stores by their SIRET, and
 * makers by what the orders name them.
 *
 * @example
 * ```ts
 * import { auditPage, startTally } from "clairevoie/audit";
 * const html = auditPage(startTally().summary(), "en");
 * ```
 */
export function auditPage(summary: AuditSummary, language: Chosen): string {
  const { audit: texts, report, findings } = catalogueOf(language);
  const { total, unreadable, cannotTell, lines, blocks } = summary;
  const count = (value: number) => value.toLocaleString(report.language);
  const barsOf = (
    counts: Readonly<Record<string, Readonly<Count>>>,
    part: "notConforming" | "notVerifiable",
    most = MOST_BARS,
  ) =>
    Object.entries(counts)
      .sort(([, one], [, two]) => (most === MOST_BARS ? two[part] - one[part] : 0))
      .slice(0, most)
      .map(([name, of]) => ({
        name: name === "unknown" ? texts.unknown : name === "others" ? texts.others : name,
        part: of[part],
        whole: of.judged,
      }));
  const told = [
    [total.judged, texts.judged],
    [total.notConforming, texts.against],
    [total.pending, texts.pending],
    [total.notVerifiable, texts.notVerifiable],
    [total.justified, texts.justified],
    [cannotTell, texts.cannotTell],
    [unreadable, texts.unreadable({ lines: count(lines) })],
  ] as const;
  const meanings: Readonly<Record<string, string>> = findings;
  const found = Object.entries(summary.findings).map(([code, part]) => ({
    name: code,
    part,
    whole: total.judged,
    about: meanings[code],
  }));
  const page = markup`<html lang="${report.language}">
<head>
<meta charset="utf-8" />
<meta http-equiv="Content-Security-Policy" content="${POLICY}" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="referrer" content="no-referrer" />
<meta name="robots" content="noindex, nofollow" />
<title>${texts.title}</title>
<style>${{ markup: LOOK }}</style>
</head>
<body>
<main>
<header class="verdict ${toneOf(summary)}">
<h1>${texts.title}</h1>
<p>${told.map(([value, what], i) => markup`${i === 0 ? "" : ", "}<b>${count(value)}</b> ${what}`)}.</p>
</header>
${section(texts.findings, texts.aboutFindings, "found", found)}
${section(texts.months, texts.aboutMonths, "against", barsOf(summary.months, "notConforming", Number.POSITIVE_INFINITY))}
${section(texts.stores, texts.aboutStores({ most: MOST_BARS }), "against", barsOf(summary.stores, "notConforming"))}
${section(texts.storesOpen, texts.aboutStoresOpen({ most: MOST_BARS }), "open", barsOf(summary.stores, "notVerifiable"))}
${section(texts.makers, texts.aboutMakers({ most: MOST_BARS }), "open", barsOf(summary.makers, "notVerifiable"))}
<p>${texts.downgrade}</p>
<footer>
<p>${blocks === null ? "" : texts.judgedAt(blocks)}</p>
<p>${texts.notProof}</p>
</footer>
</main>
</body>
</html>
`;
  return `<!doctype html>\n${page.markup}`;
}

/** The worst that there is, as a single verdict would look. */
function toneOf({ total, unreadable }: AuditSummary): string {
  if (total.notConforming + unreadable > 0) return "refused";
  if (total.pending > 0) return "pending";
  return total.notVerifiable > 0 ? "unverifiable" : "conforming";
}

interface Bar {
  readonly name: string;
  readonly part: number;
  readonly whole: number;
  readonly about?: string | undefined;
}

const BAR_HEIGHT = 26;
const [LEFT, WIDTH, RIGHT] = [230, 400, 130];

function percent(part: number, whole: number): string {
  return `${whole === 0 ? 0 : Math.round((1_000 * part) / whole) / 10}\u00a0%`;
}

/** Bars of one length for the largest whole: a part of it is what there is to look at. */
function section(title: string, about: string, tone: "found" | "against" | "open", bars: readonly Bar[]): Markup {
  const most = Math.max(1, ...bars.map(({ part, whole }) => (tone === "found" ? part : whole)));
  const drawn = bars.map(({ name, part, whole, about: more }, i) => {
    const y = i * BAR_HEIGHT;
    const width = (value: number) => Math.round((value / most) * WIDTH * 10) / 10;
    const back =
      tone === "found"
        ? undefined
        : markup`<rect class="all" x="${LEFT}" y="${y + 5}" width="${width(whole)}" height="16" rx="2" />`;
    return markup`<g><title>${more ?? name}</title><text x="0" y="${y + 18}">${name}</text>${back}<rect class="${tone}" x="${LEFT}" y="${y + 5}" width="${width(part)}" height="16" rx="2" /><text class="tiny" x="${LEFT + WIDTH + 10}" y="${y + 18}">${part} / ${whole}${tone === "open" ? ` (${percent(part, whole)})` : ""}</text></g>`;
  });
  return markup`<section>
<h2>${title}</h2>
<figure>
<svg role="img" aria-label="${title}" viewBox="0 0 ${LEFT + WIDTH + RIGHT} ${Math.max(1, bars.length) * BAR_HEIGHT}">${drawn}</svg>
<figcaption>${about}</figcaption>
</figure>
</section>`;
}
