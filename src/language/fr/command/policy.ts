import type * as en from "../../en/command/policy.js";
import type { Translation } from "../../translation.js";
import { plural } from "./words.js";

export const policy: Translation<typeof en.policy> = {
  policy: {
    description:
      "Afficher une politique complétée par les valeurs par défaut, chaque règle expliquée (organisme complémentaire)",
    arguments: {
      file: "vos changements, en JSON ; sinon les valeurs par défaut",
    },
    rule: ({ name, value, meaning }) => `${name} ${value} : ${meaning}.`,
    rules: {
      lagSeconds: "délai admis entre la signature et l'ancrage, en secondes",
      toleranceSeconds:
        "avance admise d'une étape sur celle qui la précède, et délai d'attente de ce qui manque, en secondes",
      makers: "verriers connus qui ne participent pas ; sans la liste, tout verrier",
      quoteSeconds: "âge admis du devis à la facture, en secondes ; 0 : sans limite",
      finalitySeconds: "âge qu'un ancrage doit avoir pour compter, en secondes",
      reasons: "corrections admises",
      acceptOwnSettlement: "vrai pour contrôler ce que l'on a réglé soi-même ; faux avant de payer",
      require: "ouvertures et preuves sans lesquelles le certificat ne suffit pas",
      extras: "codes admis en supplément ; sans la liste, ceux de la table en vigueur",
      bands: "plages de puissance pour lesquelles un code est facturé, si elles diffèrent de la table en vigueur",
      acceptDevelopmentKeys:
        "vrai pour admettre des preuves que chacun peut contrefaire ; par défaut, sur chaîne locale seule",
    },
  },
  prove: {
    description:
      "Ajouter à un certificat les preuves des plages de puissance, et d'un renouvellement anticipé (opticien)",
    options: {
      certificate: "le certificat à compléter",
      before: "le dossier de l'équipement précédent, pour un renouvellement anticipé",
      prover: "le programme qui fait les preuves, distribué à part (CLAIREVOIE_PROVER)",
      proverSeconds: "le temps qui lui est laissé avant d'être arrêté, en secondes",
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
      "Vérifier des certificats, puis marquer leurs parts comme payées ; rien n'est marqué si tous ne sont pas conformes. Payez ce qui est dit réglé (organisme complémentaire)",
    arguments: {
      certificates: "fichiers de certificats",
    },
    options: {
      release: "retirer la marque au lieu de la poser",
      move: "déplacer la marque vers la facture corrigée, avec un nouvel accord",
    },
    moved: ({ file }) => `${file} : marque déplacée`,
    released: ({ file, gas }) => `${file} : marque retirée (${gas} gaz)`,
    nothing: "Rien n'a été réglé.",
    outcomes: {
      settled: "réglé",
      "already-yours": "déjà réglé par vous : rien n'est dû",
      "rank-taken": "déjà réglé par un autre organisme",
      "other-invoice": "une autre facture du dossier, ou celle-ci avec d'autres parts, est réglée",
      "grant-refused": "l'accord du magasin n'est pas pour cet organisme et cette demande",
      "round-passed": "l'accord du magasin précède un retrait ou un déplacement ; demandez-lui-en un nouveau",
      "grant-missing":
        "le magasin n'a rien accordé ; donnez-lui votre carte d'organisme et demandez un nouveau certificat",
      refused: "non réglé",
      held: "non réglé, puisque tous ne peuvent pas l'être",
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
    posted: ({ until }) => `Déposé pour l'opticien, jusqu'au ${until}.`,
  },
};
