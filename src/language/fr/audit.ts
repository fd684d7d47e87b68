import type * as en from "../en.js";
import type { Translation } from "../translation.js";

export const audit: Translation<typeof en.audit> = {
  title: "Audit de certificats",
  judged: "jugés",
  against: "non conformes",
  pending: "en attente",
  notVerifiable: "non vérifiables",
  justified: "conformes avec justification",
  cannotTell: "sans leur certificat : impossible de dire",
  unreadable: ({ lines }) => `illisibles sur ${lines} lignes`,
  unknown: "inconnu",
  others: "tous les autres",
  findings: "Constats",
  aboutFindings: "Certificats concernés, parmi tous ceux jugés.",
  months: "Mois",
  aboutMonths: "Non conformes, parmi ceux dont la facture se dit signée ce mois.",
  stores: "Magasins",
  aboutStores: ({ most }) =>
    `Non conformes, parmi ceux que demande le magasin ; ${most} magasins au plus, les plus nombreux d'abord.`,
  storesOpen: "Magasins : non vérifiables",
  aboutStoresOpen: ({ most }) =>
    `Non vérifiables, parmi ceux que demande le magasin ; ${most} magasins au plus, les plus nombreux d'abord.`,
  makers: "Verriers que nomment les commandes",
  aboutMakers: ({ most }) =>
    `Non vérifiables, parmi ceux dont la commande nomme le verrier ; ${most} verriers au plus, les plus nombreux d'abord.`,
  downgrade:
    "Nommer un verrier qui ne participe pas rend invérifiable ce qui aurait pu l'être : seuls ces taux, et la réponse du verrier nommé, peuvent dire si c'est vrai.",
  judgedAt: ({ first, last }) =>
    `Jugé avec les faits de la chaîne au bloc ${first === last ? last : `${first} à ${last}`}.`,
  notProof: "Un constat appelle une question ; il ne vaut pas preuve de fraude.",
};
