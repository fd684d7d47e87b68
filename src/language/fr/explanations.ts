import type { StageName } from "../en/names.js";
import type * as en from "../en.js";
import type { Translation } from "../translation.js";
import { enumerated } from "../wording.js";
import { claim } from "./explanations/claim.js";
import { dossier } from "./explanations/dossier.js";
import { settlement } from "./explanations/settlement.js";
import { statements } from "./explanations/statements.js";
import { EYES } from "./names.js";

export const explanations: Translation<typeof en.explanations> = { ...statements, ...dossier, ...settlement, ...claim };

type Deviating = Omit<Parameters<typeof en.deviations.manyValues>[0], "stages" | "values">;

const DONE = { quote: "devisé", order: "commandé", shipment: "livré", invoice: "facturé", stock: "livré" };

const done = (stages: readonly StageName[], { eyes }: Deviating) =>
  enumerated(
    stages.map((stage) => (eyes === "both" ? `${DONE[stage]}s` : DONE[stage])),
    "et",
  );

const areNot = ({ eyes }: Deviating) => (eyes === "both" ? "ne sont pas" : "n'est pas");

const subject = ({ kind, eyes }: Deviating) => {
  if (eyes === "both") {
    return {
      lens: "Les verres",
      code: "Les codes de regroupement des verres",
      prescription: "Les corrections des verres",
    }[kind];
  }
  const lens = `verre ${EYES[eyes]}`;
  return { lens: `Le ${lens}`, code: `Le code de regroupement du ${lens}`, prescription: `La correction du ${lens}` }[
    kind
  ];
};

const again = ({ kind, eyes }: Deviating) => {
  if (kind === "lens") return eyes === "both" ? "ceux" : "celui";
  if (eyes === "both") return kind === "code" ? "ceux des verres" : "celles des verres";
  return kind === "code" ? "celui du verre" : "celle du verre";
};

const theSame = ({ kind, eyes }: Deviating) =>
  eyes === "both" ? "les mêmes" : kind === "prescription" ? "la même" : "le même";

export const deviations: Translation<typeof en.deviations> = {
  twoValues: ({ some, others, behind, ...lens }) =>
    `${subject(lens)} ${done(some, lens)} ${areNot(lens)} ${again(lens)} ${done(others, lens)}${behind ? ` : ${behind}` : ""}.`,
  manyValues: ({ stages, values, ...lens }) =>
    `${subject(lens)} ${done(stages, lens)} ${areNot(lens)} ${theSame(lens)} : ${values} valeurs différentes.`,
  behind: {
    code: {
      maker: "la facture est peut-être plus élevée que ce qui a été fabriqué",
      optician: "la facture est peut-être plus élevée que ce qui a été fabriqué",
      invoice: "le code a peut-être été relevé sur la facture",
      quote: "le code a changé après le devis",
    },
    lens: {
      maker: "verre substitué, ou traitement facturé et non réalisé",
      optician: "un autre verre, peut-être moins cher, a été commandé que celui qui est facturé",
      invoice: "ce qui est facturé n'a jamais été fabriqué",
      quote: "le porteur n'a pas reçu ce que le devis promettait",
    },
    prescription: {
      maker: "correction majorée pour un code plus cher, ou erreur de fabrication",
      optician: "le verre fabriqué ne répond pas à ce qui a été prescrit et devisé",
      quote: "la correction a changé après le devis",
    },
  },
  ask: {
    code: "Demandez au verrier de confirmer le code de regroupement de ce qu'il a livré, et à l'opticien une facture à ce code.",
    lens: "Demandez au verrier son bon de livraison, et à l'opticien de faire refaire l'équipement facturé ou de rectifier la facture.",
    prescription:
      "Ne demandez pas l'ordonnance. Demandez à l'opticien et au verrier de comparer commande et fabrication, et de déclarer la refabrication ou le changement.",
    newQuote:
      "Demandez à l'opticien le nouveau devis accepté par le porteur, et pourquoi il n'a pas été déclaré avant la commande.",
  },
};
