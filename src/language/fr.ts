import type * as en from "./en.js";
import type { Translation } from "./translation.js";
import { capital, enumerated, thousands } from "./wording.js";

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
  "reading-stock": "lecture des verres de stock",
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
const eyes = { right: "droit", left: "gauche" };
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
  "lost-in-json": ({ type }) => `n'est pas du JSON (${type}) ; omettez-le, ou écrivez-le en texte ou en nombre`,

  // Nombres et identifiants
  "not-siret": "doit compter 14 chiffres",
  "siret-check-digit": "n'est pas un SIRET : sa clé de contrôle est fausse",
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
  "categories-incomplete": "la table des catégories n'a pas une ligne par verre ; prenez une table publiée",

  // Preuves
  "without-category": "ne relève d'aucune catégorie de l'article ; aucune catégorie ne peut en être prouvée",
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
  "without-invoice": "n'a pas de facture valable ; vérifiez-le d'abord",
  "id-twice": "contient deux fois un identifiant ; mettez l'un après l'autre",
  "cursor-of-another-chain": ({ given, found }) =>
    `est ${given}, le nœud est sur la chaîne ${found} ; nommez le curseur de cette chaîne`,

  // Verres de stock
  "stock-not-unifocal": "doit être unifocal : les autres se commandent",
  "stock-prescription": "doit être omise d'un verre avec cylindre ou prisme : le montage la fixe",
  "stock-other-eye": "sert l'autre œil de ce dossier ; une paire prend deux unités",
  "stock-not-ordered": ({ eye }) => `nomment le verre ${eyes[eye]} (stock) ; omettez-le`,
  "stock-receipt-needed": ({ eye }) =>
    `ne contiennent pas celui du verre ${eyes[eye]} (stock) ; ajoutez celui du verrier`,
  "stock-consumed": ({ eye, day }) =>
    `verre ${eyes[eye]} : son unité a été consommée le ${day} pour un autre dossier ou œil ; prenez une autre unité`,
  "stock-without-registry": "ce déploiement n'a pas de registre de stock ; prenez-en un qui en a",

  // Documents importés
  "cell-empty": "est vide ; remplissez-la",
  "prices-empty": "est vide, et tous les prix aussi ; remplissez ce qui est facturé",
  "eyes-empty": "est vide, et l'autre œil aussi ; remplissez ce qui a été fabriqué",
  "cell-never-stated": "est vide, et n'a jamais été déclaré de ce verre ; remplissez-la",
  "cell-rounded": "a été arrondi par un tableur ; mettez la colonne au format texte",
  "cell-with-control": "contient un caractère de contrôle ; ressaisissez-la",
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
  "keystore-kdf": "doit être scrypt ; recréez la clé avec lui",
  "keystore-salt": "doit faire 16 à 64 octets en hexadécimal",
  "keystore-bytes": ({ bytes }) => `doit faire ${bytes} octets en hexadécimal`,
  "keystore-without-address": "doit être une adresse ; sans elle, nul ne sait ce que contient le fichier",
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
  "deployed-other-look-back": ({ found }) => notAsDeployed(`le délai rétroactif est de ${found} secondes`),
  "deployed-role-not-held": ({ account, role }) => notAsDeployed(`${account} n'a pas le rôle ${role}`),
  "deployed-other-delay": ({ role, found }) => notAsDeployed(`le délai du rôle ${role} est de ${found} secondes`),
  "deployed-function-not-bound": ({ called, role }) => notAsDeployed(`${called} n'est pas lié au rôle ${role}`),
  "deployment-without-assessor": "ce déploiement n'a pas de proofAssessor ; jugez les preuves avec le SDK (assess)",
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
  "unit-taken": ({ eye, dossier }) => `est prise pour l'œil ${eyes[eye]} de ${dossier} ; prenez une autre unité`,
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

export const findings: Translation<typeof en.findings> = {
  "malformed-statement": "La déclaration contient un élément qui n'a pas sa place à cette étape.",
  "other-dossier": "La déclaration appartient à un autre dossier.",
  "bad-inclusion": "La déclaration ne figure pas dans le lot signé.",
  "bad-signature": "Le lot n'est pas signé par la clé qu'il désigne.",
  "not-anchored": "Le lot n'est pas ancré dans la chaîne.",
  "anchor-before-issue": "Le lot a été ancré avant l'heure de signature qu'il indique.",
  "late-anchor": "Le lot a été ancré trop longtemps après la signature indiquée : il peut être antidaté.",
  "unknown-key": "La clé de signature n'appartient à aucune partie.",
  "key-not-valid": "La clé de signature n'était pas valide à l'ancrage (pas encore ajoutée, révoquée ou compromise).",
  "wrong-role": "La partie signataire n'a pas le rôle requis à cette étape.",
  "party-suspended": "La partie signataire était suspendue à la date de l'ancrage.",
  withdrawn: "La partie a retiré cette déclaration et rien ne la remplace valablement.",
  "superseded-without-justification":
    "La déclaration en remplace une autre sans motif admis, ou sans l'avoir retirée dans la chaîne.",
  justified: "Correction pour un motif admis ; la déclaration remplacée est retirée.",
  "missing-statement": "Rien n'a été déclaré à cette étape.",
  "same-party": "La livraison a été déclarée par la partie qui a commandé.",
  "store-mismatch": "Devis, commande et facture proviennent d'opticiens différents.",
  "ambiguous-statement": "À une même étape, cet élément a deux valeurs différentes.",
  "missing-aspect": "La facture suppose cet élément, qui n'a pas été déclaré à cette étape.",
  "aspect-mismatch": "Ce qui a été déclaré à cette étape diffère de ce qui l'a été ensuite.",
  "out-of-order": "Cette étape a été ancrée avant une étape qui doit la précéder.",
  "already-settled": "Cette part de la facture est déjà réglée.",
  "other-invoice-settled": "Une autre facture de ce dossier, ou celle-ci avec d'autres parts, est déjà réglée.",
  "settled-by-asker": "Vous avez réglé cette part de la facture.",
  "missing-link": "Ce que cette correction remplace n'est pas montré : nul ne voit ce qu'elle change.",
  "forked-correction": "Deux corrections en vigueur remplacent la même déclaration et redéclarent le même élément.",
  "broken-link": "La correction remplace une déclaration d'une autre partie ou d'une autre étape.",
  "quote-too-old": "Le devis est plus ancien que la politique ne l'admet.",
  "not-final": "L'ancrage est encore trop récent pour s'y fier : vérifiez plus tard.",
  "stock-not-used": "Le verre de stock n'a pas été consommé dans la chaîne à la date de la facture.",
  "stock-used-elsewhere": "Le verre de stock a été consommé pour un autre dossier, ou pour l'autre œil.",
  "stock-of-another-store": "Le verre de stock est une autre unité, ou n'a pas été livré au magasin qui le facture.",
  "wrong-chain": "Le certificat renvoie à une autre chaîne ou à d'autres contrats.",
  "store-not-claimant": "Le magasin de la demande n'est pas la partie qui a signé la facture.",
  "claim-does-not-open": "Ce que la demande indique n'est pas ce que la facture a déclaré.",
  "code-billing-disagree":
    "Le verre facturé n'a pas le code de regroupement ou la classe déclarés par l'opticien et le verrier.",
  "shares-exceed-total": "Ensemble, les parts des organismes dépassent la facture.",
  "not-disclosed": "La politique demande l'ouverture de cet élément, et le certificat ne la contient pas.",
  "payers-disagree":
    "La demande désigne cet organisme comme seul payeur, ou lui donne un rang supérieur au nombre de payeurs ; la facture en désigne un autre.",
  "frame-billing-disagree": "La monture facturée n'est pas déclarée, ou l'est dans une autre classe.",
  "category-not-proven":
    "La politique demande la preuve de la catégorie du verre ; elle manque, ou le code facturé n'a pas de catégorie.",
  "category-wrong": "Il est prouvé que le verre relève d'une autre catégorie que celle facturée.",
  "renewal-not-proven":
    "La politique demande la preuve que la vue a changé ; elle manque, ou la demande ne dit rien de l'équipement précédent.",
  "proof-does-not-verify": "La preuve ne vaut pas pour ce qui a été déclaré, ou ses clés sont inconnues ici.",
  "development-keys":
    "Les preuves emploient des clés de développement, avec lesquelles chacun peut en contrefaire : elles ne valent que sur une chaîne locale.",
  "extras-not-accepted": "Ce qui est facturé en supplément n'est pas parmi les suppléments admis par la politique.",
  "told-not-opened": "La demande décrit cet élément et le certificat ne l'ouvre pas : il n'a été comparé à rien.",
  "claim-of-another-insurer": "La demande est adressée à un autre organisme que celui qui vérifie.",
};

