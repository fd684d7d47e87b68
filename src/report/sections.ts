import { CATALOGUES } from "../language/index.js";
import { FINDINGS, type Item, STAGES, type Stage } from "../protocol/index.js";
import { actor } from "./actors.js";
import type { ExplainedFinding } from "./causes.js";
import type { AspectComparison, StageComparison } from "./comparison.js";
import { type Markup, markup } from "./markup.js";
import type { Report } from "./report.js";
import { seenIn, seenName, standingOf } from "./standing.js";
import type { Timeline, TimelineEntry } from "./timeline.js";
import { inParisAndUtc, iso } from "./times.js";
import { euros, namesOf, type ReportLanguage, shortId, spacedSiret, stageNameIn } from "./words.js";

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const time = (seconds: number, language: ReportLanguage) =>
  markup`<time datetime="${iso(seconds)}">${inParisAndUtc(seconds, language)}</time>`;
const pairs = (rows: readonly (readonly [name: string, value: Markup | string] | undefined)[]) =>
  markup`<dl>${rows.flatMap((row) => (row ? [markup`<dt>${row[0]}</dt><dd>${row[1]}</dd>`] : []))}</dl>`;

/**
 * Which claim and which dossier.
 * @internal
 */
export function factsOf({ claim, verdict }: Report, language: ReportLanguage): Markup {
  const french = language === "fr";
  const { shareCents, totalCents, rank, payers } = claim;
  const [share, total] = [euros(shareCents, language), euros(totalCents, language)];
  const part = french
    ? `${share} sur ${total} (rang ${rank}, ${payers} organisme${payers > 1 ? "s" : ""})`
    : `${share} of ${total} (rank ${rank}, ${payers} insurer${payers > 1 ? "s" : ""})`;
  return markup`<div class="facts">${pairs([
    [french ? "Magasin demandeur" : "Store that claims", `SIRET ${spacedSiret(claim.siret)}`],
    [french ? "Dossier du magasin" : "File of the store", claim.fileReference],
    [french ? "Organisme" : "Insurer", `AMC ${claim.amc}`],
    [french ? "Prise en charge" : "Prior authorisation", claim.priorAuthorisation || (french ? "aucune" : "none")],
    [french ? "Part demandée" : "Share claimed", part],
    [french ? "Empreinte du dossier" : "Dossier id", markup`<code>${shortId(verdict.dossier)}</code>`],
  ])}</div>`;
}

/**
 * How the drawing is read.
 * @internal
 */
export function legendOf(language: ReportLanguage): string {
  return language === "fr"
    ? "Chaque numéro est une déclaration, détaillée plus bas ; cercle plein : elle compte, cercle pointillé : elle ne compte pas ou manque. « = » : les deux étapes disent la même chose ; « ≠ » : elles diffèrent. × : retrait ; € : règlement ; flèche : remplacement. Dates et heures de Paris."
    : "Each number is a statement, in detail below; full circle: it counts, dashed circle: it does not count or is missing. “=”: both stages say the same; “≠”: they differ. ×: withdrawal; €: payment; arrow: replacement. Dates and times of Paris.";
}

/**
 * The stages side by side, by aspect: which say the same, and what the claim opens.
 * @internal
 */
