import type * as en from "../../en/errors/keeping.js";
import type { Translation } from "../../translation.js";

export const keeping: Translation<typeof en.keeping> = {
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
};
