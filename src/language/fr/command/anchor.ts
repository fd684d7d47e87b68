import type * as en from "../../en/command/anchor.js";
import type { Translation } from "../../translation.js";
import { plural } from "./words.js";

export const anchor: Translation<typeof en.anchor> = {
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
      every:
        "secondes entre deux demandes à une passerelle, pour que l'heure ne dise rien des demandes (par défaut : 0)",
    },
    judged: ({ judged, notConforming, pending, notVerifiable, cannotTell, unreadable }) =>
      `${judged} jugés, ${notConforming} non conformes, ${pending} en attente, ${notVerifiable} non vérifiables, ${cannotTell} sans leur certificat, ${unreadable} illisibles.`,
    downgrade:
      "Nommer un verrier qui ne participe pas rend invérifiable ce qui aurait pu l'être : seuls les taux par magasin et par verrier (--summary, --html), et la réponse du verrier nommé, peuvent dire si c'est vrai.",
    left: ({ seconds }) => `, reste ${seconds} s`,
  },
  certify: {
    description: "Établir les certificats de dossiers pour l'organisme d'un rang (opticien)",
    arguments: {
      dossiers: "identifiants de dossiers, ou - pour une liste sur l'entrée standard",
    },
    options: {
      out: "où l'écrire ; pour plusieurs dossiers, un répertoire",
      receipts: "reçus en plus de ceux du coffre : ceux du verrier",
      disclose: "frame (monture), lenses (verres) ou les deux, où le contrat le permet",
      insurerCard: "carte de l'organisme : lui permet de régler sa part",
      for: "carte de l'organisme : lui permet de régler, et enferme le certificat pour lui seul (--out nomme le fichier)",
      round: "tour pour lequel l'accorder, au lieu du tour actuel sur la chaîne",
    },
    fingerprint: ({ fingerprint }) => `Certificat ${fingerprint} : le rapport de l'organisme dit la même chose.`,
    certifying: "certificats",
    made: ({ made, refused, folder }) =>
      `${plural(made, "certificat", "certificats")} dans ${folder}${refused === 0 ? "" : ` ; ${plural(refused, "dossier refusé", "dossiers refusés")}`}.`,
    foreseen: ({ sentence, remedy }) => `Un organisme qui le vérifie maintenant constate : ${sentence}${remedy}`,
    remedies: {
      withdraw: ({ statement }) =>
        ` Si vous n'avez pas retiré ce qu'elle remplace : clairevoie withdraw ${statement} --reason superseded`,
      showReplaced: ({ statement }) => ` Ajoutez le reçu de ${statement}, qu'elle remplace : --receipts FICHIER`,
      replace: ({ statement }) =>
        ` Déclarez ce qui vaut à la place, avec --supersedes ${statement} et --reason, puis certifiez de nouveau.`,
    },
    withoutNode:
      "Aucun nœud n'a été interrogé. La signature de la carte, ses dates et son numéro AMC ont été vérifiés ; non que sa clé est celle de l'organisme : prenez la carte auprès de l'organisme lui-même. Aucune libération antérieure de la part n'est connue (--round). `clairevoie sync` dit si les ancrages tiennent.",
    unanchored: ({ count }) =>
      `${plural(count, "déclaration", "déclarations")} de ce dossier : un ancrage vu par deux sources est attendu ; d'ici là l'organisme trouve le certificat en attente. \`clairevoie sync\` dit quand.`,
  },
  announced: {
    maker: ({ announcement, party, identifiers, at }) =>
      `le verrier ${identifiers} (participant ${party}) peut être agréé dès ${at} ; annonce ${announcement}`,
    names: ({ announcement, party, identifiers, at }) =>
      `les noms ${identifiers} du participant ${party} peuvent être agréés dès ${at} ; annonce ${announcement}`,
    guard: ({ next, at }) => `${next} peut prendre la place du gardien dès ${at}`,
    operation: ({ operation, call, values, caller, at }) =>
      `${caller} peut appeler ${call}(${values}) dès ${at} ; annonce ${operation}`,
  },
  completion: {
    description: "Afficher un script de complétion : source <(clairevoie completion bash)",
  },
  correction: {
    options: {
      out: "où l'écrire (par défaut : sortie standard)",
    },
  },
};