type StageName = keyof typeof en.names.stages;

const Label = (stage: StageName | undefined) => capital(stage ? names.stages[stage] : names.statement);
const author = (stage: StageName | undefined) =>
  stage === undefined ? "son auteur" : stage === "shipment" ? "le verrier" : "l'opticien";
const toAuthor = (stage: StageName | undefined) =>
  stage === undefined ? "à son auteur" : stage === "shipment" ? "au verrier" : "à l'opticien";
const bracketed = (stage: StageName | undefined) => (stage ? ` (${names.stages[stage]})` : "");
const bracketedNames = (aspects: string | undefined) => (aspects ? ` (${aspects})` : "");
const colon = (aspects: string | undefined) => (aspects ? ` : ${aspects}` : "");
const on = (aspects: string | undefined) => (aspects ? ` sur : ${aspects}` : "");

type Deviating = Omit<Parameters<typeof en.deviations.manyValues>[0], "stages" | "values">;

const DONE = { quote: "devisé", order: "commandé", shipment: "livré", invoice: "facturé" };
const EYES = { right: "droit", left: "gauche" };
const done = (stages: readonly StageName[], { eyes }: Deviating) =>
  enumerated(
    stages.map((stage) => (eyes === "both" ? `${DONE[stage]}s` : DONE[stage])),
    "et",
  );
const areNot = ({ eyes }: Deviating) => (eyes === "both" ? "ne sont pas" : "n'est pas");
const subject = ({ kind, eyes }: Deviating) => {
  if (eyes === "both") {
    return {
      lens: "Les verres",
      code: "Les codes de regroupement des verres",
      prescription: "Les corrections des verres",
    }[kind];
  }
  const lens = `verre ${EYES[eyes]}`;
  return { lens: `Le ${lens}`, code: `Le code de regroupement du ${lens}`, prescription: `La correction du ${lens}` }[
    kind
  ];
};
const again = ({ kind, eyes }: Deviating) => {
  if (kind === "lens") return eyes === "both" ? "ceux" : "celui";
  if (eyes === "both") return kind === "code" ? "ceux des verres" : "celles des verres";
  return kind === "code" ? "celui du verre" : "celle du verre";
};
const theSame = ({ kind, eyes }: Deviating) =>
  eyes === "both" ? "les mêmes" : kind === "prescription" ? "la même" : "le même";

const THE_STAGES = { quote: "le devis", order: "la commande", shipment: "la livraison", invoice: "la facture" };
const THE_ROLES = {
  optician: "l'opticien",
  "lens-maker": "le verrier",
  insurer: "l'organisme complémentaire",
  none: "la partie sans rôle",
};
const AS_ROLES = {
  optician: "d'opticien",
  "lens-maker": "de verrier",
  insurer: "d'organisme complémentaire",
  none: "de partie sans rôle",
};

const held = (does: string) => `la demande que vous détenez ${does}`;

const MONTHS = [
  ...["janvier", "février", "mars", "avril", "mai", "juin"],
  ...["juillet", "août", "septembre", "octobre", "novembre", "décembre"],
];

