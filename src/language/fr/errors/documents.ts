import type * as en from "../../en/errors/documents.js";
import type { Translation } from "../../translation.js";

export const documents: Translation<typeof en.documents> = {
  // Documents importés
  "cell-empty": "est vide ; remplissez-la",
  "prices-empty": "est vide, et tous les prix aussi ; remplissez ce qui est facturé",
  "eyes-empty": "est vide, et l'autre œil aussi ; remplissez ce qui a été fabriqué",
  "cell-never-stated": "est vide, et n'a jamais été déclaré de ce verre ; remplissez-la",
  "cell-rounded": "a été arrondi par un tableur ; mettez la colonne au format texte",
  "cell-with-control": "contient un caractère de contrôle ; ressaisissez-la",
  "cell-exponent":
    "ressemble à l'exposant qu'un tableur fait d'un nombre (1E5) ; comparez au document, et mettez la colonne au format texte",
  "cell-date":
    "ressemble à la date qu'un tableur fait d'une référence ou d'un nombre ; comparez au document, et mettez la colonne au format texte",
  "cell-boolean":
    "ressemble à ce qu'un tableur fait d'un mot (VRAI, TRUE) ; comparez au document, et mettez la colonne au format texte",
  "cell-decimal": "a été changé en nombre décimal (…,0) par un programme ; écrivez-le comme du texte",
  "cell-of-error": "contient l'erreur d'un tableur (#N/A, #REF!) ; corrigez sa formule",
  "cell-stand-in": "contient un signe qui tient lieu de rien (-, n/a, null) ; laissez la cellule vide",
  "siret-zero-lost": "a 13 chiffres : un tableur a ôté son premier zéro ; mettez la colonne au format texte",
  "dioptres-eighth":
    "a trois décimales ; écrivez un huitième de dioptrie avec deux, comme la commande, par exemple 2,12 ou 2,13",
  "dioptres-mark-lost":
    "doit être écrit avec ses décimales, comme 25,00 : sans elles, ce peut être 0,25 sans sa virgule",
  "axis-without-cylinder":
    "est donné sans cylindre ; remplissez celui-ci (0 ou SPH s'il n'y en a pas), ou videz cette cellule",
  "base-without-prism": "est donnée sans prisme ; remplissez celui-ci, ou videz cette cellule",
  "not-prism-base": "doit être en degrés entiers, de 0 à 360, ou nasale, temporale, haut ou bas (in, out, up ou down)",
  "payers-too-many": "est d'un troisième organisme ; une facture en déclare deux au plus",
  "eye-without-lens": "est donné, et aucun verre de cet œil ; remplissez le verre, ou videz cette cellule",
  "contradicts-line": ({ line }) => `dit autre chose que la ligne ${line} du même fichier ; gardez la bonne`,
  "reference-like-line": ({ line }) =>
    `ne diffère de celle de la ligne ${line} que par des zéros ou la ponctuation ; est-ce le même dossier, abîmé par un tableur ?`,
  "reference-like-kept":
    "ne diffère d'une référence conservée que par des zéros ou la ponctuation ; est-ce le même dossier, abîmé par un tableur ?",
  "columns-unread": ({ columns }) =>
    `a des colonnes non lues qui ressemblent à des colonnes lues : ${columns} ; dites ce qu'est chacune par --column "TITRE=NOM", ou par --column "TITRE=" qu'elle n'en est pas une`,
  "column-unknown": ({ given }) => `${given} n'est le nom d'aucune colonne ; voyez docs/documents.md`,
  "column-not-there": ({ given }) => `${given} n'est pas un titre du fichier`,
  "column-choice": 'doit s\'écrire "TITRE=NOM", ou "TITRE=" pour ce qui n\'est pas à lire',
  "delimiter-unknown":
    "nomme un séparateur (sep=) qui n'est pas lu ; prenez un point-virgule, une virgule, une barre ou une tabulation",
  "not-euros": "doit être en euros, deux décimales au plus, comme 1234,50",
  "dioptres-out-of-range": ({ least, most }) =>
    `doit être de ${least} à ${most} dioptries ; une virgule s'est-elle perdue ?`,
  "not-degrees": ({ most }) => `doit être un nombre entier de degrés, de 0 à ${most}`,
  "not-diameter": "doit être un nombre entier de millimètres, de 40 à 90",
  "not-refractive-index": "doit être un indice de réfraction, comme 1,600",
  "not-class": "doit être A ou B",
  "not-lens-type": "doit être unifocal, multifocal ou progressif (progressive)",
  "not-document-kind": "doit être devis, commande, livraison ou facture",
  "not-correction": "doit s'écrire comme -2,00 (-1,00) 20° Add 2,00",
  "correction-twice": "est donnée à côté de sphère, cylindre et axe ; gardez l'un des deux",
  "not-sum-of-prices": "n'est pas la somme des prix ; corrigez un prix ou le total",
  "eye-not-of-ticket": "est d'un œil que le ticket ne commande pas ; videz les cellules de cet œil",
  "lens-never-quoted": "est d'un verre sans devis ; corrigez d'abord le devis, ou videz les cellules de cet œil",
  "without-quote": "n'a aucun devis déclaré ; importez d'abord son devis",
  "quoted-without-lenses": "est d'un dossier dont le devis est sans verre ; supprimez la ligne",
  "of-another-store": "est d'un autre magasin que l'identité ; importez-la avec l'identité de ce magasin",
  "kind-needed":
    "est nécessaire : les colonnes ne le disent pas ; dites quote (devis), order (commande), shipment (livraison) ou invoice (facture)",
  "not-texts-and-numbers": "doit être un objet de textes et de nombres",
  "column-twice": "est là deux fois, sous deux noms ; supprimez-en un",
  "columns-alike": ({ first, second }) =>
    `a deux colonnes pour la même chose, ${first} et ${second} ; supprimez-en une`,
  "more-cells-than-titles":
    "a plus de cellules que de titres ; un séparateur est-il dans une cellule sans guillemets ?",
  "fewer-cells-than-titles": "a moins de cellules que de titres ; la ligne est-elle tronquée ?",
  "without-titles":
    "n'a de titre ni pour le n° de dossier ni pour le ticket ; les titres viennent d'abord, voyez docs/documents.md",
  "titles-too-long": "a une première ligne trop longue pour des titres ; est-ce un fichier CSV ?",
  "quotation-mark": "a un guillemet non fermé, ou au milieu d'une cellule ; doublez-le, ou supprimez-le",
  "workbook-or-archive": "est un classeur ou une archive ; enregistrez-le d'abord en CSV",

  // Audits
  "audit-there": "contient déjà un contrôle ; nommez un autre fichier, supprimez-le, ou reprenez-le avec --resume",
  "gzip-damaged": "est un gzip tronqué ou abîmé ; copiez-le à nouveau",
  "packed-otherwise": ({ packing, opener }) =>
    `est du ${packing} ; ouvrez-le en chemin : ${opener} FICHIER | clairevoie audit -`,
  "audit-output-longer": "la sortie a plus de lignes que l'entrée ; nommez les fichiers du même audit",
  "audit-output-of-others": "la sortie est d'autres fichiers ; nommez ceux du même audit, dans leur ordre",
  "not-audit-output": ({ line }) => `la ligne ${line} n'est pas un verdict d'audit ; nommez un autre fichier`,
};
