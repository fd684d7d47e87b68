import type * as en from "../../en/errors/acting.js";
import type { Translation } from "../../translation.js";
import { EYES } from "../names.js";

const aRole = { optician: "opticien", "lens-maker": "verrier", insurer: "organisme" };

const measured = {
  number: "",
  seconds: " secondes",
  hours: " heures",
  days: " jours",
  nodes: ", les nœuds que nomme --rpc",
};

export const acting: Translation<typeof en.acting> = {
  "not-in-vault": ({ id }) => `${id} n'est pas dans le coffre`,
  "unit-not-in-vault": ({ id }) => `${id} n'est pas dans le coffre ; \`clairevoie stock list\` les liste`,
  "never-stated": "est nécessaire : rien n'a encore été déclaré de ce dossier",
  "without-equipment": ({ id }) => `${id} n'a pas encore d'équipement ; déclarez d'abord son devis`,
  "receipts-of-other-dossiers": "n'en contiennent aucun de ce dossier",
  "units-of-another-delivery": "contient les tickets d'une autre livraison ; nommez un autre fichier",
  "units-of-another-store": "est un autre magasin ; lui seul peut se servir de ces unités",
  "unit-taken": ({ eye, dossier }) => `est prise pour l'œil ${EYES[eye]} de ${dossier} ; prenez une autre unité`,
  "unit-of-dossier": ({ dossier }) =>
    `sert à ${dossier} ; remettez-la d'abord, ou effacez ce dossier, ce qui efface aussi ses unités`,
  "import-unfinished": ({ id }) => `un import qui déclare ${id} a été interrompu ; lancez d'abord cet import à nouveau`,
  "anchor-awaited": ({ id }) => `ce qui a été déclaré de ${id} attend son ancrage ; lancez d'abord \`clairevoie sync\``,
  "identity-of-another-role": ({ given, wanted }) =>
    `est celle d'un ${aRole[given]} ; cette commande est pour un ${aRole[wanted]}`,
  "index-of-the-future": ({ seconds }) =>
    `le dernier bloc de l'index est en avance de ${seconds} s sur l'horloge de cette machine, si bien que son âge est inconnu ; réglez l'horloge, ou vérifiez quelle chaîne suit l'index`,
  "clock-behind": ({ seconds }) =>
    `cette horloge retarde de ${seconds} s sur la chaîne ; réglez-la, ou donnez --issued-at en scellant`,
  "key-not-of-party": "la clé n'est pas une clé valable de ce participant ; ajoutez-la avec `party keys add`",
  "party-suspended": "le participant est suspendu ; le conseil le rétablit",
  "index-too-old": ({ hours }) =>
    `l'index s'arrête il y a ${hours} heures, plus que --max-age ; lancez d'abord clairevoie index`,
  "index-of-another-chain": ({ found, expected }) =>
    `l'index est de la chaîne ${found}, le déploiement de la chaîne ${expected} ; nommez un autre fichier`,
  "not-in-range": ({ least, most, of }) => `doit être de ${least} à ${most}${measured[of]}`,
};