export const explanations: Translation<typeof en.explanations> = {
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
  },
  "missing-statement": {
    cause: "Rien n'a été déclaré à une étape que ce dossier suppose.",
    ask: ({ stage }) => `Demandez ${toAuthor(stage)} la déclaration manquante et le document du jour.`,
    at: {
      quote: {
        cause: "Aucun devis n'a été déclaré : rien ne montre ce que le porteur a accepté avant la vente.",
        ask: "Demandez à l'opticien le devis daté et signé par le porteur ; le devis est obligatoire.",
      },
      order: {
        cause: "Aucune commande n'a été déclarée : rien ne montre que ces verres aient été commandés.",
        ask: "Demandez à l'opticien la commande passée au verrier, avec sa référence.",
      },
      shipment: {
        cause:
          "Aucun verrier n'a déclaré de livraison : rien ne montre que les verres facturés aient été fabriqués (équipement fictif ?).",
        ask: "Demandez à l'opticien quel verrier a livré et son bon de livraison, et à ce verrier de déclarer sa livraison ; ne payez rien avant.",
      },
      invoice: {
        cause: "Aucune facture n'a été déclarée : ce qui est demandé n'est pas facturé dans ce dossier.",
        ask: "Demandez à l'opticien la facture de ce dossier ; rien n'est dû sans elle.",
      },
    },
  },
  "same-party": {
    cause: "L'opticien a déclaré lui-même la livraison : aucun verrier indépendant ne dit avoir fabriqué ces verres.",
    ask: "Demandez à l'opticien quel verrier a fabriqué les verres et son bon de livraison ; ce verrier doit déclarer lui-même la livraison.",
  },
  "store-mismatch": {
    cause: ({ stage }) =>
      `${Label(stage)} : l'auteur n'est pas l'opticien du reste du dossier ; le dossier d'un autre magasin a pu être facturé.`,
    ask: "Demandez au magasin demandeur ce qui le lie à l'autre (siège, cession), preuve à l'appui ; qui a fait le devis et la commande doit facturer.",
  },
  "ambiguous-statement": {
    cause: ({ stage, aspects }) =>
      `Deux déclarations de la même étape${bracketed(stage)} sont toutes deux en vigueur et se contredisent${on(aspects)}. L'une est fausse.`,
    ask: ({ stage }) => `Demandez ${toAuthor(stage)} laquelle est valable, et de retirer l'autre dans la chaîne.`,
  },
  "missing-aspect": {
    cause: ({ stage, aspects }) =>
      `${Label(stage)} : rien n'est dit d'un élément que la facture suppose${bracketedNames(aspects)}.`,
    ask: ({ stage }) =>
      `Demandez ${toAuthor(stage)} de déclarer ce qui manque, ou à l'opticien une facture rectifiée sans cet élément.`,
    at: {
      payer: {
        cause: "La facture ne vous désigne pas comme payeur : elle peut être présentée à n'importe quel organisme.",
        ask: "Demandez à l'opticien une facture rectifiée qui vous désigne, avec votre rang et votre part ; ne payez rien sur celle-ci.",
      },
      prescription: {
        ask: ({ stage }) =>
          `Ne demandez pas l'ordonnance. Demandez ${toAuthor(stage)} de déclarer la correction (elle vous reste cachée).`,
      },
    },
  },
  "aspect-mismatch": {
    cause: ({ aspects }) => `Les étapes ne concordent pas${on(aspects)}.`,
    ask: "Demandez à l'opticien et au verrier ce qui a vraiment été commandé et livré, et une déclaration rectifiée.",
    at: {
      orderReference: {
        cause: ({ aspects }) =>
          `Le verrier a livré sous une autre référence de commande que celle de l'opticien${bracketedNames(aspects)} : ce sont peut-être les verres d'une autre commande.`,
        ask: "Demandez au verrier pour quelle commande il a livré, et à l'opticien la référence de la sienne.",
      },
      billing: {
        cause:
          "Les lignes ou les prix facturés ne sont pas ceux du devis : un prix ou un code a changé après l'accord du porteur.",
        ask: "Demandez à l'opticien le devis signé par le porteur et ce qui explique l'écart ; un nouveau devis doit précéder la facture.",
      },
      frame: {
        cause: "La monture facturée n'est pas celle du devis : monture échangée, ou facturée dans une autre classe.",
        ask: "Demandez à l'opticien la référence de la monture remise, et un nouveau devis ou une facture rectifiée.",
      },
      reference: {
        cause:
          "Le devis porte un autre magasin ou un autre numéro de dossier que la facture : deux dossiers ont pu être réunis.",
        ask: "Demandez à l'opticien à quel dossier appartient le devis, et le devis du dossier facturé.",
      },
    },
  },
  "out-of-order": {
    cause: ({ stage }) =>
      `${Label(stage)} : la déclaration est parvenue à la chaîne avant une étape qui doit la précéder ; le dossier a pu être complété après coup.`,
    ask: "Demandez à l'opticien le devis et la commande datés, et pourquoi leur ancrage est si tardif.",
    at: {
      invoice: {
        cause:
          "La facture a été déclarée avant la livraison ou une autre étape qui doit la précéder : ce qui est facturé n'existait peut-être pas.",
        ask: "Demandez à l'opticien quand le porteur a reçu ses lunettes, et au verrier quand il a livré.",
      },
    },
    rewritten: {
      cause: ({ correction, stage }) =>
        `${Label(correction)} : la déclaration a été réécrite après l'étape « ${names.stages[stage]} », en changeant ce que celle-ci dit ; elle y a été ajustée, ou ne l'a jamais précédée.`,
      ask: () =>
        "Ne payez rien sur la déclaration réécrite. Demandez à l'opticien celle que le porteur ou le verrier a reçue, avec sa date.",
    },
  },
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
  },
  "stock-not-used": {
    cause:
      "Le verre de stock n'a pas été consommé dans la chaîne à la date de la facture : il peut être vendu à un autre porteur.",
    ask: "Demandez à l'opticien quel verre il a monté, et quand il l'a consommé. Une tolérance plus longue admet un retard expliqué.",
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
  "store-not-claimant": {
    cause: "Le magasin demandeur n'est pas celui qui a signé la facture : c'est le dossier d'un autre magasin.",
    ask: "Demandez au magasin demandeur comment il détient ce dossier, et le certificat de sa propre facture.",
  },
  "claim-does-not-open": {
    cause: ({ aspects }) => `La demande que vous avez reçue ne dit pas ce que la facture a déclaré${colon(aspects)}.`,
    ask: "Demandez à l'opticien la demande telle qu'elle a été facturée, et comparez-la à celle que vous avez reçue.",
    at: {
      reference: {
        cause:
          "La demande porte un autre magasin ou un autre numéro de dossier que la facture : c'est peut-être le dossier d'un autre patient.",
        ask: "Demandez à l'opticien à quel dossier appartient ce certificat, et le certificat du dossier demandé.",
      },
      payer: {
        cause: "La demande et la facture diffèrent sur votre part : organisme, prise en charge, rang ou montant.",
        ask: "Comparez numéro AMC, prise en charge et montant à votre propre accord ; demandez à l'opticien de rectifier facture ou demande.",
      },
      billing: {
        cause: "Les lignes ou les prix demandés ne sont pas ceux qui ont été facturés : la demande a été modifiée.",
        ask: "Demandez à l'opticien la facture remise au porteur, et comparez-la ligne à ligne à la demande.",
      },
      frame: {
        cause: "La monture qui vous est annoncée n'est pas celle qui est facturée, ou aucune ne l'est.",
        ask: "Demandez à l'opticien la référence de la monture remise.",
      },
      lens: {
        cause: ({ aspects }) =>
          `Le verre qui vous est annoncé n'est pas celui qui est facturé${bracketedNames(aspects)}.`,
        ask: "Demandez à l'opticien le verre remis (code et traitements du verrier), et au verrier son bon de livraison.",
      },
    },
  },
  "code-billing-disagree": {
    cause: ({ aspects }) =>
      `Le verre est facturé sous un code ou une classe qui n'est pas celui déclaré, ou facturé sans être déclaré${colon(aspects)}.`,
    ask: "Demandez à l'opticien une facture au code déclaré par le verrier ; demandez au verrier de confirmer ce code.",
  },
  "shares-exceed-total": {
    cause: "Les organismes paieraient ensemble plus que le prix des lunettes.",
    ask: "Demandez à l'opticien la part de chaque organisme, et à l'autre organisme ce qu'il règle.",
  },
  "not-disclosed": {
    cause: ({ aspects }) => `Le certificat ne dévoile pas ce que votre contrat vous permet de voir${colon(aspects)}.`,
    ask: "Demandez à l'opticien un certificat qui l'ouvre, et la valeur si la demande ne la donne pas.",
  },
  "payers-disagree": {
    cause:
      "On vous présente comme seul payeur alors que la facture désigne un autre organisme : chacun peut payer le tout.",
    ask: "Demandez à l'opticien la part de chaque organisme, et à l'assuré ses autres garanties ; ne payez pas comme seul payeur.",
  },
  "frame-billing-disagree": {
    cause: "Une monture est facturée sans être déclarée, ou déclarée dans une autre classe.",
    ask: "Demandez à l'opticien la référence et la classe de la monture remise, et une facture rectifiée.",
  },
  "category-not-proven": {
    cause: ({ aspects }) =>
      `Votre politique demande la preuve que le code facturé convient à la correction, et elle manque${colon(aspects)}.`,
    ask: "Demandez à l'opticien un certificat avec cette preuve. Ne demandez pas l'ordonnance.",
  },
  "category-wrong": {
    cause: ({ aspects }) =>
      `Le verre est facturé dans une autre catégorie que celle dont relève sa correction${colon(aspects)}.`,
    ask: "Demandez à l'opticien une facture au code de la catégorie prouvée. Ne demandez pas l'ordonnance.",
  },
  "renewal-not-proven": {
    cause: "L'équipement est renouvelé de façon anticipée, et rien ne prouve que la vue a changé.",
    ask: "Demandez à l'opticien un certificat avec la preuve du changement. Ne demandez pas l'ordonnance.",
  },
  "proof-does-not-verify": {
    cause:
      "Une preuve présentée ne vaut pas pour ce qui a été déclaré : elle relève d'un autre dossier ou d'un autre verre, ou elle est contrefaite.",
    ask: "Demandez à l'opticien une preuve faite pour ce dossier. Ne demandez pas l'ordonnance.",
  },
  "development-keys": {
    cause:
      "Les preuves sont faites avec des clés de développement, avec lesquelles chacun peut en contrefaire : elles ne montrent rien.",
    ask: "Demandez à l'opticien des preuves faites avec les clés de la cérémonie.",
  },
  "extras-not-accepted": {
    cause: "Un élément est facturé en supplément alors que votre contrat ne le prévoit pas : un verre peut s'y cacher.",
    ask: "Demandez à l'opticien ce qu'est cette ligne, et une facture où les verres figurent comme verres.",
  },
  "told-not-opened": {
    cause: ({ aspects }) =>
      `On vous décrit un élément que le certificat n'ouvre pas, et qui n'a été comparé à rien${colon(aspects)}.`,
    ask: "Ne vous y fiez qu'avec un certificat qui l'ouvre ; exigez-le dans votre politique s'il est décisif.",
  },
  "claim-of-another-insurer": {
    cause: "La demande est adressée à un autre organisme : elle vous parvient par erreur, ou plusieurs la reçoivent.",
    ask: "Ne payez rien. Demandez à qui l'a transmise pourquoi elle vous parvient, et à l'opticien quel organisme il vise.",
  },
};

