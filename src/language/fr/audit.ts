import type * as en from "../en.js";
import type { Translation } from "../translation.js";

export const audit: Translation<typeof en.audit> = {
  title: "Audit de certificats",
  judged: "jugés",
  against: "non conformes",
  justified: "conformes avec justification",
  unreadable: ({ lines }) => `illisibles sur ${lines} lignes`,
  unknown: "inconnu",
  findings: "Constats",
  aboutFindings: "Certificats concernés, parmi tous ceux jugés.",
  months: "Mois",
  aboutMonths: "Non conformes, parmi ceux dont la facture se dit signée ce mois.",
  stores: "Magasins",
  aboutStores: ({ most }) =>
    `Non conformes, parmi ceux que demande le magasin ; ${most} magasins au plus, les plus nombreux d'abord.`,
  judgedAt: ({ first, last }) =>
    `Jugé avec les faits de la chaîne au bloc ${first === last ? last : `${first} à ${last}`}.`,
  notProof: "Un constat appelle une question ; il ne vaut pas preuve de fraude.",
};
