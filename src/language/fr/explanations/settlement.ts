import type * as en from "../../en/explanations/settlement.js";
import type { Translation } from "../../translation.js";
import { bracketed, by, Label, toAuthor, verifyAgain } from "./words.js";

export const settlement: Translation<typeof en.settlement> = {
  "already-settled": {
    cause:
      "Cette part de la facture est déjà réglée : elle est demandée une seconde fois, à vous ou à un autre organisme.",
    ask: "Ne payez rien. Demandez à l'opticien qui l'a réglée, et pourquoi elle est présentée à nouveau.",
    byYou: {
      cause: "Vous avez déjà réglé cette part de la facture : elle vous est demandée une seconde fois.",
      ask: "Ne payez rien. Demandez à l'opticien pourquoi elle est présentée à nouveau ; lors d'un contrôle, admettez vos propres règlements dans la politique.",
    },
  },
  "other-invoice-settled": {
    cause:
      "Une autre facture du même dossier, ou celle-ci avec d'autres parts, est déjà réglée : les mêmes lunettes sont facturées deux fois.",
    ask: "Ne payez rien. Demandez à l'opticien quelle facture est valable, et quel partage il a annoncé à chaque organisme.",
  },
  "settled-by-asker": {
    cause: "Vous avez réglé cette part vous-même.",
    ask: "Rien.",
  },
  "missing-link": {
    cause: ({ stage }) =>
      `${Label(stage)} : cette déclaration en corrige une que le certificat ne montre pas ; nul ne voit ce qui a changé.`,
    ask: "Demandez à l'opticien un certificat qui contienne la déclaration remplacée.",
  },
  "forked-correction": {
    cause: ({ stage }) =>
      `Deux corrections de la même déclaration${bracketed(stage)} sont toutes deux en vigueur et se répètent.`,
    ask: ({ stage }) => `Demandez ${toAuthor(stage)} laquelle est valable, et de retirer l'autre dans la chaîne.`,
  },
  "broken-link": {
    cause: ({ stage }) =>
      `${Label(stage)} : cette déclaration dit en remplacer une d'un autre auteur ou d'une autre étape, toujours en vigueur.`,
    ask: ({ stage }) => `Demandez ${toAuthor(stage)} ce qu'il voulait corriger, et de retirer ce qui est faux.`,
  },
  "quote-too-old": {
    cause:
      "La facture repose sur un devis plus ancien que votre politique ne l'admet : ses prix ne sont peut-être plus ceux du contrat.",
    ask: "Demandez à l'opticien un nouveau devis accepté par le porteur, déclaré avant la facture.",
  },
  "not-final": {
    cause: ({ stage }) =>
      `${Label(stage)} : l'ancrage est trop récent pour votre politique ; une réorganisation pourrait encore l'effacer.`,
    ask: "Ne payez rien encore : vérifiez à nouveau une fois passé le délai de votre politique.",
    pending: {
      cause: ({ stage, until }) =>
        `${Label(stage)} : l'ancrage est trop récent pour votre politique ; une réorganisation pourrait encore l'effacer${by(until)}.`,
      ask: ({ until }) =>
        `Ne payez rien encore : vérifiez à nouveau ${until ? `après le ${until}` : "une fois passé le délai de votre politique"}.`,
    },
  },
  "stock-not-used": {
    cause:
      "Le verre de stock n'a pas été consommé dans la chaîne à la date de la facture : il peut être vendu à un autre porteur.",
    ask: "Demandez à l'opticien quel verre il a monté, et quand il l'a consommé. Une tolérance plus longue admet un retard expliqué.",
    pending: {
      cause: ({ until }) =>
        `Le verre de stock n'est pas encore consommé dans la chaîne : le magasin peut encore le faire${by(until)}.`,
      ask: verifyAgain,
    },
  },
  "stock-used-elsewhere": {
    cause: "Le même verre de stock a servi à un autre dossier, ou à l'autre œil : un verre est facturé deux fois.",
    ask: "Ne payez rien. Demandez à l'opticien quel verre le porteur a reçu, et dans quel dossier celui-ci a servi.",
  },
  "stock-of-another-store": {
    cause: "Le verre de stock est un autre, ou le verrier ne l'a pas livré au magasin qui le facture.",
    ask: "Demandez à l'opticien de qui il tient ce verre, et au verrier à quel magasin il l'a livré.",
  },
  "wrong-chain": {
    cause: "Le certificat renvoie à une autre chaîne ou à d'autres contrats que les vôtres : rien n'y est vérifiable.",
    ask: "Demandez à l'opticien un certificat fait avec les contrats que vous reconnaissez ; ne payez rien sur celui-ci.",
  },
};
