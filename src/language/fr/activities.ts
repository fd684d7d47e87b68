import type * as en from "../en.js";
import type { Translation } from "../translation.js";

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
  NotSettledBy: "seul l'organisme qui l'a marqué le retire ou le déplace ; voyez lequel avec `verify`",
  NotSoleMark:
    "un autre organisme a marqué la même facture : accordez-vous, retirez les deux marques et réglez à nouveau",
  SameTag: "c'est déjà marqué pour cette facture ; il n'y a rien à déplacer",
  GrantInvalid: "demandez au magasin un accord pour cet organisme, cette facture et ce rang",
  OtherRound: "demandez au magasin un accord du tour actuel, le second nombre",
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
  "moving-settlement": "déplacement d'un règlement",
  "planning-deployment": "préparation du déploiement",
  "reading-anchor": "lecture de l'ancrage",
  "reading-chain": "lecture de la chaîne",
  "reading-deployed": "lecture de ce qui a été déployé",
  "reading-events": "lecture des événements",
  "reading-key": "lecture de la clé",
  "reading-keys": "lecture des clés",
  "reading-party": "lecture du participant",
  "reading-settlement": "lecture d'un règlement",
  "reading-stock": "lecture des verres de stock",
  "reinstating-party": "rétablissement d'un participant",
  "releasing-settlement": "retrait d'un règlement",
  "revoking-key": "révocation d'une clé",
  settling: "règlement",
  "suspending-party": "suspension d'un participant",
  "using-stock": "emploi de verres de stock",
  "withdrawing-statement": "retrait d'une déclaration",
};

/** Le remède à un refus, à la fin de sa phrase. */
export const remedyOf = (refusal: string): string => {
  const remedy = Object.entries(remedies).find(([name]) => refusal.startsWith(`${name}(`))?.[1];
  return remedy === undefined ? "" : ` ; ${remedy}`;
};
