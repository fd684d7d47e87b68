import type * as en from "../../en/errors/anchoring.js";
import type { Translation } from "../../translation.js";

export const anchoring: Translation<typeof en.anchoring> = {
  "gateway-away": ({ origin }) => `la passerelle ${origin} ne répond pas ; elle sera redemandée, et une autre d'ici là`,
  "gateway-wrong-chain": ({ origin }) =>
    `la passerelle ${origin} est d'une autre chaîne ou d'un autre registre que le déploiement ; nommez-en une du vôtre`,
  "gateway-unsigned": ({ origin }) =>
    `la passerelle ${origin} a donné une promesse que son compte n'a pas signée ; le lot va à une autre`,
  "gateway-wrong-path": ({ origin }) =>
    `la passerelle ${origin} a donné un chemin qui ne mène pas à sa racine ; le lot va à une autre`,
  "gateway-other-round": ({ origin }) =>
    `la passerelle ${origin} a nommé la racine d'une autre tournée ; le lot va à une autre`,
  "gateway-false-anchor": ({ origin, witness }) =>
    `la passerelle ${origin} dit que le lot est ancré, et ${witness} ne voit pas d'ancrage ; le lot va à une autre`,
  "gateway-broke-promise": ({ origin, by }) =>
    `la passerelle ${origin} avait promis d'ancrer le lot avant ${by} et ne l'a pas fait ; le lot va à une autre`,
  "gateway-withholds": ({ origin }) =>
    `la passerelle ${origin} ne donne pas de chemin, ou ne connaît pas ce qu'elle a accepté, qui va à une autre`,
  "gateway-refuses-for-ever": ({ origin, problem }) =>
    `la passerelle ${origin} refuse le lot définitivement (${problem}) ; il va à une autre`,
  "gateway-unknown-key": ({ origin, problem }) =>
    `la passerelle ${origin} n'accepte pas la clé (${problem}) : elle doit être inscrite et valide, et son titulaire ne pas être suspendu`,
  "gateway-quota": ({ origin, seconds }) =>
    `la passerelle ${origin} a pris tout ce qu'elle prend de ce titulaire pour l'instant ; redemandez dans ${seconds} s, ou nommez-en une autre`,
  "gateway-limit": ({ origin, problem, seconds }) =>
    `la passerelle ${origin} ne prend rien pour l'instant (${problem}) ; elle sera redemandée dans ${seconds} s, et une autre d'ici là`,
  "gateway-clock": ({ origin }) =>
    `la passerelle ${origin} trouve le lot signé dans le futur ; corrigez l'horloge de cette machine`,
};
