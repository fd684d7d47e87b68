import type * as en from "../en.js";
import type { Translation } from "../translation.js";
import { remedyOf } from "./activities.js";
import { EYES } from "./names.js";

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

const unproven = {
  unlinked: "aucun en-tête ne le relie à ses voisins",
  "other-receipts": "a d'autres reçus que ne dit son en-tête",
  astray: "n'appartient pas à la chaîne du bloc de confiance",
};

const notAsDeployed = (what: string) =>
  `${what} : différent du fichier de déploiement ; supprimez-le si la chaîne a été recommencée, corrigez-le si le conseil l'a changé`;

const aRole = { optician: "opticien", "lens-maker": "verrier", insurer: "organisme" };

const measured = {
  number: "",
  seconds: " secondes",
  hours: " heures",
  days: " jours",
  nodes: ", les nœuds que nomme --rpc",
};

export const errors: Translation<typeof en.errors> = {
  // Présence
  needed: "est nécessaire",
  empty: "est vide",
  "not-there": "n'existe pas ; vérifiez le chemin",
  "already-there": ({ holds }) =>
    `existe déjà, et peut être la seule copie d'une ${holds === "key" ? "clé" : "identité"} ; choisissez un autre nom`,
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
  "ticket-without-rank": "n'est pour aucun rang",
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
  "gzip-damaged": "est un gzip tronqué ou abîmé ; copiez-le à nouveau",
  "packed-otherwise": ({ packing, opener }) =>
    `est du ${packing} ; ouvrez-le en chemin : ${opener} FICHIER | clairevoie audit -`,
  "audit-output-longer": "la sortie a plus de lignes que l'entrée ; nommez les fichiers du même audit",
  "audit-output-of-others": "la sortie est d'autres fichiers ; nommez ceux du même audit, dans leur ordre",
  "not-audit-output": ({ line }) => `la ligne ${line} n'est pas un verdict d'audit ; nommez un autre fichier`,

  // Clés et phrases secrètes
  "key-needed": ({ variable }) => `n'a pas de clé ; nommez un fichier de clé, ou définissez ${variable}`,
  "key-on-command-line": ({ variable }) =>
    `n'accepte pas de clé privée : celle-ci est désormais dans l'historique du shell, remplacez-la ; utilisez un fichier de clé ou ${variable}`,
  "not-private-key": "n'est pas une clé privée (32 octets en hexadécimal)",
  "keystore-missing": "manque ; vérifiez son nom, ou créez une clé",
  "keystore-not-made": "le fichier de clé n'a pu être fait ; réessayez",
  "keystore-version": "doit être 3 (Web3 Secret Storage)",
  "keystore-kdf": "doit être scrypt ; convertissez la clé avec `clairevoie key convert`",
  "keystore-salt": "doit faire 16 à 64 octets en hexadécimal",
  "keystore-bytes": ({ bytes }) => `doit faire ${bytes} octets en hexadécimal`,
  "keystore-without-address":
    "ne dit pas son adresse : seule la phrase de passe montre de qui est la clé ; convertissez-la avec `clairevoie key convert`",
  "scrypt-invalid":
    "n'est pas un coût de scrypt (n puissance de deux, r et p positifs) : le fichier a-t-il été modifié ?",
  "scrypt-too-costly":
    "demande plus de mémoire ou de temps qu'un fichier fait avec soin ; obtenez-le d'une source sûre",
  "wrong-passphrase": ({ file }) =>
    `n'ouvre pas ${file} ; retapez-la, ou restaurez ce fichier d'une sauvegarde s'il a été modifié`,
  "passphrase-too-short": ({ limit }) => `doit compter au moins ${limit} caractères ; quatre ou cinq mots suffisent`,
  "passphrase-with-control": "contient un caractère de contrôle, que nul ne peut taper",
  "passphrase-without-terminal":
    "ne peut être demandée sans terminal ; définissez CLAIREVOIE_PASSPHRASE ou nommez un fichier",
  "passphrase-interrupted": "n'a pas été tapée : interrompu ; relancez",
  "passphrase-terminal-gone": "n'a pas été tapée : le terminal a disparu ; relancez",
  "passphrase-not-one-line": "doit contenir une ligne, la phrase secrète",
  "passphrase-not-a-file": "n'est pas un fichier ; nommez celui de la phrase secrète",
  "open-to-others": ({ command }) => `est ouvert à d'autres comptes de cette machine ; lancez : ${command}`,

  // Le coffre
  "not-a-vault": "manque : ce n'est pas un coffre ; créez-en un, ou restaurez-le",
  "not-a-vault-folder": "n'est pas un dossier ; vérifiez son nom, ou créez-y un coffre",
  "vault-not-empty": "n'est pas vide ; ouvrez le coffre qui s'y trouve, ou nommez un nouveau dossier",
  "vault-version": ({ format }) => `n'est pas ${format} ; ouvrez-le avec la version qui l'a écrit`,
  "vault-closed": "le coffre est fermé ; rouvrez-le",
  "vault-in-use": ({ process }) =>
    `est utilisé par le processus ${process} ; fermez ce programme, ou attendez qu'il finisse`,
  "vault-in-use-elsewhere": ({ lock }) =>
    `est utilisé par un programme sur une autre machine ; fermez-le là-bas ou, s'il n'est plus, supprimez ${lock}`,
  missing: "manque ; restaurez-le d'une sauvegarde",
  "record-missing": "manque ; restaurez-le d'une sauvegarde, ou effacez le dossier",
  "record-key-missing": "manque ; restaurez-le d'une sauvegarde, ou rouvrez le coffre",
  damaged: "a été changé, échangé ou tronqué, ou est d'une autre version ; restaurez-le d'une sauvegarde",
  "of-another-kind": ({ given, found }) =>
    `est ${given}, mais l'identifiant est gardé comme ${found} ; effacez-le d'abord`,
  "line-break": "contient un saut de ligne dans une ligne",
  "not-sealed-master": ({ bytes }) => `doit faire ${bytes} octets en hexadécimal minuscule`,

  // L'index local
  "index-not-there": "est introuvable ; construisez-le avec clairevoie index",
  "index-not-opened": ({ detail }) =>
    `n'est pas un index qui s'ouvre (${detail}) ; nommez un autre fichier, ou un nouveau`,
  "index-damaged": ({ detail }) => `l'index est abîmé (${detail}) ; construisez-en un nouveau`,
  "index-of-another-deployment": "est l'index d'un autre déploiement ; nommez un autre fichier",
  "index-begun-elsewhere": ({ found, given }) =>
    `a été commencé au bloc ${found}, non ${given} ; construisez-en un nouveau`,
  "index-without-proofs": "a été lu sans preuves ; construisez-en un nouveau pour en avoir",
  "index-with-proofs": "a été lu avec preuves ; continuez avec --trust proof",
  "index-empty": "n'a encore rien lu ; lancez d'abord clairevoie index",
  "index-not-at-trusted-block": "n'a pas été lu jusqu'au bloc de confiance ; menez clairevoie index à son terme",
  "fact-not-gathered":
    "un fait de la chaîne est demandé sans avoir été recueilli ; recueillez les faits de ce certificat",
  "standing-in-future": "un état est demandé après le bloc des faits ; lisez des faits plus récents",

  // Le nœud
  "node-needed": "aucun nœud n'est donné ; donnez rpc ou un provider",
  "node-silent": "le nœud ne répond pas ; vérifiez son adresse et qu'il tourne",
  "node-garbled": "le nœud répond autre chose ; est-ce un nœud JSON-RPC ?",
  "node-refuses": ({ status, said }) => `le nœud refuse (${status} : ${said}) ; essayez-en un autre`,
  "node-unhelpful": ({ said }) => `le nœud répond ce qui n'aide pas (${said}) ; relancez, ou interrogez un autre nœud`,
  "node-without-block": ({ block }) => `le nœud n'a pas de bloc ${block} ; est-il synchronisé ?`,
  "node-on-another-chain": ({ found, expected }) =>
    `le nœud est sur la chaîne ${found}, le déploiement sur la chaîne ${expected} ; utilisez un nœud de cette chaîne`,
  "node-contradicts-itself": ({ key }) =>
    `le nœud dit deux choses du titulaire de la clé ${key} ; interrogez-en un autre`,
  "node-misleads": ({ block }) => `le nœud donne du bloc ${block} des événements non demandés ; interrogez-en un autre`,
  "node-without-proofs": "le nœud ne donne pas de preuve ; prenez un nœud qui répond à eth_getProof",
  "reorganised-again": "la chaîne est sans cesse réorganisée pendant la lecture ; réessayez plus tard",
  "quorum-impossible": ({ needed, given }) =>
    `${needed} nœuds sur ${given} ne peuvent s'accorder ; nommez autant de nœuds`,
  "quorum-not-reached": ({ needed, given, on, nodes }) =>
    `moins de ${needed} nœuds sur ${given} s'accordent sur ${on === "fact" ? "un fait" : `le bloc ${on}`} (${nodes}) ; interrogez d'autres nœuds, ou le vôtre`,

  // Ce qui est prouvé de la chaîne
  "other-header":
    "le nœud donne un autre en-tête pour le bloc de confiance ; prenez un autre nœud, ou une version plus récente si la chaîne a changé de règles",
  "state-not-proven": ({ part, contract }) =>
    `${part === "account" ? "le compte" : "un emplacement de"} ${contract} n'est pas prouvé depuis le bloc de confiance : le nœud ment ou n'a plus ce bloc ; prenez un autre nœud`,
  "contract-not-proven": ({ contract }) =>
    `${contract} n'est pas à son adresse dans le bloc de confiance, ou a un autre code ; vérifiez l'empreinte du bloc et le fichier de déploiement`,
  "contract-not-deployed": ({ contract }) =>
    `le fichier de déploiement ne nomme pas ${contract} ; prenez-en un plus récent`,
  "call-not-provable": "ce qui est demandé ne peut être prouvé ; interrogez les contrats du fichier de déploiement",
  "block-not-proven": ({ block, because }) =>
    `le bloc ${block} n'est pas prouvé (${unproven[because]}) : le nœud ment, est sur une autre chaîne ou n'a plus ce bloc ; prenez un autre nœud`,

  // Contrats et transactions
  "contract-refused": ({ refusal }) => `le contrat a refusé avec ${refusal}${remedyOf(refusal)}`,
  "contract-missing": "ce contrat n'existe pas ; vérifiez la chaîne et le fichier de déploiement",
  "cannot-pay": "le compte ne peut payer la transaction ; envoyez-lui de la monnaie de la chaîne",
  "key-used-twice":
    "une autre transaction du compte a été envoyée en même temps ; qu'un seul programme à la fois utilise une clé, puis relancez",
  "too-much-gas":
    "demande plus de gaz que ce nœud n'en accorde à un appel ; interrogez-en un qui en accorde plus (geth : --rpc.gascap)",
  "fees-rose": ({ said }) => `les frais ont monté entre-temps (${said}) ; relancez`,
  "transaction-dropped": ({ transaction }) =>
    `la transaction ${transaction} a été abandonnée, ses frais étant peut-être trop bas ; relancez`,
  "transaction-failed": ({ transaction }) =>
    `la transaction ${transaction} a été incluse et a échoué, une autre ayant peut-être été plus rapide ; relancez pour savoir pourquoi`,
  "transaction-replaced": ({ transaction, by }) =>
    `la transaction ${transaction} a été remplacée par ${by}, qui fait autre chose ; relancez`,
  "transaction-waits": ({ transaction }) =>
    `la transaction ${transaction} attend d'être incluse ; augmentez ses frais dans le portefeuille ou attendez, puis relancez`,
  "transaction-waits-for-another": ({ transaction, nonce }) =>
    `la transaction ${transaction} attend celle qui la précède (nonce ${nonce}), qui n'a pas été envoyée ; envoyez-la, puis relancez`,
  "dry-run": ({ gas, gasPrice }) => `un essai à blanc : ${gas} de gaz à ${gasPrice} wei ; rien n'a été envoyé`,
  "dry-run-signs-nothing": "un essai à blanc ne signe aucune transaction ; employez le signataire lui-même",
  "signer-without-node": "le signataire n'est relié à aucun nœud ; reliez-le à un provider",
  "insurer-without-node": "ceci demande un nœud ; connectez-y l'organisme",
  "settling-without-key": "régler demande une clé ; connectez l'organisme avec un signataire",
  "settling-without-identity": "régler demande de savoir qui règle ; connectez l'organisme avec son identité",
  "settlement-not-told": ({ transaction }) =>
    `la transaction ${transaction} ne dit pas ce que chaque part est devenue ; lisez ses événements avant de payer`,
  "claimed-twice": ({ first }) => `demande la même part que claims[${first}] ; retirez l'une des deux`,
  "invoice-needed": "n'ont pas de facture dont une part puisse être accordée",

  // Cartes d'organisme
  "ends-before-it-starts": "précède son début",
  "not-signed-by-key": "n'est pas celle de la clé qu'elle nomme (modifiée ?)",
  "alias-of-alias": "est lui-même un alias ; indiquez le code propre du fabricant pour ce verre",
  "alias-twice": "désigne deux verres à la fois ; mettez fin à l'un avant que l'autre ne commence",
  "aliases-of-another-chain":
    "n'est ni cette chaîne ni son registre ; demandez au verrier sa table pour ce déploiement",
  "aliases-key-of-nobody":
    "n'est pas une clé valide du verrier que la table nomme ; demandez au verrier sa table actuelle",
  "card-of-another-chain":
    "n'est pas cette chaîne et son registre des participants ; demandez à l'organisme sa carte de ce déploiement",
  "card-not-in-force": "la carte n'est pas en vigueur maintenant ; demandez à l'organisme sa carte actuelle",
  "card-not-endorsed": "est vide, et la clé n'a pas endossé la carte sur la chaîne",
  "card-key-of-nobody":
    "n'est pas une clé valable de l'organisme que la carte nomme ; demandez à l'organisme sa carte actuelle",
  "card-of-another-insurer": "n'est pas celui de l'organisme que la facture déclare à ce rang",
  "rank-without-payer": "nomme un organisme que le dossier ne déclare pas",
  "card-insurer-suspended": "est celle d'un organisme que le conseil a suspendu",

  // Déploiements
  "deployer-needed": "aucun compte ne peut déployer ; définissez DEPLOYER_PRIVATE_KEY ou le fichier de clé",
  "account-used-meanwhile": ({ account, nonce }) =>
    `le compte ${account} a envoyé autre chose avec le nonce ${nonce} pendant le déploiement ; supprimez le plan et déployez à nouveau`,
  "deploying-waits": ({ account, nonce }) =>
    `une transaction de nonce ${nonce} de ${account} attend d'être incluse ; relancez la commande`,
  "deployed-no-code": ({ contract, address }) => notAsDeployed(`il n'y a pas de code à ${contract} (${address})`),
  "deployed-other-code": ({ contract, address }) =>
    notAsDeployed(`le code de ${contract} (${address}) n'est pas celui qui a été noté`),
  "deployed-other-wiring": ({ getter, found }) => notAsDeployed(`${getter} vaut ${found}`),
  "deployed-other-fixed": ({ getter, found }) => notAsDeployed(`partyRegistry.${getter} vaut ${found} secondes`),
  "deployed-other-guard": ({ found }) => notAsDeployed(`le gardien est ${found}`),
  "deployed-role-not-held": ({ account, role }) => notAsDeployed(`${account} n'a pas le rôle ${role}`),
  "deployed-other-delay": ({ role, found }) => notAsDeployed(`le délai du rôle ${role} est de ${found} secondes`),
  "deployed-other-member": ({ account, role }) =>
    notAsDeployed(`${account} a le rôle ${role}, que le fichier ne lui donne pas`),
  "deployed-role-admin": ({ role, found }) =>
    notAsDeployed(`le rôle ${role} est donné et retiré par le rôle ${found}, non par le seul administrateur`),
  "deployed-role-guardian": ({ role, found }) =>
    notAsDeployed(`le rôle ${role} a pour tuteur le rôle ${found}, qui peut annuler ce qu'il annonce`),
  "deployed-grant-delay": ({ role, found }) =>
    notAsDeployed(`le rôle ${role} est donné avec un délai de ${found} secondes`),
  "deployed-target-closed": ({ contract }) =>
    notAsDeployed(`l'AccessManager a fermé ${contract} : ses fonctions du conseil refusent tout le monde`),
  "deployed-target-delay": ({ contract, found }) =>
    notAsDeployed(`l'administrateur met ${found} secondes à changer ${contract}`),
  "deployed-other-binding": ({ called, role }) => notAsDeployed(`${called} est lié au rôle ${role}`),
  "not-announced": ({ announcement }) => `rien n'a été annoncé sous ${announcement} ; voyez \`party announced\``,
  "deployed-before": ({ block }) =>
    notAsDeployed(`l'AccessManager a été créé avant le bloc ${block}, ou le nœud n'a pas ses premiers événements`),
  "unknown-finding": ({ finding }) =>
    `le vérificateur signale le constat ${finding}, inconnu de cette version ; prenez-en une plus récente`,

  // Dossiers et verres de stock que garde un coffre
  "not-in-vault": ({ id }) => `${id} n'est pas dans le coffre`,
  "unit-not-in-vault": ({ id }) => `${id} n'est pas dans le coffre ; \`clairevoie stock list\` les liste`,
  "never-stated": "est nécessaire : rien n'a encore été déclaré de ce dossier",
  "without-equipment": ({ id }) => `${id} n'a pas encore d'équipement ; déclarez d'abord son devis`,
  "receipts-of-other-dossiers": "n'en contiennent aucun de ce dossier",
  "units-of-another-delivery": "contient les tickets d'une autre livraison ; nommez un autre fichier",
  "units-of-another-store": "est un autre magasin ; lui seul peut se servir de ces unités",
  "unit-taken": ({ eye, dossier }) => `est prise pour l'œil ${EYES[eye]} de ${dossier} ; prenez une autre unité`,
  "amc-with-identity": "est déjà celui de l'identité ; donnez l'un des deux",
  "unit-of-dossier": ({ dossier }) =>
    `sert à ${dossier} ; remettez-la d'abord, ou effacez ce dossier, ce qui efface aussi ses unités`,
  "erased-while-settling": ({ until }) =>
    `ses parts peuvent être réglées jusqu'au ${until}, et la clé qui les accorde disparaît avec son secret ; --yes l'efface malgré tout`,
  "erased-before-invoice":
    "le coffre ne garde aucun reçu de sa facture, et la clé qui accorde ses parts disparaît avec son secret ; --yes l'efface malgré tout",
  "import-unfinished": ({ id }) => `un import qui déclare ${id} a été interrompu ; lancez d'abord cet import à nouveau`,
  "without-stock-lens": "n'a pas de verre de stock ; `clairevoie stock take` en prend un",
  "identity-of-another-role": ({ given, wanted }) =>
    `est celle d'un ${aRole[given]} ; cette commande est pour un ${aRole[wanted]}`,

  // Ce qui empêche une machine de travailler
  "clock-behind": ({ seconds }) =>
    `cette horloge retarde de ${seconds} s sur la chaîne ; réglez-la, ou donnez --issued-at en scellant`,
  "balance-too-low": ({ balance, needed }) => `${balance} ; envoyez-lui au moins ${needed} pour ancrer ou retirer`,
  "key-not-of-party": "la clé n'est pas une clé valable de ce participant ; ajoutez-la avec `party keys add`",
  "party-suspended": "le participant est suspendu ; le conseil le rétablit",
  "index-too-old": ({ hours }) =>
    `l'index s'arrête il y a ${hours} heures, plus que --max-age ; lancez d'abord clairevoie index`,
  "index-of-another-chain": ({ found, expected }) =>
    `l'index est de la chaîne ${found}, le déploiement de la chaîne ${expected} ; nommez un autre fichier`,

  // Les fichiers de la commande
  "standard-input-twice": "est nommée deux fois ; l'entrée standard ne contient qu'un document",
  "no-such-folder": ({ folder }) => `${folder} n'est pas un dossier ; créez-le d'abord, ou nommez-en un autre`,
  "folder-not-empty": ({ folder }) => `${folder} n'est pas vide ; nommez-en un autre`,
  "secret-for-path":
    "est une clé, un ticket ou un identifiant, non un chemin ; mettez un ticket dans un fichier, et nommez celui-ci",
  unusable: ({ system }) => `est inutilisable (${system}) ; vérifiez le dossier, vos droits et l'espace libre`,
  "not-a-home": ({ folder, file }) => `${folder} n'a pas de ${file}`,
  "not-alert-log": ({ line }) =>
    `la ligne ${line} n'est pas une alerte de \`clairevoie watch --log\` ; nommez un autre fichier`,
  "vault-not-there": ({ folder }) => `${folder} n'existe pas ; \`clairevoie dossier open\` le crée`,
  "unknown-format": "ne nomme rien de connu ici ; est-ce un fichier de ce projet ?",
  "policy-not-object": "doit être un objet JSON, avec ce qui diffère de la politique par défaut",
  "pages-need-folder": "doit être un dossier où il y a plusieurs certificats ; créez-le d'abord",
  "cursor-of-chain": ({ chainId }) => `est le curseur de la chaîne ${chainId} ; nommez un autre fichier`,
  "certificate-of-another-deployment":
    "est une autre chaîne ou un autre déploiement ; surveillez-le là où il est ancré",
  "plan-of-another-account":
    "est le plan d'un autre compte ou d'une autre chaîne ; utilisez ce compte, ou supprimez le fichier",

  // Les options de la commande
  "not-in-range": ({ least, most, of }) => `doit être de ${least} à ${most}${measured[of]}`,
  "not-count": ({ limit }) => `doit être un nombre d'au plus ${limit}`,
  "not-eyes": "doit être right, left ou right,left",
  "not-disclosure": "doit être frame, lenses ou frame,lenses",
  "not-unix-seconds": "doit être en secondes unix",
  "not-time": "doit être en secondes unix, ou une date comme 2026-01-31T12:00:00Z",
  "issued-too-far-ahead": "a plus d'un jour d'avance ; aucun ancrage avant cette heure ne compterait",
  "not-checksummed-address": "n'est pas une adresse, ou sa somme de contrôle est fausse",
  "not-hexadecimal": "doit être 0x et des chiffres hexadécimaux",
  "not-node-address": "doit être l'adresse http(s) d'un nœud JSON-RPC",
  "not-block-number": "doit être un numéro de bloc",
  "not-block-tag": "doit être latest, safe, finalized ou un numéro de bloc",
  "not-block-hash": "doit être l'empreinte d'un bloc : 0x et 64 chiffres hexadécimaux",
  "block-after-deployment": ({ block }) =>
    `doit être au plus ${block}, le bloc du déploiement : des clés antérieures manqueraient`,
  "block-hash-without-proof": "est ce que les preuves doivent rejoindre ; ajoutez --trust proof",
  "block-hash-of-one-block": "désigne un seul bloc : ajoutez --once, ou donnez --rpc pour chacun de plusieurs nœuds",
  "two-blocks": "désigne un autre bloc que --block-hash ; omettez-le",
  "several-nodes-to-verify": "est donné plusieurs fois ; ajoutez --trust quorum ou --trust proof",
  "several-nodes-to-index": "est donné plusieurs fois ; ajoutez --trust proof",
  "no-quorum-to-index": "doit être ici rpc ou proof ; proof accepte plusieurs --rpc",
  "one-node-vouches":
    "est nécessaire : un nœud ne peut se porter garant de lui-même ; donnez un bloc de confiance, ou --rpc pour chacun de plusieurs nœuds",
  "node-twice": "nomme deux fois un nœud ; il s'accorderait avec lui-même",
  "age-without-index": "est l'âge d'un index ; ajoutez --index",
  "index-asks-no-node": "interroge un nœud, et --index aucun ; omettez l'un des deux",
  "deployment-unknown": ({ chainId }) =>
    `est nécessaire : rien n'est connu de la chaîne ${chainId} ; donnez le fichier de déploiement que publie le conseil`,
  "not-as-recorded": ({ file }) =>
    `diffère de ce qu'enregistre ${file} ; le conseil change rôles et délais dans la chaîne, une autre suite va dans un autre --folder`,
  "not-as-planned": ({ file }) =>
    `diffère de ${file}, commencé ; répétez ses options ou n'en donnez aucune, ou supprimez le fichier`,
  "identity-needed": "est nécessaire : le fichier qu'a créé `clairevoie party new`",
  "insurer-states-nothing": "est celle d'un organisme, qui ne déclare rien",
  "consent-needed": "est nécessaire pour une autre clé que celle du contrôleur ; lancez `keys consent` avec cette clé",
  "passphrase-not-repeated": "n'est pas deux fois la même ; recommencez",
  "claims-not-paired": ({ count }) =>
    count === 1
      ? "doit nommer 1 fichier, la demande du certificat"
      : `doit nommer ${count} fichiers, un par certificat`,
  "resume-without-out": "demande --out, le fichier à continuer",
  "prover-needed": "est nécessaire : le programme qui fait les preuves ; voyez docs/zero-knowledge.md",
  "prover-not-run": "ne peut être lancé ; vérifiez la commande",
  "prover-ended": "s'est terminé sans preuve ; vérifiez la commande",
  "prover-made-no-proof": "n'a fait aucune preuve ; est-ce le programme de docs/zero-knowledge.md ?",
  "prover-refused": ({ said }) => `a été refusé par le programme de preuve${said && ` : ${said}`}`,

  // La commande et la chaîne
  "node-at-address-silent": ({ origin }) => `le nœud à ${origin} ne répond pas ; vérifiez --rpc et qu'il est lancé`,
  "node-failed": "le nœud n'a pas pu répondre ; vérifiez --rpc et qu'il est lancé, puis relancez",
  "contract-garbled":
    "un contrat ne répond pas comme il le devrait ; vérifiez le fichier de déploiement avec `clairevoie doctor`",
  "deployment-of-another-chain": ({ file, found, expected }) =>
    `le nœud est sur la chaîne ${found}, ${file} est de la chaîne ${expected} ; utilisez un nœud de cette chaîne`,
  "not-development-chain": ({ found, expected }) =>
    `le nœud est sur la chaîne ${found} ; un bac à sable se fait sur un nœud de développement (anvil, hardhat node ; chaîne ${expected})`,
};
