import type * as en from "../../en/errors/values.js";
import type { Translation } from "../../translation.js";
import { EYES } from "../names.js";

const counted = {
  items: "éléments",
  columns: "colonnes",
  documents: "documents ; partagez-le",
  leaves: "feuilles",
  statements: "déclarations",
  treatments: "traitements",
  units: "unités ; faites plusieurs fichiers",
};

const types = {
  text: "un texte",
  number: "un nombre",
  "whole number": "un nombre entier",
  "true or false": "true ou false",
  object: "un objet",
  list: "une liste",
  bytes: "des octets",
};

const units = { characters: "caractères", bytes: "octets" };

/** Formats d'autres programmes. */
const formats = {
  pdf: "un PDF",
  "old-workbook": "un classeur Excel (.xls)",
  workbook: "un classeur ou une archive",
  gzip: "compressé par gzip",
  packed: "un fichier compressé",
  image: "une image",
  database: "une base de données",
  html: "une page web (HTML), quoi que dise son nom",
  "workbook-xml": "un classeur Excel en XML",
  fhir: "une ressource FHIR",
  b2boptic: "une commande b2bOptic (XML)",
  xml: "du XML",
  edi: "un message EDI",
  hl7: "un message HL7",
  oma: "un fichier de la norme OMA/VCA",
  rtf: "un document de traitement de texte (RTF)",
  sylk: "une feuille SYLK",
  mail: "un courriel ou une archive web",
  "json-lines": "du JSON à raison d'un objet par ligne",
  "of-clairevoie": "un fichier de Clairevoie, et non une liste de documents",
};

/** Ce qu'il faut faire. */
const insteadOf = (format: keyof typeof formats, expected: "documents" | "json" | "line"): string => {
  if (expected === "json") return "nommez le fichier JSON";
  if (expected === "line") return "nommez un fichier de texte d'une ligne";
  if (["old-workbook", "html", "workbook-xml", "sylk"].includes(format)) {
    return "ouvrez-le dans un tableur et enregistrez-le en CSV (UTF-8)";
  }
  if (format === "gzip" || format === "packed") return "décompressez-le d'abord";
  if (format === "json-lines") return "mettez les objets dans une seule liste, [ … ]";
  if (format === "of-clairevoie") return "`clairevoie inspect` dit ce qu'il est";
  return "exportez les documents en CSV ou en JSON depuis le logiciel qui l'a écrit";
};

const stages = {
  quote: "un devis",
  order: "une commande",
  shipment: "une livraison",
  invoice: "une facture",
};

