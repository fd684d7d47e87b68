import type * as en from "../../en/command/program.js";
import type { Translation } from "../../translation.js";

export const program: Translation<typeof en.program> = {
  program: {
    description:
      "Conformité de l'équipement optique : ce qui est facturé est ce qui a été commandé, fabriqué et livré.",
    version: "afficher le numéro de version",
    json: "un résultat JSON sur la sortie standard",
    lang: ({ languages }) => `${languages} (par défaut : LANG)`,
    or: " ou ",
    home: "dossier d'un participant : nœud, déploiement, clé, identité et coffre (CLAIREVOIE_HOME)",
    exitCodes:
      "Codes de sortie : 0 fait, ou conforme ; 1 non conforme ; 2 entrée ou usage incorrects ; 3 chaîne injoignable, autre, ou qui refuse ; 4 en attente ; 5 non vérifiable.",
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
    gateway:
      "passerelle qui ancre, relaie et garde les boîtes ; plusieurs sont essayées tour à tour (CLAIREVOIE_GATEWAY)",
    asker:
      "votre fichier d'identité (CLAIREVOIE_IDENTITY) : vos propres règlements, et les demandes à d'autres, sont reconnus",
    amc: "votre numéro AMC, à la place d'une identité : les demandes à d'autres sont reconnues",
    out: "où l'écrire",
    once: "lire jusqu'au dernier bloc, puis s'arrêter",
    yes: "ne pas demander",
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
    as: "écrire l'appel que ce compte doit faire, un compte à plusieurs signatures par exemple ; ne rien envoyer, et ne prendre aucune clé",
    trust: "le nœud, plusieurs nœuds qui s'accordent (--rpc répété), ou personne : des preuves contre un bloc",
    agree: "combien de nœuds doivent s'accorder (par défaut : plus de la moitié)",
    blockHash:
      "le bloc de confiance, pour --trust proof et --evidence (par défaut : celui sur lequel plusieurs nœuds s'accordent)",
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
    sent: ({ transaction }) => `Transaction ${transaction} : envoyée.`,
    replaced: ({ transaction, by }) => `Transaction ${transaction} : remplacée par ${by}, qui fait de même.`,
    mined: ({ transaction, block, confirmations, needed }) =>
      `Transaction ${transaction} : au bloc ${block}${needed > 1 ? `, ${confirmations} confirmations sur ${needed}` : ""}.`,
    callToMake: ({ as, to, data }) => `Que ${as} appelle ${to}, avec la valeur 0 et ces données :\n${data}`,
    wouldUse: ({ gas, price }) => `Utiliserait ${gas} gaz, ${price}. Rien n'a été envoyé.`,
  },
};
