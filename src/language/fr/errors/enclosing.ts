import type * as en from "../../en/errors/enclosing.js";
import type { Translation } from "../../translation.js";

export const enclosing: Translation<typeof en.enclosing> = {
  "not-enclosing-key":
    "ne contient aucune clé qui ouvre les certificats enfermés (AGE-SECRET-KEY-PQ-1...) ; créez-en une avec `party card`",
  "enclosing-keys-several": "contient plusieurs clés ; une carte nomme le destinataire d'une seule",
  "card-without-recipient":
    "manque : cet organisme n'accepte pas encore de certificats enfermés ; utilisez --insurer-card, ou demandez-lui une carte avec un destinataire",
  "recipients-several": "nomme plusieurs destinataires ; un seul doit pouvoir ouvrir un certificat",
  "recipient-not-hybrid":
    "n'est pas un destinataire post-quantique (age1pq1... de 1 959 caractères) ; demandez à l'organisme une carte faite par `party card`",
  "recipient-damaged":
    "a été mal recopié ou coupé (sa somme de contrôle ne convient pas) ; redemandez sa carte à l'organisme",
  "enclosed-needs-file": "est nécessaire avec --for : un certificat enfermé n'est pas du texte ; nommez un fichier",
  "enclosed-needs-key": "est enfermé ; nommez par --identity le fichier de la clé qui l'ouvre (AGE-SECRET-KEY-PQ-1…)",
  "not-enclosed": "n'est pas un certificat enfermé (un fichier age)",
  "enclosed-in-text":
    "est un fichier age écrit en texte ; les certificats enfermés ne le sont pas : décodez-le d'abord",
  "enclosed-for-several":
    "peut être ouvert par plusieurs destinataires ; demandez au magasin un certificat enfermé pour vous seul",
  "enclosed-otherwise":
    "n'est pas enfermé comme le sont les certificats (un destinataire post-quantique, pas entiers de 32 Kio) ; redemandez-le au magasin",
  "enclosed-cut": "a été coupé, ou est suivi d'autre chose ; redemandez-le au magasin",
  "enclosed-for-others":
    "n'est ouvert par aucune de vos clés : il est enfermé pour un autre organisme ou une clé plus ancienne, ou son en-tête a été modifié ; demandez au magasin",
  "enclosed-changed": "a été modifié en chemin ; redemandez-le au magasin",
  "gateway-silent": ({ origin }) =>
    `impossible à dire : la passerelle ${origin} ne répond pas ; réessayez plus tard, ou demandez le certificat au magasin`,
  "gateway-garbled": ({ origin }) =>
    `impossible à dire : ce qui répond à ${origin} n'est pas une passerelle, ou est d'une autre version ; vérifiez l'adresse`,
  "gateway-refuses": ({ origin, problem }) =>
    `impossible à dire : la passerelle ${origin} refuse (${problem}) ; essayez-en une autre, ou demandez le certificat au magasin`,
  "box-empty":
    "impossible à dire : aucun certificat ne se trouve là où mène le ticket (pas encore, plus, ou dans une autre passerelle) ; demandez-le au magasin",
  "box-spoilt":
    "impossible à dire : ce qui se trouve là où mène le ticket n'est pas un certificat, ou a été modifié ; demandez-le au magasin",
  "box-for-others":
    "impossible à dire : le certificat est enfermé pour un autre organisme ou une clé plus ancienne ; nommez cette clé, ou demandez au magasin",
  "box-of-another-claim":
    "impossible à dire : le ticket mène au certificat d'une autre demande ; demandez celui-ci au magasin",
  "certificates-or-ticket": "sont nécessaires, ou --ticket à leur place, et pas les deux",
  "boxes-full":
    "impossible à dire si c'est déposé : toutes les boîtes de ce ticket sont prises ; envoyez plutôt le fichier",
  "gateway-of-other-chain":
    "est une passerelle d'une autre chaîne ou d'un autre registre que le déploiement ; nommez-en une du vôtre",
  "ticket-needs-gateway": "est nécessaire ; pour suivre un ticket, nommez la passerelle du magasin",
  "not-gateway-address": "n'est pas l'adresse d'une passerelle (http ou https)",
  "identity-twice": "nomme deux identités ; nommez-en une, et des clés qui ouvrent les certificats",
};
