import { capital } from "../language/wording.js";
import { findingMessage } from "../protocol/findings.js";
import { ROWS, type Row } from "../protocol/index.js";
import { actor } from "./actors.js";
import { namesOf } from "./aspect-kinds.js";
import type { ReportCatalogue } from "./catalogues.js";
import { type ExplainedFinding, explain, likeIt } from "./causes.js";
import type { AspectComparison } from "./comparison.js";
import { shortId, spacedSiret } from "./ids.js";
import { type Markup, markup } from "./markup.js";
import type { Report } from "./report.js";
import { seenIn, statusOf } from "./status.js";
import type { TimelineEntry } from "./timeline.js";
import { inParisAndUtc, iso } from "./times.js";

/**
 * An instant for people and for programs.
 * @internal
 */
export function timeOf(seconds: number, catalogue: ReportCatalogue): Markup {
  return markup`<time datetime="${iso(seconds)}">${inParisAndUtc(seconds, catalogue)}</time>`;
}

const pairs = (named: readonly (readonly [name: string, value: Markup | string] | undefined)[]) =>
  markup`<dl>${named.flatMap((pair) => (pair ? [markup`<dt>${pair[0]}</dt><dd>${pair[1]}</dd>`] : []))}</dl>`;

/**
 * Which claim and which dossier.
 * @internal
 */
export function factsOf({ claim, verdict }: Report, { report }: ReportCatalogue): Markup {
  const { facts } = report.page;
  const { shareCents, totalCents, rank, payers } = claim;
  const [share, total] = [report.euros({ cents: shareCents }), report.euros({ cents: totalCents })];
  return markup`<div class="facts">${pairs([
    [facts.store, `SIRET ${spacedSiret(claim.siret)}`],
    [facts.file, claim.fileReference],
    [facts.insurer, `AMC ${claim.amc}`],
    [facts.priorAuthorisation, claim.priorAuthorisation || facts.noPriorAuthorisation],
    [facts.share, facts.shareOfTotal({ share, total, rank, payers })],
    [facts.dossier, markup`<code>${shortId(verdict.dossier)}</code>`],
  ])}</div>`;
}

/**
 * The stages side by side, by aspect: which say the same, and what the claim opens.
 * @internal
 */