export function comparisonOf({ timeline: { comparison } }: Report, language: ReportLanguage): Markup | undefined {
  if (comparison.length === 0) return undefined;
  const french = language === "fr";
  const heads = [
    ...STAGES.map((stage) => capital(stageNameIn(stage, language))),
    french ? "Votre demande" : "Your claim",
  ];
  return markup`<section>
<h2>${french ? "Qui concorde avec qui" : "Who agrees with whom"}</h2>
<div class="scroll" tabindex="0"><table>
<caption>${
    french
      ? "Même lettre : même valeur, sans que la valeur soit montrée. A est la valeur de la dernière étape. « Ouvert » : votre demande dit cette valeur."
      : "Same letter: same value, without the value being shown. A is the value of the last stage. “Opened”: your claim says that value."
  }</caption>
<thead><tr><th scope="col">${french ? "Élément" : "What"}</th>${heads.map((head) => markup`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${comparison.map((row) => comparisonRow(row, language))}</tbody>
</table></div>
</section>`;
}

function comparisonRow(row: AspectComparison, language: ReportLanguage): Markup {
  const { aspect, stages, claim } = row;
  const isOdd = claim === "mismatched" || stages.some(({ value = 1, isMissing }) => value > 1 || isMissing);
  const cells = STAGES.map((stage) => stageCell(stage, stages, language));
  return markup`<tr class="${isOdd ? "odd" : "even"}"><th scope="row">${capital(CATALOGUES[language].names.aspects[aspect])}</th>${cells}<td>${claimCell(row, language)}</td></tr>`;
}

function stageCell(stage: Stage, stages: readonly StageComparison[], language: ReportLanguage): Markup {
  const french = language === "fr";
  const cell = stages.find((one) => one.stage === stage);
  if (!cell) return markup`<td></td>`;
  if (cell.isMissing) return markup`<td><span class="chip bad">${french ? "manque" : "missing"}</span></td>`;
  if (cell.value === undefined) return markup`<td class="soft">–</td>`;
  const letter = String.fromCharCode(64 + Math.min(cell.value, 26));
  const stating = stages.filter(({ value }) => value !== undefined);
  const tone = cell.value > 1 ? "bad" : stating.length > 1 ? "good" : "plain";
  return markup`<td><span class="chip ${tone}">${letter}</span></td>`;
}

function claimCell({ claim }: AspectComparison, language: ReportLanguage): Markup {
  const french = language === "fr";
  if (claim === "opened") return markup`<span class="chip good">${french ? "ouvert" : "opened"}</span>`;
  if (claim === "mismatched") return markup`<span class="chip bad">${french ? "diffère" : "differs"}</span>`;
  return markup`<span class="soft">${french ? "caché" : "hidden"}</span>`;
}

const SEVERITIES = {
  blocking: { en: "Blocking", fr: "Bloquant" },
  review: { en: "To review", fr: "À examiner" },
  info: { en: "For information", fr: "Pour information" },
} as const;

/**
 * The findings, the gravest first, each with its cause and what to ask; those of one cause together.
 * @internal
 */
export function findingsOf({ findings, timeline }: Report, language: ReportLanguage): Markup {
  const french = language === "fr";
  const groups = new Map<string, ExplainedFinding[]>();
  for (const finding of findings) {
    const key = `${finding.code} ${finding.cause.en}`;
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return markup`<section>
<h2>${french ? `Constats (${findings.length})` : `Findings (${findings.length})`}</h2>
<ol>${[...groups.values()].map((group) => findingItem(group, timeline, language))}</ol>
</section>`;
}

function findingItem(group: readonly ExplainedFinding[], { entries }: Timeline, language: ReportLanguage): Markup {
  const french = language === "fr";
  const [first] = group;
  if (!first) return markup``;
  const { severity, cause, ask, code } = first;
  const numbers = entries.filter(({ statement }) => group.some(({ subject }) => subject === statement));
  const which = numbers.map(({ number }) => (french ? `n°\u00a0${number}` : `no.\u00a0${number}`)).join(", ");
  const said = group.map(({ message }, i) =>
    i === 0
      ? markup`<h3><span class="badge">${SEVERITIES[severity][language]}</span> ${message[language]}</h3>`
      : markup`<h3>${message[language]}</h3>`,
  );
  return markup`<li class="item ${severity}">${said}
<p>${cause[language]}</p>
<p><b>${french ? "À demander :" : "What to ask:"}</b> ${ask[language]}</p>
<p class="soft small"><code>${code}</code>${which === "" ? "" : ` (${which})`}</p></li>`;
}

/**
 * Every statement: who, when, whether it counts, and what was seen of it.
 * @internal
 */
export function statementsOf(report: Report, language: ReportLanguage): Markup {
  const french = language === "fr";
  const { entries } = report.timeline;
  return markup`<section>
<h2>${french ? `Déclarations (${entries.length})` : `Statements (${entries.length})`}</h2>
<ol>${entries.map((entry) => statementItem(entry, report, language))}</ol>
</section>`;
}

function statementItem(entry: TimelineEntry, { timeline, store }: Report, language: ReportLanguage): Markup {
  const french = language === "fr";
  const { number, stage, counts, signedAt, anchoredAt, signer, statement, findings } = entry;
  const reasons = [...new Set(findings)].map((code) => FINDINGS[code].message[language]).join(" ");
  const isBlocked = findings.some((code) => FINDINGS[code].severity === "blocking");
  const seen = seenIn(entry).map(([one, aspects]) => [
    capital(seenName(one, language)),
    capital(namesOf(aspects, language)),
  ]);
  const notAnchored = french ? "pas d'ancrage vérifié" : "no anchor verified";
  const ids = [
    markup`<code>${shortId(statement)}</code>`,
    markup`${french ? ", clé " : ", key "}<code>${shortId(signer.key)}</code>`,
    ...(signer.party ? [markup`${french ? ", partie " : ", party "}<code>${shortId(signer.party)}</code>`] : []),
  ];
  return markup`<li class="item ${isBlocked ? "blocking" : counts ? "counts" : "replaced"}"><h3><span class="no">${number}</span>${capital(stageNameIn(stage, language))}, ${actor(entry, store, language)}</h3>
${pairs([
  [french ? "Signature (heure dite)" : "Signed (as it says)", time(signedAt, language)],
  [french ? "Ancrage" : "Anchored", anchoredAt === undefined ? notAnchored : time(anchoredAt, language)],
  [french ? "État" : "Standing", capital(standingOf(entry, timeline, language))],
  reasons === "" ? undefined : [french ? "Pourquoi" : "Why", reasons],
  ...seen.map(([name = "", aspects = ""]) => [name, aspects] as const),
  [french ? "Empreintes" : "Ids", markup`${ids}`],
])}</li>`;
}

const ITEMS: Readonly<Record<Item, { readonly en: string; readonly fr: string }>> = {
  rightLens: { en: "Right lens", fr: "Verre droit" },
  leftLens: { en: "Left lens", fr: "Verre gauche" },
  frame: { en: "Frame", fr: "Monture" },
  extras: { en: "Extra", fr: "Supplément" },
};

/**
 * What the claim bills: values that the insurer holds already.
 * @internal
 */
export function linesOf({ claim }: Report, language: ReportLanguage): Markup {
  const french = language === "fr";
  const heads = french ? ["Article", "Code", "Classe", "Prix"] : ["Item", "Code", "Class", "Price"];
  return markup`<section>
<h2>${french ? "Ce que dit votre demande" : "What your claim says"}</h2>
<div class="scroll" tabindex="0"><table class="money">
<thead><tr>${heads.map((head) => markup`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${claim.lines.map(
    (line) =>
      markup`<tr><td>${ITEMS[line.item][language]}</td><td>${line.code}</td><td>${line.class}</td><td>${euros(line.priceCents, language)}</td></tr>`,
  )}<tr><td><b>Total</b></td><td></td><td></td><td><b>${euros(claim.totalCents, language)}</b></td></tr></tbody>
</table></div>
</section>`;
}

/**
 * What no insurer sees.
 * @internal
 */
export function hiddenOf(language: ReportLanguage): Markup {
  return language === "fr"
    ? markup`<section><h2>Ce qui reste caché</h2><p>La correction, la référence de commande et la part d'un autre organisme ne sont jamais montrées, pas même dans le certificat : seule se voit leur égalité d'une étape à l'autre. Ce rapport n'ajoute aucune donnée de santé à ce que vous détenez, et ne contient aucun sel.</p></section>`
    : markup`<section><h2>What stays hidden</h2><p>The prescription, the order reference and the share of another insurer are never shown, not even in the certificate: only that they are equal from one stage to the next is seen. This report adds no health data to what you hold, and has no salt.</p></section>`;
}