export const deviations: Translation<typeof en.deviations> = {
  twoValues: ({ some, others, behind, ...lens }) =>
    `${subject(lens)} ${done(some, lens)} ${areNot(lens)} ${again(lens)} ${done(others, lens)}${behind ? ` : ${behind}` : ""}.`,
  manyValues: ({ stages, values, ...lens }) =>
    `${subject(lens)} ${done(stages, lens)} ${areNot(lens)} ${theSame(lens)} : ${values} valeurs différentes.`,
  behind: {
    code: {
      maker: "la facture est peut-être plus élevée que ce qui a été fabriqué",
      optician: "la facture est peut-être plus élevée que ce qui a été fabriqué",
      invoice: "le code a peut-être été relevé sur la facture",
      quote: "le code a changé après le devis",
    },
    lens: {
      maker: "verre substitué, ou traitement facturé et non réalisé",
      optician: "un autre verre, peut-être moins cher, a été commandé que celui qui est facturé",
      invoice: "ce qui est facturé n'a jamais été fabriqué",
      quote: "le porteur n'a pas reçu ce que le devis promettait",
    },
    prescription: {
      maker: "correction majorée pour un code plus cher, ou erreur de fabrication",
      optician: "le verre fabriqué ne répond pas à ce qui a été prescrit et devisé",
      quote: "la correction a changé après le devis",
    },
  },
  ask: {
    code: "Demandez au verrier de confirmer le code de regroupement de ce qu'il a livré, et à l'opticien une facture à ce code.",
    lens: "Demandez au verrier son bon de livraison, et à l'opticien de faire refaire l'équipement facturé ou de rectifier la facture.",
    prescription:
      "Ne demandez pas l'ordonnance. Demandez à l'opticien et au verrier de comparer commande et fabrication, et de déclarer la refabrication ou le changement.",
    newQuote:
      "Demandez à l'opticien le nouveau devis accepté par le porteur, et pourquoi il n'a pas été déclaré avant la commande.",
  },
};