export const values: Translation<typeof en.values> = {
  // Présence
  needed: "est nécessaire",
  empty: "est vide",
  "not-there": "n'existe pas ; vérifiez le chemin",
  "already-there": ({ holds }) =>
    holds === "card" || holds === "evidence"
      ? "existe déjà, et d'autres peuvent l'avoir ; choisissez un autre nom"
      : `existe déjà, et peut être la seule copie d'une ${holds === "key" ? "clé" : "identité"} ; choisissez un autre nom`,
  unreadable: ({ system }) => `ne peut être lu (${system}) ; vérifiez le chemin et vos droits`,
  unwritable: ({ system }) => `ne peut être écrit (${system}) ; vérifiez le dossier et l'espace libre`,
  "not-a-file": "n'est pas un fichier",

  // Taille et nombre
  "too-long": ({ limit, unit }) => `dépasse ${limit} ${units[unit]}`,
  "too-short": ({ limit }) => `doit compter au moins ${limit} caractères`,
  "too-large": ({ limit }) => `dépasse ${limit} octets`,
  "too-large-for-its-kind": ({ limit }) => `dépasse ${limit} octets : autre fichier, ou modifié`,
  "too-deep": ({ limit }) => `est imbriqué sur plus de ${limit} niveaux`,
  "too-many": ({ limit, of }) => `compte plus de ${limit} ${counted[of]}`,
  "paths-too-long": ({ limit }) => `ont ensemble des chemins de plus de ${limit} éléments`,
  "too-many-receipts": ({ limit }) => `sont plus de ${limit} avec ceux des verres de stock`,
  "too-few": ({ limit, of }) => `compte moins de ${limit} ${counted[of]}`,
  "too-small": ({ limit }) => `doit être au moins ${limit}`,
  "too-big": ({ limit }) => `doit être au plus ${limit}`,

  // La forme du JSON et des valeurs
  "not-json": "n'est pas du JSON valide (tronqué ou modifié ?)",
  "not-valid": "n'est pas valide",
  "wrong-type": ({ type }) => `doit être ${types[type]}`,
  "wrong-format": ({ pattern }) => `doit correspondre à ${pattern}`,
  "wrong-version": ({ format }) => `doit être ${JSON.stringify(format)} : autre version ?`,
  "not-one-of": ({ options }) => `doit être l'un de : ${options}`,
  "must-equal": ({ expected }) => `doit être ${expected}`,
  "unknown-field": ({ given }) => `contient un champ inconnu : ${given}`,
  "forbidden-field": ({ given }) => `contient un champ interdit : ${given}`,
  "field-twice": ({ given }) => `contient deux fois le champ ${given}`,
  "field-twice-in-two-spellings": "contient deux fois un champ, sous deux orthographes",
  "not-whole-number": "contient un nombre qui n'est pas écrit en entier : ni décimale, ni exposant",
  "zero-is-left-out": "ne doit pas être nul : ce qui n'est pas déclaré est omis",
  "aspects-not-in-order": "ne sont pas dans l'ordre de leurs numéros",
  "same-as-nothing": "vaut « = », et aucun reçu précédent ne le déclare",
  "without-eye": "doit désigner au moins un œil, ou être omis",
  "tolerance-below-lag": "doit être au moins lagSeconds",
  "lost-in-json": ({ type }) => `n'est pas du JSON (${type}) ; omettez-le, ou écrivez-le en texte ou en nombre`,

  "foreign-format": ({ format, expected }) => `est ${formats[format]} ; ${insteadOf(format, expected)}`,
  "encoding-damaged": "est un texte dans un codage abîmé ou inconnu ; enregistrez-le en UTF-8",
  "encoding-without-mark": "est en UTF-16 sans sa marque ; enregistrez-le en UTF-8",

  // Nombres et identifiants
  "not-siret": "doit compter 14 chiffres",
  "siret-check-digit": "n'est pas un SIRET : sa clé de contrôle est fausse",
  "not-maker": "doit être un SIREN (9 chiffres) ou le numéro EUDAMED d'un fabricant",
  "siren-check-digit": "n'est pas un SIREN : sa clé de contrôle est fausse",
  "not-amc": "doit compter 8 à 10 chiffres",
  "not-identifier": ({ shortest, longest }) => `doit compter ${shortest} à ${longest} majuscules, chiffres ou . / _ -`,
  "not-whole-cents": "doit être un nombre entier de centimes d'euro",
  "not-whole-millimetres": "doit être un nombre entier de millimètres",
  "not-whole-seconds": "doit être un nombre entier de secondes",
  "not-thousandths": "doit être l'indice de réfraction en millièmes",
  "listed-twice": "en nomme un deux fois",
  "threshold-unreachable": "demande plus de clés que la liste n'en a",
  "not-hex": ({ digits }) => `doit être 0x et ${digits} chiffres hexadécimaux minuscules`,
  "not-lower-case-hex": "doit être en hexadécimal minuscule après 0x",
  "not-signature": "doit être 0x, ou 0x et 130 chiffres hexadécimaux minuscules",
  "wrong-length-in-bytes": ({ bytes }) => `doit faire ${bytes} octets (${2 * bytes} chiffres hexadécimaux après 0x)`,
  "not-bytes": ({ bytes }) => `doit avoir ${bytes} octets`,
  "not-words": "doit être fait de mots de 32 octets",
  "not-address": "doit être une adresse : 0x et 40 chiffres hexadécimaux",
  "wrong-checksum": "a une somme de contrôle fausse (EIP-55) : un caractère a changé",
  "not-predicate": "doit être 1 à 40 caractères parmi a-z, 0-9 et -",

  // Équipement, prix, prescriptions
  "not-dioptres": "doit être en dioptries, deux décimales au plus, comme -1.25",
  "addition-of-lens-type": "doit être nul pour un unifocal et positif sinon",
  "out-of-range-transposed": "sort des limites une fois le cylindre écrit positif",
  "above-field-order": "doit être inférieur à l'ordre du corps scalaire de BN254",
  "item-twice": "ne peut avoir qu'une ligne par verre et une pour la monture",
  "not-sum-of-lines": "n'est pas la somme des lignes",
  "not-total-or-item-twice": "ne font pas la somme totalCents, ou répètent un article",
  "not-rank-of-aspect": "n'est pas le rang de cet aspect",
  "aspect-not-of-stage": ({ stage }) => `n'a pas sa place à l'étape ${stage}`,
  "no-such-leaf": ({ leaf }) => `il n'y a pas de feuille ${leaf}`,
  "bands-overlap": "la table des plages de puissance a deux lignes pour un même verre ; prenez une table publiée",
  "not-code-of-lens": ({ computed }) =>
    `n'est pas le code de regroupement de ce verre, qui est ${computed} ; corrigez le code, ou la classe ou le type du verre`,
  "lens-without-code":
    "aucun code de regroupement ne couvre ce verre ; indiquez celui de sa classe convenu entre fabricant et magasin",

  // Preuves
  "not-in-bands": "n'est dans aucune plage de puissance du code facturé ; la preuve est impossible",
  "code-without-bands":
    "n'est pas le code de regroupement d'un verre de cette classe ; aucune plage n'en peut être prouvée",
  "without-renewal-criterion": "ne diffère de la précédente par aucun critère de renouvellement anticipé",

  // Tickets
  "not-ticket-characters": "contient un caractère qu'aucun ticket n'a",
  "ticket-length": "a une longueur ou une fin fausse",
  "ticket-cut-short": "est tronqué",
  "ticket-prefix": ({ prefix }) => `doit commencer par ${prefix} : autre sorte de ticket, ou autre version ?`,
  "ticket-check": "ne se vérifie pas : un caractère a été changé, perdu ou ajouté en route ; recopiez-le",
  "ticket-without-eye": "doit nommer au moins un œil",
  "eye-not-ordered": "est un œil que le ticket ne commande pas",

  // Dossiers, déclarations, certificats
  "of-another-dossier": "est d'un autre dossier",
  "of-another-unit": "est celui d'une autre unité",
  "needed-to-state": ({ stage }) => `est nécessaire pour déclarer ${stages[stage]}`,
  "needed-for-stock": "est nécessaire quand des verres de stock servent",
  "without-lens": "n'a aucun verre",
  "without-ticket": "n'a aucun ticket",
  "id-twice": "contient deux fois un identifiant ; mettez l'un après l'autre",
  "cursor-of-another-chain": ({ given, found }) =>
    `est ${given}, le nœud est sur la chaîne ${found} ; nommez le curseur de cette chaîne`,

  // Verres de stock
  "stock-not-unifocal": "doit être unifocal : les autres se commandent",
  "stock-prescription": "doit être omise d'un verre avec cylindre ou prisme : le montage la fixe",
  "stock-other-eye": "sert l'autre œil de ce dossier ; une paire prend deux unités",
  "stock-not-ordered": ({ eye }) => `nomment le verre ${EYES[eye]} (stock) ; omettez-le`,
  "stock-receipt-needed": ({ eye }) =>
    `ne contiennent pas celui du verre ${EYES[eye]} (stock) ; ajoutez celui du verrier`,
  "stock-consumed": ({ eye, day }) =>
    `verre ${EYES[eye]} : son unité a été consommée le ${day} pour un autre dossier ou œil ; prenez une autre unité`,
  "stock-without-registry": "ce déploiement n'a pas de registre de stock ; prenez-en un qui en a",
};
