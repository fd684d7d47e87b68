import { finding } from "../src/protocol/findings.js";
import type { AspectName, Stage } from "../src/protocol/index.js";
import type { ExpectedFinding, Scenario } from "./scenario.js";

/** Where the catalogue is published. */
export const PAGE = "docs/scenarios.md";

const HEAD = `# Scénarios du métier

Page produite par \`npm run scenarios -- --markdown\` à partir de \`scenarios/data\` ; ne pas la modifier à la main.
\`npm run scenarios -- --list\` donne les noms, \`npm run scenarios -- <nom>\` joue un scénario.

Sauf mention contraire, l'équipement est une paire de verres progressifs et une monture de classe B (210 € + 210 € + 120 €),
l'assureur prend en charge 400 €, et les étapes se suivent ainsi : devis le jour 0, commande le jour 2, livraison déclarée par le
verrier le jour 6, facture le jour 9. L'assureur a deux jours de délai d'ancrage et deux jours de tolérance entre étapes.

**Sans tiers payant.** La facture doit toujours désigner l'assureur : c'est ce qui empêche de la présenter à deux d'entre eux.
Quand l'assuré avance les frais, l'opticien déclare l'assureur, une part de 0 € (rien n'est dû au magasin) et aucun numéro de prise
en charge. S'il ne connaît pas l'assureur le jour de la vente, il corrige sa facture quand l'assuré le lui indique.

**Verdicts.** *Conforme*, parfois avec justification : on paie. *En attente* : une déclaration peut encore venir, le rapport dit
jusqu'à quand, et l'on regarde de nouveau. *Non vérifiable* : rien ne contredit le dossier et rien ne le confirme, car le verrier
que la commande nomme ne participe pas au registre. *Refusé* : on ne paie pas.

*Quasi-sosie* : un dossier régulier qui ressemble de près à ce que le constat cité refuse.
*Angle mort* : un dossier qui passe alors qu'il ne devrait pas ; la colonne dit pourquoi.
En italique sous un verdict : ce qu'il faut en savoir, surtout quand il refuse un dossier sans fraude.
`;

const VERDICTS: Readonly<Record<Scenario["expected"]["outcome"], string>> = {
  conforming: "Conforme",
  justified: "Conforme, avec justification",
  "not-verifiable": "Non vérifiable",
  pending: "En attente",
  "not-conforming": "Refusé",
};

/** Text for one cell of a table. */
const cell = (text: string) => text.replaceAll("|", "\\|").replaceAll("\n", " ");

function describeFinding({ code, stage, aspect }: ExpectedFinding): string {
  const place: { stage?: Stage; aspect?: AspectName } = { ...(stage && { stage }), ...(aspect && { aspect }) };
  return `\`${code}\` : ${finding(code, place).message.fr}`;
}

function verdictOf({ group, expected, limit, remark, nearMissOf }: Scenario): string {
  const found = expected.findings.map(describeFinding);
  const sentence = VERDICTS[expected.outcome];
  return [
    group === "limits" ? `**Angle mort : ${sentence.toLowerCase()}**` : `**${sentence}**`,
    ...found,
    ...(limit ? [limit] : []),
    ...(remark ? [`*${remark}*`] : []),
    ...(nearMissOf ? [`Quasi-sosie de ${nearMissOf.map((code) => `\`${code}\``).join(", ")}`] : []),
  ].join("<br>");
}

/** The catalogue as a page for people of the trade. */
export function markdown(catalogue: readonly Scenario[]): string {
  const rows = catalogue.map(
    (scenario) =>
      `| ${cell(scenario.title)}<br>\`${scenario.name}\` | ${cell(scenario.story)} | ${cell(verdictOf(scenario))} |`,
  );
  return [HEAD, "| Scénario | Histoire | Verdict |", "|---|---|---|", ...rows, ""].join("\n");
}
