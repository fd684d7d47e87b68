import type * as en from "../../en/command/sync.js";
import type { Translation } from "../../translation.js";
import { plural } from "./words.js";

const statements = (count: number) => plural(count, "déclaration", "déclarations");

export const syncing: Translation<typeof en.syncing> = {
  sync: {
    description:
      "Finir ce qui attend aux passerelles : déposer, comparer, garder les reçus, sceller à nouveau ce qui tarde, lire les boîtes",
    options: {
      wait: "continuer jusqu'à ce que rien n'attende, au plus aussi longtemps",
      anchor: "après un quart du délai, ancrer seul avec votre propre ether (--rpc)",
      out: "où écrire les reçus de ce qui est ancré",
    },
    working: "lots",
    reading: "boîtes",
    node: "votre nœud",
    nothing: "Rien n'attend.",
    anchored: ({ count, at, by }) => `${statements(count)} : ancrage à ${at}, tel que le voient ${by}.`,
    said: ({ count, by }) =>
      `${statements(count)} : ancrage sur la seule parole de ${by}. Nommez une deuxième --gateway, ou un nœud par --rpc, pour le confirmer.`,
    promised: ({ count, by, gateways }) =>
      `${statements(count)} : ancrage promis avant ${by} (${gateways}). \`clairevoie sync\` termine.`,
    kept: ({ count }) =>
      `${statements(count)} : dans le coffre, qu'aucune passerelle n'a encore acceptées. \`clairevoie sync\` les dépose à nouveau.`,
    late: ({ count, since }) =>
      `ALARME : ${statements(count)}, signature à ${since}, et aucun ancrage n'est confirmé après un quart du délai. Nommez d'autres passerelles, ou ancrez seul : \`clairevoie sync --anchor --rpc https://…\`.`,
    sealedAgain: ({ count }) => `${statements(count)} : la moitié du délai est passée, la signature a été refaite.`,
    outNeeded: ({ count }) =>
      `${plural(count, "reçu", "reçus")} d'aucun dossier de ce coffre : nommez -o FICHIER pour les avoir.`,
    received: ({ count }) => `${plural(count, "reçu", "reçus")} de laboratoires.`,
    relayed: {
      withdrawal: {
        accepted: ({ by, until }) =>
          `Retrait : accepté par ${by}, à envoyer avant ${until}. \`clairevoie sync\` dit quand c'est fait.`,
        said: ({ by }) =>
          `Retrait : fait sur la seule parole de ${by}. Nommez une deuxième --gateway, ou un nœud par --rpc, pour le confirmer.`,
        done: ({ by }) => `Retrait : sur la chaîne, tel que le voient ${by}.`,
        kept: "Retrait : dans le coffre, qu'aucune passerelle n'a encore accepté. `clairevoie sync` le dépose à nouveau.",
        late: ({ since }) =>
          `ALARME : un retrait signé à ${since} ne se voit pas sur la chaîne. Nommez d'autres passerelles, ou retirez avec votre propre ether (--rpc).`,
      },
      stockUses: {
        accepted: ({ by, until }) =>
          `Verres de stock : acceptés par ${by}, à consommer avant ${until}. \`clairevoie sync\` dit quand c'est fait.`,
        said: ({ by }) =>
          `Verres de stock : consommés sur la seule parole de ${by}. Nommez une deuxième --gateway, ou un nœud par --rpc, pour le confirmer.`,
        done: ({ by }) =>
          `Verres de stock : consommés, tel que le voient ${by}. \`clairevoie stock show\` demande à un nœud pour quel dossier.`,
        kept: "Verres de stock : dans le coffre, qu'aucune passerelle n'a encore acceptés. `clairevoie sync` les dépose à nouveau.",
        late: ({ since }) =>
          `ALARME : des usages de verres de stock signés à ${since} ne se voient pas sur la chaîne. Nommez d'autres passerelles, ou utilisez-les avec votre propre ether (--rpc).`,
      },
    },
    wouldRelay: ({ gateway }) => `Le déposerait à ${gateway}. Rien n'a été envoyé.`,
    wouldPost: ({ count, gateway }) => `Déposerait ${statements(count)} à ${gateway}. Rien n'a été envoyé.`,
  },
};
