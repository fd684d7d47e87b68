import type { Translation } from "./catalogue.js";
import type * as en from "./en.js";

/** Chaque phrase en français. */

export const remedies: Translation<typeof en.remedies> = {
  AccessManagedUnauthorized: "signez avec le compte qui a ce rôle",
  AccessManagerNotReady: "attendez la fin du délai, puis relancez",
  AccessManagerExpired: "l'annonce a expiré ; annoncez à nouveau",
  AccessManagerAlreadyScheduled: "déjà annoncé ; attendez son délai",
  PartyExists: "il est déjà agréé ; voyez `party list`",
  UnknownParty: "le conseil l'agrée d'abord ; voyez `party list`",
  RoleNotEnrollable: "prenez le rôle du fichier d'identité",
  ZeroParty: "prenez l'identifiant qu'a donné `party new`",
  AlreadySuspended: "il n'y a rien à faire",
  NotSuspended: "il n'y a rien à faire",
  NotController: "le conseil agrée d'abord le participant, puis son contrôleur signe",
  KeyTaken: "la clé est déjà à un participant, pour toujours ; voyez `party keys list`",
  KeyConsentInvalid: "lancez `keys consent` avec ces clé et identité",
  UnknownKey: "voyez les clés avec `party keys list`",
  KeyAlreadyRevoked: "il n'y a rien à faire",
  CompromiseInFuture: "donnez un --from passé",
  CompromiseTooOld: "donnez un --from au plus tôt au second nombre, en secondes unix",
  CompromiseNotEarlier: "un moment antérieur est déjà déclaré",
  NotInsurer: "signez avec une clé valable d'un organisme agréé",
  NotOfParty: "signez avec une clé valable du participant",
  NotSettled: "rien n'est marqué ; il n'y a rien à retirer",
  NotSettledBy: "un autre l'a marqué ; lui seul peut le retirer",
};

export const activities: Translation<typeof en.activities> = {
  "adding-key": "ajout d'une clé",
  anchoring: "ancrage",
  "announcing-lens-maker": "annonce d'un verrier",
  "asking-verdict": "demande du verdict de la chaîne",
  "checking-deployment": "contrôle du déploiement",
  "declaring-compromise": "déclaration d'une compromission",
  deploying: "déploiement",
  "enrolling-lens-maker": "agrément d'un verrier",
  "enrolling-party": "agrément d'un participant",
  "planning-deployment": "préparation du déploiement",
  "reading-anchor": "lecture de l'ancrage",
  "reading-chain": "lecture de la chaîne",
  "reading-deployed": "lecture de ce qui a été déployé",
  "reading-events": "lecture des événements",
  "reading-key": "lecture de la clé",
  "reading-keys": "lecture des clés",
  "reading-party": "lecture du participant",
  "reinstating-party": "rétablissement d'un participant",
  "releasing-settlement": "retrait d'un règlement",
  "revoking-key": "révocation d'une clé",
  settling: "règlement",
  "suspending-party": "suspension d'un participant",
  "using-stock": "emploi de verres de stock",
  "withdrawing-statement": "retrait d'une déclaration",
};

export const about: typeof en.about = ({ subject, sentence }) => `${subject} : ${sentence}`;

const remedyOf = (refusal: string): string => {
  const remedy = Object.entries(remedies).find(([name]) => refusal.startsWith(`${name}(`))?.[1];
  return remedy === undefined ? "" : ` ; ${remedy}`;
};

export const errors: Translation<typeof en.errors> = {
  // Présence
  needed: "est nécessaire",
  "not-there": "n'existe pas ; vérifiez le chemin",
  empty: "est vide",

  // Taille
  "too-many": ({ limit }) => `sont plus de ${limit}`,

  // La chaîne
  "contract-refused": ({ refusal }) => `le contrat a refusé avec ${refusal}${remedyOf(refusal)}`,
};

export const names: Translation<typeof en.names> = {
  stages: { quote: "devis", order: "commande", shipment: "livraison", invoice: "facture" },
  statement: "déclaration",
  aspects: {
    reference: "magasin et référence du dossier",
    payerFirst: "part du premier organisme",
    payerSecond: "part du second organisme",
    billing: "facturation",
    frame: "monture",
    codeRight: "code de regroupement, verre droit",
    codeLeft: "code de regroupement, verre gauche",
    lensRight: "verre droit",
    lensLeft: "verre gauche",
    prescriptionRight: "correction, œil droit",
    prescriptionLeft: "correction, œil gauche",
    orderRight: "référence de commande, verre droit",
    orderLeft: "référence de commande, verre gauche",
  },
  roles: {
    optician: "opticien",
    "lens-maker": "verrier",
    insurer: "organisme complémentaire",
    none: "partie sans rôle",
  },
  reasons: {
    none: "sans motif",
    breakage: "casse",
    "laboratory-remake": "refabrication par le laboratoire",
    "adaptation-warranty": "garantie d'adaptation",
    "prescription-change": "changement de correction",
    "order-change": "changement de commande",
    "clerical-error": "erreur de saisie",
    return: "retour",
    cancellation: "annulation",
    superseded: "remplacement",
    error: "erreur",
  },
};

export const findings: Translation<typeof en.findings> = {};

export const report: Translation<typeof en.report> = {};

export const command: Translation<typeof en.command> = {};