export const report: Translation<typeof en.report> = {
  language: "fr",
  /** Une ligne ne commence jamais par un signe qui s'écrit après une espace. */
  typeset: ({ text }) => text.replace(/ (?=[:;?!»€≠])/g, "\u00a0").replaceAll("« ", "«\u00a0"),
  list: ({ parts }) => enumerated(parts, "et"),
  clauses: ({ parts }) => parts.join(" ; "),
  euros: ({ cents }) => {
    const [whole = "", part = ""] = (cents / 100).toFixed(2).split(".");
    return `${thousands(whole, "\u202f")},${part}\u00a0€`;
  },
  instant: ({ day, month, year, hour, minute }) =>
    `${day === 1 ? "1er" : day}\u00a0${MONTHS[month - 1] ?? ""}\u00a0${year} à ${hour}:${minute}`,
  outcomes: {
    conforming: "conforme",
    justified: "conforme, avec justification",
    refused: "non conforme",
  },
  severities: { blocking: "Bloquant", review: "À examiner", info: "Pour information" },
  items: { rightLens: "Verre droit", leftLens: "Verre gauche", frame: "Monture", extras: "Supplément" },
  bothEyes: {
    code: "codes de regroupement des deux verres",
    lens: "deux verres",
    prescription: "corrections des deux yeux",
    orderReference: "références de commande des deux verres",
  },
  wholeEye: { Right: "tout ce qui concerne le verre droit", Left: "tout ce qui concerne le verre gauche" },
  seen: {
    opened: "ouvert par votre demande",
    equal: "égal, valeur cachée",
    mismatched: "diffère",
    hidden: "caché",
  },
  actors: {
    store: ({ siret }) => `magasin (SIRET ${siret})`,
    theStore: ({ siret }) => `le magasin (SIRET ${siret})`,
    party: ({ role, id }) => `${names.roles[role]} ${id}`,
    theParty: ({ role, id }) => `${THE_ROLES[role]} ${id}`,
    unverified: ({ key, role }) => `un auteur non vérifié (clé ${key}, au titre ${AS_ROLES[role]})`,
    notEnrolled: ({ key, role }) => `un signataire non inscrit (clé ${key}, au titre ${AS_ROLES[role]})`,
  },
  status: {
    counts: "compte",
    doesNotCount: "ne compte pas",
    replaces: ({ number, reason }) => `remplace le n°\u00a0${number} (${reason})`,
    replacesUnseen: ({ reason }) => `remplace une déclaration non présentée (${reason})`,
    withdrawn: ({ when, reason }) => `retrait le ${when} (${reason})`,
    replacedBy: ({ number }) => `remplacée par le n°\u00a0${number}`,
  },
  reasonGiven: ({ reason }) => `Motif : ${reason}.`,
  summary: {
    parisTime: "Heure de Paris.",
    alsoConcerns: ({ aspects }) => `Concerne aussi : ${aspects}.`,
    otherFindings: ({ count }) => `(${count} ${count > 1 ? "autres constats" : "autre constat"} ci-dessous.)`,
    stated: ({ who, what }) => `${who} a déclaré ${what}`,
    isNamed: ({ who, what }) => `${who} figure comme auteur de : ${what}`,
    otherStatements: ({ count }) => `et ${count} ${count > 1 ? "autres déclarations" : "autre déclaration"}`,
    statement: ({ stage, when }) => `${stage ? THE_STAGES[stage] : "une déclaration"} (${when})`,
    unverified: ({ signed }) => `dit le ${signed}, non vérifié`,
    late: ({ signed, anchored }) => `signature datée du ${signed}, ancrage le ${anchored}`,
    withdrawn: ({ when }) => `retrait le ${when}`,
    paid: ({ rank, payer, when }) => `part de rang ${rank} réglée par ${payer} le ${when}`,
    you: "vous",
    insurer: ({ id }) => `l'organisme ${id}`,
    noShipment: "aucun verrier n'a déclaré de livraison",
    nobodyStated: ({ stages }) => `personne n'a déclaré : ${stages}`,
  },
  claim: {
    from: ({ siret }) => held(`vient du SIRET ${siret}`),
    shares: ({ shares, total }) => held(`porte ${shares} de parts pour ${total}`),
    payers: ({ payers, rank }) => held(`compte ${payers} payeur${payers > 1 ? "s" : ""}, vous au rang ${rank}`),
    bills: ({ code, grade, price }) => held(`facture ${code}, classe ${grade}, ${price}`),
    billsNone: () => held("n'en facture pas"),
    asks: ({ share, rank, authorisation }) =>
      held(`réclame ${share} au rang ${rank}, prise en charge : ${authorisation || "sans numéro"}`),
    billsInAll: ({ total }) => held(`facture ${total} au total`),
    file: ({ file, siret }) => held(`porte le dossier ${file} du SIRET ${siret}`),
    otherwise: () => held("dit autre chose"),
  },
  conforming: {
    plain: "Aucun écart : ce qui est facturé est ce qui a été devisé, commandé et livré, selon chacun.",
    corrected: ({ corrections }) => `Aucun écart, après rectification justifiée : ${corrections}.`,
    askAboutQuote: ({ share }) =>
      `Le devis a été rectifié après la facture : demandez à l'opticien ce qui l'explique avant de régler ${share}.`,
    isPaid: ({ share }) => `Rien : vous avez déjà réglé votre part (${share}).`,
    payable: ({ share }) => `Rien : votre part (${share}) peut être réglée.`,
  },
  drawing: {
    title: "Chronologie du dossier",
    store: "Magasin",
    insurers: "Organismes",
    payments: "règlements",
    noLensMaker: "aucun",
    missing: "manque",
    sharePaid: ({ rank }) => `part ${rank} réglée`,
    byYou: "par vous",
    notCounted: "non compté",
    replaces: ({ number }) => `remplace ${number}`,
    withdrawn: ({ number }) => `retrait ${number}`,
    legend:
      "Chaque numéro est une déclaration, détaillée plus bas ; cercle plein : elle compte, cercle pointillé : elle ne compte pas ou manque. « = » : les deux étapes disent la même chose ; « ≠ » : elles diffèrent. × : retrait ; € : règlement ; flèche : remplacement. Dates et heures de Paris.",
  },
  page: {
    title: ({ outcome, file }) => `${outcome} – dossier ${file}`,
    who: "Qui l'a déclaré :",
    ask: "À demander :",
    timeline: "Chronologie",
    judgedAt: ({ block, when }) =>
      `Jugé avec les faits de la chaîne au bloc ${block}, le ${when}. Heures de Paris, UTC entre parenthèses ; une heure est celle de l'ancrage, seule prouvée.`,
    notProven:
      "Ce que ce rapport ne prouve pas : que les lunettes répondent à ce qu'un opticien et un verrier déclarent faussement ensemble, que le porteur existe, ni que les prix soient justes. Un constat appelle une question ; il ne vaut pas preuve de fraude.",
    facts: {
      store: "Magasin demandeur",
      file: "Dossier du magasin",
      insurer: "Organisme",
      priorAuthorisation: "Prise en charge",
      noPriorAuthorisation: "aucune",
      share: "Part demandée",
      shareOfTotal: ({ share, total, rank, payers }) =>
        `${share} sur ${total} (rang ${rank}, ${payers} organisme${payers > 1 ? "s" : ""})`,
      dossier: "Empreinte du dossier",
    },
    comparison: {
      title: "Qui concorde avec qui",
      caption:
        "Même lettre : même valeur, sans que la valeur soit montrée. A est la valeur de la dernière étape. « Ouvert » : votre demande dit cette valeur.",
      what: "Élément",
      claim: "Votre demande",
      missing: "manque",
      opened: "ouvert",
      mismatched: "diffère",
      hidden: "caché",
    },
    findings: ({ count }) => `Constats (${count})`,
    statements: ({ count }) => `Déclarations (${count})`,
    number: ({ number }) => `n°\u00a0${number}`,
    statement: {
      signed: "Signature (heure dite)",
      anchored: "Ancrage",
      notAnchored: "pas d'ancrage vérifié",
      status: "État",
      why: "Pourquoi",
      ids: "Empreintes",
      key: "clé",
      party: "partie",
    },
    billed: {
      title: "Ce que dit votre demande",
      item: "Article",
      code: "Code",
      class: "Classe",
      price: "Prix",
      total: "Total",
    },
    hidden: {
      title: "Ce qui reste caché",
      text: "La correction, la référence de commande et la part d'un autre organisme ne sont jamais montrées, pas même dans le certificat : seule se voit leur égalité d'une étape à l'autre. Ce rapport n'ajoute aucune donnée de santé à ce que vous détenez, et ne contient aucun sel.",
    },
  },
};

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

// En français, zéro est au singulier.
const plural = (count: number, one: string, many: string) => `${count} ${count < 2 ? one : many}`;