export function comparisonOf({ timeline }: Report, catalogue: ReportCatalogue): Markup | undefined {
  if (timeline.comparison.length === 0) return undefined;
  const { names, report } = catalogue;
  const { comparison } = report.page;
  const heads = [...ROWS.map((stage) => capital(names.stages[stage])), comparison.claim];
  return markup`<section>
<h2>${comparison.title}</h2>
<div class="scroll" tabindex="0"><table>
<caption>${comparison.caption}</caption>
<thead><tr><th scope="col">${comparison.what}</th>${heads.map((head) => markup`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${timeline.comparison.map((compared) => comparedAspect(compared, catalogue))}</tbody>
</table></div>
</section>`;
}

function comparedAspect(compared: AspectComparison, catalogue: ReportCatalogue): Markup {
  const { aspect, stages, claim, isSubstituted } = compared;
  const differs = !isSubstituted && stages.some(({ value = 1 }) => value > 1);
  const isOdd = claim === "mismatched" || differs || stages.some(({ absence }) => absence === "missing");
  const cells = ROWS.map((stage) => stageCell(stage, compared, catalogue));
  return markup`<tr class="${isOdd ? "odd" : "even"}"><th scope="row">${capital(catalogue.names.aspects[aspect])}</th>${cells}<td>${claimCell(compared, catalogue)}</td></tr>`;
}

const ABSENCES = { missing: "bad", awaited: "wait", outside: "open" } as const;

function stageCell(stage: Row, { stages, isSubstituted }: AspectComparison, { report }: ReportCatalogue): Markup {
  const cell = stages.find((one) => one.stage === stage);
  if (!cell) return markup`<td></td>`;
  const { absence } = cell;
  if (absence) {
    return markup`<td><span class="chip ${ABSENCES[absence]}">${report.page.comparison[absence]}</span></td>`;
  }
  if (cell.value === undefined) return markup`<td class="soft">–</td>`;
  const letter = String.fromCharCode(64 + Math.min(cell.value, 26));
  const stating = stages.filter(({ value }) => value !== undefined);
  const tone = cell.value > 1 ? (isSubstituted ? "plain" : "bad") : stating.length > 1 ? "good" : "plain";
  return markup`<td><span class="chip ${tone}">${letter}</span></td>`;
}

const CLAIM_CLASSES = { opened: "chip good", mismatched: "chip bad", hidden: "soft" } as const;

function claimCell({ claim }: AspectComparison, { report }: ReportCatalogue): Markup {
  return markup`<span class="${CLAIM_CLASSES[claim]}">${report.page.comparison[claim]}</span>`;
}

/**
 * The findings, the gravest first, each with its cause and what to ask; those of one cause together.
 * @internal
 */
export function findingsOf(report: Report, catalogue: ReportCatalogue): Markup {
  const { findings } = report;
  const groups = new Map<string, ExplainedFinding[]>();
  for (const finding of findings) {
    const key = `${finding.code} ${finding.cause.en}`;
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return markup`<section>
<h2>${catalogue.report.page.findings({ count: findings.length })}</h2>
<ol>${[...groups.values()].map((group) => findingItem(group, report, catalogue))}</ol>
</section>`;
}

function findingItem(
  group: readonly ExplainedFinding[],
  { verdict, timeline }: Report,
  catalogue: ReportCatalogue,
): Markup {
  const { severities, page } = catalogue.report;
  const [first] = group;
  if (!first) return markup``;
  const { severity, code } = first;
  const { cause, ask } = explain(first, likeIt(first, verdict.findings), timeline, catalogue);
  const until =
    first.until === undefined ? undefined : markup`<p><b>${page.until}</b> ${timeOf(first.until, catalogue)}</p>`;
  const numbers = timeline.entries.filter(({ statement }) => group.some(({ subject }) => subject === statement));
  const which = numbers.map(({ number }) => page.number({ number })).join(", ");
  const messages = group.map((finding, i) => {
    const message = findingMessage(code, finding, catalogue);
    return i === 0
      ? markup`<h3><span class="badge">${severities[severity]}</span> ${message}</h3>`
      : markup`<h3>${message}</h3>`;
  });
  return markup`<li class="item ${severity}">${messages}
<p>${cause}</p>
${until}
<p><b>${page.ask}</b> ${ask}</p>
<p class="soft small"><code>${code}</code>${which === "" ? "" : ` (${which})`}</p></li>`;
}

/**
 * Every statement: who, when, whether it counts, and what was seen of it.
 * @internal
 */
export function statementsOf(report: Report, catalogue: ReportCatalogue): Markup {
  const { entries } = report.timeline;
  return markup`<section>
<h2>${catalogue.report.page.statements({ count: entries.length })}</h2>
<ol>${entries.map((entry) => statementItem(entry, report, catalogue))}</ol>
</section>`;
}

function statementItem(entry: TimelineEntry, { timeline, store }: Report, catalogue: ReportCatalogue): Markup {
  const { names, report } = catalogue;
  const texts = report.page.statement;
  const { number, stage, counts, signedAt, anchoredAt, signer, statement, findings, worst } = entry;
  const reasons = [...new Set(findings)].map((code) => catalogue.findings[code]).join(" ");
  const seen = seenIn(entry).map(
    ([one, aspects]) => [capital(report.seen[one]), capital(namesOf(aspects, catalogue))] as const,
  );
  const ids = [
    markup`<code>${shortId(statement)}</code>`,
    markup`, ${texts.key} <code>${shortId(signer.key)}</code>`,
    ...(signer.party ? [markup`, ${texts.party} <code>${shortId(signer.party)}</code>`] : []),
  ];
  return markup`<li class="item ${worst === "blocking" || worst === "pending" ? worst : counts ? "counts" : "replaced"}"><h3><span class="no">${number}</span>${capital(stage ? names.stages[stage] : names.statement)}, ${actor(entry, store, catalogue)}</h3>
${pairs([
  [texts.signed, timeOf(signedAt, catalogue)],
  [texts.anchored, anchoredAt === undefined ? texts.notAnchored : timeOf(anchoredAt, catalogue)],
  [texts.status, capital(statusOf(entry, timeline, catalogue))],
  reasons === "" ? undefined : [texts.why, reasons],
  ...seen,
  [texts.ids, markup`${ids}`],
])}</li>`;
}

/**
 * What the claim bills: values that the insurer holds already.
 * @internal
 */
export function billedOf({ claim }: Report, { report }: ReportCatalogue): Markup {
  const { billed } = report.page;
  const heads = [billed.item, billed.code, billed.class, billed.price];
  return markup`<section>
<h2>${billed.title}</h2>
<div class="scroll" tabindex="0"><table class="money">
<thead><tr>${heads.map((head) => markup`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${claim.lines.map(
    (line) =>
      markup`<tr><td>${report.items[line.item]}</td><td>${line.code}</td><td>${line.class}</td><td>${report.euros({ cents: line.priceCents })}</td></tr>`,
  )}<tr><td><b>${billed.total}</b></td><td></td><td></td><td><b>${report.euros({ cents: claim.totalCents })}</b></td></tr></tbody>
</table></div>
</section>`;
}

/**
 * What no insurer sees.
 * @internal
 */
export function hiddenOf({ report }: ReportCatalogue): Markup {
  const { title, text } = report.page.hidden;
  return markup`<section><h2>${title}</h2><p>${text}</p></section>`;
}
