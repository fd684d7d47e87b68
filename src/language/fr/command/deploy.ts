import type * as en from "../../en/command/deploy.js";
import type { Translation } from "../../translation.js";
import { lasting, plural } from "./words.js";

export const deploy: Translation<typeof en.deploy> = {
  deploy: {
    description: "Déployer les contrats, reprendre un déploiement interrompu, ou vérifier celui qui est enregistré",
    options: {
      admin: "administre les rôles du conseil ; un multisig (par défaut : vous)",
      enroller: "agrée opticiens et organismes, et déclare les affiliations (par défaut : vous)",
      lensEnroller: "annonce les verriers et leurs noms (par défaut : vous)",
      guard: "suspend, déclare les compromissions et annule les annonces (par défaut : vous)",
      lookBackDays: "jusqu'où une compromission déclarée peut remonter (par défaut 30)",
      makerDelayDays: "jours d'annonce d'un verrier avant son agrément, pour toujours (par défaut 3)",
      guardDelayDays:
        "jours d'annonce d'un nouveau gardien, pour toujours ; pas moins que pour un verrier (par défaut 30)",
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
    description: "Vérifier nœud, chaîne, contrats, conseil, clé, horloge et solde",
    fails: "NON ",
    node: ({ chainId, name, block }) => `chaîne ${chainId} (${name}), bloc ${block}`,
    clockAgrees: "d'accord avec la chaîne",
    clockAhead: ({ seconds }) => `le dernier bloc a ${seconds} s`,
    asRecorded: ({ network }) => `comme enregistrés pour ${network}`,
    delays: ({ maker, guard, lookBack }) =>
      `un verrier ${lasting(maker)}, un nouveau gardien ${lasting(guard)} ; une compromission remonte de ${lasting(lookBack)}`,
    waiting: ({ count }) => `${count} aux passerelles, dans les temps`,
    gateway: ({ origin, chainId, seconds }) => `${origin}, chaîne ${chainId}, une racine toutes les ${seconds} s`,
    unexpected: "une défaillance inattendue",
  },
  holders: {
    account: () => "un simple compte",
    contract: () => "un contrat",
    delegated: ({ delegate }) => `un simple compte qui agit aussi par le code de ${delegate} (EIP-7702)`,
    held: ({ role, account, kind, delaySeconds }) =>
      `${role} : ${account}, ${kind}, agit ${delaySeconds === 0 ? "aussitôt" : `après ${lasting(delaySeconds)}`}`,
    nobody: ({ role }) => `${role} : personne`,
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
      description: "Lister les dossiers du coffre, avec référence, étape, état et date",
      line: ({ id, kind, reference, stage, state, day }) =>
        [id, kind, reference, stage, state, day].filter(Boolean).join("  "),
      states: {
        opened: "ouvert",
        stated: "déclaré, sans reçu encore",
        waiting: "attend sa passerelle",
        anchored: "ancré",
        unreadable: "enregistrement illisible",
      },
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
      description:
        "Détruire les secrets d'un dossier et de ses verres de stock : tout ce qui en reste ailleurs perd son sens",
      options: {
        settlementDays: "combien de jours après la facture ses parts peuvent être réglées (par défaut 730)",
      },
      erased: ({ id, units }) =>
        `${id} : effacé${units === 0 ? "" : `, avec ${plural(units, "unité", "unités")} de stock`}`,
      boxesLeft: ({ boxes }) =>
        `${plural(boxes, "boîte n'a pu être effacée", "boîtes n'ont pu être effacées")} : la passerelle ne répond pas. Recommencez plus tard.`,
      question: ({ warning }) => `${warning}\nL'effacer ? (oui/non) `,
      answer: "oui",
      kept: "Rien n'a été effacé.",
    },
    opened: ({ id }) => `Dossier ${id}.`,
    ticketWritten: ({ file }) => `Ticket écrit dans ${file}.`,
    stages: {
      quote: "Déclarer le devis",
      order: "Déclarer la commande ; ses références doivent être connues",
      invoice: "Déclarer la facture ; les organismes doivent être connus",
    },
  },
};