export const command: Translation<typeof en.command> = {
  program: {
    description:
      "Conformité de l'équipement optique : ce qui est facturé est ce qui a été commandé, fabriqué et livré.",
    version: "afficher le numéro de version",
    json: "un résultat JSON sur la sortie standard",
    lang: ({ languages }) => `${languages} (par défaut : LANG)`,
    or: " ou ",
    home: "dossier d'un participant : nœud, déploiement, clé, identité et coffre (CLAIREVOIE_HOME)",
    exitCodes:
      "Codes de sortie : 0 fait, ou conforme ; 1 non conforme ; 2 entrée ou usage incorrects ; 3 chaîne injoignable, autre, ou qui refuse.",
    help: "afficher l'aide de la commande",
    choice: (value) => value,
    choices: ({ choices }) => `au choix : ${choices}`,
    byDefault: ({ value }) => `par défaut : ${value}`,
    and: " ; ",
    titles: {
      arguments: "Arguments :",
      options: "Options :",
      usage: "Usage :",
      globalOptions: "Options communes :",
      commands: "Commandes :",
    },
  },
  usage: {
    unknownCommand: ({ given }) => `commande inconnue « ${given} »`,
    unknownOption: ({ given }) => `option inconnue « ${given} »`,
    missingArgument: ({ given }) => `il manque l'argument « ${given} »`,
    missingMandatoryOptionValue: ({ given }) => `il manque l'option « ${given} »`,
    optionMissingArgument: ({ given }) => `il manque la valeur de l'option « ${given} »`,
    invalidArgument: ({ given, value, choices }) =>
      `l'option « ${given} » ne peut être « ${value} » ; au choix : ${choices}`,
    excessArguments: ({ given }) => `trop d'arguments pour « ${given} »`,
    meant: ({ guess }) => ` ; vouliez-vous dire ${guess} ?`,
    help: ({ command }) => ` ; voyez \`${command} --help\``,
  },
  failure: {
    unexpected:
      "une défaillance inattendue ; signalez-la avec la commande lancée (relancez avec CLAIREVOIE_DEBUG=1 pour son origine)",
  },
  options: {
    policy: "ce qui est accepté, en JSON",
    rank: "1 ou 2",
    identity: "votre fichier d'identité (CLAIREVOIE_IDENTITY)",
    out: "où l'écrire",
    once: "lire jusqu'au dernier bloc, puis s'arrêter",
    interval: "entre deux lectures",
    anchor: "le signer et l'ancrer aussitôt ; le résultat est son reçu",
    rpc: "nœud JSON-RPC (CLAIREVOIE_RPC_URL ; par défaut http://127.0.0.1:8545)",
    deployment: "fichier de déploiement (CLAIREVOIE_DEPLOYMENT ; par défaut deployments/<id de chaîne>.json)",
    supersedes: "la déclaration que celle-ci remplace",
    reason:
      "pourquoi : breakage, laboratory-remake, adaptation-warranty, prescription-change, order-change, clerical-error",
    claim: "la demande de chaque certificat, dans le même ordre",
    index: "prendre les faits d'un index local (clairevoie index), sans interroger de nœud",
    maxAge: "refuser un index dont le dernier bloc est plus ancien",
    keystore: "clé chiffrée (CLAIREVOIE_KEYSTORE) ; en CI, plutôt CLAIREVOIE_PRIVATE_KEY",
    passphraseFile: "fichier de la phrase secrète de la clé (ou CLAIREVOIE_PASSPHRASE, ou demandée)",
    dryRun: "dire ce que cela coûterait, sans rien envoyer",
    trust: "le nœud, plusieurs nœuds qui s'accordent (--rpc répété), ou personne : des preuves contre un bloc",
    agree: "combien de nœuds doivent s'accorder (par défaut : plus de la moitié)",
    blockHash: "le bloc de confiance, pour --trust proof (par défaut : celui sur lequel plusieurs nœuds s'accordent)",
    vault: "où les dossiers sont gardés, chiffrés (CLAIREVOIE_VAULT ; par défaut vault)",
    vaultPassphraseFile: "fichier de sa phrase secrète (ou CLAIREVOIE_VAULT_PASSPHRASE, ou demandée)",
  },
  arguments: {
    dossier: "identifiant du dossier",
  },
  said: {
    written: ({ file }) => `Écrit dans ${file}.`,
    statement: ({ hash }) => `Déclaration ${hash}.`,
    anchored: ({ root, gas }) => `Ancrée sous la racine ${root}, ${gas} gaz.`,
    reorganised: "La chaîne a été réorganisée : ce qui a changé a été relu.",
    wouldUse: ({ gas, price }) => `Utiliserait ${gas} gaz, ${price}. Rien n'a été envoyé.`,
  },
  anchor: {
    description:
      "Ancrer des lots, les vôtres ou non, sous une racine, et établir leurs reçus ; recommencer ne coûte rien",
    arguments: {
      batches: "fichiers de lots, ou -",
    },
    options: {
      out: "où écrire les reçus",
    },
    anchored: ({ root, at, gas }) =>
      gas === 0n ? `La racine ${root} était déjà ancrée, ${at}.` : `Racine ${root} ancrée, ${at}, ${gas} gaz.`,
  },
  audit: {
    description: "Juger un flux de certificats et de demandes, de toute longueur (organisme complémentaire)",
    arguments: {
      files: 'NDJSON, {"certificate", "claim"} par ligne, gzip ou non ; - pour l\'entrée standard',
    },
    options: {
      block: "latest, safe, finalized ou un numéro",
      out: "où écrire les verdicts, un par ligne",
      resume: "reprendre où --out s'arrête, après une interruption",
      jobs: "combien de lots lus et jugés en même temps (par défaut : un par cœur)",
      summary: "écrire le bilan, en JSON",
      html: "écrire le bilan en une page",
    },
    judged: ({ judged, against, unreadable }) => `${judged} jugés, ${against} non conformes, ${unreadable} illisibles.`,
    left: ({ seconds }) => `, reste ${seconds} s`,
  },
  certify: {
    description: "Établir le certificat d'un dossier pour l'organisme d'un rang (opticien)",
    options: {
      receipts: "reçus en plus de ceux du coffre : ceux du verrier",
      disclose: "frame (monture), lenses (verres) ou les deux, où le contrat le permet",
    },
  },
  completion: {
    description: "Afficher un script de complétion : source <(clairevoie completion bash)",
  },
  correction: {
    options: {
      out: "où l'écrire (par défaut : sortie standard)",
    },
  },
  deploy: {
    description: "Déployer les contrats, reprendre un déploiement interrompu, ou vérifier celui qui est enregistré",
    options: {
      admin: "administre les rôles du conseil ; un multisig (par défaut : vous)",
      enroller: "agrée opticiens et organismes (par défaut : vous)",
      lensEnroller: "agrée les verriers, après le délai (par défaut : vous)",
      guard: "suspend, et déclare les compromissions (par défaut : vous)",
      lookBackDays: "jusqu'où une compromission déclarée peut remonter (par défaut 30)",
      lensEnrolDelayDays: "durée d'annonce de l'agrément d'un verrier (par défaut 3)",
      folder: "dossier du fichier de déploiement",
    },
    checked: ({ file }) => `Déjà déployé, et tout est conforme à ${file}.`,
    alreadyThere: "déjà là",
    sending: "envoi",
    wouldDeploy: ({ gas, cost }) => `Déploierait pour au plus ${gas} gaz, ${cost}, aux adresses :`,
    nothingSent: "Rien n'a été envoyé ni écrit.",
    poor: ({ account, balance }) => `${account} a ${balance} : approvisionnez-le avant de déployer.`,
  },
  doctor: {
    description: "Vérifier nœud, chaîne, contrats, clé, horloge et solde",
    fails: "NON ",
    node: ({ chainId, name, block }) => `chaîne ${chainId} (${name}), bloc ${block}`,
    clockAgrees: "d'accord avec la chaîne",
    clockAhead: ({ seconds }) => `le dernier bloc a ${seconds} s`,
    asRecorded: ({ network }) => `comme enregistrés pour ${network}`,
    unexpected: "une défaillance inattendue",
  },
  dossier: {
    description: "Dossiers d'un opticien",
    arguments: {
      dossier: "identifiant du dossier, ou new (nouveau)",
    },
    options: {
      file: "fichier d'équipement, ou - (par défaut : le dernier déclaré)",
      ticket: "écrire ici le ticket pour le verrier des deux verres",
    },
    open: {
      description: "Ouvrir un dossier : tirer son secret et le garder",
    },
    list: {
      description: "Lister les dossiers du coffre",
    },
    ticket: {
      description: "La ligne qui accompagne la commande au verrier",
      options: {
        eyes: "right (droit), left (gauche) ou right,left",
      },
    },
    claimTicket: {
      description: "La ligne qui accompagne la demande à un organisme",
    },
    erase: {
      description: "Détruire le secret d'un dossier : tout ce qui en reste ailleurs perd son sens",
      erased: ({ id }) => `${id} : effacé`,
    },
    opened: ({ id }) => `Dossier ${id}.`,
    ticketWritten: ({ file }) => `Ticket écrit dans ${file}.`,
    stages: {
      quote: "Déclarer le devis",
      order: "Déclarer la commande ; ses références doivent être connues",
      invoice: "Déclarer la facture ; les organismes doivent être connus",
    },
  },
  import: {
    description:
      "Déclarer et sceller un fichier de devis, commandes, factures (opticien) ou bons de livraison (verrier), CSV ou JSON ; recommencer ne déclare rien deux fois",
    arguments: {
      file: "fichier de documents (colonnes : docs/documents.md)",
    },
    options: {
      kind: "ce que sont ses documents (par défaut : ce qu'en disent les colonnes)",
      identity: "votre fichier d'identité (CLAIREVOIE_IDENTITY) : le magasin des lignes sans SIRET",
      rejects: "écrire ici les lignes non déclarées",
      tickets: "écrire ici les identifiants et les tickets de commande et de demande (opticien) ; ils sont secrets",
      anchor: "ancrer le lot aussitôt",
      out: "où écrire les reçus, ou le lot (par défaut : à côté du fichier)",
    },
    reading: "lecture",
    stating: "déclaration",
    ticketsWritten: ({ file }) => `Tickets écrits dans ${file}.`,
    ignored: ({ columns }) => `Colonnes non lues : ${columns}.`,
    stated: ({ file, stated, already, refused, isDry }) =>
      `${file} : ${stated} ${isDry ? "à déclarer" : "déclarées"}, ${already} déjà déclarées, ${refused} refusées.`,
    changed: ({ command, statement }) =>
      `a été déclarée avec un autre contenu ; corrigez par \`${command} --supersedes ${statement} --reason …\`, puis retirez celle-ci`,
    refused: ({ line, column, reason }) =>
      `ligne ${line}${column === undefined ? "" : `, colonne ${column}`} : ${reason}`,
    more: ({ count }) => `et ${count} autres ; voyez --rejects ou --json`,
    errorColumn: "Erreur",
    rejectsWritten: ({ file }) => `Lignes refusées écrites dans ${file}.`,
  },
  index: {
    description:
      "Suivre la chaîne dans un fichier local, pour que les audits n'interrogent aucun nœud (organisme complémentaire)",
    arguments: {
      file: "l'index ; créé s'il n'existe pas",
    },
    options: {
      from: "premier bloc (par défaut, et au plus : celui du déploiement)",
      check: "puis vérifier l'index, et comparer autant de ses faits avec les contrats",
    },
    added: ({ block, added, rate, rows }) =>
      `bloc ${block ?? "aucun"} : ${added} lignes ajoutées (${rate} par seconde), ${rows} en tout`,
    checked: ({ rows, compared, problems }) =>
      `vérifié : ${rows} lignes, ${compared} faits comparés aux contrats, ${problems} problèmes`,
    problem: ({ kind, block }) => `${kind} : bloc ${block}`,
    judgedWith: ({ block, hours }) =>
      `Jugé avec un index local jusqu'au bloc ${block}, ${hours >= 1 ? `vieux de ${hours} h` : "récent"} : ce qui s'est passé depuis n'est pas vu.`,
    blocks: "blocs",
  },
  inspect: {
    description: "Afficher tout fichier ou ticket pour une personne, secrets masqués",
    arguments: {
      file: "fichier, ou - pour l'entrée standard",
    },
    options: {
      reveal: "montrer aussi sels, secrets et données de santé",
    },
  },
  key: {
    description: "Clés de signature chiffrées",
    options: {
      passphraseFile: "fichier de la phrase secrète (ou CLAIREVOIE_PASSPHRASE, ou demandée)",
    },
    new: {
      description: "Tirer une clé et l'écrire chiffrée",
      arguments: {
        file: "fichier de clé à créer",
      },
    },
    import: {
      description:
        "Écrire chiffrée une clé que vous avez ; elle est lue de CLAIREVOIE_PRIVATE_KEY ou demandée, jamais de la ligne de commande",
      arguments: {
        file: "fichier de clé à créer",
      },
    },
    askPrivateKey: "Clé privée : ",
    address: {
      description: "Dire à qui est la clé d'un fichier, sans phrase secrète",
      arguments: {
        file: "fichier de clé",
      },
    },
    askPassphrase: "Nouvelle phrase secrète : ",
    askAgain: "Encore une fois : ",
    encrypted: ({ address, file }) => `${address}, chiffrée dans ${file}`,
  },
  party: {
    description: "Participants et leurs clés",
    options: {
      role: "optician (opticien), lens-maker (verrier) ou insurer (organisme)",
      identity: "fichier d'identité (CLAIREVOIE_IDENTITY)",
    },
    new: {
      description: "Créer le fichier d'identité d'une entreprise ; son identifiant est un engagement salé",
      options: {
        identifier: "SIRET, ou numéro AMC d'un organisme",
        out: "où l'écrire (par défaut : sortie standard)",
      },
      made: ({ party }) => `Identifiant ${party} : donnez-le au conseil, et gardez le fichier.`,
    },
    enrol: {
      description:
        "Agréer un participant (conseil) ; un verrier est d'abord annoncé, puis agréé une fois le délai passé",
      arguments: {
        party: "identifiant, 32 octets",
      },
      options: {
        controller: "qui gérera ses clés",
      },
      already: ({ party }) => `${party} : déjà agréé ainsi`,
      done: ({ party, outcome }) =>
        `${party} : ${outcome === "enrolled" ? "agréé" : "annoncé ; relancez la commande une fois le délai passé"}`,
    },
    done: ({ party }) => `${party} : fait`,
    compromise: {
      description: "Déclarer qu'une clé était en d'autres mains depuis un moment passé",
      arguments: {
        key: "adresse de la clé",
      },
      options: {
        from: "secondes unix, ou date ISO",
      },
      declared: ({ key, from }) => `${key} : compromise depuis ${from}`,
    },
    list: {
      description: "Lister les participants agréés",
      suspended: "suspendu",
      listed: ({ party, role, keys, state }) => `${party}  ${role.padEnd(10)}  ${plural(keys, "clé", "clés")} ${state}`,
    },
    keys: {
      description: "Les clés d'un participant",
      list: {
        description: "Lister les clés d'un participant, avec leurs dates",
        arguments: {
          party: "identifiant (par défaut : celui de --identity)",
        },
        revoked: ({ at }) => `révoquée ${at}`,
        compromised: ({ from }) => `compromise depuis ${from}`,
        listed: ({ key, from, ended }) => `${key}  depuis ${from}  ${ended}`,
      },
      consent: {
        description: "Signer, avec la clé elle-même, qu'elle peut être ajoutée à un participant",
      },
      add: {
        description: "Ajouter une clé, valable dès maintenant (contrôleur)",
        arguments: {
          key: "adresse de la clé (par défaut : celle du contrôleur)",
        },
        options: {
          consent: "ce qu'a donné `keys consent`",
        },
        already: ({ key, party }) => `${key} : déjà une clé de ${party}`,
        added: ({ key, party }) => `${key} : ajoutée à ${party}`,
      },
      revoke: {
        description:
          "Révoquer une clé dès maintenant et pour toujours ; ce qu'elle a signé avant reste valable (contrôleur)",
        revoked: ({ key }) => `${key} : révoquée`,
      },
    },
    suspend: {
      description: "Suspendre un participant à partir de maintenant",
    },
    reinstate: {
      description: "Mettre fin à une suspension",
    },
  },
  policy: {
    description:
      "Afficher une politique complétée par les valeurs par défaut, chaque règle expliquée (organisme complémentaire)",
    arguments: {
      file: "vos changements, en JSON ; sinon les valeurs par défaut",
    },
    rule: ({ name, value, meaning }) => `${name} ${value} : ${meaning}.`,
    rules: {
      lagSeconds: "délai admis entre la signature et l'ancrage, en secondes",
      toleranceSeconds: "avance admise d'une étape sur celle qui la précède, en secondes",
      quoteSeconds: "âge admis du devis à la facture, en secondes ; 0 : sans limite",
      finalitySeconds: "âge qu'un ancrage doit avoir pour compter, en secondes",
      reasons: "corrections admises",
      acceptOwnSettlement: "vrai pour contrôler ce que l'on a réglé soi-même ; faux avant de payer",
      require: "ouvertures et preuves sans lesquelles le certificat ne suffit pas",
      extras: "codes admis en supplément ; tous si la liste n'est pas donnée",
      categories: "catégorie pour laquelle chaque code de regroupement est facturé, pour les preuves de catégorie",
      acceptDevelopmentKeys:
        "vrai pour admettre des preuves que chacun peut contrefaire ; par défaut, sur chaîne locale seule",
    },
  },
  prove: {
    description: "Ajouter à un certificat les preuves des catégories, et d'un renouvellement anticipé (opticien)",
    options: {
      certificate: "le certificat à compléter",
      before: "le dossier de l'équipement précédent, pour un renouvellement anticipé",
      prover: "le programme qui fait les preuves, distribué à part (CLAIREVOIE_PROVER)",
    },
    proving: "Calcul des preuves…",
  },
  receipts: {
    description: "Rassembler les reçus de plusieurs fichiers, chacun une fois, d'un dossier ou de tous",
    arguments: {
      files: "fichiers de reçus, ou -",
    },
    options: {
      dossier: "seulement ceux de ce dossier",
      out: "où les écrire",
    },
    gathered: ({ count }) => `${plural(count, "reçu", "reçus")}.`,
  },
  sandbox: {
    description:
      "Sur un nœud de développement : déployer, et créer un opticien, un verrier et un organisme pour essayer",
    arguments: {
      folder: "dossier à créer",
    },
    ready: ({ folder }) => `Prêt dans ${folder}.`,
    deploying: "déploiement",
  },
  seal: {
    description: "Signer des déclarations en un lot (opticien, verrier)",
    arguments: {
      statements: "fichiers de déclarations, ou -",
    },
    options: {
      issuedAt: "secondes unix (par défaut : l'heure du dernier bloc)",
      out: "où écrire le lot",
    },
  },
  settle: {
    description:
      "Vérifier des certificats, puis marquer leurs parts comme payées ; rien n'est marqué si tous ne sont pas conformes (organisme complémentaire)",
    arguments: {
      certificates: "fichiers de certificats",
    },
    options: {
      release: "retirer la marque au lieu de la poser",
    },
    released: ({ file, gas }) => `${file} : marque retirée (${gas} gaz)`,
    nothing: "Rien n'a été réglé : tous ne sont pas conformes.",
    outcomes: {
      settled: "réglé",
      "already-yours": "déjà réglé par vous",
      "rank-taken": "déjà réglé par un autre organisme",
      "other-invoice": "une autre facture du dossier, ou celle-ci avec d'autres parts, est réglée",
    },
    outcome: ({ file, outcome }) => `${file} : ${outcome}`,
  },
  ship: {
    description: "Déclarer la livraison des verres fabriqués (verrier)",
    arguments: {
      delivery: "fichier de livraison : ce qui a été fabriqué, par œil",
    },
    options: {
      ticket: "fichier du ticket de commande, ou - ; il est secret, donc pas sur la ligne de commande",
    },
  },
  stock: {
    description: "Verres livrés avant que personne ne les commande",
    state: {
      description:
        "Déclarer ce que vous livrez au stock d'un magasin, signé en un lot, et écrire ses tickets (verrier)",
      arguments: {
        stock: "fichier de stock, ou -",
      },
      options: {
        units: "où écrire les tickets, pour le magasin seul ; ils sont secrets",
        out: "où écrire le lot, ou les reçus",
      },
      ticketsWritten: ({ count, file }) => `${plural(count, "ticket écrit", "tickets écrits")} dans ${file}.`,
      anchored: ({ root }) => `Ancré sous la racine ${root}.`,
    },
    receive: {
      description: "Entrer les unités livrées dans votre coffre (opticien)",
      arguments: {
        units: "fichier de tickets du verrier, ou -",
      },
      options: {
        receipts: "reçus du verrier pour ces unités",
      },
      received: ({ count }) => `${plural(count, "unité reçue", "unités reçues")}`,
    },
    list: {
      description: "Lister les unités du coffre",
      listed: ({ unit, article, takenFor }) =>
        `${unit}  ${article}${takenFor ? `  ${eyes[takenFor.eye]} de ${takenFor.dossier}` : ""}`,
    },
    take: {
      description: "Prendre une unité pour un œil, avant le devis",
      arguments: {
        unit: "l'unité, comme listée",
      },
      options: {
        eye: "right (droit) ou left (gauche)",
      },
      taken: ({ id, eye }) => `${id} : prise (${eyes[eye]})`,
    },
    putBack: {
      description: "Remettre une unité prise et non montée : son dossier ne déclare plus cet œil avec elle",
      arguments: {
        unit: "l'unité, comme listée",
      },
      done: ({ id }) => `${id} : remise en stock`,
    },
    use: {
      description:
        "Consommer dans la chaîne les unités d'un dossier, pour toujours : au montage, au plus tard à la facture",
      consumed: ({ eye, outcome }) => `${eyes[eye]} : ${outcome === "used" ? "consommé" : "déjà consommé"}`,
    },
    show: {
      description: "Dire si une de vos unités est consommée dans la chaîne",
      arguments: {
        unit: "l'unité, comme listée",
      },
      state: ({ on }) => (on === null ? "non consommée" : `consommée le ${on}`),
    },
  },
  trust: {
    agreed: ({ block }) => `Accord au bloc ${block}.`,
    proven: ({ hash }) => `Prouvé contre le bloc ${hash}.`,
    dissent: ({ nodes }) => `Non cru, car muet ou en désaccord : ${nodes}.`,
  },
  vault: {
    askPassphrase: ({ folder }) => `Phrase secrète du coffre ${folder} : `,
  },
  verdict: {
    justified: "conforme, avec justification",
    conforming: "conforme",
    notConforming: "non conforme",
    who: "Qui l'a déclaré :",
    ask: "À demander :",
    timeline: "  Chronologie",
    you: "vous",
    insurer: "l'organisme",
    paid: ({ when, rank, who }) => `   €  ${when}  part de rang ${rank} réglée par ${who}`,
    notAnchored: ({ says }) => `sans ancrage ; dit ${says}`,
  },
  verify: {
    description: "Juger des certificats face aux demandes que vous détenez (organisme complémentaire)",
    arguments: {
      certificates: "fichiers de certificats, ou -",
    },
    options: {
      block: "latest, safe, finalized ou un numéro (par défaut latest ; à plusieurs nœuds : celui des règlements)",
      html: "écrire le rapport en une page autonome ; pour plusieurs certificats, un dossier",
    },
    verified: "vérifiés",
  },
  watch: {
    description:
      "Signaler les retraits, clés compromises et secondes demandes qui touchent des certificats (organisme complémentaire)",
    arguments: {
      certificates: "certificats que vous avez payés",
    },
    options: {
      cursor: "où garder jusqu'où l'on a lu, pour la fois suivante",
      log: "un fichier où chaque alerte est ajoutée une fois, quoi qu'il arrive à ce processus",
      from: "premier bloc (par défaut : celui du déploiement)",
    },
    alert: ({ file, kind, why, block, transaction }) => `${file} : ${kind}${why}, bloc ${block}, ${transaction}`,
  },
  withdraw: {
    description: "Retirer votre propre déclaration, au su de tous ceux qui vérifient ; c'est définitif",
    arguments: {
      statement: "empreinte de la déclaration",
    },
    notInVault:
      "Aucun reçu de votre coffre ne contient cette déclaration. Si un autre l'a faite, la retirer n'a d'effet pour personne.",
    withdrawn: ({ statement, gas }) => `${statement} : retirée (${gas} gaz)`,
  },
};
