import type * as en from "../../en/command/stock.js";
import type { Translation } from "../../translation.js";
import { EYES } from "../names.js";
import { plural } from "./words.js";

export const stock: Translation<typeof en.stock> = {
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
        `${unit}  ${article}${takenFor ? `  ${EYES[takenFor.eye]} de ${takenFor.dossier}` : ""}`,
    },
    take: {
      description: "Prendre une unité pour un œil, avant le devis",
      arguments: {
        unit: "l'unité, comme listée",
      },
      options: {
        eye: "right (droit) ou left (gauche)",
      },
      taken: ({ id, eye }) => `${id} : prise (${EYES[eye]})`,
    },
    putBack: {
      description: "Remettre une unité prise et non montée : son dossier ne déclare plus cet œil avec elle",
      arguments: {
        unit: "l'unité, comme listée",
      },
      done: ({ id }) => `${id} : remise en stock`,
    },
    erase: {
      description: "Détruire ce que vous gardez d'une unité qui ne sert à aucun dossier : ticket, verre et reçu",
      arguments: {
        unit: "l'unité, comme listée",
      },
      erased: ({ id }) => `${id} : effacée`,
    },
    use: {
      description:
        "Consommer dans la chaîne les unités d'un dossier, pour toujours : au montage, au plus tard à la facture",
      consumed: ({ eye, outcome }) => `${EYES[eye]} : ${outcome === "used" ? "consommé" : "déjà consommé"}`,
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
    who: "Qui l'a déclaré :",
    ask: "À demander :",
    timeline: "  Chronologie",
    you: "vous",
    insurer: "l'organisme",
    paid: ({ rank, who }) => `   €  part de rang ${rank} réglée par ${who}`,
    notAnchored: ({ says }) => `sans ancrage ; dit ${says}`,
    fingerprint: ({ fingerprint }) => `  Certificat ${fingerprint}`,
  },
  verify: {
    description: "Juger des certificats face aux demandes que vous détenez (organisme complémentaire)",
    arguments: {
      certificates: "fichiers de certificats, ou -",
    },
    options: {
      block: "latest, safe, finalized ou un numéro (par défaut latest ; à plusieurs nœuds : celui des règlements)",
      ticket:
        "ticket de demande, au lieu d'un certificat : va chercher par --gateway ce à quoi il mène, le garde et le juge",
      out: "où garder ce à quoi mène un ticket (par défaut : son empreinte, ici)",
      html: "écrire le rapport en une page autonome ; pour plusieurs certificats, un dossier",
      evidence:
        "juger sur ce fichier de preuves, sans nœud ; --block-hash ou --checkpoints dit le bloc auquel vous vous fiez",
      checkpoints:
        "avec --evidence : points de contrôle signés qui répondent de son bloc ; --signers dit à qui vous vous fiez",
      withoutSettlements: "avec --evidence qui n'établit pas les règlements : juger tout le reste",
    },
    verified: "vérifiés",
  },
  evidence: {
    description: "Garder ce qui prouve les faits des verdicts, pour les répéter sans nœud, des années plus tard",
    make: "Réunir les preuves de certificats à un bloc, auprès de n'importe quel nœud ; un fichier pour tous",
    cut: "Extraire d'un fichier de preuves ce qu'il faut à ces certificats ; sans nœud",
    options: {
      block: "latest, safe, finalized ou un numéro (par défaut : celui des règlements)",
      settlements: "prouver aussi les règlements : qui a un certificat voit alors quels organismes ont payé",
      identity: "fichiers des clés qui ouvrent les certificats fermés (CLAIREVOIE_ENCLOSING_KEY)",
      out: "où écrire les preuves ; jamais sur un autre fichier",
    },
    proven: "prouvés",
    made: ({ block, hash }) =>
      `Preuves du bloc ${block}. Elles valent pour qui sait d'ailleurs que l'empreinte du bloc est ${hash}`,
  },
  checkpoint: {
    description: "Dire qu'un bloc est bien de la chaîne, à qui lit des preuves",
    sign: "Signer le numéro et l'empreinte d'un bloc que votre nœud tient pour définitif",
    check: "Dire de quels blocs répondent assez de clés de votre liste",
    arguments: { checkpoints: "fichiers de points de contrôle" },
    options: {
      block: "latest, safe, finalized ou un numéro (par défaut : celui des règlements)",
      signers:
        "votre liste des clés à qui vous vous fiez pour signer des points de contrôle, et combien doivent s'accorder",
      out: "où écrire le point de contrôle ; jamais sur un autre fichier",
    },
    signed: ({ block, hash, by }) => `Bloc ${block}, ${hash} : signé par ${by}`,
    checked: ({ block, hash, found, needed }) =>
      `${found >= needed ? "✓" : "✗"} bloc ${block}, ${hash} : ${found} des clés de votre liste, sur ${needed} demandées`,
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
      identity:
        "votre fichier d'identité (CLAIREVOIE_IDENTITY) : seul ce qui touche vos propres marques est une alarme",
      remakeDays: "combien de jours attendre la refabrication d'un verre retourné ou cassé",
    },
    alarms: {
      "invoice-withdrawn": ({ when, reason }) =>
        `la facture que vous avez payée a été retirée le ${when} (${reason}) ; déplacez votre marque vers la facture qui la remplace, ou libérez-la`,
      "remake-awaited": ({ stage, when, reason, until }) =>
        `${stage} : retrait le ${when} (${reason}), sans refabrication présentée ; elle est attendue jusqu'au ${until}`,
      "remake-missing": ({ stage, when, reason }) =>
        `${stage} : retrait le ${when} (${reason}), et aucune refabrication n'est venue ; demandez-la, ou votre argent, et libérez votre marque`,
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
