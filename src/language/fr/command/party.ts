import type * as en from "../../en/command/party.js";
import type { Translation } from "../../translation.js";
import { plural } from "./words.js";

export const party: Translation<typeof en.party> = {
  party: {
    description: "Participants et leurs clés",
    options: {
      role: "optician (opticien), lens-maker (verrier) ou insurer (organisme)",
      identity: "fichier d'identité (CLAIREVOIE_IDENTITY)",
    },
    new: {
      description:
        "Créer le fichier d'identité d'une entreprise ; son identifiant est un engagement salé, d'un verrier un nom public",
      options: {
        identifier: "SIRET d'un opticien, SIREN d'un verrier, numéro AMC d'un organisme",
        out: "où l'écrire (par défaut : sortie standard)",
      },
      made: ({ party }) => `Identifiant ${party} : donnez-le au conseil, et gardez le fichier.`,
    },
    card: {
      description:
        "Signer la carte par laquelle les magasins vous reconnaissent sur la chaîne et vous accordent des parts (organisme complémentaire)",
      options: {
        recipient: "à qui les certificats sont enfermés (age1pq1...), si vous en acceptez d'enfermés",
        enclosingKey:
          "fichier de la clé qui les ouvre, au lieu de --recipient ; créé s'il n'existe pas, jamais remplacé",
        from: "son début, secondes unix ou date (par défaut : maintenant)",
        until: "sa fin, secondes unix ou date",
        out: "où l'écrire, un nouveau fichier (par défaut : sortie standard)",
      },
      made: ({ file }) =>
        `Clé écrite : ${file}. Gardez-la, et une copie : sans elle, rien de ce qui est enfermé pour cette carte ne s'ouvre.`,
    },
    enrol: {
      description: "Agréer un opticien ou un organisme (conseil), ou exécuter une annonce une fois le délai passé",
      arguments: {
        party: "identifiant, ou nom d'une annonce, 32 octets",
      },
      options: {
        role: "optician (opticien) ou insurer (organisme) ; sans cette option, une annonce est exécutée",
        controller: "qui gérera ses clés",
      },
      already: ({ party }) => `${party} : déjà agréé ainsi`,
      done: ({ party }) => `${party} : agréé`,
    },
    announce: {
      description:
        "Annoncer un verrier, ou d'autres noms d'un verrier (conseil) ; une fois le délai passé, la même commande l'agrée",
      arguments: {
        identifiers: "son SIREN, puis ses numéros EUDAMED",
      },
      options: {
        controller: "qui gérera ses clés",
        party: "le verrier qui a les autres noms",
        statesFrom: "depuis quand il déclare toute livraison : secondes unix, ou date ISO (par défaut : son agrément)",
      },
      announced: ({ announcement, party, at }) =>
        `Participant ${party} : annoncé sous ${announcement}. Relancez la même commande dès ${at}, dans la semaine : il est alors agréé.`,
      pending: ({ announcement, party, since, at }) =>
        `Participant ${party} : annoncé le ${since} sous ${announcement}. Relancez la même commande dès ${at}, dans la semaine : il est alors agréé.`,
    },
    announced: {
      description: "Lister ce qui est annoncé et ouvert",
      nothing: "Rien n'est annoncé.",
    },
    cancel: {
      description:
        "Annuler des annonces : le gardien, ou qui les a faites ; de rôles et d'un nouveau gardien, l'administrateur",
      arguments: {
        announcements: "noms d'annonces",
      },
      done: ({ announcement }) => `${announcement} : annulée`,
      already: ({ announcement }) => `${announcement} : déjà annulée ou accomplie`,
    },
    guard: {
      description: "Le remplacement du gardien",
      announce: {
        description: "Annoncer un nouveau gardien (administrateur) ; il faut le plus long délai, et nul ne l'annule",
        arguments: { next: "adresse du nouveau gardien" },
        done: ({ next, at }) => `${next} : annoncé comme gardien ; peut en prendre la place dès ${at}`,
        already: ({ next }) => `${next} : déjà gardien`,
      },
      take: {
        description: "Prendre la place du gardien, une fois le délai passé",
        done: ({ guard }) => `${guard} : gardien`,
      },
    },
    role: {
      description: "Qui a quel rôle du conseil",
      arguments: { role: "admin, enroller ou lens-enroller", account: "son adresse" },
      grant: {
        description: "Donner un rôle (administrateur) ; après son délai, la même commande l'accomplit",
        done: ({ role, account }) => `${account} : a le rôle ${role}`,
      },
      revoke: {
        description: "Retirer un rôle (administrateur) ; après son délai, la même commande l'accomplit",
        done: ({ role, account }) => `${account} : n'a pas le rôle ${role}`,
      },
      renounce: { description: "Rendre un rôle que vous avez, aussitôt" },
      handOver: {
        description:
          "Passer l'administration : relancez jusqu'à ce qu'elle dise que vous avez rendu votre rôle (administrateur)",
        granted: ({ account }) =>
          `${account} : administrateur avec vous. Voyez qu'il peut agir (un essai de sa part), puis relancez la même commande : elle rend votre rôle.`,
        done: ({ account }) => `${account} : administrateur ; vous ne l'êtes pas`,
      },
      announced: ({ operation, at }) =>
        `Annoncé sous ${operation}. Relancez la même commande dès ${at}, dans la semaine.`,
      pending: ({ operation, at }) =>
        `Déjà annoncé sous ${operation}. Relancez la même commande dès ${at}, dans la semaine.`,
      publish: ({ changed }) =>
        `Corrigez ${changed} dans le fichier de déploiement, et publiez-le : c'est à ce fichier que chacun se fie.`,
    },
    control: {
      description: "Qui contrôle un participant",
      offer: {
        description: "Offrir le contrôle à un autre compte ; rien ne change avant qu'il le prenne (contrôleur)",
        arguments: { candidate: "son adresse" },
        done: ({ candidate, party }) => `${party} : offert à ${candidate}`,
      },
      take: {
        description: "Prendre le contrôle offert",
        done: ({ controller, party }) => `${party} : contrôlé par ${controller}`,
      },
    },
    link: {
      description: "Liens avec d'autres opticiens",
      arguments: { other: "l'identifiant de l'autre" },
      options: { kind: "same-enterprise (même entreprise) ou takeover (reprise)" },
      consent: {
        description: "Accepter un lien ; il commence au second accord (contrôleur)",
        done: ({ other, outcome }) =>
          outcome === "linked" ? `${other} : lié` : `${other} : accord donné ; le sien est attendu`,
      },
      end: {
        description: "Mettre fin à un lien dès maintenant, ou retirer un accord (contrôleur)",
        done: ({ other }) => `${other} : non lié`,
      },
    },
    affiliate: {
      description: "Déclarer affiliés un magasin et un verrier dès maintenant, ou y mettre fin (conseil)",
      arguments: { store: "l'identifiant de l'opticien", maker: "l'identifiant du verrier" },
      options: { end: "y mettre fin" },
      done: ({ store, maker, ended }) => `${store} et ${maker} : ${ended ? "plus affiliés" : "affiliés"}`,
    },
    done: ({ party }) => `${party} : fait`,
    compromise: {
      description: "Déclarer qu'une clé ou un contrôleur était en d'autres mains depuis un moment passé (gardien)",
      arguments: {
        key: "son adresse ; un contrôleur transmet d'abord le contrôle, car il ne contrôlera plus rien",
      },
      options: {
        party: "le participant qu'il contrôle ou contrôlait (par défaut : celui de la clé)",
        from: "secondes unix, ou date ISO",
      },
      declared: ({ key, from }) => `${key} : compromise depuis ${from}`,
    },
    list: {
      description: "Lister les participants agréés",
      suspended: "suspendu",
      pending: ({ party, role, since, at }) =>
        `${party}  ${role.padEnd(10)}  en attente : annoncé ${since}, peut être agréé dès ${at}`,
      listed: ({ party, role, keys, state }) => `${party}  ${role.padEnd(10)}  ${plural(keys, "clé", "clés")} ${state}`,
    },
    keys: {
      description: "Les clés d'un participant",
      list: {
        description: "Lister les clés d'un participant, avec leurs dates",
        arguments: {
          party: "identifiant (par défaut : celui de --identity)",
        },
        revoked: ({ at }) => `révoquée ${at}`,
        compromised: ({ from }) => `compromise depuis ${from}`,
        listed: ({ key, from, ended }) => `${key}  depuis ${from}  ${ended}`,
      },
      consent: {
        description: "Signer, avec la clé elle-même, qu'elle peut être ajoutée à un participant",
      },
      add: {
        description: "Ajouter une clé, valable dès maintenant (contrôleur)",
        arguments: {
          key: "adresse de la clé (par défaut : celle du contrôleur)",
        },
        options: {
          consent: "ce qu'a donné `keys consent`",
        },
        already: ({ key, party }) => `${key} : déjà une clé de ${party}`,
        added: ({ key, party }) => `${key} : ajoutée à ${party}`,
      },
      revoke: {
        description:
          "Révoquer une clé dès maintenant et pour toujours ; ce qu'elle a signé avant reste valable (contrôleur)",
        revoked: ({ key }) => `${key} : révoquée`,
      },
    },
    suspend: {
      description: "Suspendre un participant à partir de maintenant",
    },
    reinstate: {
      description: "Mettre fin à une suspension",
    },
  },
};
