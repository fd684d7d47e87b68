import type * as en from "../../en/errors/commands.js";
import type { Translation } from "../../translation.js";

export const commands: Translation<typeof en.commands> = {
  // Dossiers et verres de stock que garde un coffre
  "amc-with-identity": "est déjà celui de l'identité ; donnez l'un des deux",
  "erased-while-settling": ({ until }) =>
    `ses parts peuvent être réglées jusqu'au ${until}, et la clé qui les accorde disparaît avec son secret ; --yes l'efface malgré tout`,
  "erased-before-invoice":
    "le coffre ne garde aucun reçu de sa facture, et la clé qui accorde ses parts disparaît avec son secret ; --yes l'efface malgré tout",
  "anchor-late": ({ count, since }) =>
    `${count} de ce qui a été confié aux passerelles attendent depuis ${since}, plus d'un quart du délai ; lancez \`clairevoie sync\``,
  "without-stock-lens": "n'a pas de verre de stock ; `clairevoie stock take` en prend un",

  // Ce qui empêche une machine de travailler
  "node-too-old": ({ found, needed }) => `Node ${found} est trop ancien : installez Node ${needed} ou plus récent`,
  "balance-too-low": ({ balance, needed }) => `${balance} ; envoyez-lui au moins ${needed} pour ancrer ou retirer`,

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
  "certificates-of-none": "manquent : l'entrée standard n'a aucun identifiant de dossier",
  "certificates-need-folder": "doit être un répertoire où il y a plusieurs dossiers ; nommez-en un, il est créé",
  "pages-need-folder": "doit être un dossier où il y a plusieurs certificats ; créez-le d'abord",
  "cursor-of-chain": ({ chainId }) => `est le curseur de la chaîne ${chainId} ; nommez un autre fichier`,
  "certificate-of-another-deployment":
    "est une autre chaîne ou un autre déploiement ; surveillez-le là où il est ancré",
  "plan-of-another-account":
    "est le plan d'un autre compte ou d'une autre chaîne ; utilisez ce compte, ou supprimez le fichier",

  // Les options de la commande
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
  "evidence-asks-no-node": "interroge ailleurs, et --evidence n'interroge personne ; retirez l'un des deux",
  "signers-needed": "est la liste des clés à qui vous vous fiez ; --checkpoints et --signers vont ensemble",
  "two-vouchers": "répond déjà du bloc ; retirez --block-hash ou --checkpoints",
  "evidence-needed": "est des preuves ; ajoutez --evidence",
  "evidence-pays-nothing": "dit ce qui fut vrai ; aucun paiement n'y repose, settle interroge un nœud",
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
  "package-needed": ({ needed }) => `est un paquet à part ; installez-le à côté de celui-ci : npm install ${needed}`,
  "prover-needed": "est nécessaire : le programme qui fait les preuves ; voyez docs/zero-knowledge.md",
  "prover-not-run": "ne peut être lancé ; vérifiez la commande",
  "prover-ended": ({ said }) => `s'est terminé sans preuve ; vérifiez la commande${said && `. Il a dit : ${said}`}`,
  "prover-too-slow": ({ seconds, said }) =>
    `n'a fait aucune preuve en ${seconds} secondes et a été arrêté ; accordez-lui plus de temps par --prover-seconds, ou vérifiez la commande${said && `. Il a dit : ${said}`}`,
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
