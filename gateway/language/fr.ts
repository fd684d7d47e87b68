import type * as en from "./en.js";

export const problems: typeof en.problems = {
  unauthorised: "Envoyez un jeton de ce service dans l'en-tête Authorization.",
  "out-of-scope": "Ce jeton ne le permet pas ; prenez-en un autre, ou faites changer ses droits.",
  "origin-refused": "Une page d'une autre origine ne peut pas interroger ce service ; appelez-le depuis un programme.",
  "not-found": "Il n'y a rien à cette adresse ; vérifiez-la.",
  "method-not-allowed": "Cette adresse attend une autre méthode ; voir /openapi.json.",
  "box-taken": "Cette boîte a déjà un autre contenu ; prenez le numéro suivant.",
  "key-reused": "Cette clé d'idempotence a servi à une autre requête ; tirez-en une nouvelle pour chaque règlement.",
  "too-large": "Le corps de la requête est trop grand.",
  "not-json": "Envoyez du JSON, avec le type application/json.",
  "host-refused": "L'en-tête Host nomme un autre hôte ; prenez une adresse pour laquelle ce service est configuré.",
  malformed: "La requête n'est pas celle que décrit /openapi.json.",
  "unknown-key": "La clé n'est enregistrée pour aucune partie ; enregistrez-la d'abord.",
  "key-not-valid": "La clé est révoquée, compromise ou pas encore valable ; prenez-en une autre.",
  "party-suspended": "La partie est suspendue ; adressez-vous au conseil.",
  "wrong-signature": "La signature n'est pas celle de la clé.",
  "smart-account": "Un compte programmable approuve son lot sur la chaîne ; aucune passerelle ne peut le faire.",
  "issued-ahead": "Le lot est daté d'après l'heure de la chaîne ; vérifiez l'horloge et signez de nouveau.",
  "issued-too-early": "Le lot est trop ancien pour être ancré à temps ; scellez-le de nouveau.",
  "box-size": "Le contenu n'a aucune des longueurs des boîtes ; complétez-le.",
  "box-time": "L'heure du dépôt est trop loin de celle de la chaîne ; vérifiez l'horloge et signez de nouveau.",
  "wrong-token": "Ce jeton n'efface pas cette boîte.",
  "deadline-passed": "L'échéance est trop proche ou passée ; signez de nouveau.",
  "deadline-too-far": "L'échéance est à plus de 48 heures ; signez-en une plus proche.",
  "would-revert": "Le contrat refuserait ; vérifiez la partie, le signataire et ce qui est déjà fait.",
  "unknown-policy": "Aucune règle de ce nom n'est configurée ; voir la configuration du service.",
  "not-offered": "Cette passerelle ne relaie pas ; prenez-en une autre, ou la chaîne.",
  quota: "Le quota est épuisé ; essayez plus tard, ou une autre passerelle.",
  internal: "La passerelle a échoué ; réessayez, ou prenez-en une autre.",
  busy: "La passerelle est occupée ; réessayez.",
  "cannot-anchor-in-time":
    "La passerelle ne peut pas ancrer à temps pour le moment ; prenez-en une autre ou ancrez vous-même.",
  "chain-away": "La passerelle n'atteint pas sa chaîne ; essayez plus tard, ou une autre passerelle.",
  "settlement-open": "On ne sait pas encore ce que devient le règlement ; redemandez avec la même clé d'idempotence.",
  stopping: "La passerelle s'arrête ; réessayez, ou prenez-en une autre.",
};

export const failures: typeof en.failures = {
  "store-in-use": "une autre instance tient la base ; arrêtez-la, ou prenez PostgreSQL pour plusieurs instances",
  "store-too-new": "la base est d'une version plus récente ; installez cette version",
  "store-inconsistent": "la base se contredit ; arrêtez, gardez une copie et restaurez une sauvegarde",
  "sqlite-too-old":
    "ce SQLite peut perdre ce que plusieurs connexions écrivent ; prenez la version 3.51.3 ou une suivante",
  "store-not-durable": "la base confirme avant d'avoir écrit (synchronous_commit, fsync) ; activez-les",
  pooler: "un répartiteur en mode transaction précède la base ; connectez-vous à la base elle-même",
  "wrong-chain": "le nœud est sur une autre chaîne que le déploiement ; vérifiez les deux",
  "nonce-moved":
    "le compte a envoyé une transaction que cette passerelle ne connaît pas ; aucun autre programme ne doit l'utiliser ; après une restauration, démarrez une fois avec --new-epoch",
  "path-does-not-verify": "un chemin ne mène pas à sa racine ; arrêtez, gardez une copie et restaurez une sauvegarde",
  "one-account-for-both": "le relais demande un autre compte que les ancres ; nommez une autre clé",
};

export const verdicts: typeof en.verdicts = {
  mustLook: "une personne doit regarder",
  tookTooLong: "impossible de dire : le jugement a dépassé son temps ; réessayez, et vérifiez le nœud",
  tookTooMuch: "impossible de dire : le jugement demande trop de mémoire ; examinez le certificat à la main",
};
