import type * as en from "../../en/command/import.js";
import type { Translation } from "../../translation.js";

export const importing: Translation<typeof en.importing> = {
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
      column: "ce que dit un titre du fichier : TITRE=NOM ; TITRE= ne le fait pas lire",
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
    warning: ({ line, column, reason }) =>
      `attention : ligne ${line}${column === undefined ? "" : `, colonne ${column}`} : ${reason}`,
    moreWarnings: ({ count }) => `et ${count} autres avertissements ; voyez --json`,
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
    convert: {
      description: "Faire une clé chiffrée d'ici à partir d'une autre (cast, geth, ethers), aussi dérivée par PBKDF2",
      arguments: {
        old: "clé chiffrée à lire",
        file: "fichier de clé à créer",
      },
      options: {
        newPassphraseFile: "fichier de la phrase de passe de la nouvelle clé (par défaut : celle de l'ancienne)",
      },
    },
    askPassphraseOf: ({ file }) => `Phrase de passe de ${file} : `,
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
};
