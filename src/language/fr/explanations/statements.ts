import type * as en from "../../en/explanations/statements.js";
import type { StageName } from "../../en/names.js";
import type { Translation } from "../../translation.js";
import { bracketed, by, Label, toAuthor, verifyAgain } from "./words.js";

const author = (stage: StageName | undefined) =>
  stage === undefined ? "son auteur" : stage === "shipment" || stage === "stock" ? "le verrier" : "l'opticien";

export const statements: Translation<typeof en.statements> = {
  "malformed-statement": {
    cause: ({ stage }) =>
      `${Label(stage)} : la déclaration contient un élément qui n'y a pas sa place et ne compte pas (logiciel fautif ou fichier modifié).`,
    ask: ({ stage }) =>
      `Demandez ${toAuthor(stage)} de la déclarer à nouveau avec un logiciel conforme ; rien n'est dû sur celle-ci.`,
  },
  "other-dossier": {
    cause: ({ stage }) =>
      `Une déclaration d'un autre dossier${bracketed(stage)} a été mêlée à celui-ci : elle n'y prouve rien et peut cacher que rien n'a été fabriqué.`,
    ask: "Demandez à l'opticien les déclarations de ce dossier, et à quel dossier appartient l'autre.",
  },
  "bad-inclusion": {
    cause: ({ stage }) =>
      `${Label(stage)} : la déclaration présentée n'est pas celle qui a été signée, elle a été modifiée après coup.`,
    ask: ({ stage }) =>
      `Demandez ${toAuthor(stage)}, directement, son propre reçu de cette déclaration, et à l'opticien d'où vient celui qui est modifié.`,
  },
  "bad-signature": {
    cause: ({ stage }) =>
      `${Label(stage)} : la signature n'est pas celle de l'auteur désigné ; elle est fausse, empruntée ou faite pour d'autres contrats.`,
    ask: ({ stage }) =>
      `Demandez ${toAuthor(stage)}, directement, s'il est l'auteur de cette déclaration, et le reçu qu'il a signé.`,
  },
  "not-anchored": {
    cause: ({ stage }) =>
      `${Label(stage)} : la déclaration n'a aucune date dans la chaîne ; elle a pu être écrite après coup.`,
    ask: ({ stage }) =>
      `Demandez ${toAuthor(stage)} le reçu ancré ; à défaut, ce qui prouve la date (document daté, message).`,
    pending: {
      cause: ({ stage, until }) =>
        `${Label(stage)} : la déclaration est signée et n'a pas encore de date dans la chaîne ; son ancrage peut encore venir${by(until)}.`,
      ask: verifyAgain,
    },
  },
  "anchor-before-issue": {
    cause: ({ stage }) =>
      `${Label(stage)} : la déclaration se dit signée après l'instant où la chaîne l'a vue ; sa date est fausse (postdatée).`,
    ask: ({ stage }) =>
      `Demandez ${toAuthor(stage)} pourquoi la déclaration est postdatée ; si une horloge était fausse, de la déclarer à nouveau.`,
  },
  "late-anchor": {
    cause: ({ stage }) =>
      `${Label(stage)} : la déclaration n'est parvenue à la chaîne que longtemps après la date qu'elle se donne ; elle peut être antidatée.`,
    ask: ({ stage }) =>
      `Demandez ${toAuthor(stage)} ce qui prouve la date avancée (document daté, message), et ce qui a retardé l'ancrage.`,
  },
  "unknown-key": {
    cause: ({ stage }) => `${Label(stage)} : le signataire n'est pas inscrit ; aucune entreprise connue n'en répond.`,
    ask: "Demandez à l'opticien qui a fait cette déclaration, et au conseil si cette entreprise est inscrite.",
    at: {
      shipment: {
        cause: "Livraison : le signataire n'est pas inscrit ; aucun verrier connu ne dit avoir fabriqué ces verres.",
        ask: "Demandez à l'opticien quel verrier a livré et son bon de livraison ; demandez au conseil si ce verrier est inscrit.",
      },
    },
  },
  "key-not-valid": {
    cause: ({ stage }) =>
      `${Label(stage)} : la clé de signature n'était pas valable à cette date (pas encore ajoutée, révoquée ou volée) ; son titulaire n'en est peut-être pas l'auteur.`,
    ask: ({ stage }) =>
      `Demandez ${toAuthor(stage)}, par un contact connu de vous, s'il en est l'auteur ; si oui, de la déclarer à nouveau avec une clé valable.`,
    keys: {
      "not-yet": ({ stage }) =>
        `${Label(stage)} : la clé de signature n'appartenait encore à personne à cette date ; ${author(stage)} n'en est peut-être pas l'auteur.`,
      revoked: ({ stage }) =>
        `${Label(stage)} : la clé de signature était déjà révoquée ; ${author(stage)} n'en est peut-être pas l'auteur.`,
      compromised: ({ stage }) =>
        `${Label(stage)} : la clé de signature est déclarée volée depuis une date antérieure ; ${author(stage)} n'en est peut-être pas l'auteur.`,
    },
  },
  "wrong-role": {
    cause: ({ stage }) =>
      `${Label(stage)} : l'auteur de la déclaration ${stage ? "n'est pas un opticien" : "n'a pas le rôle requis à cette étape"}.`,
    ask: ({ stage }) =>
      `Demandez ${stage ? "à l'opticien du dossier" : "à la partie dont c'est le rôle"} de la déclarer ${stage ? "lui-même" : "elle-même"}, et au conseil à quel titre le signataire est inscrit.`,
    at: {
      shipment: {
        cause:
          "Livraison : l'auteur de la déclaration n'est pas un verrier ; aucun fabricant ne dit avoir fait ces verres.",
        ask: "Demandez à l'opticien qui a fabriqué les verres, le bon de livraison, et que ce verrier déclare lui-même sa livraison.",
      },
    },
  },
  "party-suspended": {
    cause: ({ stage }) =>
      `${Label(stage)} : la déclaration a été faite alors que le conseil avait suspendu son auteur.`,
    ask: "Demandez au conseil pourquoi cette partie était suspendue et jusqu'à quand ; ne payez rien avant sa réponse.",
  },
  withdrawn: {
    cause: ({ stage }) =>
      `${Label(stage)} : son auteur a retiré la déclaration et rien de ce qui est présenté ne la remplace.`,
    ask: ({ stage }) =>
      `Demandez ${toAuthor(stage)} la raison du retrait, et la déclaration qui la remplace s'il y en a une.`,
    at: {
      shipment: {
        cause:
          "Le verrier a retiré sa livraison et rien de ce qui est présenté ne la remplace : les verres facturés ne sont plus livrés.",
        ask: "Demandez au verrier pourquoi (retour, casse, erreur), et à l'opticien la nouvelle livraison ou un avoir.",
      },
      invoice: {
        cause: "L'opticien a annulé cette facture et la présente néanmoins.",
        ask: "Demandez à l'opticien la facture valable, ou la confirmation que plus rien n'est facturé.",
      },
      quote: {
        cause: "L'opticien a retiré ce devis et le présente néanmoins : le porteur a peut-être renoncé.",
      },
    },
  },
  "superseded-without-justification": {
    cause: ({ stage }) =>
      `${Label(stage)} : la déclaration en remplace une autre pour un motif que vous n'admettez pas, ou la première n'a pas été retirée.`,
    ask: ({ stage }) =>
      `Demandez ${toAuthor(stage)} pourquoi elle a été remplacée, ce qui le prouve, et de retirer dans la chaîne ce qui n'est plus valable.`,
  },
  justified: {
    cause: ({ stage }) => `${Label(stage)} : rectification pour un motif admis ; ce qu'elle remplace a été retiré.`,
    ask: () => "Rien ; lors d'un contrôle, le motif peut être documenté.",
    reasons: {
      substitution: {
        cause:
          "Le verrier a livré un autre produit que celui commandé, et le dit : code, classe et correction sont ceux de la commande, et la facture déclare ce qui a été fabriqué.",
        ask: "Rien ; lors d'un contrôle, le verrier peut documenter le remplacement du produit.",
      },
    },
  },
};
