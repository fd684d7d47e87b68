import type * as en from "../../en/command/gateway.js";
import type { Translation } from "../../translation.js";

export const gateway: Translation<typeof en.gateway> = {
  gateway: {
    description:
      "Tenir une passerelle : elle ancre ce que d'autres signent, garde des messages clos, relaie des retraits",
    options: {
      config: "fichier de configuration, JSON",
      printConfig: "afficher toutes les valeurs par défaut",
      rpc: "nœuds ; de plusieurs, plus de la moitié doivent s'accorder",
      database: "fichier de SQLite, ou postgres://…",
      host: "adresse d'écoute",
      port: "port d'écoute",
      interval: "ancrer au plus toutes les tant de secondes",
      keyFile: "fichier de la clé privée du compte qui ancre, que rien d'autre n'utilise",
      relayKeyFile: "de même pour le compte qui relaie ; sans elle rien n'est relayé",
      newEpoch: "une fois après une restauration : le compte a envoyé ce que cette base ignore",
    },
  },
  serve: {
    description: "Servir les verdicts en HTTP aux programmes d'un assureur, dans ses murs",
    options: {
      config: "fichier de configuration, JSON : jetons, règles, clés, passerelles",
      printConfig: "afficher toutes les valeurs par défaut, et terminer",
      rpc: "nœuds ; la configuration dit si un seul est cru, ou combien doivent s'accorder",
      host: "adresse d'écoute",
      port: "port d'écoute",
      socket: "socket Unix à la place de l'adresse et du port ; aucun jeton n'y est demandé",
      settle: "régler aussi, dans un processus à part, le seul qui lise la clé",
    },
  },
};
